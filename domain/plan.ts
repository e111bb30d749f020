// The care pathway plan (plejeforløbsplan, XDIS21) as codes and dates, and what a new version touches.
// Texts of the plan live in PostgreSQL by plan version; here is only what decides the process (domain.md 1.6).
import type { CapabilityCode } from './capability-codes.ts';
import type { NeedTimes } from './duty.ts';
import type { Instant, UnitId } from './ids.ts';
import type { PlaceKind } from './organisations.ts';

/** Services a ward can ask a municipality for (domain.md 1.6, XDIS21 "further coordination"). */
export const serviceCodes = [
  'home-nursing',
  'personal-care',
  'practical-help',
  'meals',
  'medicine-administration',
  'rehabilitation',
  'devices',
  'home-changes',
  'emergency-call',
  'temporary-place',
  'other',
] as const;
export type ServiceCode = (typeof serviceCodes)[number];

/** Danish labels of the services, as the ward and the municipality say them. */
export const serviceLabels: Record<ServiceCode, string> = {
  'home-nursing': 'Hjemmesygepleje',
  'personal-care': 'Personlig pleje',
  'practical-help': 'Praktisk hjælp',
  meals: 'Mad',
  'medicine-administration': 'Hjælp til medicin',
  rehabilitation: 'Genoptræning',
  devices: 'Hjælpemidler',
  'home-changes': 'Boligændringer',
  'emergency-call': 'Nødkald',
  'temporary-place': 'Midlertidig plads',
  other: 'Andet',
};

/** When the patient is expected to leave; "not known" and a range never block a notice (peers row 3). */
export type DischargeDate =
  | { kind: 'unknown' }
  | { kind: 'range'; from: Instant; to: Instant }
  | { kind: 'at'; at: Instant };

/** A place that is asked for, an acute bed (akutplads) if nothing else is said: what it must be able to do, from when, for how many days (1-90). */
export interface BedNeed {
  capabilities: readonly CapabilityCode[];
  /** How often and when some of them are needed; the others at some time. */
  times?: Readonly<Partial<Record<CapabilityCode, NeedTimes>>>;
  from: Instant;
  days: number;
  /** Of a request for another kind of place. */
  kind?: PlaceKind;
  /** The unit the citizen would like; it is asked first where the citizen may choose. */
  wishes?: UnitId;
}

/** Parts of a plan whose change is told as "NYT" (domain.md 1.3 step 6). */
export const planFields = [
  'date',
  'services',
  'bed',
  'cause',
  'course',
  'contagion',
  'diet',
  'function',
  'nursing',
  'medicine',
  'conference',
  'wishes',
  'other',
] as const;
export type PlanField = (typeof planFields)[number];

/** Danish labels of the plan's parts, used in messages and on the pages. */
export const planFieldLabels: Record<PlanField, string> = {
  date: 'Forventet udskrivning',
  services: 'Ydelser efter udskrivning',
  bed: 'Akutplads',
  cause: 'Indlæggelsesårsag',
  course: 'Forventet forløb',
  contagion: 'Smitterisiko',
  diet: 'Kost det første døgn',
  function: 'Forventet funktionsevne',
  nursing: 'Sygeplejefaglige problemområder',
  medicine: 'Medicin',
  conference: 'Udskrivningskonference',
  wishes: 'Borgerens ønsker',
  other: 'Øvrigt',
};

/** What the workflow knows of one version of the plan. */
export interface Plan {
  /** 1 for the first version. */
  version: number;
  date: DischargeDate;
  services: readonly ServiceCode[];
  /** Services the citizen already has, to be paused during the stay. */
  hasRunningServices: boolean;
  /** Nobody has stated one: it stands in for it, and its running services are those that there may be. */
  standsIn?: true;
  bed: BedNeed | null;
  /** Fields that differ from the version before; empty in version 1. */
  changed: readonly PlanField[];
  /** Services that are asked for anew, no more, or with another comment than before; left out: all may be. */
  changedServices?: readonly ServiceCode[];
}

/** Which confirmations a change takes back (domain.md 15, row 20: "to be re-confirmed"). */
export interface Touched {
  services: boolean;
  bed: boolean;
  resume: boolean;
}

const SERVICE_FIELDS: readonly PlanField[] = ['date', 'services', 'function', 'nursing', 'medicine', 'contagion'];
const BED_FIELDS: readonly PlanField[] = ['bed', 'date', 'contagion'];

/** The confirmations that must be given again after a change of these fields. Pure; order of fields does not matter. */
export function touchedBy(changed: readonly PlanField[]): Touched {
  return {
    services: changed.some((field) => SERVICE_FIELDS.includes(field)),
    bed: changed.some((field) => BED_FIELDS.includes(field)),
    resume: changed.includes('date'),
  };
}

/**
 * Services whose answers still hold in this version: all when nothing that matters for them has changed; when only the
 * list of services has, those that stand in it as before. Pure.
 */
export function keptServices({ services, changed, changedServices }: Plan): readonly ServiceCode[] {
  const touching = changed.filter((field) => SERVICE_FIELDS.includes(field));
  if (touching.length === 0) return services;
  if (changedServices === undefined || touching.some((field) => field !== 'services')) return [];
  return services.filter((service) => !changedServices.includes(service));
}

/** The day the municipality and the bed count on: the exact time, the start of the range, or nothing. */
export function plannedLeaving(date: DischargeDate): Instant | null {
  switch (date.kind) {
    case 'unknown':
      return null;
    case 'range':
      return date.from;
    case 'at':
      return date.at;
  }
}

/** The acute bed as it is needed: from when the patient leaves, also when the date stated with it lies before that. */
export function bedNeed({ bed, date }: Pick<Plan, 'bed' | 'date'>): BedNeed | null {
  if (bed === null) return null;
  const leaving = plannedLeaving(date);
  if (leaving === null || Date.parse(bed.from) >= Date.parse(leaving)) return bed;
  return { ...bed, from: leaving };
}

/** The plan of a citizen whose ward has stated no new needs: nothing is asked for, what ran before goes on. */
export const noNewNeeds = (): Plan => ({
  version: 1,
  date: { kind: 'unknown' },
  services: [],
  hasRunningServices: true,
  standsIn: true,
  bed: null,
  changed: [],
});
