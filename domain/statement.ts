// A month's statement (opgørelse) to a municipality: the month's days, and a line for each earlier day that has changed since.
// Nothing is stored: what an earlier statement said is computed again from what had been learnt when it closed.
import { atLocal } from './calendar.ts';
import { dayAfter, localDay, monthAfter } from './danish-days.ts';
import type { CaseOrigin, FinishedFact } from './finished-record.ts';
import { finishedRecord } from './finished-record.ts';
import type { DischargeId } from './ids.ts';
import { epoch } from './ids.ts';
import type { Amounts, KnownUnits, PayableDay, UnitFacts, UnpricedDay } from './payable-days.ts';
import { countedDays, sumOf } from './payable-days.ts';
import type { PaymentRules, RateMissing } from './payment-rules.ts';
import { PaymentRulesOn } from './payment-rules.ts';

/** One case as its facts tell. */
export interface CountedCase {
  readonly id: DischargeId;
  readonly origin: CaseOrigin;
  readonly facts: readonly FinishedFact[];
}

/** A day of an earlier month that is not what that month's statement said of it. */
export interface Difference {
  readonly date: string;
  /** As stated before; null when the day was not counted, or was another municipality's. */
  readonly before: PayableDay | null;
  readonly after: PayableDay | null;
  /** After minus before, øre. */
  readonly amounts: Amounts;
}

/** What one case adds to a statement. */
export interface StatedCase {
  readonly id: DischargeId;
  readonly days: readonly PayableDay[];
  readonly differences: readonly Difference[];
}

/** When a month's statement closes, epoch ms; `month` as `YYYY-MM`. What is learnt after that is a difference in a later one. */
export function closingOf(rules: PaymentRules, month: string): number {
  const next = monthAfter(month);
  const { closesAfterDays = 0 } = new PaymentRulesOn(rules, next).counting(`${month}-01`) ?? {};
  return epoch(atLocal(dayAfter(next, closesAfterDays), '00:00'));
}

/**
 * How long after its closing a statement is still provisional, ms. A case says when it learnt a fact, and PostgreSQL has it
 * a moment later: seconds, or as long as PostgreSQL was away. Until then a statement could miss what belongs in it.
 */
export const SETTLES_IN_MS = 3_600_000;

/** The month before or after another. */
export const monthOf = (date: string): string => date.slice(0, 7);
export const monthBefore = (month: string): string => monthOf(dayAfter(`${month}-01`, -1));

/** The two moments a statement is made of. */
export interface StatementTimes {
  readonly month: string;
  /** The month's first midnight in Denmark, epoch ms. */
  readonly startsAt: number;
  /** What was learnt later is not in it: its closing, or now while it is provisional. Epoch ms. */
  readonly knownAt: number;
  /** When the month before closed. */
  readonly beforeAt: number;
  readonly closesAt: number;
  /** What it says does not change from then on, epoch ms. */
  readonly finalAt: number;
  readonly isFinal: boolean;
}

/** For a statement that is asked for at `now` (epoch ms). */
export function statementTimes(rules: PaymentRules, month: string, now: number): StatementTimes {
  const closesAt = closingOf(rules, month);
  const finalAt = closesAt + SETTLES_IN_MS;
  return {
    month,
    startsAt: epoch(atLocal(`${month}-01`, '00:00')),
    knownAt: Math.min(closesAt, now),
    beforeAt: closingOf(rules, monthBefore(month)),
    closesAt,
    finalAt,
    isFinal: finalAt <= now,
  };
}

/** How the rules and units are asked; made once for many cases. */
export interface StatementGround {
  readonly times: StatementTimes;
  readonly now: PaymentRulesOn;
  readonly before: PaymentRulesOn;
  /** A rule, a rate or a unit was filled in or put right between the two moments. */
  readonly rulesChanged: boolean;
  readonly unitsNow: UnitFacts;
  readonly unitsBefore: UnitFacts;
}

export function statementGround(rules: PaymentRules, times: StatementTimes, units: KnownUnits): StatementGround {
  const [nowOn, beforeOn] = [localDay(times.knownAt), localDay(times.beforeAt)];
  const recorded = [...[...rules.counting, ...rules.rates].map((row) => row.recorded), ...units.recorded];
  return {
    times,
    now: new PaymentRulesOn(rules, nowOn),
    before: new PaymentRulesOn(rules, beforeOn),
    rulesChanged: recorded.some((on) => beforeOn < on && on <= nowOn),
    unitsNow: units.on(nowOn),
    unitsBefore: units.on(beforeOn),
  };
}

/** What cannot be stated of a case for want of a rate. */
export interface Unstated {
  readonly kind: 'missing';
  readonly id: DischargeId;
  readonly missing: readonly RateMissing[];
}

/**
 * What one case adds to the statement of a municipality (code of 4 digits; null: of all of them), or the rates that its
 * lines miss. The sum of all statements up to a month is always what the facts learnt by its closing say.
 *
 * A day without a rate is in no statement. It stops those that would have a line for it, and no other: neither the ones
 * after it, nor any once it has turned out that there was no such day (decision 30).
 */
export function statedCase(
  one: CountedCase,
  municipality: string | null,
  ground: StatementGround,
): StatedCase | Unstated {
  const { id, origin, facts } = one;
  const { times, now, before, rulesChanged, unitsNow, unitsBefore } = ground;
  const from = `${times.month}-01`;
  const until = monthAfter(times.month);
  const mine = ({ municipality: payer }: { readonly municipality: string }): boolean =>
    municipality === null || payer === municipality;
  const earlier = (day: PayableDay | UnpricedDay): boolean => day.date < from && mine(day);
  const ofMonth = (day: PayableDay | UnpricedDay): boolean => from <= day.date && day.date < until && mine(day);

  const known = countedDays(finishedRecord(facts, origin, times.knownAt), now, unitsNow, localDay(times.knownAt));
  const isNew = ({ learntAt }: FinishedFact): boolean => times.beforeAt < learntAt && learntAt <= times.knownAt;
  const changed = rulesChanged || facts.some(isNew);
  const stated = changed
    ? countedDays(finishedRecord(facts, origin, times.beforeAt), before, unitsBefore, localDay(times.beforeAt))
    : known;
  const unstated = new Set(stated.unpriced.filter(earlier).map(({ date }) => date));
  const missing = known.unpriced.filter((day) => ofMonth(day) || (earlier(day) && !unstated.has(day.date)));
  const still = missing.length === 0 ? [] : stillCounted(one, missing, ground);
  if (still.length > 0) return { kind: 'missing', id, missing: allMissing(still) };
  const differences = changed ? differencesOf(stated.days.filter(earlier), known.days.filter(earlier), ground) : [];
  return { id, days: known.days.filter(ofMonth), differences };
}

/** Those days without a rate that are counted, and this payer's, by all that has been learnt until today too. */
function stillCounted(
  { origin, facts }: CountedCase,
  missing: readonly UnpricedDay[],
  { times, now, unitsNow }: StatementGround,
): readonly UnpricedDay[] {
  const { unpriced } = countedDays(finishedRecord(facts, origin, Infinity), now, unitsNow, localDay(times.knownAt));
  return missing.filter(({ date, municipality }) =>
    unpriced.some((day) => day.date === date && day.municipality === municipality),
  );
}

/** Whatever a reader would see otherwise is a line; a cause that changes no amount too. */
function differencesOf(
  before: readonly PayableDay[],
  after: readonly PayableDay[],
  { unitsNow, unitsBefore }: StatementGround,
): readonly Difference[] {
  const stated = new Map(before.map((day) => [day.date, day]));
  const known = new Map(after.map((day) => [day.date, day]));
  return [...new Set([...stated.keys(), ...known.keys()])].sort().flatMap((date): Difference[] => {
    const [old, now] = [stated.get(date) ?? null, known.get(date) ?? null];
    if (old !== null && now !== null && seenOf(old, unitsBefore) === seenOf(now, unitsNow)) return [];
    const [was, is] = [sumOf(old === null ? [] : [old]), sumOf(now === null ? [] : [now])];
    const amounts = { region: is.region - was.region, state: is.state - was.state, total: is.total - was.total };
    return [{ date, before: old, after: now, amounts }];
  });
}

/** What a reader of the statement sees of a day; a ward is not shown, its hospital is (api/show-days.ts). */
const seenOf = ({ ground, unit, amounts, rate, ...day }: PayableDay, { hospital }: UnitFacts): string =>
  [
    ...[ground.finishedAt, ground.decision, ground.dayNumber, ground.rule],
    ...[day.municipality, day.cause, day.causeFrom, day.care, hospital(unit)],
    ...[amounts.region, amounts.state, rate.year, rate.priceLevel, rate.invented, rate.source],
  ].join('|');

/** Years and kinds without a rate, each once, in order. */
export function allMissing(found: readonly RateMissing[]): readonly RateMissing[] {
  const each = new Map(found.map((one) => [`${one.year} ${one.care}`, one]));
  return [...each.values()].sort((a, b) => a.year - b.year || (a.care < b.care ? -1 : 1));
}
