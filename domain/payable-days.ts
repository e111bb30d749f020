// The days a finished patient waits (færdigbehandlingsdage): each with its ground, cause of delay, payer, kind and price.
// Recomputed from the recorded facts and the dated rules by a pure function, so both sides get the same answer.
import type { LocalDate } from './calendar.ts';
import { datesFrom, dayAfter, localDay } from './danish-days.ts';
import type { CareKind, DelayCause } from './finished.ts';
import type { FinishedRecord, WaitPeriod } from './finished-record.ts';
import type { UnitId } from './ids.ts';
import type { CountingRule, PaymentRulesOn, RateMissing, YearRate } from './payment-rules.ts';
import { stepOf } from './payment-rules.ts';

/** What the days need to know of units; dated, since who runs a place changes. */
export interface UnitFacts {
  care(unit: UnitId, date: LocalDate): CareKind;
  /** The organisation it belongs to: all that a statement tells of where the patient was. */
  hospital(unit: UnitId): string;
  /** Whether the region runs this unit's places on that day. */
  isRegionsOwn(unit: UnitId, date: LocalDate): boolean;
}

/** The same, as it was known at the end of a day in Denmark, and the days on which something of it was recorded. */
export interface KnownUnits {
  on(date: LocalDate): UnitFacts;
  readonly recorded: readonly LocalDate[];
}

/** Why the day is counted. */
export interface DayGround {
  /** When the doctor decided, epoch ms. */
  readonly finishedAt: number;
  /** Number of the decision within its case, see `WaitPeriod`. */
  readonly decision: number;
  /** 1 for the first day counted. */
  readonly dayNumber: number;
  /** The counting rule, by its first day. */
  readonly rule: LocalDate;
}

/** In øre. */
export interface Amounts {
  readonly region: number;
  readonly state: number;
  readonly total: number;
}

export interface PayableDay {
  readonly date: LocalDate;
  readonly ground: DayGround;
  readonly cause: DelayCause;
  /** Stated by a person, seen from the place that is waited for, or the rule's presumption. */
  readonly causeFrom: 'stated' | 'place' | 'presumed';
  /** Who pays: the municipality of residence on that day, code of 4 digits. */
  readonly municipality: string;
  readonly care: CareKind;
  readonly unit: UnitId;
  readonly amounts: Amounts;
  /** The rate row; its amounts are not charged when the cause makes the day free. */
  readonly rate: Pick<YearRate, 'year' | 'priceLevel' | 'invented' | 'source'>;
}

/** A day that is counted and has no rate. */
export interface UnpricedDay extends RateMissing {
  readonly date: LocalDate;
  /** Who would pay. */
  readonly municipality: string;
}

/** All days of a case, with and without a rate, each in order of date. */
export interface CountedDays {
  readonly days: readonly PayableDay[];
  readonly unpriced: readonly UnpricedDay[];
}

export type PayableDays =
  | { readonly kind: 'days'; readonly days: readonly PayableDay[] }
  /** Every year and kind that has no rate; nothing is shown, since a part of the sum would be taken for the sum. */
  | { readonly kind: 'missing'; readonly missing: readonly RateMissing[] };

/**
 * The payable days of a case up to a date `today` in Denmark, which itself counts only where the rule counts the day of
 * leaving. Sources: sundhedsloven § 238 and domain.md 3.1; what they leave open is the counting rule's.
 */
export function payableDays(
  record: FinishedRecord,
  rules: PaymentRulesOn,
  units: UnitFacts,
  today: LocalDate,
): PayableDays {
  const { days, unpriced } = countedDays(record, rules, units, today);
  const missing = new Map(unpriced.map(({ kind, year, care }) => [`${year} ${care}`, { kind, year, care }]));
  return missing.size > 0 ? { kind: 'missing', missing: [...missing.values()] } : { kind: 'days', days };
}

/** The same, for whoever can tell of some days although others have no rate: a month's statement. */
export function countedDays(
  record: FinishedRecord,
  rules: PaymentRulesOn,
  units: UnitFacts,
  today: LocalDate,
): CountedDays {
  const days: PayableDay[] = [];
  const unpriced: UnpricedDay[] = [];
  let last: { readonly date: LocalDate; readonly number: number } | null = null;
  // A day is counted once: of decisions whose times were put right until they overlap, for the one that began first.
  for (const period of [...record.periods].sort((one, other) => one.from - other.from)) {
    const span = spanOf(period, rules, today);
    if (span === null) continue;
    const first: LocalDate = last !== null && span.first <= last.date ? dayAfter(last.date) : span.first;
    if (first > span.last) continue;
    let number: number = span.rule.again === 'goes-on' && last !== null ? last.number : 0;
    for (const date of datesFrom(first, span.last)) {
      number += 1;
      const day = dayOf(record, rules, units, date, {
        finishedAt: period.from,
        decision: period.decision,
        dayNumber: number,
        rule: (rules.counting(date) ?? span.rule).from,
      });
      if ('kind' in day) unpriced.push(day);
      else days.push(day);
      last = { date, number };
    }
  }
  return { days, unpriced };
}

/** First and last day of a period by the rule of the day that is asked about; null when none is counted. */
function spanOf(
  { from, to }: WaitPeriod,
  rules: PaymentRulesOn,
  today: LocalDate,
): { first: LocalDate; last: LocalDate; rule: CountingRule } | null {
  const finishedOn = localDay(from);
  const rule = rules.counting(finishedOn);
  // Before the law there was no such payment.
  if (rule === undefined) return null;
  const endsOn = to === null ? null : localDay(to.at);
  const over = to !== null && endsOn !== null && endsOn <= today ? { on: endsOn, why: to.why } : null;
  const lastRule = rules.counting(over?.on ?? today) ?? rule;
  // Nobody knows yet whether a patient who is still here will leave today.
  const counted = over === null ? lastRule.leavingDay : countsLast(lastRule, over.why);
  const end = over?.on ?? today;
  return {
    first: rule.firstDay === 'finished-day' ? finishedOn : dayAfter(finishedOn),
    last: counted ? end : dayAfter(end, -1),
    rule,
  };
}

function countsLast(rule: CountingRule, why: NonNullable<WaitPeriod['to']>['why']): boolean {
  switch (why) {
    case 'left':
    case 'ended':
      return rule.leavingDay;
    case 'withdrawn':
      return rule.withdrawnDay;
    case 'died':
      return rule.deathDay;
  }
}

function dayOf(
  record: FinishedRecord,
  rules: PaymentRulesOn,
  units: UnitFacts,
  date: LocalDate,
  ground: DayGround,
): PayableDay | UnpricedDay {
  const unit = record.wards.findLast(({ from }) => from <= date)?.unit ?? '';
  const care = units.care(unit, date);
  const municipality = record.residences.findLast(({ from }) => from <= date)?.municipality ?? '';
  const year = Number(date.slice(0, 4));
  const rate = rules.rate(year, care);
  const step = rate === undefined ? undefined : stepOf(rate, ground.dayNumber);
  const counting = rules.counting(date);
  if (rate === undefined || step === undefined || counting === undefined)
    return { kind: 'rate-missing', date, municipality, year, care };
  const { cause, causeFrom } = causeOn(record, counting, units, date);
  const { region, state } = counting.freeCauses.includes(cause) ? { region: 0, state: 0 } : step;
  const { priceLevel, invented, source } = rate;
  return {
    date,
    ground,
    cause,
    causeFrom,
    municipality,
    care,
    unit,
    amounts: { region, state, total: region + state },
    rate: { year, priceLevel, invented, source },
  };
}

/** What a person stated last about the day, else who runs the place that is waited for, else the rule's presumption. */
function causeOn(
  { causes, places }: FinishedRecord,
  counting: CountingRule,
  units: UnitFacts,
  date: LocalDate,
): Pick<PayableDay, 'cause' | 'causeFrom'> {
  const stated = causes.findLast(({ from, to }) => from <= date && (to === null || date <= to));
  if (stated !== undefined) return { cause: stated.cause, causeFrom: 'stated' };
  const place = places.findLast(({ from }) => from <= date)?.unit ?? null;
  if (place === null) return { cause: counting.presumedCause, causeFrom: 'presumed' };
  return { cause: units.isRegionsOwn(place, date) ? 'region-place' : 'municipality', causeFrom: 'place' };
}

/** The sum of days, in øre. */
export const sumOf = (days: readonly Pick<PayableDay, 'amounts'>[]): Amounts =>
  days.reduce(
    (sum, { amounts }) => ({
      region: sum.region + amounts.region,
      state: sum.state + amounts.state,
      total: sum.total + amounts.total,
    }),
    { region: 0, state: 0, total: 0 },
  );
