// When an item of follow-up is to be, by the dated rules: home visits in their window, one after the other, and the seven
// days of rehabilitation. Counted from the leaving, and anew when that turns out to be another time.
import type { FollowUpItem, FollowUpPlan } from '../domain/follow-up.ts';
import { isOver } from '../domain/follow-up.ts';
import { epoch } from '../domain/ids.ts';
import { plannedLeaving } from '../domain/plan.ts';
import type { Case } from './case.ts';
import { itemOf } from './follow-up-items.ts';
import { rule } from './rule.ts';

type Window = Pick<FollowUpPlan, 'from' | 'until' | 'bookBy'>;
/** What of an item says when it is to be. */
export type Timed = Pick<FollowUpPlan, 'what' | 'booker'> & Partial<Pick<FollowUpPlan, 'start' | 'contact'>>;

/** When the patient left, or is to leave as far as that is known; epoch ms. */
export function leavingTime(c: Case): number | null {
  if (c.view.leftAt !== null) return c.view.leftAt;
  const planned = c.view.plan === null ? null : plannedLeaving(c.view.plan.date);
  return planned === null ? null : epoch(planned);
}

/** Whether the leaving is another than it was: what a window is counted from. */
export function sameLeaving(c: Case): () => boolean {
  const [left, time] = [c.view.leftAt, leavingTime(c)];
  return () => c.view.leftAt === left && leavingTime(c) === time;
}

/** The window that the rules give now. A home visit is booked before its window opens; rehabilitation within it. */
export async function windowByRule(c: Case, item: Timed): Promise<Window> {
  if (item.what === 'rehabilitation') {
    const start = Math.max(leavingTime(c) ?? c.now(), item.start ?? 0);
    // The seven days are of the leaving or of the later medical start, also when the case learns late of it.
    const from = Math.min(c.now(), start);
    const { due } = await rule(c, { clock: 'rehabilitation-offer', unit: item.booker, anchor: start, from });
    return { from: start, until: due, bookBy: due };
  }
  const before = earlier(c, item);
  const ruled = await rule(c, {
    clock: before === undefined ? 'follow-up-visit' : 'next-contact',
    unit: item.booker,
    anchor: before === undefined ? leavingTime(c) : heldAt(before),
  });
  const from = ruled.opens ?? c.now();
  return { from, until: Math.max(ruled.due, from), bookBy: from };
}

/** The contact before this one, when it is one of several. */
export function earlier(c: Case, { contact }: Pick<Timed, 'contact'>): FollowUpItem | undefined {
  const after = contact?.after ?? null;
  return after === null ? undefined : itemOf(c, after);
}

/** A later contact is booked when the one before it is over. */
export function mustWait(c: Case, item: Timed): boolean {
  const before = earlier(c, item);
  return before !== undefined && !isOver(before);
}

const heldAt = (item: FollowUpItem): number => (item.state === 'done' ? item.doneAt : (item.bookedAt ?? item.until));
