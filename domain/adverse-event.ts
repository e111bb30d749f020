// A draft of an adverse event (utilsigtet hændelse, UTH): the facts of the case filled in, for who reports it to fill in the rest.
// What happened and when, at which units: never who, so that nothing in it says whose fault it was.
import type { AfterLeaving } from './after-leaving.ts';
import type { CaseView, EventView, MessageView, TaskView } from './case-view.ts';
import { factLabels } from './facts.ts';
import type { UnitId } from './ids.ts';
import { taskKind } from './task-kinds.ts';

/** A fact that may matter, at its time (epoch ms), in words; the unit it is about where there is one. */
export interface DraftFact {
  readonly at: number;
  readonly text: string;
  readonly unit: UnitId | null;
}

export interface AdverseEventDraft {
  /** Epoch ms; counted from when the draft is made, for it is then that the reporter knows. */
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

const DAY = 86_400_000;

/** The draft, from what is published of the case. `now`: epoch ms by the shared clock. Pure. */
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
  { adverseEvent }: Pick<AfterLeaving, 'adverseEvent'>,
  now: number,
): AdverseEventDraft {
  const late = tasks
    .filter(({ due, closedAt, status }) => (status === 'open' ? now : (closedAt ?? due)) > due)
    .map(({ kind, due, unit }) => ({ at: due, text: `Svar var for sent: ${taskKind(kind).title}`, unit }));
  const undelivered = messages
    .filter(({ state }) => state === 'failed')
    .map(({ queuedAt, to }) => ({ at: queuedAt, text: 'Meddelelse blev ikke leveret', unit: to }));
  const early = view.leftAt !== null && view.readyAt === null;
  const leftEarly = early
    ? [{ at: view.leftAt ?? now, text: 'Patienten gik, før der var meldt klar', unit: view.wardUnit }]
    : [];
  const timeline = events.map((event) => ({ at: event.happenedAt, text: factLabels[event.fact], unit: unitOf(event) }));
  const byTime = (a: DraftFact, b: DraftFact): number => a.at - b.at;
  return {
    reportBy: now + adverseEvent.days * DAY,
    stage: view.stage,
    units: [...view.parties],
    leftAt: view.leftAt,
    deviations: [...late, ...undelivered, ...leftEarly].sort(byTime),
    timeline: timeline.sort(byTime),
    toFill: ['what-happened', 'when-noticed', 'consequence', 'done-at-once', 'could-help'],
  };
}

const unitOf = ({ codes }: EventView): UnitId | null => (typeof codes['unit'] === 'string' ? codes['unit'] : null);
