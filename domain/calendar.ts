// The Danish calendar (kalender): local time, public holidays, working days and opening hours, in Europe/Copenhagen.
// Holidays are data (rules/holidays.json); elapsed time, calendar days, working days and open time are four different things.
import { Temporal } from 'temporal-polyfill';
import type { Day, LocalDate, Weekday } from './days.ts';
import { dayAt, dayOf, timeZone, weekdays } from './days.ts';
import type { Instant } from './ids.ts';
import { epoch, instant } from './ids.ts';

export type { LocalDate, Weekday };
export { timeZone, weekdays };

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
export const localDate = (at: Instant): LocalDate => dayAt(epoch(at)).date;

/** The first instant of a date in Denmark. */
export const startOfDay = (date: LocalDate): Instant => instant(dayOf(date).start);

/**
 * Instant of a local date and time. Times in the hour that spring skips become one hour later, times in the hour that
 * autumn repeats are the first of the two (Temporal's "compatible", RFC 5545).
 */
export const atLocal = (date: LocalDate, time: LocalTime): Instant => instant(timeOn(dayOf(date), time));

const MINUTE = 60_000;

/** The same in epoch ms. */
function timeOn(day: Day, time: LocalTime): number {
  if (time === '24:00') return day.end;
  const shown = (60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5))) * MINUTE;
  const { start, change } = day;
  if (change === null || shown < change.after + Math.max(0, change.by)) return start + shown;
  return start + shown - change.by;
}

/**
 * Instant on a date at the time of day that another instant has. The hour that autumn repeats counts as its end the second
 * time, and in the hour that spring skips it is the moment of the skip, so that a later time never comes out earlier.
 */
export function atSameTime(date: LocalDate, as: Instant): Instant {
  const day = dayAt(epoch(as));
  const passed = epoch(as) - day.start;
  const shown =
    day.change === null || passed < day.change.after ? passed : Math.max(day.change.after, passed + day.change.by);
  const { start, change } = dayOf(date);
  if (change === null || shown < change.after) return instant(start + shown);
  return instant(start + Math.max(change.after, shown - change.by));
}

/** Calendar day `days` after (or before, when negative) a date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  if (days === 1) return dayOf(date).after;
  if (days === -1) return dayOf(date).before;
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Durations stand in rule files, so there are few. */
const MOST_DURATIONS = 1_000;
const durations = new Map<Duration, number>();

/** Length of an elapsed duration in milliseconds. Throws RangeError on days, months and years. */
export function milliseconds(duration: Duration): number {
  const known = durations.get(duration);
  if (known !== undefined) return known;
  const parts = Temporal.Duration.from(duration);
  if (parts.years !== 0 || parts.months !== 0 || parts.weeks !== 0 || parts.days !== 0) {
    throw new RangeError(`Elapsed time is in hours, minutes and seconds, not "${duration}"`);
  }
  const length = parts.total('milliseconds');
  if (durations.size >= MOST_DURATIONS) durations.clear();
  durations.set(duration, length);
  return length;
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

const weekday = (date: LocalDate): Weekday => dayOf(date).weekday;

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

type DayKind = Weekday | 'holiday';

/** The spans of each kind of day in order, found once for each list of hours. */
const sorted = new WeakMap<OpeningHours, Map<DayKind, OpeningHours>>();

function spansOf(hours: OpeningHours, kind: DayKind): OpeningHours {
  const known = sorted.get(hours) ?? new Map<DayKind, OpeningHours>();
  if (known.size === 0) sorted.set(hours, known);
  const found = known.get(kind);
  if (found !== undefined) return found;
  const spans = hours.filter(({ days }) => days.includes(kind)).sort((a, b) => (a.opens < b.opens ? -1 : 1));
  known.set(kind, spans);
  return spans;
}

/** Opening spans of one date as [opens, closes] in epoch ms, in order of time. */
function spansOn(
  working: WorkingCalendar,
  hours: OpeningHours,
  date: LocalDate,
): readonly (readonly [number, number])[] {
  const day = dayOf(date);
  return spansOf(hours, dayKind(working, date)).map(({ opens, closes }) => [timeOn(day, opens), timeOn(day, closes)]);
}

/** When the unit is open between two times (epoch ms), as [opens, closes] cut to them. Throws CalendarYearMissing. */
export function openSpans(
  working: WorkingCalendar,
  hours: OpeningHours,
  from: number,
  until: number,
): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  const last = localDate(instant(until));
  for (let date = localDate(instant(from)); date <= last; date = addDays(date, 1)) {
    for (const [opens, closes] of spansOn(working, hours, date)) {
      const [begin, end] = [Math.max(opens, from), Math.min(closes, until)];
      if (begin < end) found.push([begin, end]);
    }
  }
  return found;
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
 * A time on a date on which the unit is open, brought into its hours: the closing before it when the unit has closed by then,
 * else the first opening of the day. Throws CalendarYearMissing.
 */
export function heldOpen(working: WorkingCalendar, hours: OpeningHours, date: LocalDate, at: Instant): Instant {
  const ms = epoch(at);
  const spans = spansOn(working, hours, date);
  const begun = spans.findLast(([opens]) => opens <= ms);
  if (begun !== undefined) return instant(Math.min(ms, begun[1]));
  return instant(spans[0]?.[0] ?? ms);
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
