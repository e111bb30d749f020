// The written referral (henvisning) and the way to the place, of a request without a hospital stay.
// The referral follows the named yes and never stands for it; without it nobody is on the way, and the hold lapses.

import { epoch } from '../domain/ids.ts';
import { bedNeed } from '../domain/plan.ts';
import { allowed } from './allowed.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { refuse } from './refuse.ts';
import { tellLetter } from './tell.ts';
import { watch } from './track.ts';

/** Only to a unit that has said yes: before that nobody may know who the citizen is. */
export function mayRefer(c: Case, _: Decision<'send-referral'>): void {
  allowed(c, 'send-referral');
  if (c.view.bed.state !== 'held') refuse('no-place-held');
}

export function refer(c: Case, { body, actor, submission }: Decision<'send-referral'>): void {
  const { bed, request } = c.view;
  if (bed.state !== 'held' || request === undefined) return;
  const { unit } = bed;
  c.set({ request: { ...request, referredAt: c.now() } });
  c.fact('referral-sent', { unit }, { actor, submission });
  const letter = { submission: submission ?? '', activity: 'new', thread: body.thread, of: null } as const;
  watch(c, 'referral', () => tellLetter(c, unit, letter, 'health-act-41-2-1'));
}

/** A citizen who is referred is on the way from the agreed time on; the place is then kept until the arrival is recorded. */
export async function onTheWay(c: Case): Promise<void> {
  while (c.view.leftAt === null) {
    await c.clock.wait(() => isReferred(c), null);
    const { plan, bed } = c.view;
    const need = plan === null ? null : bedNeed(plan);
    const asked = need === null ? c.now() : epoch(need.from);
    const arrival = bed.state === 'held' ? (bed.arrival ?? asked) : asked;
    if (await c.clock.wait(() => !isReferred(c), arrival, 'agreed-arrival')) continue;
    c.set({ leftAt: Math.max(arrival, c.view.request?.referredAt ?? arrival), stage: 'left' });
    c.fact('on-the-way', {}, { happenedAt: arrival });
  }
}

const isReferred = ({ view: { bed, request } }: Case): boolean =>
  bed.state === 'held' && request !== undefined && request.referredAt !== null;
