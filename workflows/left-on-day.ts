// The patient has left on a day that nobody had decided about: what that day asks for is found out, and somebody rings.
// Nothing can be agreed before any more, so nothing is refused; what was missing is kept with the leaving.
import type { CallReason } from '../domain/calls.ts';
import { instant } from '../domain/ids.ts';
import { branchOf, criteriaOf, getsHelp, reasonsAtOnce } from '../domain/phone-first.ts';
import { ring } from './ask.ts';
import type { Case } from './case.ts';
import { missedByDay } from './gate.ts';
import { hasLeft, isInTime, isSameDate, rulesFor } from './leaving-day.ts';
import { rule } from './rule.ts';
import { watch } from './track.ts';

/**
 * The patient has left on another day than the one that was decided about, or on one that nobody had named: what was agreed
 * is from that day on, and what that day asks for was missing. Somebody rings, unless somebody rings anyway about what was.
 */
export function leftOnDay(c: Case, leftAt: number): void {
  const { rules } = c.leaving;
  const { plan, visitationUnit: unit } = c.view;
  if (plan === null || !getsHelp(plan)) return;
  watch(c, 'left-other-day', async () => {
    const onDay = await rule(c, { clock: 'plan-same-day', unit, anchor: leftAt });
    if (c.view.leftAt !== leftAt) return;
    const date = onDay.day?.date ?? null;
    if (date === c.leaving.rungFor) return;
    c.leaving.rungFor = null;
    if (isSameDate(rules?.sameDay, onDay)) return;
    const reasons = await unknownReasons(c, leftAt);
    if (c.view.leftAt !== leftAt) return;
    missedByDay(c, criteriaOf(reasons));
    // A plan that named no day was about this one too when it was sent in time.
    if (rules === null && reasons.length === 0 && isInTime(c, c.toldPlan, onDay.due)) return;
    const rings = [...c.tasks.values()].some(({ kind, status }) => kind === 'ring-municipality' && status === 'open');
    if (rings) return;
    c.leaving.rungFor = date;
    const agreed =
      rules === null ? { why: 'left-unnamed-day' } : { why: 'left-other-day', agreedFor: instant(rules.leaving) };
    const about = { ...agreed, leftAt: instant(leftAt), reasons };
    await ring(c, {
      kind: 'ring-municipality',
      clock: 'call-task',
      about,
      unless: () => !hasLeft(c) || c.leaving.rungFor !== date,
    });
  });
}

/** Why somebody had to ring before the leaving at `leftAt`, which nobody knew of. */
async function unknownReasons(c: Case, leftAt: number): Promise<CallReason[]> {
  const rules = await rulesFor(c, leftAt, leftAt);
  return reasonsAtOnce(rules, branchOf(rules, c.view.stay, leftAt), leftAt).map(({ why }) => why);
}
