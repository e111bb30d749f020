// What the record says of who was responsible in the past: leaves and places that are over, and what was learnt only later.
// Read from the facts of the case alone; how an answer of then is found from them is in responsibility-known.ts.
import type { EventView } from './case-view.ts';
import type { FactKind } from './facts.ts';
import type { UnitId } from './ids.ts';

/** A fact of the case as far as responsibility follows from it; times in epoch ms. */
export type Recorded = Pick<EventView, 'fact' | 'codes' | 'happenedAt' | 'learntAt'>;

/** The facts that move responsibility from one to another; what is read of the record. */
export const movingFacts = [
  'opened',
  'transferred',
  'stay-told',
  'left',
  'left-moved',
  'not-left',
  'extended-begun',
  'arrived',
  'stay-moved',
  'stay-ended',
  'deceased',
  'death-moved',
  'not-dead',
  'readmitted',
] as const satisfies readonly FactKind[];

/** They change what was said before, or begin it, whenever they are told. */
const corrections: readonly FactKind[] = ['opened', 'left-moved', 'not-left', 'death-moved', 'not-dead'];

export interface Spell {
  readonly from: number;
  readonly until: number | null;
}

/** Each stay on a place in order of time; one without an end is the present one. */
export function placeStays(record: readonly Recorded[]): readonly (Spell & { readonly unit: UnitId })[] {
  const stays: (Spell & { unit: UnitId })[] = [];
  const end = (until: number): void => {
    const last = stays.pop();
    if (last !== undefined) stays.push({ ...last, until: last.until ?? until });
  };
  for (const { fact, codes, happenedAt } of record) {
    const { unit } = codes;
    if (fact === 'stay-ended') end(happenedAt);
    if (fact !== 'arrived' || typeof unit !== 'string') continue;
    end(happenedAt);
    stays.push({ unit, from: happenedAt, until: null });
  }
  return stays;
}

/** Each leave (orlov) in order of time, as the notices tell it; one without an end goes on. */
export function leaves(record: readonly Recorded[]): readonly Spell[] {
  const found: Spell[] = [];
  const change = (to: (last: Spell) => Spell | null): void => {
    const last = found.pop();
    const changed = last === undefined ? null : to(last);
    if (changed !== null) found.push(changed);
  };
  for (const { fact, codes, happenedAt: at } of record) {
    const { notice } = codes;
    if (fact === 'stay-told' && notice === 'STOR') found.push({ from: at, until: null });
    if (notice === 'RE_STOR') change(({ until }) => ({ from: at, until }));
    if (notice === 'AN_STOR') change(() => null);
    if (notice === 'SLOR' || notice === 'RE_SLOR') change(({ from }) => ({ from, until: at }));
    if (notice === 'AN_SLOR') change(({ from }) => ({ from, until: null }));
  }
  return found;
}

/** What was learnt after a time (epoch ms) and concerns it. `otherwise`: the answer of then was another one. */
export const learntAfter = (record: readonly Recorded[], at: number, otherwise: boolean): readonly Recorded[] =>
  record.filter(
    ({ fact, codes, happenedAt, learntAt }) =>
      learntAt > at &&
      (happenedAt <= at || (otherwise && (corrections.includes(fact) || isTakenBack(codes['notice'])))),
  );

const isTakenBack = (notice: Recorded['codes'][string] | undefined): boolean =>
  typeof notice === 'string' && /^(AN|RE)_/.test(notice);
