// How a deadline (frist) is computed from a due rule: elapsed time, open time, or a time of day on a day that counts.
// The rule comes from a dated file; everything here is calendar arithmetic in Europe/Copenhagen (domain.md 1.12).
import type { Duration, LocalDate, LocalTime, OpeningHours, WorkingCalendar } from './calendar.ts';
import {
  addDays,
  addElapsed,
  addOpenTime,
  atLocal,
  atSameTime,
  heldOpen,
  isOpenOn,
  isWorkingDay,
  localDate,
  nthDay,
} from './calendar.ts';
import type { Instant } from './ids.ts';
import { epoch } from './ids.ts';

/** What a deadline is counted from and in, and the least time the answerer always has. */
interface Counted {
  /**
   * `start` (when left out) is the start of the clock; `anchor` is the time of the case named with the clock
   * (domain/clocks.ts); `later` the later of the two, which is the start while no anchor is known.
   */
  readonly countsFrom?: 'start' | 'anchor' | 'later';
  /** Elapsed time from the start of the clock before which the deadline never falls; for an anchor that may be near or past. */
  readonly atLeast?: Duration;
  /** Whose reading hours of the rule set apply when the unit's own are not known; for open time and open days. */
  readonly readingHours?: string;
  /** Whose shifts of the rule set apply; for the end of a shift. */
  readonly shifts?: string;
}

export type DueRule = Counted &
  (
    | { readonly kind: 'elapsed'; readonly duration: Duration }
    | { readonly kind: 'open-time'; readonly duration: Duration }
    | {
        readonly kind: 'at-time';
        /** Left out: the same time of day as counted from. On an open day at which it is closed: the closing before, or the opening. */
        readonly time?: LocalTime;
        /** How many counting days from the day counted from; 0 is that day itself when it counts, else the next that does. */
        readonly day: number;
        readonly days: 'every-day' | 'working-days' | 'open-days';
        /** Whether a time that has passed at the start moves to the next counting day, or stays as "too late". */
        readonly past: 'stays' | 'next-day';
      }
    /** The end of the shift counted from, or of one so many shifts later: 1 where a shift has read already. */
    | { readonly kind: 'shift-end'; readonly more: number }
  );

/** What a deadline is computed from. `hours` are the opening hours of the unit that must act. */
export interface DeadlineInput {
  readonly working: WorkingCalendar;
  readonly hours: OpeningHours;
  /** When the shifts of a day begin, ascending. */
  readonly shifts: readonly LocalTime[];
  readonly start: Instant;
  readonly counted: Instant;
}

/**
 * The deadline of a rule, in UTC. May lie before `start`: then its time had passed when the clock started.
 * A later start (and a later anchor) never gives an earlier deadline.
 * Throws CalendarYearMissing when holidays of that year are not known, RangeError when a unit is never open.
 */
export function deadline(rule: DueRule, input: DeadlineInput): Instant {
  const due = plainDeadline(rule, input);
  if (rule.atLeast === undefined) return due;
  const soonest = addElapsed(input.start, rule.atLeast);
  return epoch(due) < epoch(soonest) ? soonest : due;
}

function plainDeadline(rule: DueRule, { working, hours, shifts, start, counted }: DeadlineInput): Instant {
  switch (rule.kind) {
    case 'elapsed':
      return addElapsed(counted, rule.duration);
    case 'open-time':
      return addOpenTime(working, hours, counted, rule.duration);
    case 'shift-end':
      return shiftEnd(shifts, counted, rule.more);
    case 'at-time': {
      const on = (date: LocalDate): Instant => {
        const stated = rule.time === undefined ? atSameTime(date, counted) : atLocal(date, rule.time);
        // A unit that closes early on that day reads nothing later on it.
        return rule.days === 'open-days' ? heldOpen(working, hours, date, stated) : stated;
      };
      const counts = (date: LocalDate): boolean => {
        switch (rule.days) {
          case 'every-day':
            return true;
          case 'working-days':
            return isWorkingDay(working, date);
          case 'open-days':
            return isOpenOn(working, hours, date);
        }
      };
      const first = nthDay(localDate(counted), rule.day, counts);
      const due = on(first);
      if (rule.past === 'stays' || epoch(due) >= epoch(start)) return due;
      const today = nthDay(localDate(start), 0, counts);
      const next = on(today);
      return epoch(next) >= epoch(start) ? next : on(nthDay(today, 1, counts));
    }
  }
}

/** The n-th beginning of a shift after an instant (0: the next one). Throws RangeError when there are no shifts. */
function shiftEnd(shifts: readonly LocalTime[], counted: Instant, more: number): Instant {
  if (shifts.length === 0) throw new RangeError('No shifts');
  let left = more;
  for (let date = localDate(counted); ; date = addDays(date, 1)) {
    for (const begins of shifts) {
      const end = atLocal(date, begins);
      if (epoch(end) <= epoch(counted)) continue;
      if (left === 0) return end;
      left -= 1;
    }
  }
}

/** Whether a due rule looks at opening hours at all. */
export const needsHours = (rule: DueRule): boolean =>
  rule.kind === 'open-time' || (rule.kind === 'at-time' && rule.days === 'open-days');
