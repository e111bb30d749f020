// A place that is reserved while its unit is asked (reserveret plads): taken, kept for longer, shown on the case, given back.
// What is asked and what comes of it is in ask-for-bed.ts.
import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { Activities, Reserved } from '../activities/contract.ts';
import { takesPlace } from '../domain/bed.ts';
import type { CapabilityCode } from '../domain/capability-codes.ts';
import type { AskedUnit } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import type { BedNeed } from '../domain/plan.ts';
import { free } from './bed-places.ts';
import type { Case } from './case.ts';
import { FAULTS, outside } from './outside.ts';
import { rule } from './rule.ts';

export const places = proxyActivities<Pick<Activities, 'fittingUnits' | 'reservePlace' | 'holdPlace'>>({
  startToCloseTimeout: '10s',
  // A database that stays away this long is the operators' matter.
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '1s', maximumInterval: '20s', nonRetryableErrorTypes: FAULTS },
});
const DAY = 24 * 60 * 60 * 1000;

/** A unit that is being asked, for what, and the place reserved there. */
export interface Asked extends AskedUnit {
  /** As the plan has it, or from the later time that the unit has offered. */
  need: BedNeed;
  /** Who answers for the unit: itself, or whoever confirms its places. */
  asks: UnitId;
  /** Where the referral goes: to the unit itself, or to whoever receives what is written to its places. */
  address: UnitId;
  /** What its staff must be trained in first. */
  training: readonly CapabilityCode[];
  /** The unit has offered the place: it is told when it is not taken. */
  offered: boolean;
}

/**
 * Reserves a place, or keeps the one this case has there reserved until `leaseUntil` (epoch ms). Cannot be cancelled
 * half way: a place nobody knows the name of could not be given back.
 */
export function reserve(c: Case, unit: UnitId, need: BedNeed, leaseUntil: number): Promise<Reserved | 'failed'> {
  const from = epoch(need.from);
  const kind = need.kind ?? 'acute';
  const reservation = { dischargeId: c.id, unit, kind, from, until: from + need.days * DAY, leaseUntil };
  const summary = `Reservér plads hos ${unit} mens der spørges`;
  return CancellationScope.nonCancellable(() =>
    outside(c, () => places.reservePlace.executeWithOptions({ summary }, [reservation])),
  );
}

/** Keeps the place reserved until an answer that is due then (epoch ms; null: one asked for now); false when it is gone. */
export async function keepReserved(c: Case, asked: Asked, answerDue: number | null): Promise<boolean> {
  const lease = await rule(c, { clock: 'place-reservation', unit: asked.unit, anchor: answerDue });
  return keepUntil(c, asked, lease.due);
}

/** Keeps the place reserved, or reserves one for the period as it now is, until a time; false when there is none. */
export async function keepUntil(c: Case, asked: Asked, leaseUntil: number): Promise<boolean> {
  const kept = await reserve(c, asked.unit, asked.need, leaseUntil);
  if (kept === 'failed' || kept.taken) return false;
  asked.place = kept.place;
  showAsked(c, asked);
  return true;
}

/** Puts the unit among those that are asked, or its place in the stead of the one it had. */
export function showAsked(c: Case, { unit, place }: AskedUnit): void {
  const { bed } = c.view;
  if (takesPlace(bed)) return;
  const before = bed.state === 'asked' ? bed.asked : [];
  const known = before.some((one) => one.unit === unit);
  const asked = known ? before.map((one) => (one.unit === unit ? { unit, place } : one)) : [...before, { unit, place }];
  c.set({ bed: { state: 'asked', asked } });
}

/** Gives a reserved place back, also when planning was cancelled; the database ends an expired one by itself. */
export async function giveUp(c: Case, { unit, place }: AskedUnit): Promise<void> {
  const { bed } = c.view;
  if (!takesPlace(bed)) {
    const asked = bed.state === 'asked' ? bed.asked.filter((one) => one.unit !== unit) : [];
    const none = { state: c.ended ? 'not-needed' : 'looking' } as const;
    c.set({ bed: asked.length === 0 ? none : { state: 'asked', asked } });
  }
  await free(c, unit, place);
}

/** Whether the unit has stood in line for this patient: it was asked, or had no place free. */
export const wasAsked = (c: Case, unit: UnitId): boolean =>
  c.events.some(({ fact, codes }) => (fact === 'bed-asked' || fact === 'no-place-free') && codes['unit'] === unit);
