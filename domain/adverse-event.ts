// A draft of an adverse event (utilsigtet hændelse, UTH): the facts of the case filled in, for who reports it to fill in the rest.
// What happened and when, at which units: never who, so that nothing in it says whose fault it was.
import type { CaseView, EventView, MessageView, TaskView } from './case-view.ts';
import { factLabels } from './facts.ts';
import type { PersonId, UnitId } from './ids.ts';
import { taskKind } from './task-kinds.ts';

/** A fact that may matter, at its time (epoch ms), in words; the unit it is about where there is one. */
export interface DraftFact {
  readonly at: number;
  readonly text: string;
  readonly unit: UnitId | null;
}

export interface AdverseEventDraft {
  /** Epoch ms. */
  readonly reportBy: number;
  readonly stage: CaseView['stage'];
  /** Units that take part, in a fixed order. */
  readonly units: readonly UnitId[];
  readonly leftAt: number | null;
  /** What did not go as planned, in order of time. */
  readonly deviations: readonly DraftFact[];
  /** What happened, in order of time. */
  readonly timeline: readonly DraftFact[];
  /** What the reporter writes; empty in a draft. */
  readonly toFill: readonly (keyof typeof draftFields)[];
}

/** What only the reporter knows, with the words people see. None asks who. */
export const draftFields = {
  'what-happened': 'Hvad skete der?',
  'when-noticed': 'Hvornår blev det opdaget?',
  consequence: 'Hvad betød det for patienten?',
  'done-at-once': 'Hvad blev der gjort med det samme?',
  'could-help': 'Hvad kunne forebygge, at det sker igen?',
} as const;

/** The task that reminds the reporter. */
const REMINDER = 'report-adverse-event';

/** The person's own reminder, while it is open. */
export const reminderOf = (tasks: readonly TaskView[], person: PersonId): TaskView | undefined =>
  tasks.find(({ kind, status, claimedBy }) => kind === REMINDER && status === 'open' && claimedBy === person);

/** Who reports an adverse event is for the reporter's own unit to know: the protection of reporters (sundhedsloven § 201, GK). */
export const isReporters = ({ kind, unit }: Pick<TaskView, 'kind' | 'unit'>, units: readonly UnitId[]): boolean =>
  kind === REMINDER && !units.includes(unit);

/** The same of what the timeline says. `hidden`: the tasks that are not shown. */
export const tellsReporter = (
  { fact, codes }: Pick<EventView, 'fact' | 'codes'>,
  hidden: ReadonlySet<string>,
  units: readonly UnitId[],
): boolean =>
  (typeof codes['task'] === 'string' && hidden.has(codes['task'])) ||
  (isOfReport(fact) && !units.some((unit) => unit === codes['unit']));

const isOfReport = (fact: EventView['fact']): boolean =>
  fact === 'adverse-event-noted' || fact === 'adverse-event-settled';

/**
 * The draft, from what is published of the case; reports themselves are no part of it. `reportBy`, `now`: epoch ms by the
 * shared clock. Pure.
 */
export function adverseEventDraft(
  {
    view,
    tasks,
    messages,
    events,
  }: {
    readonly view: CaseView;
    readonly tasks: readonly TaskView[];
    readonly messages: readonly MessageView[];
    readonly events: readonly EventView[];
  },
  reportBy: number,
  now: number,
): AdverseEventDraft {
  const late = tasks
    .filter(
      ({ kind, due, closedAt, status }) => kind !== REMINDER && (status === 'open' ? now : (closedAt ?? due)) > due,
    )
    .map(({ kind, due, unit }) => ({ at: due, text: `Svar var for sent: ${taskKind(kind).title}`, unit }));
  const undelivered = messages
    .filter(({ state }) => state === 'failed')
    .map(({ queuedAt, to }) => ({ at: queuedAt, text: 'Meddelelse blev ikke leveret', unit: to }));
  const early = view.leftAt !== null && view.readyAt === null;
  const leftEarly = early
    ? [{ at: view.leftAt ?? now, text: 'Patienten gik, før der var meldt klar', unit: view.wardUnit }]
    : [];
  const reminders = new Set(tasks.flatMap(({ id, kind }) => (kind === REMINDER ? [id] : [])));
  const told = events.filter((event) => !tellsReporter(event, reminders, []));
  const timeline = told.map((event) => ({ at: event.happenedAt, text: factLabels[event.fact], unit: unitOf(event) }));
  const byTime = (a: DraftFact, b: DraftFact): number => a.at - b.at;
  return {
    reportBy,
    stage: view.stage,
    units: [...view.parties],
    leftAt: view.leftAt,
    deviations: [...late, ...undelivered, ...leftEarly].sort(byTime),
    timeline: timeline.sort(byTime),
    toFill: ['what-happened', 'when-noticed', 'consequence', 'done-at-once', 'could-help'],
  };
}

const unitOf = ({ codes }: EventView): UnitId | null => (typeof codes['unit'] === 'string' ? codes['unit'] : null);
