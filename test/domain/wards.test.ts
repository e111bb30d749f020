// Which ward had the patient when: the same whatever order it was told in, also on one day, and as it was known then.
// Moves are recorded as a case records them, one telling after the other, and read as days and responsibility read them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishedRecord } from '../../domain/finished-record.ts';
import type { InWard, WardMove } from '../../domain/wards.ts';
import { lastWard, movesIn, movesToRecord, openingWard } from '../../domain/wards.ts';
import type { Telling } from './finished-facts.ts';
import { countedOn, told as facts, finished, left, origin, rules, words } from './finished-facts.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-12-01T00:00Z');

/** The moves on the record after these tellings, in this order, of a case that opened in the first one's ward. */
function recordedBy(tellings: readonly InWard[]) {
  const [opened] = tellings;
  if (opened === undefined) throw new Error('no telling');
  const recorded: (WardMove & { earlier: boolean })[] = [];
  for (let told = 1; told <= tellings.length; told += 1)
    recorded.push(...movesToRecord(opened.unit, tellings.slice(0, told), recorded));
  return recorded.map(({ at, earlier, ...codes }) => ({
    fact: 'transferred' as const,
    happenedAt: at,
    codes: earlier ? { ...codes, earlier } : codes,
  }));
}

/** Who had the patient at a time by the record; before the first move whom that left. */
function wardAt(record: ReturnType<typeof recordedBy>, at: number, opened: string): string {
  const moves = movesIn(record);
  return moves.findLast((move) => move.at <= at)?.to ?? moves[0]?.from ?? opened;
}

describe('the wards of a stay', () => {
  const some = fc.uniqueArray(
    fc.record({
      unit: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 200 }).map((n) => START + n * HOUR),
    }),
    { minLength: 1, maxLength: 8, selector: ({ at }) => at },
  );

  it('are those of the times, whatever order they are told in', () => {
    fc.assert(
      fc.property(some, (tellings) => {
        const opened = tellings[0]?.unit ?? '';
        const record = recordedBy(tellings);
        const byTime = tellings.toSorted((one, other) => one.at - other.at);
        const hours = Array.from({ length: 201 }, (_, hour) => START + hour * HOUR);
        const expected = hours.map((at) => (byTime.findLast((one) => one.at <= at) ?? byTime[0])?.unit);
        expect(hours.map((at) => wardAt(record, at, opened))).toEqual(expected);
        expect(lastWard(tellings)).toBe(byTime.at(-1)?.unit);
        expect(openingWard(record) ?? opened).toBe(opened);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the days of a patient who was moved', () => {
  const move = (from: string, to: string, at: string, more: Partial<Telling> = {}): Telling => ({
    fact: 'transferred',
    at,
    ...more,
    codes: { from, to, ...more.codes },
  });
  const wait = [finished('2026-11-01T09:00+01:00'), left('2026-11-05T09:00+01:00')] as const;
  const cares = (...tellings: readonly Telling[]) => {
    const found = countedOn(facts(...wait, ...tellings), '2026-12-01', rules(), { ...origin, wardUnit: 'psyk-1' });
    return found.kind === 'days' ? found.days.map(({ care, unit }) => `${care} ${unit}`) : words(found);
  };

  it('twice on one day count for the ward of the evening, also when the first of the moves was learnt last', () => {
    expect(
      cares(
        move('ward-m1', 'psyk-1', '2026-11-03T20:00+01:00'),
        move('ward-m1', 'ward-m2', '2026-11-03T10:00+01:00', { learnt: '2026-11-04T08:00+01:00' }),
      ),
    ).toEqual(['somatic ward-m1', 'somatic ward-m1', 'psychiatry psyk-1', 'psychiatry psyk-1']);
  });

  it('before the case was opened, as was learnt later, count for the ward of then; what was known before stays', () => {
    const late = move('ward-m1', 'psyk-1', '2026-11-03T18:00+01:00', {
      learnt: '2026-11-20T08:00+01:00',
      codes: { earlier: true },
    });
    expect(cares(late)).toEqual(['somatic ward-m1', 'somatic ward-m1', 'psychiatry psyk-1', 'psychiatry psyk-1']);
    const before = finishedRecord(facts(...wait, late), origin, Date.parse('2026-11-10T08:00+01:00'));
    expect(before.wards).toEqual([{ unit: 'psyk-1', from: '' }]);
  });
});
