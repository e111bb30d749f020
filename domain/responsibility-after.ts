// Who keeps a responsibility once the patient has left (hvem svarer bagefter), as the papers and the patient's view say it.
// The same course as everybody else is answered from, so that no paper promises hours which no rule covers.
import type { UnitId } from './ids.ts';
import { epoch, instant } from './ids.ts';
import type { DischargeDate } from './plan.ts';
import type { KnownCase, Rules } from './responsibility-course.ts';
import { courseOf } from './responsibility-course.ts';
import type { Course, Period } from './responsibility-periods.ts';
import { periodAt, responsibilityPeriods, stayPeriods } from './responsibility-periods.ts';

/** A unit that answers at first, and how long. */
export type Kept = { readonly unit: UnitId } & (
  | { /** Epoch ms. */ readonly until: number }
  /** From the leaving on, when nobody knows the day of it yet; whole hours. */
  | { readonly hours: number }
);

const HOUR = 3_600_000;

/**
 * The hospital unit that answers at the leaving, or now when the patient has left; null: none does, or not any longer.
 * One who should have left by now is taken to leave at this moment. `now`: epoch ms. Pure.
 */
export function keptAfter(known: KnownCase, rules: Rules, now: number): Kept | null {
  const { leftAt, plan } = known.view;
  if (leftAt !== null) return at(courseOf(known, rules, now), Math.max(leftAt, now), null);
  const leaving = plan === null ? null : leavingOf(plan.date);
  if (plan === null || leaving === null) return null;
  const from = Math.max(leaving, now + 1);
  const leaves = { ...plan, date: { kind: 'at', at: instant(from) } } as const;
  const course = courseOf({ ...known, view: { ...known.view, plan: leaves } }, rules, now);
  return at(course, from, plan.date.kind === 'at' ? null : from);
}

function leavingOf(date: DischargeDate): number | null {
  if (date.kind === 'unknown') return null;
  return epoch(date.kind === 'at' ? date.at : date.from);
}

/** `from`: the leaving that the hours count from, while its day is open. */
function at(course: Course, time: number, from: number | null): Kept | null {
  const ofStay = periodAt(stayPeriods(course), time);
  const { ground, unit, until }: Period =
    ofStay.ground === 'extended' ? ofStay : periodAt(responsibilityPeriods(course), time);
  if ((ground !== 'extended' && ground !== 'acute-function') || unit === null || until === null) return null;
  return from === null ? { unit, until } : { unit, hours: Math.round((until - from) / HOUR) };
}
