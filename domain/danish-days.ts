// Danish days (døgn) fast enough to count many: the date of a time, the day after and before a date.
// The same answers as calendar.ts, which asks the time zone each time; a test compares them hour by hour.
import type { LocalDate } from './calendar.ts';
import { localDate } from './calendar.ts';
import { instant } from './ids.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Dates by the number of their day: the same few hundred are asked for again and again. */
const written = new Map<number, LocalDate>();

function utcDate(ms: number): LocalDate {
  const day = Math.floor(ms / DAY);
  const known = written.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  written.set(day, date);
  return date;
}

/** Date in Denmark at a time (epoch ms). Danish time is one or two hours before UTC; only where that matters the zone is asked. */
export function localDay(at: number): LocalDate {
  const winter = utcDate(at + HOUR);
  return winter === utcDate(at + 2 * HOUR) ? winter : localDate(instant(at));
}

/** The date so many days after (or before) another. */
export const dayAfter = (date: LocalDate, days = 1): LocalDate => utcDate(Date.parse(`${date}T00:00:00Z`) + days * DAY);

/** Every date from one to another, both included. */
export function datesFrom(first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const end = Date.parse(`${last}T00:00:00Z`);
  const dates: LocalDate[] = [];
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= end; at += DAY) dates.push(utcDate(at));
  return dates;
}

/** The first day of the month after a month `YYYY-MM`. */
export function monthAfter(month: string): LocalDate {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return utcDate(Date.UTC(year, number, 1));
}
