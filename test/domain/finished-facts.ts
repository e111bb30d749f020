// Facts of finished patients for tests, written as they are told: what, when in Denmark, with which codes, learnt when.
// Rules and units to count them by: the project's own rates, and rows of our own for what they leave open.

import type { CaseOrigin, FinishedFact } from '../../domain/finished-record.ts';
import { finishedRecord } from '../../domain/finished-record.ts';
import type { KnownUnits, PayableDays, UnitFacts } from '../../domain/payable-days.ts';
import { payableDays, sumOf } from '../../domain/payable-days.ts';
import type { CountingRule, PaymentRules, YearRate } from '../../domain/payment-rules.ts';
import { PaymentRulesOn } from '../../domain/payment-rules.ts';
import type { CountedCase } from '../../domain/statement.ts';
import { statedCase, statementGround, statementTimes } from '../../domain/statement.ts';

/** `2026-12-28T09:00+01:00`: with its own offset, so that no expected value comes from the code under test. */
const ms = (at: string): number => Date.parse(at);

/** One fact; learnt when it happened unless said. */
export interface Telling {
  readonly fact: FinishedFact['fact'];
  readonly at: string;
  readonly learnt?: string;
  readonly codes?: FinishedFact['codes'];
}

export const told = (...tellings: readonly Telling[]): FinishedFact[] =>
  tellings.map(({ fact, at, learnt = at, codes = {} }, index) => ({
    number: index + 1,
    fact,
    happenedAt: ms(at),
    learntAt: ms(learnt),
    codes,
  }));

export const finished = (at: string, learnt?: string): Telling => ({ fact: 'finished', at, ...(learnt && { learnt }) });
export const left = (at: string, learnt?: string): Telling => ({ fact: 'left', at, ...(learnt && { learnt }) });

/** `decision`: which one; the newest when left out. */
export const corrected = (what: string, at: string, decision?: number): Telling => ({
  fact: 'finished-corrected',
  at,
  codes: { corrected: what, ...(decision === undefined ? {} : { decision }) },
});

export const origin: CaseOrigin = { municipality: '0791', wardUnit: 'ward-m1' };

/** A ward whose name tells its kind and hospital; the region runs the places of units that begin with `region`. */
export const units: UnitFacts = {
  care: (unit) => (unit.startsWith('psyk') ? 'psychiatry' : unit.startsWith('hospice') ? 'hospice' : 'somatic'),
  hospital: (unit) => (unit.startsWith('other') ? 'hosp-other' : 'hosp-midt'),
  isRegionsOwn: (unit, date) => unit.startsWith('region') || (unit === 'taken-over' && date >= '2027-01-01'),
};

/** Known like that from the first. */
export const known: KnownUnits = { on: () => units, recorded: [] };

export const countingRule: CountingRule = {
  from: '2017-01-01',
  recorded: '2017-01-01',
  firstDay: 'finished-day',
  leavingDay: false,
  withdrawnDay: false,
  deathDay: false,
  again: 'from-day-1',
  presumedCause: 'municipality',
  freeCauses: [],
  closesAfterDays: 0,
  why: 'Til test',
  source: 'Til test',
  confidence: 'ours',
};

/** 1000 kr. to the region, 1000 and from day 3 2000 kr. to the state, and ten times that in psychiatry. */
export const rateOf = (year: number, change: Partial<YearRate> = {}): YearRate => ({
  year,
  care: 'somatic',
  priceLevel: year,
  invented: true,
  recorded: '2020-01-01',
  steps: [
    { fromDay: 1, region: 100_000, state: 100_000 },
    { fromDay: 3, region: 100_000, state: 200_000 },
  ],
  source: 'Til test',
  confidence: 'ours',
  ...change,
});

export const rules = (rule: Partial<CountingRule> = {}, ...more: readonly YearRate[]): PaymentRules => ({
  counting: [{ ...countingRule, ...rule }],
  rates: [
    rateOf(2026),
    rateOf(2027),
    rateOf(2026, { care: 'psychiatry', steps: [{ fromDay: 1, region: 1_000_000, state: 0 }] }),
    ...more,
  ],
});

/** Counted on a date by what is known then. */
export function countedOn(
  facts: readonly FinishedFact[],
  today: string,
  payment: PaymentRules = rules(),
  from: CaseOrigin = origin,
): PayableDays {
  const record = finishedRecord(facts, from, ms(`${today}T12:00Z`));
  return payableDays(record, new PaymentRulesOn(payment, today), units, today);
}

export const caseOf = (facts: readonly FinishedFact[], change: Partial<CaseOrigin> = {}): CountedCase => ({
  id: '0f4f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11',
  origin: { ...origin, ...change },
  facts,
});

/** Days as words: `12-28 #1 2000`, with date, number and kroner. */
export function words(found: PayableDays): string[] {
  if (found.kind === 'missing') return found.missing.map(({ year, care }) => `no rate ${year} ${care}`);
  return found.days.map(({ date, ground, amounts }) => `${date.slice(5)} #${ground.dayNumber} ${amounts.total / 100}`);
}

/** The statement of one case, asked for at a time; its days and differences in words. */
export function stated(
  one: CountedCase,
  municipality: string | null,
  month: string,
  at: string,
  payment: PaymentRules = rules(),
  registry: KnownUnits = known,
) {
  const times = statementTimes(payment, month, Date.parse(at));
  const found = statedCase(one, municipality, statementGround(payment, times, registry));
  if ('kind' in found) return { missing: found.missing.map(({ year, care }) => `${year} ${care}`) };
  return {
    days: found.days.map(({ date }) => date),
    total: sumOf(found.days).total / 100,
    differences: found.differences.map(({ date, amounts }) => `${date} ${amounts.total / 100}`),
    isFinal: times.isFinal,
  };
}
