// Who decides on, runs, pays for, confirms and gets the messages about the place that a case has: the five facts of its stay,
// on the day that counts for a stay that has begun (igangværende forløb). Which day that is the dated rule says.
import type { LocalDate } from '../domain/calendar.ts';
import type { BedState, CaseView } from '../domain/case-view.ts';
import { instant } from '../domain/ids.ts';
import type { Registry } from '../domain/organisations.ts';
import { placeKindOf, unitById } from '../domain/organisations.ts';
import type { Begun } from '../domain/place-facts.ts';
import { factsDateBy, placeFacts } from '../domain/place-facts.ts';
import type { RuleSet } from '../domain/rule-form.ts';
import { RuleError } from '../domain/rule-set.ts';
import type { ShownCase } from './schemas/case.ts';
import { showFacts, showTerms } from './show-unit.ts';

/**
 * The facts of the stay on the place that is held, in use, or was used, as they are at `now` (epoch ms); after its end as
 * they were then. Null without a place, and when no rule set is in force for the day.
 */
export function showStayFacts(
  { registry, ruleSets }: { readonly registry: Registry; readonly ruleSets: readonly RuleSet[] },
  { bed, municipality }: Pick<CaseView, 'bed' | 'municipality'>,
  now: number,
): ShownCase['bed']['facts'] {
  const unit = 'unit' in bed ? unitById(registry, bed.unit) : undefined;
  const kind = unit === undefined ? undefined : placeKindOf(unit.kind);
  const begun = begunBy(bed, now);
  if (unit?.municipality === undefined || kind === undefined || begun === null) return null;
  const day = dayOf(ruleSets, municipality, begun);
  if (day === null) return null;
  const { date, rule, why } = day;
  const known = placeFacts(registry, { municipality: unit.municipality, kind, unit: unit.id }, date);
  return {
    on: date,
    rule,
    why,
    ...showTerms(known.kind === 'known' ? known.terms : null),
    ...showFacts(registry, known.facts),
    missing: known.kind === 'known' ? [] : [...known.missing],
  };
}

/** A stay begins with the arrival, as agreed while it has not come. */
function begunBy(bed: BedState, now: number): Begun | null {
  const stay = (from: number | undefined, at: number): Begun | null =>
    'by' in bed
      ? { what: 'stay', placedAt: instant(bed.at), from: from === undefined ? null : instant(from), at: instant(at) }
      : null;
  switch (bed.state) {
    case 'held':
      return stay(bed.arrival, now);
    case 'in-use':
      return stay(bed.arrivedAt, now);
    case 'ended':
      return stay(bed.arrivedAt, Math.min(bed.endedAt, now));
    default:
      return null;
  }
}

function dayOf(
  ruleSets: readonly RuleSet[],
  municipality: string,
  begun: Begun,
): { readonly date: LocalDate; readonly rule: string; readonly why: string } | null {
  try {
    return factsDateBy(ruleSets, municipality, begun);
  } catch (error) {
    if (error instanceof RuleError) return null;
    throw error;
  }
}
