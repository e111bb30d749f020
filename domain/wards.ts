// Which ward had the patient when, from what was told of it: notices of admission, starts of wards, in any order.
// A ward told of late never moves the patient back: the order is that of the times, not that of the telling.
import type { EventView } from './case-view.ts';
import type { UnitId } from './ids.ts';
import type { StayNotice } from './stay.ts';
import { standingNotices } from './stay.ts';

/** Somebody told that the patient came to the ward, or lay there, at a time (epoch ms). */
export interface InWard {
  readonly unit: UnitId;
  readonly at: number;
}

/** From one ward to another, at a time (epoch ms). From and to one ward: the patient stayed, a move told of then was wrong. */
export interface WardMove {
  readonly from: UnitId;
  readonly to: UnitId;
  readonly at: number;
}

const byTime = (one: { readonly at: number }, other: { readonly at: number }): number => one.at - other.at;

/** The ward that has the patient after all that was told; of two at one time the one told last. Null when nothing was. */
export const lastWard = (told: readonly InWard[]): UnitId | null => told.toSorted(byTime).at(-1)?.unit ?? null;

/**
 * The moves to put on the record, so that it says of every time what was told: those that nobody knew of, and what holds
 * instead of a recorded one that was put right or taken back. `opened`: the ward the case began in; the move to it is
 * `earlier` when another had the patient before. Pure.
 */
export function movesToRecord(
  opened: UnitId,
  told: readonly InWard[],
  recorded: readonly WardMove[],
): readonly (WardMove & { readonly earlier: boolean })[] {
  const sorted = told.toSorted(byTime);
  const [first] = sorted;
  if (first === undefined) return [];
  const wardBefore = (at: number): UnitId => (sorted.findLast((one) => one.at < at) ?? first).unit;
  const wardAt = (at: number): UnitId => sorted.findLast((one) => one.at <= at)?.unit ?? first.unit;
  const moveAt = (at: number): WardMove => ({ from: wardBefore(at), to: wardAt(at), at });
  const times = [...new Set([...sorted, ...recorded].map(({ at }) => at))].sort((a, b) => a - b);
  const moves = times.map(moveAt).filter(({ from, to, at }) => {
    const known = recorded.find((one) => one.at === at);
    return known === undefined ? from !== to : known.to !== to;
  });
  // The first of all says where the patient was before it.
  const [begins] = [...moves, ...recorded].toSorted(byTime);
  const again = begins !== undefined && begins.from !== wardBefore(begins.at) ? [moveAt(begins.at)] : [];
  const isEarlier = ({ from, to }: WardMove, index: number): boolean => index === 0 && from !== to && from !== opened;
  return [...again, ...moves].map((move, index) => ({ ...move, earlier: isEarlier(move, index) }));
}

/** A fact as far as a move follows from it. */
type RecordedFact = Pick<EventView, 'fact' | 'codes' | 'happenedAt'>;

/** The recorded moves in order of time, from facts in the order they were recorded: of one time the last one holds. */
export function movesIn(record: readonly RecordedFact[]): readonly WardMove[] {
  const moves = new Map<number, WardMove>();
  for (const { fact, codes, happenedAt: at } of record) {
    const { from, to } = codes;
    if (fact === 'transferred' && typeof from === 'string' && typeof to === 'string') moves.set(at, { from, to, at });
  }
  return [...moves.values()].sort(byTime);
}

/**
 * The ward that the case was opened in, from its facts in the order they were recorded; null when it was never moved. The
 * first recorded move left that ward, or, `earlier`, came to it: then another had the patient before, as was learnt later.
 */
export function openingWard(record: readonly RecordedFact[]): UnitId | null {
  const codes = record.find(({ fact }) => fact === 'transferred')?.codes;
  const ward = codes?.['earlier'] === true ? codes['to'] : codes?.['from'];
  return typeof ward === 'string' ? ward : null;
}

/**
 * What the opening of the case told: a notice since when the ward has the patient (`admittedAt`, epoch ms), a ward that
 * starts a plan that it has him then. `wardUnit`: the ward of now, which is that of then while no move is recorded.
 */
export function openedIn(
  record: readonly EventView[],
  { wardUnit, admittedAt }: { readonly wardUnit: UnitId; readonly admittedAt: number },
): InWard {
  const opened = record.find(({ fact }) => fact === 'opened');
  const byWard = record.some(({ fact, submission }) => fact === 'plan-stated' && submission === opened?.submission);
  return { unit: openingWard(record) ?? wardUnit, at: byWard && opened !== undefined ? opened.learntAt : admittedAt };
}

/**
 * What holds of all that was told: `opened`, the moves on the record, and the notices. What a notice told holds as long as
 * the notice stands, the rest for good. Pure.
 */
export function toldOf(
  notices: readonly StayNotice[],
  record: readonly RecordedFact[],
  opened: InWard,
): readonly InWard[] {
  const admissions = standingNotices(notices).flatMap(({ ward, at }) =>
    ward === undefined ? [] : [{ unit: ward, at }],
  );
  const isOfNotice = ({ unit, at }: InWard): boolean => notices.some((one) => one.ward === unit && one.at === at);
  const moves = movesIn(record).filter(({ from, to }) => from !== to);
  const others = [opened, ...moves.map(({ to, at }) => ({ unit: to, at }))];
  return [...admissions, ...others.filter((one) => !isOfNotice(one))];
}
