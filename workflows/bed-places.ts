// The place of a bed in PostgreSQL: given another period or state, and given back, which is never left out.
// What it means for the case is decided by whoever calls.
import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Case } from './case.ts';
import { FAULTS, outside } from './outside.ts';

const places = proxyActivities<Pick<Activities, 'changePlace' | 'releasePlace'>>({
  startToCloseTimeout: '10s',
  // A database that stays away this long is the operators' matter.
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '1s', maximumInterval: '20s', nonRetryableErrorTypes: FAULTS },
});

interface Change {
  unit: UnitId;
  place: string;
  state: 'held' | 'in-use';
  /** Null: as it is. */
  from: number | null;
  until: number;
  leaseUntil: number;
}

/** Gives the place the case has another period or state, in PostgreSQL. Cannot be cancelled half way. */
export async function changePlace(c: Case, { unit, ...change }: Change): Promise<'changed' | 'taken' | 'failed'> {
  const summary = `Ret perioden for pladsen hos ${unit}`;
  const outcome = await CancellationScope.nonCancellable(() =>
    outside(c, () => places.changePlace.executeWithOptions({ summary }, [{ dischargeId: c.id, ...change }])),
  );
  if (outcome === 'failed') return 'failed';
  return outcome.changed ? 'changed' : 'taken';
}

/** Gives the place back, also when planning was cancelled; the database ends an expired one by itself. */
export async function release(c: Case, unit: UnitId, place: string): Promise<void> {
  c.place.orders.length = 0;
  c.place.misfits.delete(place);
  c.set({ bed: { state: c.ended ? 'not-needed' : 'looking' }, responsibility: null });
  await free(c, unit, place);
}

/** Frees the place for others in PostgreSQL. */
export async function free(c: Case, unit: UnitId, place: string): Promise<void> {
  c.fact('bed-released', { unit });
  await CancellationScope.nonCancellable(() =>
    outside(c, () => places.releasePlace.executeWithOptions({ summary: `Giv pladsen fri hos ${unit}` }, [c.id, place])),
  );
}
