// Days of the calendar for workflow tests: the next Saturday, holiday or ordinary day, at a time of day in Denmark.
// Counted from the clock of the stage, so a test says what it means on whatever day it runs.
import { readFileSync } from 'node:fs';
import type { LocalDate, LocalTime, Weekday } from '../../domain/calendar.ts';
import { addDays, atLocal, dayKind, flaggedDays, localDate } from '../../domain/calendar.ts';
import { epoch, instant } from '../../domain/ids.ts';
import { calendarSchema } from '../../rules/schemas.ts';
import { today } from './stage.ts';

const calendar = calendarSchema.parse(JSON.parse(readFileSync('rules/holidays.json', 'utf8')));
const kindOf = (date: LocalDate): Weekday | 'holiday' => dayKind({ calendar, closedOn: flaggedDays }, date);

/** The first date at least `ahead` days from now whose run of days is of these kinds. */
function next(ahead: number, ...kinds: readonly (Weekday | 'holiday')[]): LocalDate {
  for (let date = addDays(localDate(instant(today())), ahead); ; date = addDays(date, 1)) {
    if (kinds.every((kind, index) => kindOf(addDays(date, index)) === kind)) return date;
  }
}

/** Epoch ms of a time of day on a date in Denmark. */
export const at = (date: LocalDate, time: LocalTime): number => epoch(atLocal(date, time));

/** A Tuesday and a Wednesday that are no holidays, at least three days ahead. */
export const ordinaryDate = (): LocalDate => next(3, 'tuesday', 'wednesday');
/** A Friday that is none, whose Saturday to Monday are none either. */
export const fridayDate = (): LocalDate => next(3, 'friday', 'saturday', 'sunday', 'monday');
export const saturdayDate = (): LocalDate => addDays(fridayDate(), 1);
export const holidayDate = (): LocalDate => next(3, 'holiday');
