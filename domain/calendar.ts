// The Danish calendar (kalender): local time, public holidays, working days and opening hours, in Europe/Copenhagen.
// Holidays are data (rules/holidays.json); elapsed time, calendar days, working days and open time are four different things.
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './ids.ts';
import { epoch, instant } from './ids.ts';

export const timeZone = 'Europe/Copenhagen';

/** Calendar date in Denmark, `YYYY-MM-DD`. */
export type LocalDate = string;

/** Time of day in Denmark, `HH:MM`; `24:00` is the end of the day. */
export type LocalTime = string;

/** Elapsed time as ISO 8601 with hours, minutes and seconds only (`PT30M`, `-PT2H`): a day is not always 24 hours. */
export type Duration = string;

/** Days that are not public holidays but on which much is closed; each rule set says which of them count (domain.md 1.12). */
export const flaggedDays = ['constitution-day', 'christmas-eve', 'new-years-eve'] as const;
export type FlaggedDay = (typeof flaggedDays)[number];

export interface CalendarYear {
  /** Public holidays (helligdage): date -> Danish name. Great Prayer Day (store bededag) is none from 2024. */
  readonly holidays: Readonly<Record<LocalDate, string>>;
  readonly flagged: Readonly<Record<FlaggedDay, LocalDate>>;
}

/** Versioned table of years; a year that is not in it is an error, never a guess. */
export interface Calendar {
  readonly version: string;
  readonly source: string;
  readonly years: Readonly<Record<string, CalendarYear>>;
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** A span of opening hours. On a holiday only spans that list `holiday` apply, whatever the weekday. `opens` < `closes`. */
export interface OpeningSpan {
  readonly days: readonly (Weekday | 'holiday')[];
  readonly opens: LocalTime;
  readonly closes: LocalTime;
}
export type OpeningHours = readonly OpeningSpan[];

/** The calendar as one rule set reads it: which flagged days count as holidays. */
export interface WorkingCalendar {
  readonly calendar: Calendar;
  readonly closedOn: readonly FlaggedDay[];
}

/** The holiday table does not cover this year; it has to be filled in (rules/holidays.json). */
export class CalendarYearMissing extends Error {
  readonly year: string;
  constructor(year: string) {
    super(`Kalenderen har ikke året ${year}`);
    this.name = 'CalendarYearMissing';
    this.year = year;
  }
}

/** No opening hours found within this many days: the unit is never open. */
const SEARCH_DAYS = 400;

/** Date in Denmark at an instant. */
export function localDate(at: Instant): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(epoch(at)).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The first instant of a date in Denmark. */
export const startOfDay = (date: LocalDate): Instant => atLocal(date, '00:00');

/**
 * Instant of a local date and time. Times in the hour that spring skips become one hour later, times in the hour that
 * autumn repeats are the first of the two (Temporal's "compatible", RFC 5545).
 */
export function atLocal(date: LocalDate, time: LocalTime): Instant {
  const endOfDay = time === '24:00';
  const day = endOfDay ? addDays(date, 1) : date;
  const zoned = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: endOfDay ? '00:00' : time });
  return instant(zoned.epochMilliseconds);
}

/**
 * Instant on a date at the time of day that another instant has. The hour that autumn repeats counts as its end the second
 * time, and in the hour that spring skips it is the moment of the skip, so that a later time never comes out earlier.
 */
export function atSameTime(date: LocalDate, as: Instant): Instant {
  const from = Temporal.Instant.fromEpochMilliseconds(epoch(as)).toZonedDateTimeISO(timeZone);
  const again = from.toPlainDateTime().toZonedDateTime(timeZone).epochMilliseconds !== from.epochMilliseconds;
  const change = again ? from.getTimeZoneTransition('previous') : null;
  // The last millisecond before the clock was put back, and one more by that clock.
  const before = change?.subtract({ milliseconds: 1 }).toPlainDateTime().add({ milliseconds: 1 });
  const plainTime = (before ?? from).toPlainTime();
  const there = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime });
  const skipped = there.toPlainTime().equals(plainTime) ? null : there.getTimeZoneTransition('previous');
  return instant((skipped ?? there).epochMilliseconds);
}

/** Calendar day `days` after (or before, when negative) a date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Length of an elapsed duration in milliseconds. Throws RangeError on days, months and years. */
export function milliseconds(duration: Duration): number {
  const parts = Temporal.Duration.from(duration);
  if (parts.years !== 0 || parts.months !== 0 || parts.weeks !== 0 || parts.days !== 0) {
    throw new RangeError(`Elapsed time is in hours, minutes and seconds, not "${duration}"`);
  }
  return parts.total('milliseconds');
}

/** Elapsed time after an instant: 72 h stay 72 h over both clock changes. */
export const addElapsed = (from: Instant, duration: Duration): Instant => instant(epoch(from) + milliseconds(duration));

/** Whether a date is a public holiday, or a flagged day that counts as one here. Throws CalendarYearMissing. */
export function isHoliday({ calendar, closedOn }: WorkingCalendar, date: LocalDate): boolean {
  const name = date.slice(0, 4);
  const year = calendar.years[name];
  if (year === undefined) throw new CalendarYearMissing(name);
  return Object.hasOwn(year.holidays, date) || closedOn.some((flag) => year.flagged[flag] === date);
}

function weekday(date: LocalDate): Weekday {
  return weekdays[Temporal.PlainDate.from(date).dayOfWeek - 1] ?? 'sunday';
}

/** Which hours of a roster apply to a date: those of a holiday, or of its weekday. Throws CalendarYearMissing. */
export const dayKind = (working: WorkingCalendar, date: LocalDate): Weekday | 'holiday' =>
  isHoliday(working, date) ? 'holiday' : weekday(date);

/** Monday to Friday and no holiday. Throws CalendarYearMissing. */
export function isWorkingDay(working: WorkingCalendar, date: LocalDate): boolean {
  const day = weekday(date);
  return day !== 'saturday' && day !== 'sunday' && !isHoliday(working, date);
}

/** Whether the unit is open at any time of this date. Throws CalendarYearMissing. */
export const isOpenOn = (working: WorkingCalendar, hours: OpeningHours, date: LocalDate): boolean =>
  spansOn(working, hours, date).length > 0;

/**
 * The n-th date after `date` that `counts` (n < 0: before; 0: the date itself, or the first after it that counts).
 * Throws RangeError when there is none within 400 days.
 */
export function nthDay(date: LocalDate, n: number, counts: (date: LocalDate) => boolean): LocalDate {
  const step = n < 0 ? -1 : 1;
  let left = n === 0 ? 1 : Math.abs(n);
  let day = n === 0 ? date : addDays(date, step);
  for (let searched = 0; searched < SEARCH_DAYS; searched += 1) {
    if (counts(day)) left -= 1;
    if (left === 0) return day;
    day = addDays(day, step);
  }
  throw new RangeError(`No such day within ${SEARCH_DAYS} days of ${date}`);
}

/** Opening spans of one date as [opens, closes] in epoch ms, in order of time. */
function spansOn(
  working: WorkingCalendar,
  hours: OpeningHours,
  date: LocalDate,
): readonly (readonly [number, number])[] {
  const kind = dayKind(working, date);
  return hours
    .filter((span) => span.days.includes(kind))
    .map((span): readonly [number, number] => [epoch(atLocal(date, span.opens)), epoch(atLocal(date, span.closes))])
    .sort(([a], [b]) => a - b);
}

/** Whether the unit is open at an instant; the closing instant itself still counts. Throws CalendarYearMissing. */
export function isOpenAt(working: WorkingCalendar, hours: OpeningHours, at: Instant): boolean {
  const date = localDate(at);
  const ms = epoch(at);
  // The end of yesterday is the same instant as the start of today when a span closes at 24:00.
  return [addDays(date, -1), date].some((day) =>
    spansOn(working, hours, day).some(([opens, closes]) => opens <= ms && ms <= closes),
  );
}

/**
 * The instant after `duration` of open time, counted from `from`; with `PT0S` the next instant at which the unit is open.
 * Ends on the closing instant rather than the next opening. Throws RangeError when the unit is never open.
 */
export function addOpenTime(working: WorkingCalendar, hours: OpeningHours, from: Instant, duration: Duration): Instant {
  const start = epoch(from);
  let left = milliseconds(duration);
  let date = localDate(from);
  for (let day = 0; day < SEARCH_DAYS; day += 1) {
    for (const [opens, closes] of spansOn(working, hours, date)) {
      const begin = Math.max(start, opens);
      if (begin >= closes) continue;
      if (left <= closes - begin) return instant(begin + left);
      left -= closes - begin;
    }
    date = addDays(date, 1);
  }
  throw new RangeError(`No opening hours within ${SEARCH_DAYS} days of ${from}`);
}
