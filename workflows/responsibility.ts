// The department's 72 hours (udvidet behandlingsansvar): begun with the leaving, warned of, ended by themselves, handed on.
// Nothing is asked of a discharge that no rule can cover; a case does not close while its window runs (decision 0017).
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import { mayShare } from '../domain/legal-basis.ts';
import type { LeavingWay } from '../domain/reasons.ts';
import { leavingWays } from '../domain/reasons.ts';
import type { ExtendedResponsibility } from '../domain/responsibility.ts';
import { responsibleAt } from '../domain/responsibility.ts';
import type { Discharged } from '../domain/responsibility-window.ts';
import { factsOfWindow, hasRunning, mayBeCovered, plannedWay, servicesOf } from '../domain/responsibility-window.ts';
import type { Ruled } from '../domain/ruled.ts';
import { allowed } from './allowed.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { CORRESPONDENCE } from './question.ts';
import { refuse } from './refuse.ts';
import { rule } from './rule.ts';
import { tell } from './tell.ts';
import { ownUnit, question } from './thread.ts';
import { watch } from './track.ts';

const CLOCK = 'extended-responsibility-end';
/** Of the scopes of everything that belongs to a window. */
const PREFIX = 'extended-';
const PASSED = 'responsibility-passed';
const TELL = `tell-${PASSED}`;

/** The patient has left, or the time of it was put right: the window is that of the leaving as it is known now. */
export function extendResponsibility(c: Case): void {
  endWatches(c, [PREFIX]);
  const { leftAt } = c.view;
  if (leftAt === null) return;
  const { view } = c;
  const running = hasRunning(view);
  const admittedAt = view.admittedAt ?? c.start.admittedAt;
  const discharged = { admittedAt, leftAt, to: wayOf(c), services: servicesOf(view), running };
  if (mayBeCovered(discharged)) watch(c, `${PREFIX}responsibility`, () => followed(c, discharged));
}

/** The leaving was taken back: there is no window, and nobody is warned of its end. */
export function dropExtended(c: Case): void {
  endWatches(c, [PREFIX, TELL]);
  if (c.view.extended != null) c.set({ extended: null });
}

function endWatches(c: Case, prefixes: readonly string[]): void {
  for (const [name, scope] of [...c.scopes]) if (prefixes.some((one) => name.startsWith(one))) scope.cancel();
}

/** As whoever recorded the leaving said; a notice says only that the patient left, so then as was planned. */
function wayOf(c: Case): LeavingWay {
  const how = c.events.findLast(({ fact }) => fact === 'left')?.codes['how'];
  const ways = Object.keys(leavingWays).filter(isWay);
  return ways.find((way) => way === how) ?? plannedWay(c.view);
}

const isWay = (code: string): code is LeavingWay => Object.hasOwn(leavingWays, code);

async function followed(c: Case, discharged: Discharged): Promise<void> {
  const { leftAt: from } = discharged;
  const unit = c.view.wardUnit;
  const ruled = await rule(c, { clock: CLOCK, unit, anchor: from, facts: factsOfWindow(discharged) });
  if (ruled.covered !== true) return dropRecorded(c);
  const extended: ExtendedResponsibility = { unit, from, until: ruled.due, rule: ruled.rule };
  c.set({ extended });
  c.fact('extended-begun', { unit, until: instant(extended.until) }, { happenedAt: from });
  const earlier = extended.until <= c.now() ? sinceLeft(c) : [];
  await untilOver(c, extended, ruled, discharged);
  const { until } = extended;
  if (!earlier.some(({ fact }) => fact === 'extended-ended'))
    c.fact('extended-ended', { unit, to: hasItAt(c, until) }, { happenedAt: until });
  await untilTheGps(c);
  const { gpUnit } = c.view;
  if (gpUnit === null || earlier.some(({ codes }) => codes['kind'] === PASSED)) return;
  // A leaving put right ends this window, and not the letter that is on its way.
  watch(c, TELL, () => tell(c, gpUnit, PASSED, 'health-act-41-2-1'));
}

/** What was recorded since the patient left: a time put right once the window is over ends nothing and tells nobody again. */
const sinceLeft = ({ events }: Case) => events.slice(events.findLastIndex(({ fact }) => fact === 'left') + 1);

/** Who has the treatment at a time (epoch ms) when the window is over; null: the doctor of the time of day. */
function hasItAt({ view: { bed, responsibility, gpUnit } }: Case, at: number): UnitId | null {
  return bed.state === 'in-use' && responsibility !== null ? responsibleAt(responsibility, at).who : gpUnit;
}

/** Whoever an agreement gives the treatment to on the place keeps it: the GP is told when it is the GP's, not before. */
async function untilTheGps(c: Case): Promise<void> {
  for (;;) {
    const { bed, responsibility, gpUnit } = c.view;
    const hands = responsibility === null ? null : responsibleAt(responsibility, c.now());
    if (bed.state !== 'in-use' || (hands !== null && hands.who === gpUnit)) return;
    const moved = (): boolean => c.view.bed.state !== 'in-use' || c.view.responsibility !== responsibility;
    await c.clock.wait(moved, hands?.until ?? null, `${CLOCK} · passed`);
  }
}

/** A corrected time may make a stay too short to be covered. */
function dropRecorded(c: Case): void {
  if (c.view.extended != null) c.set({ extended: null });
}

/** Warned a while before the end, at once when that has passed; a window learnt of after its end warns nobody. */
async function untilOver(
  c: Case,
  extended: ExtendedResponsibility,
  { remindAt, rule: id }: Ruled,
  discharged: Discharged,
): Promise<void> {
  const { unit, until } = extended;
  const due = Math.max(until, c.now());
  c.clocks.set(CLOCK, { id: CLOCK, name: CLOCK, due, rule: id, waitsFor: unit });
  c.touch();
  try {
    await c.clock.wait(() => false, remindAt[0] ?? c.now(), `${CLOCK} · ${unit} · warning`);
    if (c.now() < until) warn(c, extended, discharged);
    await c.clock.wait(() => false, until, `${CLOCK} · ${unit}`);
  } finally {
    c.clocks.delete(CLOCK);
    c.touch();
  }
}

/** The department and whoever has the citizen see until when it is, and who has it after; unseen it lapses at the end. */
function warn(c: Case, { unit, from, until }: ExtendedResponsibility, discharged: Discharged): void {
  for (const to of new Set([unit, placeOf(c)])) {
    watch(c, `${PREFIX}ends-soon`, async () => {
      await ask(c, to, {
        kind: 'extended-ends-soon',
        clock: CLOCK,
        anchor: from,
        facts: factsOfWindow(discharged),
        about: { unit, until: instant(until), after: hasItAt(c, until) },
      });
    });
  }
}

/** The unit whose place the citizen has, else the home nursing. */
function placeOf(c: Case): UnitId {
  const { bed } = c.view;
  return bed.state === 'held' || bed.state === 'in-use' ? bed.unit : c.start.servicesUnit;
}

/** Under the 72 hours only; after them the question is the GP's. */
export function mayAskDepartment(c: Case, _: Decision<'ask-department'>): void {
  allowed(c, 'ask-department');
  const { extended, stage } = c.view;
  if (extended == null || c.now() >= extended.until) refuse('wrong-moment', { action: 'ask-department', stage });
  if (!mayShare(CORRESPONDENCE, c.view.objections)) refuse('sharing-objected', { basis: CORRESPONDENCE });
}

/** Whoever has the citizen asks the department that answers: acute by phone, else as a question that awaits its answer. */
export function askDepartment(c: Case, { body, actor, submission }: Decision<'ask-department'>): void {
  const by = ownUnit(c, actor);
  const to = c.view.extended?.unit ?? c.view.wardUnit;
  const category = 'extended-care-responsibility';
  c.fact('question-asked', { thread: body.thread, unit: by, to, category }, { actor, submission });
  watch(c, 'question', () => question(c, { ...body, by, to, submission }));
}
