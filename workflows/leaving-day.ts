// Which day the patient leaves on as far as anybody has said, and the dated rules for it, asked once for each.
// A plan names it, or the ward's word "ready" does; a day that passes becomes another.
import { epoch, instant } from '../domain/ids.ts';
import { isPlanLetter } from '../domain/letters.ts';
import type { LeavingRules } from '../domain/phone-first.ts';
import { getsHelp, isSameDay } from '../domain/phone-first.ts';
import { plannedLeaving } from '../domain/plan.ts';
import type { Ruled } from '../domain/ruled.ts';
import { admittedAt as stayBegan } from '../domain/stay.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';
import { restart } from './track.ts';

export const hasLeft = (c: Case): boolean => c.view.leftAt !== null;
/** When the stay began as it is known now, epoch ms; a notice may have put it right since the case began. */
export const admittedAt = (c: Case): number =>
  stayBegan(c.notices, (chain) => chain.startsWith(`${c.id}/`)) ?? c.start.admittedAt;
export const isAmbulant = (c: Case): boolean => c.view.stay.state === 'ambulant';

/** The dated rules for the leaving as it is planned now, asked once for each; null when nobody knows when it will be. */
export async function leavingRules(c: Case): Promise<LeavingRules | null> {
  const leaving = leavingOf(c);
  if (leaving === null) return null;
  const { rules: had } = c.leaving;
  const isFor = had?.leaving === leaving && had.admittedAt === admittedAt(c);
  if (had !== null && isFor && (had.acute !== null) === isAmbulant(c)) return had;
  const planned = plannedOf(c);
  const earlier = planned !== null && leaving < planned;
  c.leaving.rules = { earlier, ...(await rulesFor(c, leaving)) };
  return c.leaving.rules;
}

/** The dated rules for a leaving at this time, as they were asked for at `from` (both epoch ms). */
export async function rulesFor(c: Case, leaving: number, from = c.now()): Promise<LeavingRules> {
  const began = admittedAt(c);
  const asked = { unit: c.view.visitationUnit, from };
  const [shortStay, sameDay, weekend, friday, acute] = await Promise.all([
    rule(c, { ...asked, clock: 'stay-branch', anchor: began }),
    rule(c, { ...asked, clock: 'plan-same-day', anchor: leaving }),
    rule(c, { ...asked, clock: 'weekend-agreement', anchor: leaving }),
    rule(c, { ...asked, clock: 'friday-afternoon', anchor: began, facts: { leaving: instant(leaving) } }),
    isAmbulant(c) ? rule(c, { ...asked, clock: 'municipal-action-soon', anchor: leaving }) : null,
  ]);
  return { leaving, admittedAt: began, shortStay, sameDay, weekend, friday, acute };
}

/** A day that had passed before anybody asked says nothing of when the patient leaves; one that passes meanwhile stands. */
function leavingOf(c: Case): number | null {
  const { saidAt, stillHereAt, rules } = c.leaving;
  if (hasLeft(c)) return null;
  const at = saidAt ?? plannedOf(c);
  // An acute contact is over the same day, whatever is known of when.
  if (isAmbulant(c) && (at === null || (at < c.now() && rules?.leaving !== at))) {
    c.leaving.contactAt ??= c.now();
    return onItsDay(c, Math.max(c.leaving.contactAt, stillHereAt ?? 0));
  }
  if (at === null) return null;
  if (stillHereAt !== null) return onItsDay(c, Math.max(at, stillHereAt));
  return saidAt !== null || at >= c.now() || rules?.leaving === at ? at : null;
}

/** Later on the day that was asked about is no other leaving: what was agreed for it stands. */
const onItsDay = ({ leaving: { rules } }: Case, at: number): number =>
  rules !== null && isSameDay(rules, at) ? rules.leaving : at;

function plannedOf({ view: { plan } }: Case): number | null {
  const planned = plan === null ? null : plannedLeaving(plan.date);
  return planned === null ? null : epoch(planned);
}

/**
 * Ready is said of the planned day while it is to come; else, or when the ward says so, of today. What must be agreed for a
 * day that no plan named is found out now, before the word stands. Ends when every call that it needs is known.
 */
export async function decideDay(c: Case, leavesToday: boolean): Promise<void> {
  const { plan, visitationUnit: unit } = c.view;
  if (plan === null || !getsHelp(plan)) return;
  const planned = plannedOf(c);
  const asPlanned = !leavesToday && planned !== null && planned >= c.now();
  if (asPlanned && c.leaving.saidAt === null) return;
  if (!asPlanned) {
    const today = await rule(c, { clock: 'plan-same-day', unit, anchor: c.now() });
    if (isSameDate(c.leaving.rules?.sameDay, today)) return;
  }
  c.leaving.saidAt = asPlanned ? null : c.now();
  restart(c, ['municipality']);
  await c.clock.atRest();
}

/** By its date, and not by its cut-off: the rules may have changed between the two questions. */
export const isSameDate = (one: Ruled | undefined, other: Ruled): boolean =>
  one?.day !== undefined && one.day.date === other.day?.date;

/** Whether this version of the plan was sent by `due` (epoch ms) and not refused since, or told on the phone. */
export const isInTime = (c: Case, version: number, due: number): boolean =>
  [...c.messages.values()].some(
    ({ kind, planVersion, firstSentAt, state, refused }) =>
      isPlanLetter(kind) &&
      planVersion === version &&
      (state === 'told-by-phone' ||
        (firstSentAt !== undefined && firstSentAt <= due && !refused && state !== 'failed')),
  );
