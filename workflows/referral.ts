// The written referral (henvisning) to the place that a named person has said yes to, and the way there.
// The asker's own system sends it, never this service. Of a request without a stay nobody is on the way before it is sent.

import { hasPlace } from '../domain/bed.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import { knownSince } from '../domain/own-standard.ts';
import { bedNeed } from '../domain/plan.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';

/** The asker sends it after the yes and says so, or a system reports it; asked for as long as the place is held or used. */
export async function referralFollows(
  c: Case,
  {
    unit,
    place,
    address,
    arrival,
    since,
  }: {
    readonly unit: UnitId;
    readonly place: string;
    readonly address: UnitId;
    readonly arrival: number;
    /** An earlier referral went to another place; epoch ms. */
    readonly since: number;
  },
): Promise<void> {
  const isGone = (): boolean => !hasPlace(c.view.bed, place);
  await ask(c, c.view.wardUnit, {
    kind: 'send-referral',
    clock: 'acute-referral',
    anchor: arrival,
    about: { unit, ...(address === unit ? {} : { address }) },
    unless: () => isGone() || isReferred(c, since),
  });
}

const isReferred = (c: Case, since = 0): boolean =>
  knownSince(
    'acute-referral',
    c.events.filter(({ learntAt }) => learntAt >= since),
  ) !== null;

/** A citizen who is referred is on the way from the agreed time on; the place is then kept until the arrival is recorded. */
export async function onTheWay(c: Case): Promise<void> {
  const referred = (): boolean => c.view.bed.state === 'held' && isReferred(c);
  while (c.view.leftAt === null) {
    await c.clock.wait(referred, null);
    const { plan, bed } = c.view;
    const need = plan === null ? null : bedNeed(plan);
    const asked = need === null ? c.now() : epoch(need.from);
    const arrival = bed.state === 'held' ? (bed.arrival ?? asked) : asked;
    if (await c.clock.wait(() => !referred(), arrival, 'agreed-arrival')) continue;
    c.set({ leftAt: Math.max(arrival, knownSince('acute-referral', c.events) ?? arrival), stage: 'left' });
    c.fact('on-the-way', {}, { happenedAt: arrival });
  }
}
