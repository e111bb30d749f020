// Which ward had the patient when: the same whatever order it was told in, also on one day, and as it was known then.
// Moves are recorded as a case records them, one telling after the other, and read as days and responsibility read them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishedRecord } from '../../domain/finished-record.ts';
import type { InWard } from '../../domain/wards.ts';
import { lastWard, movesIn, movesToRecord, openingWard } from '../../domain/wards.ts';
import type { Telling } from './finished-facts.ts';
import { countedOn, finished, left, origin, rules, told, words } from './finished-facts.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-12-01T00:00Z');
const hours = Array.from({ length: 201 }, (_, hour) => START + hour * HOUR);

type Recorded = { fact: 'transferred'; happenedAt: number; codes: Telling['codes'] & object };

/** Puts on the record what is new by what is told now. */
function record(opened: string, told: readonly InWard[], facts: Recorded[]): void {
  for (const { at, earlier, ...codes } of movesToRecord(opened, told, movesIn(facts)))
    facts.push({ fact: 'transferred', happenedAt: at, codes: earlier ? { ...codes, earlier } : codes });
}

/** The moves on the record after these tellings, in this order, of a case that opened in the first one's ward. */
function recordedBy(tellings: readonly InWard[]): Recorded[] {
  const facts: Recorded[] = [];
  for (let told = 1; told <= tellings.length; told += 1)
    record(tellings[0]?.unit ?? '', tellings.slice(0, told), facts);
  return facts;
}

/** Who had the patient at a time by the record; before the first move whom that left. */
function wardAt(facts: readonly Recorded[], at: number, opened: string): string {
  const moves = movesIn(facts);
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
        const facts = recordedBy(tellings);
        const byTime = tellings.toSorted((one, other) => one.at - other.at);
        const expected = hours.map((at) => (byTime.findLast((one) => one.at <= at) ?? byTime[0])?.unit);
        expect(hours.map((at) => wardAt(facts, at, opened)).join('')).toBe(expected.join(''));
        expect(lastWard(tellings)).toBe(byTime.at(-1)?.unit);
        expect(openingWard(facts) ?? opened).toBe(opened);
      }),
      { numRuns: 300 },
    );
  });

  it('follow what holds when some of it is put right or taken back', () => {
    const change = fc.record({
      which: fc.nat(7),
      at: fc.option(fc.integer({ min: 0, max: 200 }).map((hour) => START + hour * HOUR + 60_000)),
    });
    fc.assert(
      fc.property(some, fc.array(change, { minLength: 1, maxLength: 4 }), (tellings, changes) => {
        const opened = tellings[0]?.unit ?? '';
        const facts = recordedBy(tellings);
        let told = tellings;
        for (const { which, at } of changes) {
          const old = told[which % told.length];
          if (old === undefined || told.length < 2 || told.some((one) => one.at === at)) continue;
          told = [...told.filter((one) => one !== old), ...(at === null ? [] : [{ unit: old.unit, at }])];
          record(opened, told, facts);
        }
        const byTime = told.toSorted((one, other) => one.at - other.at);
        const expected = hours.map((at) => (byTime.findLast((one) => one.at <= at) ?? byTime[0])?.unit);
        expect(hours.map((at) => wardAt(facts, at, opened)).join('')).toBe(expected.join(''));
      }),
      { numRuns: 1000 },
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
    const found = countedOn(told(...wait, ...tellings), '2026-12-01', rules(), { ...origin, wardUnit: 'psyk-1' });
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
    const before = finishedRecord(told(...wait, late), origin, Date.parse('2026-11-10T08:00+01:00'));
    expect(before.wards).toEqual([{ unit: 'psyk-1', from: '' }]);
  });
});
