// The capability sheet (kompetenceark): what one unit can do, when, how often, with what and with whom, from day to day.
// What a capability demands of a unit, and what every unit must be able to do, is configuration (domain/demands.ts).
import type { LocalDate, OpeningHours } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import type { Instant, PersonId, UnitId } from './ids.ts';
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

/** Equipment (udstyr) a unit can have at hand. The national list could not be read (domain.md 2.1): a first choice [L]. */
export const equipmentNames = {
  ecg: 'EKG-apparat',
  'crp-meter': 'CRP-måler',
  'blood-meters': 'måler til Hb, INR, blodsukker og keton',
  'blood-gas': 'måler til elektrolytter og kreatinin',
  'bladder-scanner': 'blærescanner',
  'infusion-pump': 'infusionspumpe',
  'pain-pump': 'smertepumpe',
  'oxygen-concentrator': 'iltkoncentrator',
  'cpap-device': 'CPAP-apparat',
  nebuliser: 'forstøverapparat',
  suction: 'sug',
  'hospital-bed': 'hospitalsseng',
  hoist: 'lift',
  'bariatric-bed': 'seng til særlig vægt',
  'resuscitation-bag': 'ventilationspose eller lignende',
  'isolation-room': 'enestue til isolation',
} as const;
export type Equipment = keyof typeof equipmentNames;

/** Delegation (delegation) that nurses and helpers work under: for one patient, or a framework for a group (domain.md 3.3). */
export interface Delegation {
  readonly kind: 'concrete' | 'framework';
  /** Last day it is in force. */
  readonly until: LocalDate;
}

/** A yes with what goes with it. What is left out has no limit. */
export interface Terms {
  readonly onCondition?: Condition;
  /** When the unit does it; `holiday` as a day of its own. */
  readonly hours?: OpeningHours;
  /** Highest frequency: times in a day and night, 1 or more. */
  readonly perDay?: number;
  /** For how many citizens at the same time, 1 or more. */
  readonly atOnce?: number;
  readonly delegation?: Delegation;
}

export type Ability = 'yes' | 'no' | Terms;

/** Staff trained in a competence (oplært personale): when somebody of them is on duty, and until when each training holds. */
export interface TrainedStaff {
  /** Code of rules/demands.json. */
  readonly competence: string;
  readonly onDuty: OpeningHours;
  readonly trained: readonly { readonly person: PersonId; readonly until: LocalDate }[];
}

/** A hospital doctor whom the unit can ask (lægelig rådgivningslinje), with the hours it is answered. */
export interface DoctorLine {
  /** 8 digits. */
  readonly phone: string;
  readonly hours: OpeningHours;
}

/** What one unit can do in a period. A capability that is not mentioned is a no. */
export interface UnitSheet {
  readonly unit: UnitId;
  readonly municipality: string;
  readonly kind: PlaceKind;
  readonly capabilities: Readonly<Partial<Record<CapabilityCode, Ability>>>;
  readonly validFrom: LocalDate;
  /** Last day the sheet holds; null until a new one. */
  readonly validTo: LocalDate | null;
  /** Places in all, or citizens at once for a team (0 or more); which are free is known by the holds. */
  readonly places: number;
  /** Longest stay in days; left out when there is no limit. */
  readonly maxDays?: number;
  readonly equipment?: readonly Equipment[];
  readonly staff?: readonly TrainedStaff[];
  /** Null or left out: none. */
  readonly doctorLine?: DoctorLine | null;
  /** The phone that is always answered, 8 digits; left out: the unit's own number. */
  readonly phone?: string;
  /** Who of the unit last said that the sheet is true, and when; null or left out: nobody. */
  readonly confirmed?: { readonly by: PersonId; readonly at: Instant } | null;
}
