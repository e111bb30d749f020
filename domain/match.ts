// Matches a patient's needs to units (match): a ranked list, with a reason in words for every miss and what would mend it.
// The same rule for wards and practices. Pure and fast: thousands of sheets in one call, whatever order they come in.
import { atLocal } from './calendar.ts';
import type { UnitSheet } from './capability-sheet.ts';
import { isOlder, isOldFigure, lackingOf } from './demands.ts';
import type { UnitId } from './ids.ts';
import { addCapabilityReasons } from './match-capability.ts';
import type { Asked, MatchGround, Needs, Reason, ReasonCode } from './needs.ts';
import { asked } from './needs.ts';
import type { PlaceKind } from './organisations.ts';

export interface UnitMatch {
  readonly unit: UnitId;
  readonly kind: PlaceKind;
  /** The one of its sheets that the unit is judged by. */
  readonly sheet: UnitSheet;
  readonly fits: boolean;
  /** For a unit that does not fit every miss; conditions and notes for any. */
  readonly reasons: readonly Reason[];
  /** Needs met on a condition that somebody must take. */
  readonly conditions: number;
  /** Units that nothing but their id tells apart from this one in the order. */
  readonly tiedWith: readonly UnitId[];
}

/** Reasons that do not keep a unit from being asked. */
const NOTES: ReadonlySet<ReasonCode> = new Set(['on-condition', 'other-municipality', 'sheet-stale', 'below-minimum']);
export const isNote = ({ code }: Pick<Reason, 'code'>): boolean => NOTES.has(code);

/**
 * Ranks units for a patient's needs. Those that fit come first; then the unit the citizen chose, where there is a choice;
 * own municipality; nearest; fewest misses; fewest conditions; a fresh sheet; id. Each kind of place of a unit is judged by
 * itself, and by its best sheet. Pure and deterministic. Sources: domain.md 2.4, 2.5, 10, 15 row 13 ("give reason per miss").
 * Throws CalendarYearMissing.
 */
export function match(sheets: readonly UnitSheet[], needs: Needs, ground: MatchGround): readonly UnitMatch[] {
  const question = asked(needs, ground);
  const ranked = sheets.map((sheet) => rankedMatch(sheet, question)).sort(byRank);
  const seen = new Set<string>();
  const best = ranked.filter(({ found: { unit, kind } }) => {
    const key = `${unit}/${kind}`;
    return !seen.has(key) && seen.add(key);
  });
  const tiedWith = ties(best);
  return best.map((one) => ({ ...one.found, tiedWith: tiedWith(one) }));
}

interface Ranked {
  readonly found: Omit<UnitMatch, 'tiedWith'>;
  /** Compared in order, smaller first. */
  readonly keys: readonly number[];
}

function rankedMatch(sheet: UnitSheet, question: Asked): Ranked {
  const { needs, ground } = question;
  const { unit, kind, municipality } = sheet;
  const reasons: Reason[] = [];
  addPlaceReasons(reasons, sheet, question);
  addCapabilityReasons(reasons, sheet, question);
  addNotes(reasons, sheet, question);
  let [misses, conditions, stale] = [0, 0, 0];
  for (const reason of reasons) {
    if (!isNote(reason)) misses += 1;
    else if (reason.code === 'on-condition') conditions += 1;
    else if (reason.code === 'sheet-stale') stale = 1;
  }
  const own = municipality === needs.municipality;
  const chosen = needs.wishes === unit && (ground.mayChoose?.(kind) ?? false);
  const km = own ? 0 : question.kilometresTo(municipality);
  return {
    found: { unit, kind, sheet, fits: misses === 0, reasons, conditions },
    keys: [misses === 0 ? 0 : 1, chosen ? 0 : 1, own ? 0 : 1, km, misses, conditions, stale],
  };
}

function byRank(a: Ranked, b: Ranked): number {
  for (let n = 0; n < a.keys.length; n += 1) {
    const difference = (a.keys[n] ?? 0) - (b.keys[n] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.found.unit !== b.found.unit) return a.found.unit < b.found.unit ? -1 : 1;
  const [first, second] = [tieOf(a), tieOf(b)];
  if (first !== second) return first < second ? -1 : 1;
  // Two sheets of one unit that say the same of this patient: one order will do as well as another, if it is always the same.
  const [one, other] = [JSON.stringify(a.found.sheet), JSON.stringify(b.found.sheet)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What tells the sheets of one unit apart, so that equal ties are equal matches. */
const tieOf = ({ found: { sheet, kind, reasons } }: Ranked): string =>
  `${sheet.validFrom} ${kind} ${reasons.map(({ text }) => text).join(' ')}`;

/** Neighbours in the order with the same keys: only fitting ones, since nobody asks the others. */
function ties(ranked: readonly Ranked[]): (one: Ranked) => readonly UnitId[] {
  const groups = new Map<Ranked, readonly UnitId[]>();
  for (let from = 0; ranked[from]?.found.fits === true; ) {
    let to = from + 1;
    while (sameKeys(ranked[from], ranked[to])) to += 1;
    const group = ranked.slice(from, to);
    const units = group.map(({ found: { unit } }) => unit);
    for (const one of group) groups.set(one, units);
    from = to;
  }
  return (one) => groups.get(one)?.filter((unit) => unit !== one.found.unit) ?? [];
}

const sameKeys = (a: Ranked | undefined, b: Ranked | undefined): boolean =>
  a !== undefined && b !== undefined && a.keys.every((key, n) => key === b.keys[n]);

function addPlaceReasons(reasons: Reason[], sheet: UnitSheet, { needs, first, last, ground }: Asked): void {
  if (first < sheet.validFrom) {
    const fitsFrom = atLocal(sheet.validFrom, '00:00');
    reasons.push({
      code: 'sheet-not-valid',
      text: `Kompetencearket gælder først fra den ${sheet.validFrom}`,
      fitsFrom,
    });
  } else if (sheet.validTo !== null && first > sheet.validTo) {
    const text = `Kompetencearket gjaldt kun til og med den ${sheet.validTo}`;
    reasons.push({ code: 'sheet-not-valid', text, fitsFrom: null });
  } else if (sheet.validTo !== null && last > sheet.validTo) {
    const text = `Kompetencearket gælder kun til og med den ${sheet.validTo}`;
    reasons.push({ code: 'sheet-ends', text, fitsFrom: null });
  }
  if (sheet.places < 1) reasons.push({ code: 'no-places', text: 'Enheden har ingen pladser', fitsFrom: null });
  else addFreeReason(reasons, sheet, ground);
  if (sheet.maxDays !== undefined && needs.days !== null && needs.days > sheet.maxDays) {
    const text = `Opholdet på ${needs.days} dage er længere end enhedens højst ${sheet.maxDays}`;
    reasons.push({ code: 'stay-too-long', text, fitsFrom: null });
  }
}

function addFreeReason(reasons: Reason[], sheet: UnitSheet, { at, demands, free }: MatchGround): void {
  const figure = free?.(sheet);
  if (figure === undefined) return;
  if (figure.unheld < 1) {
    const text = 'Ingen ledig plads: alle er holdt eller ved at blive spurgt om';
    reasons.push({ code: 'no-free-place', text, fitsFrom: figure.nextFree });
    return;
  }
  const { stated } = figure;
  if (stated === null || stated.free > 0 || isOldFigure(stated.at, demands.freshness, at)) return;
  reasons.push({ code: 'no-free-place', text: 'Ingen ledig plads: enheden har selv meldt fuldt', fitsFrom: null });
}

const elsewhere: Reason = {
  code: 'other-municipality',
  text: 'Enheden ligger i en anden kommune end borgerens',
  fitsFrom: null,
};

function addNotes(reasons: Reason[], sheet: UnitSheet, { needs, freshFrom, minimumOf, dateOf }: Asked): void {
  if (sheet.municipality !== needs.municipality) reasons.push(elsewhere);
  if (isOlder(sheet, freshFrom)) {
    const { confirmed } = sheet;
    const since = confirmed == null ? 'aldrig bekræftet' : `sidst bekræftet den ${dateOf(confirmed.at)}`;
    reasons.push({ code: 'sheet-stale', text: `Kompetencearket er forældet: ${since}`, fitsFrom: null });
  }
  const lacking = lackingOf(sheet, minimumOf(sheet.kind));
  if (lacking.length > 0) {
    const text = `Under den nationale minimumsstandard: mangler ${lacking.join(', ')}`;
    reasons.push({ code: 'below-minimum', text, fitsFrom: null });
  }
}
