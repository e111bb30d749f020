// Whom a patient, or those who help at home, may ring after leaving (hvem ringer du til), and until when each number answers.
// The one seam between the papers and what is known of responsibility: the sheets know only these words.
import type { AfterLeaving, PublicNumber } from './after-leaving.ts';
import type { OpeningHours } from './calendar.ts';
import type { CaseView } from './case-view.ts';
import type { DayKind } from './duty.ts';
import { daysText, timeText } from './duty.ts';
import type { Registry, Unit } from './organisations.ts';
import type { Kept } from './responsibility-after.ts';
import { momentWords } from './sheet.ts';

/** A number that answers in certain hours, in words such as `mandag–fredag kl. 8–16`. */
export interface NumberWithHours extends PublicNumber {
  readonly hours: string;
}

export interface LeavingContacts {
  /** Who keeps the responsibility at first, and how long the number answers for it; null: nobody does. */
  readonly first: (PublicNumber & { readonly lasts: Kept }) | null;
  /** The unit the patient leaves, for questions about the stay. */
  readonly ward: NumberWithHours;
  /** The patient's own doctor; null when the case knows none. */
  readonly gp: NumberWithHours | null;
  readonly outOfHours: PublicNumber;
  readonly emergency: PublicNumber;
}

/** The numbers of one case. `kept`: who keeps the responsibility from leaving on, when somebody does. Pure. */
export function leavingContacts(
  { wardUnit, gpUnit }: Pick<CaseView, 'wardUnit' | 'gpUnit'>,
  kept: Kept | null,
  registry: Pick<Registry, 'units'>,
  { numbers }: Pick<AfterLeaving, 'numbers'>,
): LeavingContacts {
  const unit = (id: string | null): Unit | undefined => registry.units.find((one) => one.id === id);
  const who = unit(kept?.unit ?? null);
  const gp = unit(gpUnit);
  return {
    first: kept === null || who === undefined ? null : { name: who.name, phone: who.phone, lasts: kept },
    ward: withHours(unit(wardUnit), wardUnit),
    gp: gp === undefined ? null : withHours(gp, gp.id),
    outOfHours: numbers.outOfHours,
    emergency: numbers.emergency,
  };
}

/** How long the first number answers: `indtil torsdag den 3. december kl. 11.00`. */
export const lastsWords = (lasts: Kept): string =>
  'until' in lasts ? `indtil ${momentWords(lasts.until)}` : `i ${lasts.hours} timer efter udskrivelsen`;

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
