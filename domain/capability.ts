// What units can do (kompetenceark) and whether that fits a patient: a ranked list with a reason in words for every miss.
// A first model, by code, place and validity; hours, frequency and staff on duty get their own fields in the same sheet.
import type { LocalDate } from './calendar.ts';
import { addDays, localDate } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import { capability, capabilityCodes } from './capability-codes.ts';
import type { Instant, UnitId } from './ids.ts';
import { epoch } from './ids.ts';
import type { PlaceKind } from './organisations.ts';

/** Conditions a unit can put on a capability, with the words people see (domain.md 2.5, "conditional"; 2.4). */
export const conditions = {
  'order-in-fmk': 'ordinationen skal stå i Fælles Medicinkort',
  'at-most-four-a-day': 'højst fire gange i døgnet',
  'daytime-only': 'kun i dagvagt',
  'training-first': 'personalet skal oplæres først',
  'equipment-first': 'udstyret skal følge med patienten',
  'doctor-line-first': 'aftales med lægen på sygehuset først',
} as const;
export type Condition = keyof typeof conditions;

export type Ability = 'yes' | 'no' | { readonly onCondition: Condition };

/** What one unit can do in a period. A capability that is not mentioned is a no. */
export interface UnitSheet {
  readonly unit: UnitId;
  readonly municipality: string;
  readonly kind: PlaceKind;
  readonly capabilities: Readonly<Partial<Record<CapabilityCode, Ability>>>;
  readonly validFrom: LocalDate;
  /** Last day the sheet holds; null until a new one. */
  readonly validTo: LocalDate | null;
  /** Places in all, free or not (0 or more); which are free is known by the holds. */
  readonly places: number;
  /** Longest stay in days; left out when there is no limit. */
  readonly maxDays?: number;
}

/** What a patient needs. `from` and `days` (1 or more) are null while no date is known; that never blocks a match. */
export interface Needs {
  readonly municipality: string;
  readonly capabilities: readonly CapabilityCode[];
  readonly from: Instant | null;
  readonly days: number | null;
}

export type ReasonCode =
  | 'capability-missing'
  | 'on-condition'
  | 'sheet-not-valid'
  | 'sheet-ends'
  | 'no-places'
  | 'stay-too-long'
  | 'other-municipality';

/** Why a unit does not fit, or what must be known before asking it. */
export interface Reason {
  readonly code: ReasonCode;
  readonly capability?: CapabilityCode;
  readonly text: string;
}

export interface UnitMatch {
  readonly unit: UnitId;
  readonly kind: PlaceKind;
  readonly fits: boolean;
  /** For a unit that does not fit every miss; conditions and notes for any. */
  readonly reasons: readonly Reason[];
  /** Needs met on a condition that somebody must take. */
  readonly conditions: number;
}

/** Reasons that do not keep a unit from being asked. */
const NOTES: readonly ReasonCode[] = ['on-condition', 'other-municipality'];

function capabilityReasons(sheet: UnitSheet, needs: Needs): readonly Reason[] {
  // In the order of the vocabulary and once each, however the needs were listed.
  return capabilityCodes
    .filter((code) => needs.capabilities.includes(code))
    .flatMap((code): Reason[] => {
      const ability = sheet.capabilities[code] ?? 'no';
      if (ability === 'yes') return [];
      const { danish } = capability(code);
      if (ability === 'no')
        return [{ code: 'capability-missing', capability: code, text: `${danish}: kan enheden ikke` }];
      return [{ code: 'on-condition', capability: code, text: `${danish}: ${conditions[ability.onCondition]}` }];
    });
}

/** First and last day of the stay that is needed. */
interface Period {
  first: LocalDate;
  last: LocalDate;
}

function neededPeriod(needs: Needs, at: Instant): Period {
  const first = localDate(needs.from !== null && epoch(needs.from) > epoch(at) ? needs.from : at);
  return { first, last: addDays(first, Math.max(needs.days ?? 1, 1) - 1) };
}

function placeReasons(sheet: UnitSheet, needs: Needs, { first, last }: Period): readonly Reason[] {
  const reasons: Reason[] = [];
  if (first < sheet.validFrom || (sheet.validTo !== null && first > sheet.validTo)) {
    reasons.push({ code: 'sheet-not-valid', text: `Kompetencearket gælder ikke den ${first}` });
  } else if (sheet.validTo !== null && last > sheet.validTo) {
    reasons.push({ code: 'sheet-ends', text: `Kompetencearket gælder kun til og med ${sheet.validTo}` });
  }
  if (sheet.places < 1) reasons.push({ code: 'no-places', text: 'Enheden har ingen pladser' });
  if (sheet.maxDays !== undefined && needs.days !== null && needs.days > sheet.maxDays) {
    reasons.push({ code: 'stay-too-long', text: `Opholdet er længere end enhedens højst ${sheet.maxDays} dage` });
  }
  if (sheet.municipality !== needs.municipality) {
    reasons.push({ code: 'other-municipality', text: 'Enheden ligger i en anden kommune end borgerens' });
  }
  return reasons;
}

/**
 * Ranks units for a patient's needs: those that fit first, then own municipality, fewest misses, fewest conditions, id.
 * A unit with several sheets is judged by its best one. Pure and deterministic: the order of the sheets does not matter.
 * Free places are not looked at here. Sources: domain.md 2.4, 2.5 and 15 row 13 ("give reason per miss").
 *
 * @param at now, on the environment's clock; a need without a date, or from a past one, counts as from now
 */
export function match(sheets: readonly UnitSheet[], needs: Needs, at: Instant): readonly UnitMatch[] {
  const period = neededPeriod(needs, at);
  const ranked = sheets.map((sheet) => rankedMatch(sheet, needs, period)).sort(byRank);
  const seen = new Set<UnitId>();
  return ranked.flatMap(({ match: found }) => {
    if (seen.has(found.unit)) return [];
    seen.add(found.unit);
    return [found];
  });
}

interface Ranked {
  match: UnitMatch;
  /** Compared in order, smaller first. */
  keys: readonly number[];
  /** Compared last: the unit's id, then what tells its own sheets apart, so that equal ties are equal matches. */
  tie: string;
}

function rankedMatch(sheet: UnitSheet, needs: Needs, period: Period): Ranked {
  const reasons = [...placeReasons(sheet, needs, period), ...capabilityReasons(sheet, needs)];
  const misses = reasons.filter(({ code }) => !NOTES.includes(code)).length;
  const onCondition = reasons.filter(({ code }) => code === 'on-condition').length;
  const own = sheet.municipality === needs.municipality;
  return {
    match: { unit: sheet.unit, kind: sheet.kind, fits: misses === 0, reasons, conditions: onCondition },
    keys: [misses === 0 ? 0 : 1, own ? 0 : 1, misses, onCondition],
    tie: [sheet.unit, sheet.validFrom, sheet.kind, ...reasons.map(({ text }) => text)].join(' '),
  };
}

function byRank(a: Ranked, b: Ranked): number {
  const differing = a.keys.findIndex((key, index) => key !== b.keys[index]);
  if (differing >= 0) return (a.keys[differing] ?? 0) - (b.keys[differing] ?? 0);
  return a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0;
}
