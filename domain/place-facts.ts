// The five facts of a place and its terms on a date: who decides, runs, pays, confirms and gets the messages (myndighed,
// driftsansvarlig, betaler, bekræfter, meddelelsesadresse). Which date counts for what has begun is a rule of its own.
import type { LocalDate } from './calendar.ts';
import { localDate } from './calendar.ts';
import type { Instant, UnitId } from './ids.ts';
import { epoch } from './ids.ts';
import type { PlaceAuthority, PlaceFact, PlaceFactName, PlaceKind, PlaceTerms, Registry } from './organisations.ts';
import { placeAuthorities, placeFactNames } from './organisations.ts';
import type { InFlight, RuleSet } from './rule-form.ts';
import { inFlightOn } from './rule-set.ts';

/** Which place: a kind in a municipality (code, 4 digits), or narrower one unit's. */
export interface Place {
  readonly municipality: string;
  readonly kind: PlaceKind;
  readonly unit?: UnitId;
}

/**
 * All that is said of a place on a date; or what of it the registry does not say: then nobody may be asked as if it did.
 * The terms follow the kind of authority, so they are missing with it, and when it has none for this kind on that date.
 */
export type PlaceFacts =
  | {
      readonly kind: 'known';
      /** Ids of organisations (authority, operator, payer) and units (confirmer, address). */
      readonly facts: Readonly<Record<PlaceFactName, string>>;
      readonly terms: PlaceTerms;
    }
  | {
      readonly kind: 'missing';
      readonly missing: readonly (PlaceFactName | 'terms')[];
      /** Those that are known all the same: whom to ring, for one. */
      readonly facts: Readonly<Partial<Record<PlaceFactName, string>>>;
    };

interface Dated {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
}
const isInForce = ({ validFrom, validTo }: Dated, date: LocalDate): boolean =>
  validFrom <= date && (validTo === null || date <= validTo);

/** Everything said on a date of this kind of place in this municipality, of one unit's too. */
const saidOf = (stated: readonly PlaceFact[], { municipality, kind }: Place, date: LocalDate): readonly PlaceFact[] =>
  stated.filter((entry) => entry.municipality === municipality && entry.kind === kind && isInForce(entry, date));

const isLater = (one: PlaceFact, other: PlaceFact): boolean => (one.recorded ?? '') > (other.recorded ?? '');

/** The unit's own before the municipality's. */
function narrowest(said: readonly PlaceFact[], unit: UnitId | undefined, fact: PlaceFactName): string | undefined {
  const own = (of: UnitId | undefined): PlaceFact | undefined =>
    said
      .filter((entry) => entry.fact === fact && entry.unit === of)
      .reduce<PlaceFact | undefined>((last, entry) => (last && !isLater(entry, last) ? last : entry), undefined);
  return (unit === undefined ? own(undefined) : (own(unit) ?? own(undefined)))?.is;
}

/** One fact of a place on a date in Denmark, the unit's own before the municipality's; undefined when none is in force. */
export const placeFact = (
  { placeFacts: stated }: Pick<Registry, 'placeFacts'>,
  place: Place,
  fact: PlaceFactName,
  date: LocalDate,
): string | undefined => narrowest(saidOf(stated, place, date), place.unit, fact);

/**
 * The five facts and the terms of a place on a date in Denmark, or which are missing. For what has begun ask with
 * `factsDateBy`. Sources: domain.md 10; design.md 6.
 */
export function placeFacts(registry: Registry, place: Place, date: LocalDate): PlaceFacts {
  const said = saidOf(registry.placeFacts, place, date);
  const of = (fact: PlaceFactName): string | undefined => narrowest(said, place.unit, fact);
  const [authority, operator, payer] = [of('authority'), of('operator'), of('payer')];
  const [confirmer, address] = [of('confirmer'), of('address')];
  const decides = authorityKind(registry, authority);
  const terms = registry.placeTerms.find(
    (entry) => entry.kind === place.kind && entry.authority === decides && isInForce(entry, date),
  );
  if (
    authority === undefined ||
    operator === undefined ||
    payer === undefined ||
    confirmer === undefined ||
    address === undefined ||
    terms === undefined
  ) {
    const absent = placeFactNames.filter((fact) => of(fact) === undefined);
    const facts: Partial<Record<PlaceFactName, string>> = {};
    for (const fact of placeFactNames) {
      const is = of(fact);
      if (is !== undefined) facts[fact] = is;
    }
    return { kind: 'missing', missing: terms === undefined ? [...absent, 'terms'] : absent, facts };
  }
  return { kind: 'known', facts: { authority, operator, payer, confirmer, address }, terms };
}

/** Whether the citizen may choose among places of a kind on a date (from 2027 own choice, else the nearest, domain.md 10). */
export function mayChoose(registry: Registry, place: Place, date: LocalDate): boolean {
  const facts = placeFacts(registry, place, date);
  return facts.kind === 'known' && facts.terms.choice === 'own';
}

function authorityKind({ organisations }: Registry, id: string | undefined): PlaceAuthority | undefined {
  const kind = organisations.find((organisation) => organisation.id === id)?.kind;
  return placeAuthorities.find((authority) => authority === kind);
}

/** A request for a place or a stay in one, with the times that say on which day it begins. */
export interface Begun {
  readonly what: 'request' | 'stay';
  /** When the request was placed, or the stay agreed. */
  readonly placedAt: Instant;
  /** When the place is needed from; null while no date is known. */
  readonly from: Instant | null;
  /** The time that is asked about. */
  readonly at: Instant;
}

/** The date in Denmark on which a request or stay begins: the later of when it was placed and when it is needed from. */
export function beganOn({ placedAt, from }: Pick<Begun, 'placedAt' | 'from'>): LocalDate {
  return localDate(from === null ? placedAt : later(placedAt, from));
}

/**
 * The date in Denmark whose facts hold for something that has begun (igangværende forløb). By the rule set's explicit
 * rule it keeps those of the day it began, or takes those of the time asked about; never those of a day before it began.
 */
export function factsDate(begun: Begun, inFlight: Pick<InFlight, 'requests' | 'stays'>): LocalDate {
  const base = beganOn(begun);
  const effect = begun.what === 'request' ? inFlight.requests : inFlight.stays;
  if (effect === 'keep') return base;
  const asked = localDate(begun.at);
  return asked > base ? asked : base;
}

/**
 * The same by the dated rule sets, for a municipality (code, 4 digits): the rule is that of the day it began, with its id
 * (`rm-2026.1/goedstrup/in-flight`) and a Danish sentence on why. Throws RuleError `no-rule-set`.
 */
export function factsDateBy(
  ruleSets: readonly RuleSet[],
  municipality: string,
  begun: Begun,
): { readonly date: LocalDate; readonly rule: string; readonly why: string } {
  const { rule, id, scope } = inFlightOn(ruleSets, municipality, beganOn(begun));
  return { date: factsDate(begun, rule), rule: id, why: `${rule.why} (${scope})` };
}

const later = (a: Instant, b: Instant): Instant => (epoch(a) < epoch(b) ? b : a);
