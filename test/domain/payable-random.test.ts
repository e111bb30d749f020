// Random cases of finished patients, counted here and by a recount that shares no code with the product; and Danish days.
// The recount stands at the end of each night and looks who lies there (test/recount/).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDate } from '../../domain/calendar.ts';
import { datesFrom, dayAfter, localDay, monthAfter } from '../../domain/danish-days.ts';
import type { FinishedFact } from '../../domain/finished-record.ts';
import { instant } from '../../domain/ids.ts';
import { recount } from '../recount/recount.ts';
import type { Telling } from './finished-facts.ts';
import { corrected, countedOn, countingRule, rateOf, rules, told } from './finished-facts.ts';

describe('Danish days', () => {
  it('are those of the calendar, in every hour of two years', () => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2028, 0, 1); at += 3_600_000) {
      expect(localDay(at)).toBe(localDate(instant(at)));
    }
  });

  it('follow each other over months, New Year and leap days', () => {
    expect(datesFrom('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
    expect(monthAfter('2026-12')).toBe('2027-01-01');
    expect(datesFrom('2026-11-02', '2026-11-01')).toEqual([]);
  });
});

describe('random cases', () => {
  const START = Date.UTC(2026, 9, 20);
  const time = fc
    .integer({ min: 0, max: 100 * 24 * 4 })
    .map((quarter) => new Date(START + quarter * 900_000).toISOString());
  const plain = fc.constantFrom<FinishedFact['fact']>(
    ...(['finished', 'finished', 'finished', 'finished-withdrawn', 'left', 'left-moved', 'not-left'] as const),
    ...(['deceased', 'death-moved', 'not-dead', 'readmitted'] as const),
  );
  const telling: fc.Arbitrary<Telling> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ fact: plain, at: time }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('finished-at', 'withdrawn-at', 'no-decision', 'no-withdrawal'),
          time,
          fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        )
        .map(([what, at, decision]) => corrected(what, at, decision)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('0615', '0751'), time).map(
        ([municipality, at]): Telling => ({
          fact: 'residence-changed',
          at,
          codes: { municipality, from: at.slice(0, 10) },
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('psyk-1', 'ward-m1', 'ward-h1'), fc.constantFrom('psyk-1', 'ward-m1'), time)
        .map(([from, to, at]): Telling => ({ fact: 'transferred', at, codes: { from, to } })),
    },
  );

  const HOSPITAL = { ward: 'ward-m1', units: [{ id: 'psyk-1', care: 'psychiatry' }] };

  it('are counted as a recount that shares no code counts them', () => {
    const { rates } = rules({}, rateOf(2027, { care: 'psychiatry' }));
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 12 }), (tellings) => {
        const facts = told(...tellings.map((one) => ({ ...one, learnt: '2026-10-01T00:00Z' })));
        const counted = countedOn(facts, '2027-01-20', rules({}, rateOf(2027, { care: 'psychiatry' })));
        if (counted.kind === 'missing') throw new Error('rates');
        const timeline = facts.map((one) => ({ ...one, happenedAt: new Date(one.happenedAt).toISOString() }));
        expect(
          counted.days.map(({ date, ground, municipality, amounts, care }) => ({
            care,
            date,
            number: ground.dayNumber,
            payer: municipality,
            kroner: amounts.total / 100,
          })),
        ).toEqual(recount(timeline, '0791', rates, '2027-01-20', HOSPITAL));
      }),
      { numRuns: 500 },
    );
  });

  it('never count a day twice, whatever the rule', () => {
    const rule = fc.record({
      firstDay: fc.constantFrom('finished-day' as const, 'day-after' as const),
      leavingDay: fc.boolean(),
      withdrawnDay: fc.boolean(),
      deathDay: fc.boolean(),
      again: fc.constantFrom('from-day-1' as const, 'goes-on' as const),
    });
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 12 }), rule, (tellings, change) => {
        const facts = told(...tellings.map((one) => ({ ...one, learnt: '2026-10-01T00:00Z' })));
        const counted = countedOn(facts, '2027-01-20', rules({ ...countingRule, ...change }));
        const all = counted.kind === 'days' ? counted.days.map(({ date }) => date) : [];
        expect(all).toEqual([...new Set(all)].sort());
      }),
      { numRuns: 500 },
    );
  });
});
