// What always holds of a case that has come to rest, whatever people have done to it: nothing is forgotten, nothing is
// asked twice, nothing is left over. Checked by random.test.ts after every step.
import { expect } from 'vitest';
import type { MessageKind, MessageView, TaskView } from '../../domain/case-view.ts';
import { gone, goneOf } from '../../domain/closed-case.ts';
import { decisionsIn } from '../../domain/finished-record.ts';
import { isOver as isItemOver } from '../../domain/follow-up.ts';
import { missing } from '../../domain/gate.ts';
import type { WholeCase } from '../../store/cases.ts';

type View = NonNullable<WholeCase['view']>;
interface Shown extends WholeCase {
  view: View;
}

/** How far a clock may lie in the past, ms: it is noticed by a timer of whole seconds. */
const NOTICED_WITHIN = 5_000;
const LINES: readonly (readonly MessageKind[])[] = [
  ['plan', 'changed-plan'],
  ['pause', 'resumption'],
];

const open = (c: WholeCase): TaskView[] => c.tasks.filter(({ status }) => status === 'open');
const isOver = ({ state }: MessageView): boolean =>
  state === 'arrived' || state === 'told-by-phone' || state === 'withdrawn';
const takesPart = ({ stage }: View): boolean => stage === 'planning' || stage === 'ready' || stage === 'left';

/** Checks all of them. `now`: epoch ms; `places`: names of the places the case has taken in PostgreSQL. */
export function expectAllInOrder(c: WholeCase, now: number, places: readonly string[]): void {
  if (c.view === null) throw new Error('The case has not been published');
  const shown: Shown = { ...c, view: c.view };
  numbered(shown);
  asTheFactsSay(shown);
  tasksInOrder(shown, now);
  clocksInOrder(shown, now);
  messagesInOrder(shown);
  bedInOrder(shown, places);
  if (shown.view.stage === 'ready') expect(missing(shown.view)).toEqual([]);
  if (takesPart(shown.view) && shown.view.plan !== null && !isBeingClearedUp(shown)) nobodyForgotten(shown);
  if (shown.view.stage === 'closed') nothingLeft(shown, places);
}

function numbered({ events }: Shown): void {
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
}

/** Days and responsibility are counted from the facts, so these say of the decisions, the leaving and the death what is shown. */
function asTheFactsSay({ events, view }: Shown): void {
  expect(view.finished ?? null).toEqual(decisionsIn(events).at(-1) ?? null);
  expect(events.reduce(gone, { leftAt: null, diedAt: null })).toEqual(goneOf(view));
}

/** An open task waits for its next station, or has passed its last one: then the ward rings, or the case asks for an eye. */
function tasksInOrder(c: Shown, now: number): void {
  const tasks = open(c);
  const about = tasks.map(({ kind, unit, about: what }) => `${kind} ${unit} ${JSON.stringify(what)}`);
  expect(about.toSorted()).toEqual([...new Set(about)].toSorted());
  const waiting = new Set(c.clocks.map(({ id }) => id));
  const rung = new Set(tasks.map(({ about: what }) => what['task']));
  const stuck = tasks.filter(({ id }) => !waiting.has(id) && !rung.has(id));
  for (const { due, kind } of stuck) expect(due, kind).toBeLessThanOrEqual(now);
  const failed = tasks.some(({ kind }) => kind === 'step-failed');
  expect(c.view.attention, stuck.map(({ kind }) => kind).join()).toBe(stuck.length > 0 || failed);
  for (const { unit } of tasks) if (unit !== 'region-ops') expect(c.parties).toContain(unit);
}

/** Every clock belongs to something that is still waited for, and none has run out unnoticed. */
function clocksInOrder(c: Shown, now: number): void {
  const { clocks, messages, view } = c;
  const tasks = open(c);
  for (const { id, due, name } of clocks) {
    expect(due, name).toBeGreaterThan(now - NOTICED_WITHIN);
    const message = messages.find((one) => id === `receipt-${one.id}` || id === `seen-${one.id}`);
    if (name === 'leaving-overdue') expect(takesPart(view) && view.leftAt === null).toBe(true);
    else if (message !== undefined) expect(message.state, id).toBe(id.startsWith('receipt-') ? 'sent' : 'arrived');
    else if (/^(hold|warn)-/.test(id)) expect([view.bed.state, view.leftAt]).toEqual(['held', null]);
    else if (id === 'extended-responsibility-end') expect(view.leftAt).not.toBeNull();
    else if (id.startsWith('finished-notice-')) expect([view.finishedAt === null, view.leftAt]).toEqual([false, null]);
    else if (id === 'stay-branch') expect(view.leftAt).toBeNull();
    else if (id.startsWith('read-')) expect(tasks.map(({ kind }) => kind)).toContain('answer-question');
    else if (/^(gp-letter|resume-opens|follow-up-|conference-)/.test(id))
      expect(takesPart(view) || pausable(id)).toBe(true);
    else expect(tasks.map((task) => task.id)).toContain(id);
  }
}

/** A conference stays agreed while the patient is ill again. */
const pausable = (id: string): boolean => id.startsWith('conference-');

/** Only the newest of its line is on its way to a unit; what is on its way is waited for, what failed is rung about. */
function messagesInOrder(c: Shown): void {
  const { messages, clocks, view } = c;
  for (const line of LINES) {
    const unitsOnTheWay = messages.filter((one) => line.includes(one.kind) && !isOver(one)).map(({ to }) => to);
    expect(unitsOnTheWay).toEqual([...new Set(unitsOnTheWay)]);
  }
  for (const { id, state, basis } of messages) {
    if (view.objections.includes(basis)) continue;
    if (state === 'sent') expect(clocks.map((clock) => clock.id)).toContain(`receipt-${id}`);
    if (state === 'failed') expect(open(c).map(({ about }) => about['message'])).toContain(id);
  }
}

/** Places are taken in PostgreSQL exactly while the case says so. */
function bedInOrder({ view: { bed } }: Shown, places: readonly string[]): void {
  // A reservation runs out by itself while its unit's condition is considered; a hold and its end are the case's own.
  if (bed.state === 'held' || bed.state === 'in-use') expect(places).toEqual([bed.place]);
  else if (bed.state === 'asked')
    expect(bed.asked.map(({ place }) => place)).toEqual(expect.arrayContaining([...places]));
  else expect(places).toEqual([]);
}

const isBeingClearedUp = (c: Shown): boolean => open(c).some(({ kind }) => kind === 'handle-objection');

const CHASED = 'book-follow-up follow-up-done chase-follow-up reach-out offer-rehabilitation tell-private-choice';

/** Whatever has not come to its end lies with somebody. */
function nobodyForgotten(c: Shown): void {
  const { view, clocks } = c;
  const tasks = open(c);
  if (tasks.some(({ kind }) => kind === 'step-failed' || kind === 'take-over-step')) return;
  const lies = (kinds: string, name?: string, value?: string): boolean =>
    tasks.some(
      ({ kind, about }) =>
        kinds.split(' ').includes(kind) && (name === undefined || `${about[name]}`.includes(`${value}`)),
    );
  for (const service of view.plan?.services ?? []) {
    const state = view.services[service]?.state ?? 'asked';
    if (state === 'asked') expect(lies('answer-services', 'services', service), `${service} asked`).toBe(true);
    else if (state !== 'accepted' && state !== 'other-way')
      expect(lies('find-other-way consider-condition', 'service', service), `${service} ${state}`).toBe(true);
  }
  if (view.followUpAgreed === 'open') expect(lies('agree-follow-up'), 'follow-up open').toBe(true);
  for (const item of view.followUps) {
    const { id, state, contact } = item;
    if (isItemOver(item)) continue;
    // A later contact lies with the one before it.
    const before = view.followUps.find((one) => one.id === contact?.after);
    if (before !== undefined && !isItemOver(before)) continue;
    const waits = clocks.some((clock) => clock.id === `follow-up-${id}` || clock.id.startsWith(`follow-up-${id}.`));
    expect(waits || lies(CHASED, 'item', id), `${id} ${state}`).toBe(true);
  }
  if (view.bed.state === 'asked')
    expect(lies('take-patient ring-unit') || lies('consider-condition', 'what', 'bed')).toBe(true);
  // Once the patient has left for it, somebody says whether the patient has come; then, how long the stay is to be.
  if (view.bed.state === 'held' && view.leftAt !== null) expect(lies('has-arrived ring-not-arrived')).toBe(true);
  if (view.bed.state === 'in-use') expect(lies('reassess-stay')).toBe(true);
  if (view.bed.state === 'none' && view.leftAt === null) expect(lies('no-bed-found')).toBe(true);
  expect(view.bed.state === 'looking' && !lies('bed-lapsed'), 'looking at rest').toBe(false);
  if (view.gp === 'asked') expect(lies('gp-follow-up ring-practice')).toBe(true);
  if (view.gp === 'proposed') expect(lies('answer-proposal')).toBe(true);
  if (view.gp === 'handed-back' || view.gp === 'with-ward') expect(lies('name-who-follows-up')).toBe(true);
  if (view.gp === 'asked-other') expect(lies('take-follow-up')).toBe(true);
  if (view.resume === 'asked') expect(lies('confirm-resume find-other-way')).toBe(true);
}

function nothingLeft({ tasks, clocks, messages, view }: Shown, places: readonly string[]): void {
  expect(tasks.filter(({ status }) => status === 'open').map(({ kind }) => kind)).toEqual([]);
  expect(clocks).toEqual([]);
  expect(messages.filter((message) => !isOver(message)).map(({ kind }) => kind)).toEqual([]);
  expect([view.attention, view.inFlight]).toEqual([false, 0]);
  expect(places).toEqual([]);
}
