// Medicine at home: for how long what is sent along must last (næste apoteksdag), and whom to ring when the shared
// medication card (Fælles Medicinkort) was not updated. Opening days and numbers are configuration.
import type { LocalDate, OpeningHours, WorkingCalendar } from './calendar.ts';
import { addDays, isOpenOn, localDate, nthDay, openSpans, startOfDay } from './calendar.ts';
import { epoch, instant } from './ids.ts';
import type { Unit } from './organisations.ts';
import type { Contact, Contacts } from './responsibility-contacts.ts';
import { contactsOn } from './responsibility-contacts.ts';
import type { Rules } from './rule-set.ts';
import { gateRuleOn, ruleSetOn } from './rule-set.ts';

/** When pharmacies are open, or somebody answers, by the rule set and its calendar. */
export interface OpenHours {
  readonly working: WorkingCalendar;
  readonly hours: OpeningHours;
}

/**
 * The first day after leaving on which a pharmacy is open: the patient can fetch medicine then, not on the way home.
 * Throws CalendarYearMissing.
 */
export const nextPharmacyDay = ({ working, hours }: OpenHours, leaving: LocalDate): LocalDate =>
  nthDay(leaving, 1, (date) => isOpenOn(working, hours, date));

/**
 * The instant (epoch ms) before which the patient must leave for medicine that lasts until the end of a day to be enough:
 * the start of the last pharmacy day up to that day. Throws CalendarYearMissing.
 */
export const leavesBefore = ({ working, hours }: OpenHours, lastsUntil: LocalDate): number =>
  epoch(startOfDay(nthDay(addDays(lastsUntil, 1), -1, (date) => isOpenOn(working, hours, date))));

/** Who answers about a medication card that was not updated, and until when (epoch ms). */
export interface MedicationRoute extends Contact {
  readonly who: 'discharging-doctor' | 'on-call' | 'out-of-hours';
  readonly until: number;
}

const DAY = 24 * 3_600_000;

/**
 * Whom home nursing and pharmacies ring at a time (epoch ms): in the daytime of weekdays the discharging doctor, else the
 * one on call there; a ward that names nobody: the doctor on duty. There is always a number. Source: domain.md 5 (S33, H).
 * Throws CalendarYearMissing.
 */
export function medicationRoute(
  { working, hours }: OpenHours,
  contacts: readonly Contacts[],
  ward: Unit | undefined,
  at: number,
): MedicationRoute {
  const spans = openSpans(working, hours, at, at + 8 * DAY);
  const [opens, closes] = spans[0] ?? [at + 8 * DAY, at + 8 * DAY];
  if (opens <= at && ward !== undefined)
    return { who: 'discharging-doctor', name: `Den udskrivende læge, ${ward.name}`, phone: ward.phone, until: closes };
  const until = opens <= at ? closes : opens;
  if (ward?.onCall !== undefined)
    return { who: 'on-call', name: `Vagthavende læge, ${ward.name}`, phone: ward.onCall.phone, until };
  const { name, phone } = contactsOn(contacts, localDate(instant(at))).outOfHours;
  return { who: 'out-of-hours', name, phone, until };
}

/** The hours that the gate looks at in a municipality on a date in Denmark. Throws RuleError `no-rule-set`. */
export function gateHoursOn(
  { ruleSets, calendar }: Pick<Rules, 'ruleSets' | 'calendar'>,
  municipality: string,
  date: LocalDate,
): Readonly<Record<'pharmacy' | 'dischargingDoctor', OpenHours>> {
  const { closedOn, readingHours } = ruleSetOn(ruleSets, date);
  const { rule } = gateRuleOn(ruleSets, municipality, date);
  const named = (name: string): OpenHours => ({ working: { calendar, closedOn }, hours: readingHours[name] ?? [] });
  return { pharmacy: named(rule.pharmacy), dischargingDoctor: named(rule.dischargingDoctor) };
}
