// What people, machines and time can do to a case, as data that fast-check makes; numbers pick among what there is then.
// For random.test.ts.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Actor } from '../../domain/actor.ts';
import type { TaskView } from '../../domain/case-view.ts';
import { codesOf } from '../../domain/fields.ts';
import type { Plan, PlanField } from '../../domain/plan.ts';
import type { Change } from '../../domain/stay-order.ts';
import { stayEvents } from '../../domain/stay-order.ts';
import { taskKind } from '../../domain/task-kinds.ts';
import type { DecisionName, Decisions } from '../../workflows/contract.ts';
import { DAY, doctor, HOUR, operator, somebodyOf, vans, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play } from './stage.ts';
import { today } from './stage.ts';

/** A decision that is ready to be put. */
export interface Ready<K extends DecisionName = DecisionName> {
  name: K;
  body: Decisions[K];
  actor: Actor;
}
/** Makes a decision for the case as it stands; nothing when there is nothing to do it to. */
export type Step =
  | { what: string; make: (play: Play) => Promise<Ready | null> }
  | { what: string; hours: number | 'next-deadline' };

const ready = <K extends DecisionName>(name: K, body: Decisions[K], actor: Actor = ward): Ready => ({
  name,
  body,
  actor,
});
const always = <K extends DecisionName>(name: K, body: () => Decisions[K], actor: Actor = ward): Step => ({
  what: name,
  make: async () => ready(name, body(), actor),
});
const from = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(list.length, 1)];

/** The answer with the example the task itself gives to whoever has to answer it. */
export function answerTo(task: TaskView, which: number): Ready {
  const { answers } = taskKind(task.kind);
  const answer = from(answers, which) ?? answers[0];
  const codes = codesOf(answer.fields, answer.example);
  const body = { task: task.id, version: task.version, answer: answer.code, codes };
  return ready('answer-task', body, task.unit === 'region-ops' ? operator : somebodyOf(task.unit));
}

const openTasks = async (play: Play): Promise<TaskView[]> =>
  (await play.case()).tasks.filter(({ status }) => status === 'open');

const answering = fc.tuple(fc.nat(30), fc.nat(4)).map(
  ([pick, which]): Step => ({
    what: `answer ${pick}/${which}`,
    async make(play) {
      const task = from(await openTasks(play), pick);
      return task === undefined ? null : answerTo(task, which);
    },
  }),
);

const keeping = fc.tuple(fc.nat(30), fc.constantFrom('claim-task', 'release-task', 'see-task')).map(
  ([pick, name]): Step => ({
    what: `${name} ${pick}`,
    async make(play) {
      const task = from(await openTasks(play), pick);
      return task === undefined ? null : ready(name, { task: task.id }, somebodyOf(task.unit));
    },
  }),
);

const receipts = fc.tuple(fc.nat(9), fc.constantFrom('ok', 'ok', 'ok', 'transient-error', 'fatal-error')).map(
  ([pick, code]): Step => ({
    what: `receipt ${pick} ${code}`,
    async make(play) {
      const { messages } = await play.case();
      const message = from(messages, pick);
      return message === undefined ? null : ready('receipt', { message: message.id, code, problem: null }, vans);
    },
  }),
);

const seeing = fc.nat(9).map(
  (pick): Step => ({
    what: `see ${pick}`,
    async make(play) {
      const message = from((await play.case()).messages, pick);
      return message === undefined ? null : ready('see-message', { message: message.id }, somebodyOf(message.to));
    },
  }),
);

const sendingAgain = fc.nat(9).map(
  (pick): Step => ({
    what: `send again ${pick}`,
    async make(play) {
      const message = from((await play.case()).messages, pick);
      return message === undefined ? null : ready('repair', { repair: 'send-again', target: message.id }, operator);
    },
  }),
);

const planFields: readonly PlanField[] = ['date', 'services', 'bed', 'wishes', 'contagion', 'diet'];
const changing = fc.tuple(fc.subarray([...planFields], { minLength: 1 }), fc.nat(8), fc.boolean(), fc.nat(9)).map(
  ([changed, days, bed, stale]): Step => ({
    what: `change-plan ${changed.join('+')} ${days} ${bed}${stale === 0 ? ' stale' : ''}`,
    async make(play) {
      const now = (await play.view()).plan;
      const base = now?.version ?? 0;
      const fresh = planIn(days, bed);
      const plan: Plan = {
        ...(now ?? fresh),
        ...(changed.includes('date') ? { date: fresh.date } : {}),
        ...(changed.includes('services') ? { services: fresh.services } : {}),
        ...(changed.includes('bed') ? { bed: fresh.bed } : {}),
        version: base + 1,
        changed: base === 0 ? [] : changed,
      };
      return ready('change-plan', { base: stale === 0 ? base + 1 : base, plan });
    },
  }),
);

/** A plan for a patient who leaves in so many days; 0: no date is known. */
export function planIn(days: number, bed: boolean): Plan {
  const at = new Date(today() + days * DAY).toISOString();
  return {
    ...ordinaryPlan(today()),
    date: days === 0 ? { kind: 'unknown' } : { kind: 'at', at },
    services: days % 2 === 0 ? ['home-nursing', 'devices'] : ['meals'],
    bed: bed ? { capabilities: ['CAP-14'], from: at, days: 3 } : null,
  };
}

const conferring = (): Decisions['propose-conference'] => ({
  conference: randomUUID(),
  times: [new Date(today() + 5 * HOUR).toISOString()],
  video: true,
  participants: ['mun-0791-visitation'],
});

const threadOf = (id: string): string => `urn:uuid:${id}`;
const writing = (change: Partial<Decisions['write-letter']>) => (): Decisions['write-letter'] => ({
  activity: 'new',
  thread: threadOf(randomUUID()),
  of: null,
  to: 'mun-0791-visitation',
  wanted: true,
  acute: false,
  answerBy: null,
  ...change,
});
const asking = (acute: boolean) => (): Decisions['ask-about-plan'] => ({
  thread: threadOf(randomUUID()),
  acute,
  answerBy: null,
});
const coming = (): Decisions['note-fact'] => ({
  what: 'care-communication',
  happenedAt: today(),
  mustRead: true,
  from: ['mun-0791-visitation'],
  letter: { id: randomUUID(), thread: threadOf(randomUUID()), by: 'mun-0791-visitation', asks: true },
});

/** Their words are nowhere, so nothing of it can be sent, and somebody rings. */
const correspondence = fc.constantFrom(
  always('write-letter', writing({})),
  always('write-letter', writing({ acute: true })),
  always('write-letter', writing({ answerBy: today() + HOUR, to: 'gp-041230' })),
  always('ask-about-plan', asking(false), somebodyOf('mun-0791-visitation')),
  always('ask-about-plan', asking(true), somebodyOf('mun-0791-visitation')),
  always('note-fact', coming, vans),
);

const planning = fc.constantFrom(
  always('pause', () => ({ reason: 'ill-again' })),
  always('resume', () => ({})),
  always('ready', () => ({})),
  always('mark-finished', () => ({ finishedAt: today() })),
  always('withdraw-finished', () => ({ withdrawnAt: today(), reason: 'ill-again' })),
  always('correct-finished', () => ({ what: 'no-withdrawal', at: today() })),
  always('correct-finished', () => ({ what: 'no-decision', at: today() })),
  always('correct-finished', () => ({ what: 'withdrawn-at', at: today(), decision: 1 })),
  always('correct-finished', () => ({ what: 'no-decision', at: today(), decision: 1 })),
  always('state-delay-cause', () => ({ cause: 'citizen', from: today(), until: null })),
  always('mark-follow-up', () => ({ recommended: true, what: 'gp-visit', urgency: 'red' }), doctor),
  always('mark-follow-up', () => ({ recommended: false, what: null, urgency: null }), doctor),
  always('send-letter', () => ({ sentAt: today() })),
  always('propose-conference', conferring),
  always('record-objection', () => ({ basis: 'health-act-41-2-1' })),
  always('record-objection', () => ({ basis: 'health-act-41-2-2' })),
  always('set-coordinator', () => ({ coordinator: 'person-other', standIn: null })),
  always('transfer', () => ({ wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' })),
  always('note-fact', () => ({ what: 'medicine-card-updated', happenedAt: today(), mustRead: false })),
  always('note-fact', () => ({ what: 'leave-started', happenedAt: today(), mustRead: true })),
  always('note-fact', () => ({
    what: 'document',
    happenedAt: today(),
    mustRead: false,
    document: { kind: 'care-plan', stage: 'arrived', version: 2 },
  })),
  always('leave', () => ({ happenedAt: today(), how: 'home' })),
  always('leave', () => ({ happenedAt: today(), how: 'acute-bed' })),
);

const changes = fc.constantFrom<Change>('new', 'new', 'new', 'revise', 'cancel');
const notified = fc.tuple(fc.constantFrom(...stayEvents), changes, fc.nat(3)).map(
  ([stayEvent, change, hours]): Step => ({
    what: `notice ${change} ${stayEvent} ${hours}`,
    make: async () => {
      const at = today() - hours * HOUR;
      return ready('stay-notice', { id: randomUUID(), chain: 'h', stayEvent, change, at, toldAt: today() }, vans);
    },
  }),
);

const staying = fc.oneof(
  notified,
  fc.constantFrom(
    always('go-on-leave', () => ({ happenedAt: today() })),
    always('back-from-leave', () => ({ happenedAt: today() })),
  ),
  fc.constantFrom(...stayEvents).map((stayEvent) => always('correct-stay', () => ({ stayEvent, happenedAt: today() }))),
  fc.constantFrom(...stayEvents).map((stayEvent) => always('cancel-stay', () => ({ stayEvent }))),
);

/** About a place that is held, if one is. */
const holding = fc.constantFrom(
  always('renew-hold', () => ({ arrival: today() + 2 * DAY })),
  always('withdraw-hold', () => ({ reason: 'no-capacity' }), somebodyOf('mun-0791-acute')),
  always('recheck-bed', () => ({ unit: 'mun-0791-acute' }), somebodyOf('mun-0791-acute')),
);

const endings = fc.constantFrom(
  always('withdraw', () => ({ reason: 'other' })),
  always('report-death', () => ({ happenedAt: today() })),
  always('readmit', () => ({ next: randomUUID() })),
);

const time = fc
  .oneof(fc.constant('next-deadline' as const), fc.constant('next-deadline' as const), fc.integer({ min: 1, max: 40 }))
  .map((hours): Step => ({ what: `clock ${hours}`, hours }));

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: answering },
  { weight: 5, arbitrary: planning },
  { weight: 4, arbitrary: time },
  { weight: 4, arbitrary: changing },
  { weight: 3, arbitrary: receipts },
  { weight: 3, arbitrary: staying },
  { weight: 2, arbitrary: correspondence },
  { weight: 2, arbitrary: keeping },
  { weight: 2, arbitrary: holding },
  { weight: 1, arbitrary: seeing },
  { weight: 1, arbitrary: sendingAgain },
  { weight: 1, arbitrary: endings },
);
