// The days of a finished patient: which are counted, who pays, what each costs, over New Year and both clock changes.
// Expected days are written by hand; random cases are in payable-random.test.ts.
import { describe, expect, it } from 'vitest';
import type { DelayCause } from '../../domain/finished.ts';
import type { FinishedFact } from '../../domain/finished-record.ts';
import type { Telling } from './finished-facts.ts';
import { corrected, countedOn, countingRule, finished, left, rateOf, rules, told, words } from './finished-facts.ts';

const dates = (facts: readonly FinishedFact[], today: string, rule: Parameters<typeof rules>[0] = {}): string[] =>
  words(countedOn(facts, today, rules(rule)));
const withdrawn = (at: string, learnt?: string): Telling => ({
  fact: 'finished-withdrawn',
  at,
  ...(learnt === undefined ? {} : { learnt }),
});

describe('which days are counted', () => {
  const newYear = told(finished('2026-12-28T09:00+01:00'), left('2027-01-06T11:00+01:00'));

  it('nine days over New Year, the third and later at the higher rate, each at its own year', () => {
    const found = countedOn(
      newYear,
      '2027-02-01',
      rules(
        {},
        rateOf(2027, {
          recorded: '2020-01-02',
          steps: [
            { fromDay: 1, region: 100, state: 0 },
            { fromDay: 3, region: 100, state: 50 },
          ],
        }),
      ),
    );
    expect(words(found)).toEqual([
      '12-28 #1 2000',
      '12-29 #2 2000',
      '12-30 #3 3000',
      '12-31 #4 3000',
      '01-01 #5 1.5',
      '01-02 #6 1.5',
      '01-03 #7 1.5',
      '01-04 #8 1.5',
      '01-05 #9 1.5',
    ]);
  });

  it.each<[string, Parameters<typeof rules>[0], string[]]>([
    ['day 1 is the day after', { firstDay: 'day-after' }, ['11-02 #1 2000', '11-03 #2 2000']],
    [
      'the day of leaving counts',
      { leavingDay: true },
      ['11-01 #1 2000', '11-02 #2 2000', '11-03 #3 3000', '11-04 #4 3000'],
    ],
    ['neither', {}, ['11-01 #1 2000', '11-02 #2 2000', '11-03 #3 3000']],
  ])('by the dated rule: %s', (_, rule, expected) => {
    expect(dates(told(finished('2026-11-01T23:30+01:00'), left('2026-11-04T00:30+01:00')), '2026-12-01', rule)).toEqual(
      expected,
    );
  });

  it('each day by the counting rule of that day, which it names', () => {
    const payment = {
      counting: [countingRule, { ...countingRule, from: '2027-01-01', freeCauses: ['municipality'] as const }],
      rates: rules().rates,
    };
    const found = countedOn(newYear, '2027-02-01', payment);
    expect(
      found.kind === 'days' ? found.days.map(({ ground, amounts }) => [ground.rule, amounts.total > 0]) : [],
    ).toEqual([...Array(4).fill(['2017-01-01', true]), ...Array(5).fill(['2027-01-01', false])]);
  });

  it.each([
    // The night is Danish: 22:30 UTC is tomorrow in summer and still today in winter.
    ['summer night', '2026-07-01T22:30Z', '2026-07-03T21:30Z', ['07-02 #1 2000']],
    ['winter night', '2026-12-01T22:30Z', '2026-12-03T22:30Z', ['12-01 #1 2000', '12-02 #2 2000']],
    ['spring change', '2026-03-28T12:00+01:00', '2026-03-30T12:00+02:00', ['03-28 #1 2000', '03-29 #2 2000']],
    ['autumn change', '2026-10-24T12:00+02:00', '2026-10-26T00:00+01:00', ['10-24 #1 2000', '10-25 #2 2000']],
    ['leaves at midnight', '2026-11-03T08:00+01:00', '2026-11-05T00:00+01:00', ['11-03 #1 2000', '11-04 #2 2000']],
    ['leaves the same day', '2026-11-03T08:00+01:00', '2026-11-03T15:00+01:00', []],
    ['left before the decision was recorded for', '2026-11-03T08:00+01:00', '2026-11-01T15:00+01:00', []],
  ])('%s', (_, from, to, expected) => {
    expect(dates(told(finished(from), left(to)), '2026-12-24')).toEqual(expected);
  });

  it('who is still here is counted to yesterday, as if leaving today', () => {
    expect(dates(told(finished('2026-11-01T09:00+01:00')), '2026-11-03')).toEqual(['11-01 #1 2000', '11-02 #2 2000']);
    expect(dates(told(finished('2026-11-01T09:00+01:00')), '2026-11-03', { leavingDay: true })).toHaveLength(3);
    expect(dates(told(finished('2026-11-01T09:00+01:00')), '2026-11-01')).toEqual([]);
  });

  it('nothing without a decision, and nothing of a case that was somebody else', () => {
    expect(dates(told(left('2026-11-04T12:00+01:00')), '2026-12-01')).toEqual([]);
    const mistaken: Telling = { fact: 'withdrawn', at: '2026-11-05T10:00+01:00', codes: { reason: 'wrong-person' } };
    expect(dates(told(finished('2026-11-01T09:00+01:00'), mistaken), '2026-12-01')).toEqual([]);
    const stays: Telling = { ...mistaken, codes: { reason: 'stays-in-hospital' } };
    expect(dates(told(finished('2026-11-01T09:00+01:00'), stays), '2026-12-01')).toHaveLength(4);
  });

  it('withdrawn: counting stops, counted days stay, and a new decision begins again with day 1', () => {
    const facts = told(
      finished('2026-11-01T09:00+01:00'),
      withdrawn('2026-11-04T10:00+01:00'),
      finished('2026-11-10T09:00+01:00'),
      left('2026-11-12T09:00+01:00'),
    );
    const first = ['11-01 #1 2000', '11-02 #2 2000', '11-03 #3 3000'];
    expect(dates(facts, '2026-12-01')).toEqual([...first, '11-10 #1 2000', '11-11 #2 2000']);
    expect(dates(facts, '2026-12-01', { again: 'goes-on' })).toEqual([...first, '11-10 #4 3000', '11-11 #5 3000']);
  });

  it('a day with two decisions is counted once', () => {
    const facts = told(
      finished('2026-11-01T09:00+01:00'),
      withdrawn('2026-11-02T10:00+01:00'),
      finished('2026-11-02T18:00+01:00'),
      left('2026-11-04T09:00+01:00'),
    );
    expect(dates(facts, '2026-12-01')).toEqual(['11-01 #1 2000', '11-02 #1 2000', '11-03 #2 2000']);
    expect(dates(facts, '2026-12-01', { withdrawnDay: true })).toEqual([
      '11-01 #1 2000',
      '11-02 #2 2000',
      '11-03 #1 2000',
    ]);
  });

  it('a death ends it, and one that was none does not', () => {
    const facts = told(finished('2026-11-01T09:00+01:00'), { fact: 'deceased', at: '2026-11-03T04:00+01:00' });
    expect(dates(facts, '2026-12-01')).toHaveLength(2);
    expect(dates(facts, '2026-12-01', { deathDay: true })).toHaveLength(3);
    const alive = [
      ...facts,
      ...told({ fact: 'not-dead', at: '2026-11-03T09:00+01:00' }).map((one) => ({ ...one, number: 3 })),
    ];
    expect(dates(alive, '2026-11-06')).toHaveLength(5);
  });

  it('a leaving that was none, moved, or told late is the last thing told', () => {
    const stayed = told(
      finished('2026-11-01T09:00+01:00'),
      left('2026-11-03T09:00+01:00'),
      { fact: 'not-left', at: '2026-11-03T10:00+01:00' },
      left('2026-11-05T09:00+01:00'),
      { fact: 'left-moved', at: '2026-11-04T09:00+01:00', learnt: '2026-11-09T09:00+01:00' },
    );
    expect(dates(stayed, '2026-11-04')).toHaveLength(3);
    expect(dates(stayed, '2026-11-08')).toHaveLength(4);
    expect(dates(stayed, '2026-11-09')).toHaveLength(3);
  });

  it.each([
    ['finished-at', '2026-11-02T09:00+01:00', ['11-02', '11-03']],
    ['withdrawn-at', '2026-11-03T09:00+01:00', ['11-01', '11-02']],
    ['no-decision', '2026-11-03T09:00+01:00', []],
    ['no-withdrawal', '2026-11-03T09:00+01:00', ['11-01', '11-02', '11-03', '11-04']],
  ])('a correction: %s', (what, at, expected) => {
    const facts = told(
      finished('2026-11-01T09:00+01:00'),
      withdrawn('2026-11-04T09:00+01:00'),
      left('2026-11-05T09:00+01:00'),
      corrected(what, at),
    );
    expect(dates(facts, '2026-12-01').map((word) => word.slice(0, 5))).toEqual(expected);
  });
});

describe('the number of a decision', () => {
  it('is kept when the one before it is struck out, and by it an earlier one is put right', () => {
    const two = [
      finished('2026-11-01T09:00+01:00'),
      { fact: 'finished-withdrawn', at: '2026-11-03T09:00+01:00' },
      finished('2026-11-06T09:00+01:00'),
      left('2026-11-08T09:00+01:00'),
    ] as const satisfies readonly Telling[];
    const numbers = (...more: readonly Telling[]): string[] => {
      const found = countedOn(told(...two, ...more), '2026-11-20');
      return found.kind === 'missing'
        ? []
        : found.days.map(({ date, ground }) => `${date.slice(8)} of ${ground.decision}`);
    };
    expect(numbers()).toEqual(['01 of 1', '02 of 1', '06 of 2', '07 of 2']);
    const earlier = corrected('withdrawn-at', '2026-11-02T09:00+01:00', 1);
    expect(numbers(earlier)).toEqual(['01 of 1', '06 of 2', '07 of 2']);
    expect(numbers(corrected('no-decision', '2026-11-09T09:00+01:00', 1))).toEqual(['06 of 2', '07 of 2']);
  });

  it('a death whose time was put right ends the days at the right time', () => {
    const facts = told(
      finished('2026-11-01T09:00+01:00'),
      { fact: 'deceased', at: '2026-11-05T04:00+01:00' },
      { fact: 'death-moved', at: '2026-11-03T23:00+01:00', learnt: '2026-11-09T09:00+01:00' },
    );
    expect(words(countedOn(facts, '2026-11-08'))).toHaveLength(4);
    expect(words(countedOn(facts, '2026-11-10'))).toHaveLength(2);
  });
});

describe('what a day costs and who pays', () => {
  it('the known rates: 1,976 and 1,976 kr., from day 3 1,976 and 3,952 kr.', async () => {
    const { ruleBook } = await import('./rule-book.ts');
    const { payment } = await ruleBook();
    const found = countedOn(
      told(finished('2017-03-01T09:00+01:00'), left('2017-03-04T09:00+01:00')),
      '2017-04-01',
      payment,
    );
    expect(found.kind === 'days' ? found.days.map(({ amounts }) => amounts) : found).toEqual([
      { region: 197_600, state: 197_600, total: 395_200 },
      { region: 197_600, state: 197_600, total: 395_200 },
      { region: 197_600, state: 395_200, total: 592_800 },
    ]);
    expect(found.kind === 'days' && found.days.every(({ rate }) => !rate.invented && rate.priceLevel === 2016)).toBe(
      true,
    );
  });

  it('a year without a rate is named, and no part of the sum is shown for the whole', async () => {
    const { ruleBook } = await import('./rule-book.ts');
    const { payment } = await ruleBook();
    const facts = told(finished('2025-12-31T09:00+01:00'), left('2026-01-03T09:00+01:00'));
    expect(words(countedOn(facts, '2026-02-01', payment))).toEqual(['no rate 2025 somatic']);
    const psychiatric = countedOn(told(finished('2027-01-05T09:00+01:00')), '2027-01-08', rules(), {
      municipality: '0791',
      wardUnit: 'psyk-1',
    });
    expect(words(psychiatric)).toEqual(['no rate 2027 psychiatry']);
  });

  it('the rates of the example for 2026 and 2027 say that they are invented, and the years between are missing', async () => {
    const { ruleBook } = await import('./rule-book.ts');
    const { rates } = (await ruleBook()).payment;
    for (const { year, invented, source } of rates) {
      expect(invented, String(year)).toBe(year !== 2017);
      expect(source.includes('OPDIGTET')).toBe(invented);
    }
    expect(new Set(rates.map(({ year }) => year))).toEqual(new Set([2017, 2026, 2027]));
  });

  it('psychiatry has a rate of its own, by the ward the patient is in on that day', () => {
    const moved: Telling = {
      fact: 'transferred',
      at: '2026-11-03T10:00+01:00',
      codes: { from: 'ward-m1', to: 'psyk-1' },
    };
    const facts = told(finished('2026-11-01T09:00+01:00'), moved, left('2026-11-05T09:00+01:00'));
    // The case now names the ward it was moved to; where it was before, the move tells.
    const found = countedOn(facts, '2026-12-01', rules(), { municipality: '0791', wardUnit: 'psyk-1' });
    expect(found.kind === 'days' ? found.days.map(({ care, amounts }) => [care, amounts.total]) : found).toEqual([
      ['somatic', 200_000],
      ['somatic', 200_000],
      ['psychiatry', 1_000_000],
      ['psychiatry', 1_000_000],
    ]);
  });

  it('the municipality of residence on that day pays', () => {
    const moves: Telling = {
      fact: 'residence-changed',
      at: '2026-11-20T10:00+01:00',
      codes: { municipality: '0615', from: '2026-11-03' },
    };
    const facts = told(finished('2026-11-01T09:00+01:00'), left('2026-11-05T09:00+01:00'), moves);
    const payers = (today: string) => {
      const found = countedOn(facts, today);
      return found.kind === 'days' ? found.days.map(({ municipality }) => municipality) : [];
    };
    expect(payers('2026-11-10')).toEqual(['0791', '0791', '0791', '0791']);
    expect(payers('2026-11-21')).toEqual(['0791', '0791', '0615', '0615']);
  });
});

describe('what a day waits for', () => {
  const stated = (cause: DelayCause, from: string, until?: string): Telling => ({
    fact: 'delay-cause-stated',
    at: from,
    codes: { cause, until: until ?? null },
  });
  const causes = (facts: readonly FinishedFact[], rule: Parameters<typeof rules>[0] = {}) => {
    const found = countedOn(facts, '2027-02-01', rules(rule));
    return found.kind === 'days' ? found.days.map(({ cause, causeFrom }) => `${cause} ${causeFrom}`) : [];
  };
  const wait = [finished('2026-12-30T09:00+01:00'), left('2027-01-03T09:00+01:00')] as const;

  it('is presumed to be the municipality until something tells otherwise', () => {
    expect(causes(told(...wait))).toEqual(Array(4).fill('municipality presumed'));
  });

  it('is who runs the place that is waited for on that day', () => {
    const asked: Telling = { fact: 'bed-asked', at: '2026-12-31T10:00+01:00', codes: { unit: 'taken-over' } };
    expect(causes(told(...wait, asked))).toEqual([
      'municipality presumed',
      'municipality place',
      'region-place place',
      'region-place place',
    ]);
    const dropped: Telling = { fact: 'bed-not-needed', at: '2027-01-01T10:00+01:00' };
    expect(causes(told(...wait, asked, dropped)).slice(2)).toEqual(Array(2).fill('municipality presumed'));
  });

  it('is what a person stated, for the days at whose end it held; a later statement puts an earlier one right', () => {
    const facts = told(...wait, stated('citizen', '2026-12-31T15:00+01:00', '2027-01-02T08:00+01:00'));
    expect(causes(facts)).toEqual([
      'municipality presumed',
      'citizen stated',
      'citizen stated',
      'municipality presumed',
    ]);
    const again = told(
      ...wait,
      stated('citizen', '2026-12-31T15:00+01:00'),
      stated('hospital', '2027-01-01T00:00+01:00'),
    );
    expect(causes(again)).toEqual(['municipality presumed', 'citizen stated', 'hospital stated', 'hospital stated']);
  });

  it('changes nothing in what is paid, unless the dated rule makes such days free; they are shown all the same', () => {
    const facts = told(...wait, stated('hospital', '2027-01-01T00:00+01:00'));
    expect(dates(facts, '2027-02-01')).toEqual(dates(told(...wait), '2027-02-01'));
    expect(dates(facts, '2027-02-01', { freeCauses: ['hospital'] })).toEqual([
      '12-30 #1 2000',
      '12-31 #2 2000',
      '01-01 #3 0',
      '01-02 #4 0',
    ]);
  });
});
