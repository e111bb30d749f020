// A month's statement: its own days, and a line for every earlier day that was put right after its month had closed.
// What an earlier statement said is never changed, and all statements together are what the facts say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownUnits } from '../../domain/payable-days.ts';
import { sumOf } from '../../domain/payable-days.ts';
import { closingOf, monthBefore, statedCase, statementGround, statementTimes } from '../../domain/statement.ts';
import type { Telling } from './finished-facts.ts';
import {
  caseOf,
  countedOn,
  countingRule,
  finished,
  known,
  left,
  rateOf,
  rules,
  stated,
  told,
  units,
} from './finished-facts.ts';

const LATER = '2027-06-01T12:00+02:00';
const wait = [finished('2026-12-28T09:00+01:00'), left('2027-01-06T11:00+01:00')] as const;

describe('the statement of a month', () => {
  it('has the days of that month; the wait goes on with its number and rate in the next', () => {
    const one = caseOf(told(...wait));
    expect(stated(one, '0791', '2026-12', LATER)).toEqual({
      days: ['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'],
      total: 10_000,
      differences: [],
      isFinal: true,
    });
    const january = stated(one, '0791', '2027-01', LATER);
    expect(january).toMatchObject({ total: 15_000, differences: [] });
    expect(january.days).toHaveLength(5);
    expect(stated(one, '0615', '2027-01', LATER)).toMatchObject({ days: [], differences: [] });
    expect(stated(one, null, '2027-01', LATER).days).toHaveLength(5);
  });

  it('is provisional until its month has ended in Denmark, and an hour more for what was on its way then', () => {
    const one = caseOf(told(finished('2026-12-28T09:00+01:00'), left('2026-12-31T23:59+01:00')));
    expect(stated(one, '0791', '2026-12', '2026-12-30T10:00+01:00')).toMatchObject({
      days: ['2026-12-28', '2026-12-29'],
      isFinal: false,
    });
    expect(stated(one, '0791', '2026-12', '2026-12-31T22:59Z').isFinal).toBe(false);
    expect(stated(one, '0791', '2026-12', '2026-12-31T23:00Z').isFinal).toBe(false);
    // What is learnt in that hour is in the next one.
    const after = caseOf(told(finished('2026-12-30T09:00+01:00', '2027-01-01T00:01+01:00')));
    for (const at of ['2026-12-31T23:59Z', '2027-01-01T00:00Z']) {
      expect(stated(after, '0791', '2026-12', at)).toMatchObject({ days: [], isFinal: at.startsWith('2027') });
    }
    expect(stated(after, '0791', '2027-01', '2027-01-01T12:00Z').differences).toHaveLength(2);
    expect(new Date(closingOf(rules({ closesAfterDays: 5 }), '2027-03')).toISOString()).toBe(
      '2027-04-05T22:00:00.000Z',
    );
    expect(monthBefore('2027-01')).toBe('2026-12');
  });
});

describe('a correction that comes late', () => {
  const late: Telling = {
    fact: 'finished-corrected',
    at: '2026-12-30T09:00+01:00',
    learnt: '2027-02-10T09:00+01:00',
    codes: { corrected: 'finished-at' },
  };
  const one = caseOf(told(...wait, late));

  it('leaves every statement made before as it was, and is a line for each changed day in the next one', () => {
    expect(stated(one, '0791', '2026-12', LATER)).toMatchObject({ total: 10_000, differences: [] });
    expect(stated(one, '0791', '2027-01', LATER)).toMatchObject({ total: 15_000, differences: [] });
    expect(stated(one, '0791', '2027-02', LATER)).toEqual({
      days: [],
      total: 0,
      differences: [
        // Not yet finished on two days; then days 3 and 4 became 1 and 2, and the rest kept its rate.
        '2026-12-28 -2000',
        '2026-12-29 -2000',
        '2026-12-30 -1000',
        '2026-12-31 -1000',
        '2027-01-01 0',
        '2027-01-02 0',
        '2027-01-03 0',
        '2027-01-04 0',
        '2027-01-05 0',
      ],
      isFinal: true,
    });
    expect(stated(one, '0791', '2027-03', LATER)).toMatchObject({ days: [], differences: [] });
  });

  it('within the month is no difference: that month had not been stated', () => {
    const soon = caseOf(told(...wait, { ...late, learnt: '2026-12-31T20:00+01:00' }));
    expect(stated(soon, '0791', '2026-12', LATER)).toMatchObject({
      days: ['2026-12-30', '2026-12-31'],
      differences: [],
    });
    expect(stated(soon, '0791', '2027-01', LATER).differences).toEqual([]);
  });

  it('of the residence takes from one municipality what it gives to the other', () => {
    const moved: Telling = {
      fact: 'residence-changed',
      at: '2027-01-15T09:00+01:00',
      codes: { municipality: '0615', from: '2026-12-31' },
    };
    const both = caseOf(told(...wait, moved));
    expect(stated(both, '0791', '2026-12', LATER)).toMatchObject({ total: 10_000 });
    expect(stated(both, '0791', '2027-01', LATER)).toMatchObject({ days: [], differences: ['2026-12-31 -3000'] });
    expect(stated(both, '0615', '2027-01', LATER)).toMatchObject({ total: 15_000, differences: ['2026-12-31 3000'] });
  });

  it('of the leaving takes days away; one that was told late and changes no day is no line', () => {
    const earlier: Telling = { fact: 'left-moved', at: '2027-01-05T11:00+01:00', learnt: '2027-03-02T10:00+01:00' };
    expect(stated(caseOf(told(...wait, earlier)), '0791', '2027-03', LATER).differences).toEqual(['2027-01-05 -3000']);
    const same: Telling = { ...earlier, at: '2027-01-06T23:00+01:00' };
    expect(stated(caseOf(told(...wait, same)), '0791', '2027-03', LATER).differences).toEqual([]);
  });

  it('of a cause is seen, also when it changes no amount', () => {
    const cause: Telling = {
      fact: 'delay-cause-stated',
      at: '2026-12-31T09:00+01:00',
      learnt: '2027-01-20T09:00+01:00',
      codes: { cause: 'citizen', until: '2027-01-01T09:00+01:00' },
    };
    expect(stated(caseOf(told(...wait, cause)), '0791', '2027-01', LATER).differences).toEqual(['2026-12-31 0']);
  });

  it('of a rate is a difference too: the row that was known then still says what was stated then', () => {
    const dearer = rateOf(2026, {
      recorded: '2027-02-15',
      steps: [{ fromDay: 1, region: 100_000, state: 110_000 }],
    });
    const payment = rules({}, dearer);
    const plain = caseOf(told(...wait));
    expect(stated(plain, '0791', '2026-12', LATER, payment).total).toBe(10_000);
    expect(stated(plain, '0791', '2027-02', LATER, payment).differences).toEqual([
      '2026-12-28 100',
      '2026-12-29 100',
      '2026-12-30 -900',
      '2026-12-31 -900',
    ]);
  });

  const moved = (to: string): Telling => ({
    fact: 'transferred',
    at: '2026-12-28T15:00+01:00',
    learnt: '2027-02-10T09:00+01:00',
    codes: { from: 'ward-m1', to },
  });
  it.each<[string, Telling]>([
    ['the hour of the decision', { ...late, at: '2026-12-28T14:00+01:00' }],
    ['the ward, to one of another kind of care at the same rate', moved('psyk-1')],
    ['the ward, to one of another hospital', moved('other-1')],
    [
      'what was presumed of the cause, now said by a person',
      {
        fact: 'delay-cause-stated',
        at: '2026-12-28T00:00+01:00',
        learnt: '2027-02-10T09:00+01:00',
        codes: { cause: 'municipality' },
      },
    ],
  ])('of %s alone is a line of nothing for each day: it is seen that something was put right', (_, telling) => {
    const psychiatry = [2026, 2027].map((year) => rateOf(year, { care: 'psychiatry', recorded: '2026-01-01' }));
    const { differences } = stated(caseOf(told(...wait, telling)), '0791', '2027-02', LATER, rules({}, ...psychiatry));
    expect(differences).toHaveLength(9);
    expect(differences?.every((line) => line.endsWith(' 0'))).toBe(true);
  });

  it("of a ward's kind of care in the registry is one too: what was stated by the kind known then stays", () => {
    const recorded = '2027-02-10';
    const right: KnownUnits = {
      on: (date) => ({ ...units, care: () => (date < recorded ? 'somatic' : 'psychiatry') }),
      recorded: [recorded],
    };
    const payment = rules(
      {},
      rateOf(2027, { care: 'psychiatry', steps: [{ fromDay: 1, region: 1_000_000, state: 0 }] }),
    );
    const plain = caseOf(told(...wait));
    expect(stated(plain, '0791', '2026-12', LATER, payment, right)).toMatchObject({ total: 10_000, differences: [] });
    expect(stated(plain, '0791', '2027-01', LATER, payment, right)).toMatchObject({ total: 15_000, differences: [] });
    const { differences } = stated(plain, '0791', '2027-02', LATER, payment, right);
    expect(differences).toHaveLength(9);
    expect(differences?.[0]).toBe('2026-12-28 8000');
  });

  it('of a ward in the same hospital is no line: nobody who reads the statement sees a ward', () => {
    expect(stated(caseOf(told(...wait, moved('ward-m2'))), '0791', '2027-02', LATER).differences).toEqual([]);
  });

  it.each<[string, Parameters<typeof rateOf>[1]]>([
    ['is no longer made up', { invented: false }],
    ['has another source', { source: 'Bekendtgørelse' }],
    ['has another price level', { priceLevel: 2025 }],
  ])('of a rate that %s is a line, also at the same amounts', (_, change) => {
    const payment = rules({}, rateOf(2026, { recorded: '2027-02-15', ...change }));
    const { differences } = stated(caseOf(told(...wait)), '0791', '2027-02', LATER, payment);
    expect(differences).toEqual(['2026-12-28 0', '2026-12-29 0', '2026-12-30 0', '2026-12-31 0']);
  });

  it('of the counting rule is one too: what was stated by the rule known then stays, and the number of a day is seen', () => {
    const flat = [2026, 2027].map((year) =>
      rateOf(year, { recorded: '2026-01-01', steps: [{ fromDay: 1, region: 100_000, state: 0 }] }),
    );
    const later = { ...countingRule, recorded: '2027-02-15', firstDay: 'day-after' as const };
    const payment = { counting: [countingRule, later], rates: flat };
    const plain = caseOf(told(...wait));
    expect(stated(plain, '0791', '2026-12', LATER, payment)).toMatchObject({ total: 4_000, differences: [] });
    const numbers = Array.from({ length: 8 }, () => expect.stringMatching(/ 0$/));
    expect(stated(plain, '0791', '2027-02', LATER, payment).differences).toEqual(['2026-12-28 -1000', ...numbers]);
    // The same rule, from a new date of its own: a day says by which rule it was counted.
    const same = {
      counting: [countingRule, { ...countingRule, from: '2027-01-04', recorded: '2027-02-15' }],
      rates: flat,
    };
    expect(stated(plain, '0791', '2027-02', LATER, same).differences).toEqual(['2027-01-04 0', '2027-01-05 0']);
    // A rule that begins on a day of its own, and was learnt of after that day's month had been stated.
    const begun = {
      ...countingRule,
      from: '2027-01-04',
      recorded: '2027-02-15',
      freeCauses: ['municipality'] as const,
    };
    const dated = { counting: [countingRule, begun], rates: flat };
    expect(stated(plain, '0791', '2027-01', LATER, dated)).toMatchObject({ total: 5_000 });
    expect(stated(plain, '0791', '2027-02', LATER, dated).differences).toEqual([
      '2027-01-04 -1000',
      '2027-01-05 -1000',
    ]);
  });

  it('a rate that was missing holds from the first once it is filled in; until then the statement names its year', () => {
    const before = told(finished('2028-01-03T09:00+01:00'), left('2028-01-05T09:00+01:00'));
    expect(stated(caseOf(before), '0791', '2028-01', '2028-03-01T12:00+01:00')).toEqual({ missing: ['2028 somatic'] });
    const payment = rules({}, rateOf(2028, { recorded: '2028-02-20' }));
    expect(stated(caseOf(before), '0791', '2028-01', '2028-03-01T12:00+01:00', payment)).toMatchObject({
      total: 4_000,
    });
    expect(stated(caseOf(before), '0791', '2028-02', '2028-03-01T12:00+01:00', payment).differences).toEqual([]);
  });
});

describe('all statements together', () => {
  const at = (days: number, hours: number): string => new Date(Date.UTC(2026, 10, 1 + days, hours)).toISOString();
  const telling = fc
    .tuple(
      fc.constantFrom<Telling['fact']>('finished', 'finished', 'finished-withdrawn', 'left', 'not-left', 'left-moved'),
      fc.integer({ min: 0, max: 80 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 23 }),
    )
    .map(([fact, day, late, hour]): Telling => ({ fact, at: at(day, hour), learnt: at(day + late, hour) }));

  it('say of each municipality what the facts say in the end, however late they came', () => {
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 10 }), fc.integer({ min: 0, max: 80 }), (tellings, day) => {
        // Numbered in the order they were learnt, as a case records them.
        const inOrder = [...tellings].sort((a, b) => ((a.learnt ?? a.at) < (b.learnt ?? b.at) ? -1 : 1));
        const moved: Telling = {
          fact: 'residence-changed',
          at: at(day, 9),
          learnt: at(day + 30, 9),
          codes: { municipality: '0615', from: at(day, 9).slice(0, 10) },
        };
        const one = caseOf(
          told(...inOrder, moved)
            .sort((a, b) => a.learntAt - b.learntAt)
            .map((fact, n) => ({ ...fact, number: n })),
        );
        const whole = countedOn(one.facts, '2027-04-01');
        if (whole.kind === 'missing') throw new Error('rates');
        for (const municipality of ['0791', '0615']) {
          let sum = 0;
          for (const month of ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03']) {
            const times = statementTimes(rules(), month, Date.parse('2027-04-01T12:00Z'));
            const found = statedCase(one, municipality, statementGround(rules(), times, known));
            if ('kind' in found) throw new Error('rates');
            sum += sumOf(found.days).total + sumOf(found.differences).total;
          }
          expect(sum).toBe(sumOf(whole.days.filter((one) => one.municipality === municipality)).total);
        }
      }),
      { numRuns: 150 },
    );
  });
});
