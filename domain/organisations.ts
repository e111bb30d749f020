// Who takes part (parter): organisations, their units, how each is reached and when, and who owns which kind of place.
// The truth is the registry (rules/organisations.json, rules/municipalities/); here are its types and questions to it; places: place-facts.ts.
import type { Role } from './actor.ts';
import type { LocalDate, OpeningHours } from './calendar.ts';
import type { Confidence } from './confidence.ts';
import type { CareKind } from './finished.ts';
import type { UnitId } from './ids.ts';

export const organisationKinds = ['hospital', 'municipality', 'practice', 'region', 'message-network'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export interface Organisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  /** Municipality code, 4 digits, of a municipality (domain.md 8.4). */
  readonly municipality?: string;
  /** About the middle of a municipality, degrees north and east: for which places are near. */
  readonly centre?: { readonly lat: number; readonly lon: number };
  /** Of a hospital: who sends its stay notices, dated; left out: its own system (stay-teller.ts). */
  readonly stayNotices?: readonly StayNotices[];
}

/** Who sends a hospital's stay notices, from one day to another. */
export interface StayNotices {
  readonly by: 'hospital' | 'this-service';
  readonly validFrom: LocalDate;
  /** Last day it holds; null until changed. */
  readonly validTo: LocalDate | null;
}

export const unitKinds = [
  'ward',
  'visitation',
  'home-care',
  'acute-unit',
  'relief-unit',
  'rehabilitation-unit',
  'acute-team',
  'practice',
  'operators',
] as const;
export type UnitKind = (typeof unitKinds)[number];

/** Who is told when a task of a unit is late: a role in a unit, and the number to ring. */
export interface LadderTarget {
  readonly unit: UnitId;
  readonly role: Role;
  readonly phone: string;
}

export const receptionTypes = ['hospital-notification', 'care-communication', 'acknowledgement'] as const;
/** What a message is for; in older formats XDIS20 and XDIS17, XDIS91, CONTRL (domain.md 1.7). */
export type ReceptionType = (typeof receptionTypes)[number];

/** In the order they are preferred. */
export const receptionFormats = ['fhir', 'oioxml', 'edifact'] as const;
export type ReceptionFormat = (typeof receptionFormats)[number];

/** That a unit's system receives a kind of message, in one format and version, from one day to another. */
export interface Reception {
  readonly type: ReceptionType;
  readonly format: ReceptionFormat;
  /** `5.0` for FHIR; the type code, such as `XD9134L`, for the older formats. */
  readonly version: string;
  readonly validFrom: LocalDate;
  /** Last day it holds; null until changed. */
  readonly validTo: LocalDate | null;
}

/** Which rates a ward's patients have, from one day to another; of rows about a day the one recorded last. */
export interface WardCare extends Recorded {
  readonly is: CareKind;
  readonly validFrom: LocalDate;
  /** Last day it holds; null until changed. */
  readonly validTo: LocalDate | null;
}

/**
 * Since when it is known here. What puts a row right is a row of its own, never a changed one: so what was stated to a
 * municipality by the old one stays as it was (docs/decisions/0030).
 */
export interface Recorded {
  /** First day on which it was known, `YYYY-MM-DD`. */
  readonly recorded: LocalDate;
}

export interface Unit {
  readonly id: UnitId;
  readonly org: string;
  readonly kind: UnitKind;
  /** Of a ward: which rates its patients have; somatic where nothing is said. */
  readonly care?: readonly WardCare[];
  readonly name: string;
  /** SOR id, at least 11 digits (domain.md 8.3). */
  readonly sor: string;
  /** GLN (lokationsnummer), 13 digits with check digit: the message address. */
  readonly gln: string;
  /** 8 digits. */
  readonly phone: string;
  readonly mail: string;
  /** Municipality code, 4 digits, of a unit that belongs to or lies in a municipality. */
  readonly municipality?: string;
  /** Practice number (ydernummer), 6 digits. */
  readonly ydernummer?: string;
  /** What its system receives, dated; empty: it is rung (ways.ts). */
  readonly receives: readonly Reception[];
  /** The unit that answers to its messages go to, when that is another one. */
  readonly answersTo?: UnitId;
  /** When the unit reads and answers; the phone may be answered at other times too. */
  readonly openingHours: OpeningHours;
  /** Days the unit is closed beside its opening hours, both included: a practice on holiday. Nobody there acts. */
  readonly closed?: readonly { readonly from: LocalDate; readonly to: LocalDate }[];
  readonly teamLeader?: LadderTarget;
  readonly onCall?: LadderTarget;
}

/** Bed in an acute unit (akutplads), aflastningsplads, rehabiliteringsplads, and care at home by an akutteam i hjemmet. */
export const placeKinds = ['acute', 'relief', 'rehabilitation', 'acute-team'] as const;
export type PlaceKind = (typeof placeKinds)[number];

const placesOfUnits: Readonly<Partial<Record<UnitKind, PlaceKind>>> = {
  'acute-unit': 'acute',
  'relief-unit': 'relief',
  'rehabilitation-unit': 'rehabilitation',
  'acute-team': 'acute-team',
};

/** The kind of place that units of a kind have; undefined for those that have none. */
export const placeKindOf = (kind: UnitKind): PlaceKind | undefined => placesOfUnits[kind];

/** Whether a unit of this kind is asked if it can take a patient whom it does not treat. */
export const takesPatients = (kind: UnitKind | undefined): boolean =>
  kind !== undefined && placeKindOf(kind) !== undefined;

/** Five separate facts about a kind of place in a municipality (design.md 6, domain.md 10). */
export const placeFactNames = ['authority', 'operator', 'payer', 'confirmer', 'address'] as const;
export type PlaceFactName = (typeof placeFactNames)[number];

/**
 * One dated fact: `is` names an organisation (authority, operator, payer) or a unit (confirmer, address). With a `unit` it
 * holds for that unit's places only, and goes before what holds for the whole municipality: from 2027 some units of a
 * municipality become the region's, some stay, and a municipality may go on operating what is no longer its own. Known from
 * the first where nothing is said of when it was recorded; of rows about the same the one recorded last holds.
 */
export interface PlaceFact extends Partial<Recorded> {
  readonly municipality: string;
  readonly kind: PlaceKind;
  readonly unit?: UnitId;
  readonly fact: PlaceFactName;
  readonly is: string;
  readonly validFrom: LocalDate;
  /** Last day it holds; null until changed. */
  readonly validTo: LocalDate | null;
}

/** What the citizen pays (egenbetaling); amounts are the municipality's own and stand in no registry. */
export type SelfPayment = { readonly kind: 'none' } | { readonly kind: 'yes'; readonly what: string };

/** `nearest`: the place that is offered. `own`: whichever place in the country; the nearest, when nothing is chosen. */
export const placeChoices = ['nearest', 'own'] as const;
export type PlaceChoice = (typeof placeChoices)[number];

/** Who may be the authority of a place. */
export const placeAuthorities = ['municipality', 'region'] as const;
export type PlaceAuthority = (typeof placeAuthorities)[number];

/** What a kind of place is called and costs while an authority of one kind decides on it, from one day to another. */
export interface PlaceTerms {
  readonly kind: PlaceKind;
  readonly authority: PlaceAuthority;
  /** The Danish name in force: `aflastningsplads`, `sundheds- og omsorgsplads`. */
  readonly name: string;
  readonly selfPayment: SelfPayment;
  readonly choice: PlaceChoice;
  /** Danish words for the rule that the place rests on (hjemmel). */
  readonly legalBasis: string;
  readonly source: string;
  readonly confidence: Confidence;
  readonly validFrom: LocalDate;
  /** Last day they hold; null until changed. */
  readonly validTo: LocalDate | null;
}

export interface Registry {
  readonly organisations: readonly Organisation[];
  readonly units: readonly Unit[];
  readonly placeFacts: readonly PlaceFact[];
  readonly placeTerms: readonly PlaceTerms[];
}

/** The unit with this id, or undefined. */
export const unitById = (registry: Registry, id: UnitId): Unit | undefined =>
  registry.units.find((unit) => unit.id === id);

/** Whether the unit is closed on a Danish date, whatever its opening hours say. */
export const isClosedOn = (unit: Unit, date: LocalDate): boolean =>
  (unit.closed ?? []).some(({ from, to }) => from <= date && date <= to);

/** The unit that receives messages at this GLN, or undefined. */
export const unitByGln = (registry: Registry, gln: string): Unit | undefined =>
  registry.units.find((unit) => unit.gln === gln);

/** The unit with this SOR id, or undefined. */
export const unitBySor = (registry: Registry, sor: string): Unit | undefined =>
  registry.units.find((unit) => unit.sor === sor);

/** The practice with this ydernummer, or undefined. */
export const practiceByYdernummer = (registry: Registry, ydernummer: string): Unit | undefined =>
  registry.units.find((unit) => unit.kind === 'practice' && unit.ydernummer === ydernummer);

/** Units of a kind in a municipality, in the order of their ids. */
export const unitsOf = (registry: Registry, municipality: string, kind: UnitKind): readonly Unit[] =>
  registry.units
    .filter((unit) => unit.kind === kind && unit.municipality === municipality)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** Who to tell at a rung of the ladder, or undefined when the unit names nobody. The ward's own rung is the ward itself. */
export const ladderTarget = (unit: Unit, to: 'team-leader' | 'on-call'): LadderTarget | undefined =>
  to === 'team-leader' ? unit.teamLeader : unit.onCall;

/** Whether a string is a GLN: 13 digits with a correct GS1 modulus-10 check digit (domain.md 8.3). */
export function isGln(value: string): boolean {
  if (!/^\d{13}$/.test(value)) return false;
  const sum = [...value].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Whether a string has the form of a SOR id: at least 11 digits (dk-core, domain.md 8.3). */
export const isSor = (value: string): boolean => /^\d{11,}$/.test(value);
