// The days of the Danish calendar with their bounds, each worked out once by the time library and then remembered.
// Asking the library for a day costs more than all the rest of a deadline, and a day never changes.
import { Temporal } from 'temporal-polyfill';

export const timeZone = 'Europe/Copenhagen';

/** Calendar date in Denmark, `YYYY-MM-DD`. */
export type LocalDate = string;

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** One date: it begins at `start` and ends before `end`, epoch ms. */
export interface Day {
  readonly date: LocalDate;
  readonly start: number;
  readonly end: number;
  readonly weekday: Weekday;
  /** Of a day on which the clocks change: how long after midnight, and by how much, ms; forward when it is more than 0. */
  readonly change: { readonly after: number; readonly by: number } | null;
  readonly before: LocalDate;
  readonly after: LocalDate;
}

/** About twenty years of days; who asks for more begins anew. */
const MOST = 8_000;
const HOUR = 60 * 60 * 1000;
const known = new Map<LocalDate, Day>();
/** The same by the number of the day in UTC, an hour ahead: found without writing a date. */
const byNumber = new Map<number, Day>();

/** The day of a date. Throws RangeError when it is no date. */
export function dayOf(date: LocalDate): Day {
  const found = known.get(date);
  if (found !== undefined) return found;
  const plainDate = Temporal.PlainDate.from(date);
  const next = plainDate.add({ days: 1 });
  const begins = plainDate.toZonedDateTime(timeZone);
  const start = begins.epochMilliseconds;
  const end = next.toZonedDateTime(timeZone).epochMilliseconds;
  const made: Day = {
    date: plainDate.toString(),
    start,
    end,
    weekday: weekdays[plainDate.dayOfWeek - 1] ?? 'sunday',
    change: end - start === 24 * HOUR ? null : changeAfter(begins),
    before: plainDate.subtract({ days: 1 }).toString(),
    after: next.toString(),
  };
  if (known.size >= MOST) known.clear();
  known.set(date, made);
  return made;
}

function changeAfter(begins: Temporal.ZonedDateTime): Day['change'] {
  const change = begins.getTimeZoneTransition('next');
  if (change === null) return null;
  const by = (change.offsetNanoseconds - begins.offsetNanoseconds) / 1_000_000;
  return { after: change.epochMilliseconds - begins.epochMilliseconds, by };
}

/** The day that an instant, epoch ms, lies in. */
export function dayAt(ms: number): Day {
  // Denmark is an hour or two ahead of UTC, so this is the day or the one before it.
  const number = Math.floor((ms + HOUR) / (24 * HOUR));
  let day = byNumber.get(number);
  if (day === undefined) {
    day = dayOf(new Date(ms + HOUR).toISOString().slice(0, 10));
    if (byNumber.size >= MOST) byNumber.clear();
    byNumber.set(number, day);
  }
  while (ms >= day.end) day = dayOf(day.after);
  while (ms < day.start) day = dayOf(day.before);
  return day;
}
