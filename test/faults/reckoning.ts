// The reckoning after bad days: what people see, what Temporal knows and what the partners have must be one story,
// with nothing lost in it and nothing told twice.
import type { Client } from '@temporalio/client';
import { expect } from 'vitest';
import { z } from 'zod';
import { dischargeWorkflowId } from '../../domain/ids.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { eventually } from '../harness/eventually.ts';
import type { People } from './people.ts';
import { inParallel } from './people.ts';
import type { Town } from './processes.ts';

const event = z.looseObject({
  number: z.number(),
  fact: z.string(),
  codes: z.record(z.string(), z.unknown()),
  submission: z.string().nullable(),
  happenedAt: z.string(),
});
const message = z.looseObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  sendings: z.number(),
  trail: z.array(z.looseObject({ bundleId: z.string(), sending: z.number() })),
});
const wholeCase = z.looseObject({
  id: z.string(),
  stage: z.string(),
  bed: z.looseObject({ state: z.string(), place: z.string().nullable() }),
  plan: z.looseObject({ content: z.looseObject({ bed: z.unknown(), date: z.looseObject({ at: z.string() }) }) }),
  tasks: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      answer: z.looseObject({ code: z.string() }).nullable(),
    }),
  ),
  messages: z.array(message),
  clocks: z.array(z.unknown()),
  timeline: z.array(event),
});
const letters = z.looseObject({
  items: z.array(
    z.looseObject({ headerId: z.string(), event: z.string(), bundleIds: z.array(z.string()), timesSeen: z.number() }),
  ),
});

export type ClosedCase = z.infer<typeof wholeCase>;

/** Tasks that an ordinary discharge asks once and no more. */
const ONCE = [
  'admission-report',
  // Admitted and out within the day.
  'agree-by-phone',
  'agree-follow-up',
  'answer-services',
  'book-follow-up',
  'confirm-resume',
  'follow-up-done',
  'gp-follow-up',
  'pause-services',
];
/** What a ward and a doctor do once. */
const DONE_ONCE = ['opened', 'plan-stated', 'follow-up-marked', 'ready', 'left', 'letter-sent', 'closed'];

/** Figures worth printing. */
export interface Reckoned {
  readonly cases: number;
  readonly tasks: number;
  readonly letters: number;
  /** Handed to the partners' network more than once, as the same bundle. */
  readonly handedOverAgain: number;
}

/** Holds every discharge of `people` to account. All must have been closed. */
export async function reckon(town: Town, people: People): Promise<Reckoned> {
  const cases: ClosedCase[] = [];
  await inParallel(people.ids, async (id) => {
    const found = await town.caller.read('ward', `/api/discharges/${id}`, wholeCase);
    if (found === null) throw new Error('The API does not answer at the end');
    cases.push(found);
  });
  for (const one of cases) reckonCase(one);
  reckonAnswers(people, cases);
  await reckonPlaces(town, cases);
  const client = town.client();
  await inParallel(people.ids, (id) => reckonWorkflow(client, id));
  const again = await reckonLetters(town, cases);
  return {
    cases: cases.length,
    tasks: cases.reduce((sum, { tasks }) => sum + tasks.length, 0),
    letters: cases.reduce((sum, { messages }) => sum + messages.length, 0),
    handedOverAgain: again,
  };
}

function reckonCase(one: ClosedCase): void {
  const { id, stage, tasks, messages, clocks, timeline } = one;
  expect([id, stage]).toEqual([id, 'closed']);
  expect(clocks, `clocks of ${id}`).toEqual([]);
  const way = wayToBed(one);
  expect(tasks.map(({ kind }) => kind).toSorted(), `tasks of ${id}`).toEqual(
    [...ONCE, ...onAnotherDay(one), ...way.tasks].toSorted(),
  );
  expect(tasks.filter(({ status }) => status !== 'answered')).toEqual([]);
  const bedFacts = timeline.map(({ fact }) => fact).filter((fact) => fact.startsWith('bed-'));
  expect([one.bed.state, ...bedFacts], `bed of ${id}`).toEqual([way.state, ...way.facts]);

  expect(
    timeline.map(({ number }) => number),
    `numbers of ${id}`,
  ).toEqual(timeline.map((_, index) => index + 1));
  const facts = Map.groupBy(timeline, ({ fact }) => fact);
  for (const fact of DONE_ONCE) expect([fact, facts.get(fact)?.length], id).toEqual([fact, 1]);
  expect(named(facts.get('task-opened'), 'task')).toEqual(tasks.map((task) => task.id).toSorted());
  expect(named(facts.get('task-answered'), 'task')).toEqual(tasks.map((task) => task.id).toSorted());

  const told = ['heads-up', 'short-stay', 'phone-agreement', ...way.messages];
  expect(messages.map(({ kind }) => kind).toSorted(), `messages of ${id}`).toEqual(told.toSorted());
  for (const { state, sendings, trail } of messages) {
    expect(state).toBe('arrived');
    expect(trail.map(({ sending }) => sending)).toEqual(trail.map((_, index) => index + 1));
    expect(trail).toHaveLength(sendings);
  }
  const ids = messages.map((one) => one.id).toSorted();
  for (const fact of ['message-queued', 'message-sent', 'message-arrived']) {
    expect(named(facts.get(fact), 'message'), `${fact} of ${id}`).toEqual(ids);
  }
  // One decision, one place in the record, whoever put it again.
  const handedIn = timeline.filter(({ submission, fact }) => submission !== null && fact !== 'plan-stated');
  const submissions = handedIn.map(({ submission }) => submission);
  expect(new Set(submissions).size, `submissions of ${id}`).toBe(submissions.length);
}

/** Who leaves on another day than planned (these plans say three hours ahead, which may be after midnight) is rung about. */
function onAnotherDay({ plan, timeline }: ClosedCase): readonly string[] {
  const left = timeline.find(({ fact }) => fact === 'left')?.happenedAt ?? expect.unreachable('nobody left');
  return danishDate(left) === danishDate(plan.content.date.at) ? [] : ['ring-municipality'];
}

const danishDate = (at: string): string =>
  new Date(at).toLocaleDateString('da-DK', { timeZone: 'Europe/Copenhagen', dateStyle: 'short' });

/** How a case came to a bed or not, as its record tells; `holds`: what PostgreSQL has of places for it. */
interface WayToBed {
  readonly tasks: readonly string[];
  readonly facts: readonly string[];
  readonly messages: readonly string[];
  /** In the end. */
  readonly state: string;
  readonly holds: readonly string[];
}

/**
 * Whoever needed a bed got one by a named yes, which went back once when the patient went home; or the ward was told
 * that there is none. Where a bed ended does not tell that: a place that was given back leaves none behind.
 */
function wayToBed({ plan, timeline }: ClosedCase): WayToBed {
  const has = (fact: string): boolean => timeline.some((event) => event.fact === fact);
  const none = { messages: [], holds: [] };
  if (plan.content.bed === null) return { ...none, tasks: [], facts: ['bed-not-needed'], state: 'not-needed' };
  if (!has('bed-held')) return { ...none, tasks: ['no-bed-found'], facts: ['bed-none'], state: 'other-way' };
  // The patient leaves within hours, so the ward rings.
  const held = { tasks: ['ring-unit', 'send-referral'], facts: ['bed-asked', 'bed-held'] };
  const left = timeline.find(({ fact }) => fact === 'left');
  if (left?.codes['how'] === 'acute-bed') {
    return {
      tasks: [...held.tasks, 'has-arrived', 'reassess-stay', 'closing-note'],
      facts: [...held.facts, 'bed-released'],
      messages: [],
      state: 'ended',
      holds: ['released'],
    };
  }
  return {
    tasks: held.tasks,
    facts: [...held.facts, 'bed-released'],
    messages: ['bed-released'],
    state: 'not-needed',
    holds: ['released'],
  };
}

/** Each case took a place at most once, however often it was tried, and has now what its record says. */
async function reckonPlaces(town: Town, cases: readonly ClosedCase[]): Promise<void> {
  const db = openDatabase(town.postgres.url, { max: 2 });
  try {
    for (const one of cases) {
      const holds = await holdsOf(db, one.id);
      expect(
        holds.map(({ state }) => state),
        `places of ${one.id}`,
      ).toEqual(wayToBed(one).holds);
      if (one.bed.state === 'ended') expect(holds.map(({ place }) => place)).toEqual([one.bed.place]);
    }
  } finally {
    await db.destroy();
  }
}

const holdsOf = (db: Database, id: string) =>
  db.selectFrom('holds').select(['place', 'state']).where('case_id', '=', id).execute();

const named = (events: readonly z.infer<typeof event>[] | undefined, code: string): unknown[] =>
  (events ?? []).map(({ codes }) => codes[code]).toSorted();

/** Every answer that the API took is there, as it was given. */
function reckonAnswers(people: People, cases: readonly ClosedCase[]): void {
  const answers = new Map(cases.flatMap(({ tasks }) => tasks.map(({ id, answer }) => [id, answer?.code ?? null])));
  for (const { task, answer } of people.taken) expect([task, answers.get(task)]).toEqual([task, answer]);
}

async function reckonWorkflow(client: Client, id: string): Promise<void> {
  await eventually(async () => {
    const { status } = await client.workflow.getHandle(dischargeWorkflowId(id)).describe();
    expect(status.name).toBe('COMPLETED');
  });
}

/** What the partners have is what the cases tell of: one letter for each message, one bundle for each sending. */
async function reckonLetters(town: Town, cases: readonly ClosedCase[]): Promise<number> {
  const response = await fetch(`${town.simulatorUrl}/received`);
  const { items } = letters.parse(await response.json());
  const told = new Map(cases.flatMap(({ messages }) => messages.map((one) => [one.id, one])));
  const mine = items.filter(({ event: kind }) => kind === 'care-communication-message');
  const known = mine.filter(({ headerId }) => told.has(headerId));
  expect(known).toHaveLength(told.size);
  for (const { headerId, bundleIds } of known) {
    const trail = told.get(headerId)?.trail ?? [];
    expect(bundleIds.toSorted()).toEqual(trail.map(({ bundleId }) => bundleId).toSorted());
  }
  return known.reduce((sum, { timesSeen, bundleIds }) => sum + timesSeen - bundleIds.length, 0);
}
