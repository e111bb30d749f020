// The next ordinary day: neither weekend nor holiday, so that a made-up discharge needs no agreement by phone for its date.
// Scenarios and tests take their dates from here, whatever day they run on.
import { readFileSync } from 'node:fs';
import { addDays, flaggedDays, isWorkingDay, localDate } from '../domain/calendar.ts';
import { instant } from '../domain/ids.ts';
import { calendarSchema } from '../rules/schemas.ts';

const DAY = 24 * 3_600_000;
const file = new URL('../rules/holidays.json', import.meta.url);
const calendar = calendarSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

/** This time of day (epoch ms) on that day, or on the first ordinary one after it. */
export function ordinaryDay(at: number): number {
  const first = localDate(instant(at));
  for (let days = 0; ; days += 1) {
    if (isWorkingDay({ calendar, closedOn: flaggedDays }, addDays(first, days))) return at + days * DAY;
  }
}
