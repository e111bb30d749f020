// What a case waits for and has waited for (venter på): several at a time, each with its times, from what was published.
// Nobody types a reason for a delay: tasks, messages and open clocks tell it; a person may correct one entry (peers rows 77-78).
import type { ClockView, EndedClock, EventView, MessageKind, MessageView, TaskView } from './case-view.ts';
import type { UnitId } from './ids.ts';
import { timeOf } from './ids.ts';
import type { TaskKindName } from './task-kinds.ts';

/** On whose side a wait lies (domain.md 3.1: cause of delay). A citizen's own wait is only ever known by a correction. */
export const waitingCauses = ['hospital', 'municipality', 'region-place', 'practice', 'citizen', 'operations'] as const;
export type WaitingCause = (typeof waitingCauses)[number];

/** What is waited for: that a task is done, that a message arrives or is seen, or that a clock without a task runs out. */
export type WaitedFor =
  | { readonly of: 'task'; readonly kind: TaskKindName }
  | { readonly of: 'arrival' | 'seen'; readonly kind: MessageKind; readonly notice: MessageView['notice'] }
  | { readonly of: 'clock'; readonly name: string };

/** One wait. Times are epoch ms by the shared clock. */
export interface Waiting {
  /** The task's id, `arrives-<message>`, `seen-<message>` or the clock's own of this round. The same as long as the case lives. */
  readonly id: string;
  readonly what: WaitedFor;
  /** Who is waited for. */
  readonly unit: UnitId;
  readonly from: number;
  /** Null while it is open. */
  readonly until: number | null;
  /** The first due time, if one is known: a time that was given anew after a call takes no lateness back. */
  readonly due: number | null;
}

/** What was published of a case, as far as waits follow from it. */
export interface Published {
  readonly tasks: readonly TaskView[];
  readonly messages: readonly MessageView[];
  readonly clocks: readonly ClockView[];
  readonly ended: readonly EndedClock[];
  readonly events: readonly Pick<EventView, 'fact' | 'codes' | 'happenedAt'>[];
}

/**
 * All waits of a case, open ones first (the longest first), then closed ones, the last ended first. Pure: the same
 * publication gives the same list, whoever asks. Sources: design.md 1, peers row 78.
 */
export function waitings({ tasks, messages, clocks, ended, events }: Published): readonly Waiting[] {
  const open = new Map(clocks.map((clock) => [clock.id, clock.due]));
  const missed = missedOfMessages(events);
  const ends = endedMessages(events);
  const all = [
    ...tasks.map(ofTask),
    ...messages.flatMap((message) => {
      const dueOf = (clock: string): number | null => missed.get(clock) ?? open.get(clock) ?? null;
      return ofMessage(message, dueOf, ends.get(message.id) ?? null, open.has(`seen-${message.id}`), tasks);
    }),
    ...clocks.flatMap((clock) => ofClock(clock, null)),
    // One whose end was shown and then lost with its step runs on.
    ...ended.filter(({ id }) => !open.has(id)).flatMap((clock) => ofClock(clock, clock.until)),
  ];
  return all.sort(openFirst);
}

const ofTask = ({ id, kind, unit, openedAt, closedAt, due, missed }: TaskView): Waiting => ({
  id,
  what: { of: 'task', kind },
  unit,
  from: openedAt,
  until: closedAt,
  due: missed ?? due,
});

/** Until it has arrived or been given in another way, and then until a person there has seen it, where one must. */
function ofMessage(
  { id, kind, notice, to, queuedAt, arrivedAt, seenAt, answeredAt }: MessageView,
  dueOf: (clock: string) => number | null,
  endedAt: number | null,
  isWatched: boolean,
  tasks: Published['tasks'],
): readonly Waiting[] {
  const about = { kind, notice };
  const arrival: Waiting = {
    id: `arrives-${id}`,
    what: { of: 'arrival', ...about },
    unit: to,
    from: queuedAt,
    until: arrivedAt ?? endedAt,
    due: dueOf(`receipt-${id}`),
  };
  const calls = tasks.filter((task) => task.kind === 'ring-unread' && task.about['message'] === id);
  const isRung = calls.some(({ status }) => status === 'open');
  // Whoever was reached by phone knows of it.
  const seen = earliest(earliest(seenAt, answeredAt), isRung ? null : lastClosed(calls));
  if (arrivedAt === null || (seen === null && !isWatched && !isRung)) return [arrival];
  const until = seen === null ? null : Math.max(seen, arrivedAt);
  const due = dueOf(`seen-${id}`);
  return [arrival, { id: `seen-${id}`, what: { of: 'seen', ...about }, unit: to, from: arrivedAt, until, due }];
}

const lastClosed = (tasks: Published['tasks']): number | null =>
  tasks.reduce<number | null>((last, { closedAt }) => Math.max(last ?? 0, closedAt ?? 0), null);

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** When the watch over a message ended without its arrival, by message: given by phone, or nobody needs it any more. */
function endedMessages(events: Published['events']): ReadonlyMap<string, number> {
  const ended = new Map<string, number>();
  for (const { fact, codes, happenedAt } of events) {
    const { message } = codes;
    if (typeof message !== 'string') continue;
    if (fact === 'message-told-by-phone' || fact === 'message-withdrawn') ended.set(message, happenedAt);
  }
  return ended;
}

/** The first due time of each message's clocks that passed, by the clock's id: it stands on the record (`not-in-time`). */
function missedOfMessages(events: Published['events']): ReadonlyMap<string, number> {
  const missed = new Map<string, number>();
  for (const { fact, codes } of events) {
    const { message, clock } = codes;
    const due = timeOf(codes['due']);
    if (fact !== 'not-in-time' || typeof message !== 'string' || due === null) continue;
    const id = `${clock === 'receipt' ? 'receipt' : 'seen'}-${message}`;
    if (!missed.has(id)) missed.set(id, due);
  }
  return missed;
}

/** A clock that says since when somebody is waited for; the others only say when the next step begins, or a hold ends. */
const ofClock = ({ id, name, waitsFor, from, due }: ClockView, until: number | null): readonly Waiting[] =>
  waitsFor === null || from === undefined
    ? []
    : [{ id, what: { of: 'clock', name }, unit: waitsFor, from, until, due }];

function openFirst(a: Waiting, b: Waiting): number {
  if ((a.until === null) !== (b.until === null)) return a.until === null ? -1 : 1;
  const order = a.until === null || b.until === null ? a.from - b.from : b.until - a.until;
  return order === 0 ? (a.id < b.id ? -1 : 1) : order;
}

/** What a person says is otherwise; what is left out stays as the clocks have it. */
export interface WaitingChange {
  readonly unit?: UnitId;
  readonly cause?: WaitingCause;
  /** Epoch ms. */
  readonly from?: number;
  readonly until?: number;
  /** False: nobody was waiting here at all. */
  readonly counts?: boolean;
}

/** A wait as it is to be read, with whose side it lies on; `counts`: false when a person has said that nobody waited. */
export interface ReadWaiting extends Waiting {
  readonly cause: WaitingCause;
  readonly counts: boolean;
}

/** The wait with the newest correction; no correction, or one that changes nothing, leaves it as the clocks have it. */
export function corrected(
  waiting: Waiting,
  change: WaitingChange,
  causeOf: (unit: UnitId, at: number) => WaitingCause,
): ReadWaiting {
  const { unit = waiting.unit, from = waiting.from, until = waiting.until, counts = true } = change;
  const cause = change.cause ?? causeOf(unit, from);
  return { ...waiting, unit, from, until, cause, counts };
}

/**
 * How long it has been late at `now`, ms; 0 in time. Null when no due time is known. A message's wait that has ended
 * without a missed due time on the record was in time, whichever that time was.
 */
export function lateBy({ what, until, due }: Pick<Waiting, 'what' | 'until' | 'due'>, now: number): number | null {
  if (due !== null) return Math.max(0, (until ?? now) - due);
  return until !== null && what.of !== 'clock' && what.of !== 'task' ? 0 : null;
}
