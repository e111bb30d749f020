// Whom a patient, or those who help at home, may ring after leaving (hvem ringer du til), and until when each number answers.
// The one seam between the papers and what is known of responsibility: what fills `LeavingContacts` may change, the sheets do not.
import type { AfterLeaving, PublicNumber } from './after-leaving.ts';
import { takesPlace } from './bed.ts';
import type { OpeningHours } from './calendar.ts';
import type { CaseView } from './case-view.ts';
import type { DayKind } from './duty.ts';
import { daysText, timeText } from './duty.ts';
import type { Registry, Unit } from './organisations.ts';
import type { ServiceCode } from './plan.ts';
import type { Responsibility } from './responsibility.ts';

/** A number that answers in certain hours, in words such as `mandag–fredag kl. 8–16`. */
export interface NumberWithHours extends PublicNumber {
  readonly hours: string;
}

export interface LeavingContacts {
  /** Who keeps the responsibility at first, and when (epoch ms) the number stops answering for it; null: nobody does. */
  readonly first: (PublicNumber & { readonly until: number }) | null;
  /** The unit the patient leaves, for questions about the stay. */
  readonly ward: NumberWithHours;
  /** The patient's own doctor; null when the case knows none. */
  readonly gp: NumberWithHours | null;
  readonly outOfHours: PublicNumber;
  readonly emergency: PublicNumber;
}

/** Services that are given by home nursing or on a place, whose patients the hospital keeps a responsibility for. */
const NURSED: readonly ServiceCode[] = ['home-nursing', 'medicine-administration', 'temporary-place'];

/**
 * Whether the hospital keeps a responsibility after leaving (udvidet behandlingsansvar): for a patient who goes to a
 * temporary place or gets home nursing. Source: domain.md 5 (H); hours and hands are a dated rule.
 */
export function isCovered({ plan, bed, responsibility }: Pick<CaseView, 'plan' | 'bed' | 'responsibility'>): boolean {
  const nursed = (plan?.services ?? []).some((service) => NURSED.includes(service));
  return responsibility !== null || takesPlace(bed) || nursed;
}

/** The numbers of one case. `ruled`: who has the responsibility from leaving on, when the patient is covered. Pure. */
export function leavingContacts(
  { wardUnit, gpUnit }: Pick<CaseView, 'wardUnit' | 'gpUnit'>,
  ruled: Responsibility | null,
  registry: Pick<Registry, 'units'>,
  { numbers }: Pick<AfterLeaving, 'numbers'>,
): LeavingContacts {
  const unit = (id: string | null): Unit | undefined => registry.units.find((one) => one.id === id);
  const who = unit(ruled?.who ?? null);
  const gp = unit(gpUnit);
  return {
    first: ruled === null || who === undefined ? null : { name: who.name, phone: who.phone, until: ruled.until },
    ward: withHours(unit(wardUnit), wardUnit),
    gp: gp === undefined ? null : withHours(gp, gp.id),
    outOfHours: numbers.outOfHours,
    emergency: numbers.emergency,
  };
}

const withHours = (unit: Unit | undefined, id: string): NumberWithHours => ({
  name: unit?.name ?? id,
  phone: unit?.phone ?? '',
  hours: unit === undefined ? '' : hoursWords(unit.openingHours),
});

const EVERY_DAY = 8;

/** Opening hours in words, days with the same hours together: `mandag–fredag kl. 8–16`, `alle dage kl. 8–15`. */
export function hoursWords(hours: OpeningHours): string {
  const groups = new Map<string, DayKind[]>();
  for (const { days, opens, closes } of hours) {
    const key = opens === '00:00' && closes === '24:00' ? 'hele døgnet' : `${timeText(opens)}–${bare(closes)}`;
    groups.set(key, [...(groups.get(key) ?? []), ...days]);
  }
  return [...groups].map(([times, days]) => `${dayGroup(days)} ${times}`).join(', ');
}

const bare = (time: string): string => timeText(time).replace('kl. ', '');
const WEEK: readonly DayKind[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

function dayGroup(days: readonly DayKind[]): string {
  if (new Set(days).size === EVERY_DAY) return 'alle dage';
  return days.length === WEEK.length && WEEK.every((day) => days.includes(day)) ? 'mandag–fredag' : daysText(days);
}

/** The name and number of a unit, as a sheet has it; of one that is not known only the name. */
export function unitWords({ units }: Pick<Registry, 'units'>, id: string): PublicNumber {
  const unit = units.find((one) => one.id === id);
  return { name: unit?.name ?? id, phone: unit?.phone ?? '' };
}
