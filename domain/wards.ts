// Which ward had the patient when, from what was told of it: notices of admission, starts of wards, in any order.
// A ward told of late never moves the patient back: the order is that of the times, not that of the telling.
import type { EventView } from './case-view.ts';
import type { UnitId } from './ids.ts';

/** Somebody told that the patient came to the ward, or lay there, at a time (epoch ms). */
export interface InWard {
  readonly unit: UnitId;
  readonly at: number;
}

/** From one ward to another, at a time (epoch ms). */
export interface WardMove {
  readonly from: UnitId;
  readonly to: UnitId;
  readonly at: number;
}

/** What was told in order of time; of two at one time the one told last comes last. */
const byTime = (one: { readonly at: number }, other: { readonly at: number }): number => one.at - other.at;

/** The ward that has the patient after all that was told; null when nothing was. */
export const lastWard = (told: readonly InWard[]): UnitId | null => told.toSorted(byTime).at(-1)?.unit ?? null;

/** The moves that follow from what was told, in order of time. Told again of the same ward is no move. Pure. */
export function movesBetween(told: readonly InWard[]): readonly WardMove[] {
  const sorted = told.toSorted(byTime);
  return sorted.flatMap(({ unit: to, at }, index) => {
    const from = sorted[index - 1]?.unit ?? to;
    return from === to ? [] : [{ from, to, at }];
  });
}

/**
 * The moves that what was told adds to the recorded ones. `opened`: the ward the case began in; the move to it is `earlier`
 * when another had the patient before. A recorded move that was told of more exactly stays: it says nothing wrong. Pure.
 */
export function movesToRecord(
  opened: UnitId,
  told: readonly InWard[],
  recorded: readonly WardMove[],
): readonly (WardMove & { readonly earlier: boolean })[] {
  const known = new Set(recorded.map(({ to, at }) => `${to} ${at}`));
  return movesBetween(told)
    .map((move, index) => ({ ...move, earlier: index === 0 && move.from !== opened }))
    .filter(({ to, at }) => !known.has(`${to} ${at}`));
}

/** A fact as far as a move follows from it. */
type RecordedFact = Pick<EventView, 'fact' | 'codes' | 'happenedAt'>;

/** The recorded moves in order of time, whenever they were learnt. */
export function movesIn(record: readonly RecordedFact[]): readonly WardMove[] {
  return record
    .flatMap(({ fact, codes: { from, to }, happenedAt: at }) =>
      fact === 'transferred' && typeof from === 'string' && typeof to === 'string' ? [{ from, to, at }] : [],
    )
    .toSorted(byTime);
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
