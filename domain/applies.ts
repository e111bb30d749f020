// When a dated rule asks for anything at all (gælder kun): its anchor in certain hours of the week, as a weekend has them.
// Which hours, and before when the patient is to leave, is configuration; holidays are those of the rule set.
import type { OpeningHours, WorkingCalendar } from './calendar.ts';
import { addElapsed, isOpenAt } from './calendar.ts';
import type { DueRule } from './deadline.ts';
import { deadline } from './deadline.ts';
import type { Instant } from './ids.ts';
import { epoch } from './ids.ts';

/** The anchor lies in these hours; and where it says so, the patient leaves before a time counted from the anchor. */
export interface OnlyWhen {
  readonly anchorIn: OpeningHours;
  readonly leavesBefore?: DueRule;
}

/**
 * Whether the rule applies. Without an anchor, or without the leaving it compares with, it does not: nothing is known yet.
 * Throws CalendarYearMissing.
 */
export function applies(
  { anchorIn, leavesBefore }: OnlyWhen,
  working: WorkingCalendar,
  anchor: Instant | undefined,
  leaving: Instant | undefined,
): boolean {
  // The end of a span is the start of the next day and belongs to that.
  if (anchor === undefined || !isOpenAt(working, anchorIn, anchor)) return false;
  if (!isOpenAt(working, anchorIn, addElapsed(anchor, 'PT1S'))) return false;
  if (leavesBefore === undefined) return true;
  if (leaving === undefined) return false;
  return (
    epoch(leaving) < epoch(deadline(leavesBefore, { working, hours: [], shifts: [], start: anchor, counted: anchor }))
  );
}
