// A held place (holdt plads): watched until the patient leaves for it, given back when it is not used.
// What is held may lapse by itself; giving back is never left out, also when planning was cancelled.
import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Case } from './case.ts';
import { FAULTS, outside } from './outside.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

const places = proxyActivities<Pick<Activities, 'releasePlace'>>({
  startToCloseTimeout: '10s',
  // A database that stays away this long is the operators' matter.
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '1s', maximumInterval: '20s', nonRetryableErrorTypes: FAULTS },
});

/**
 * Watches the hold: it stays once the patient has left for it, lapses by itself before that, and goes back when the
 * patient leaves for somewhere else or planning ends or changes. Ready was ready with this place.
 */
export async function keep(c: Case): Promise<'kept' | 'lapsed'> {
  const { bed } = c.view;
  if (bed.state !== 'held') return 'lapsed';
  const id = `hold-${bed.place}`;
  c.clocks.set(id, { id, name: 'hold-margin', due: bed.until, rule: 'hold', waitsFor: c.view.wardUnit });
  try {
    if (await c.clock.wait(() => c.view.leftAt !== null, bed.until, `hold · ${bed.unit}`)) {
      if (!c.leftElsewhere) return 'kept';
      await giveBack(c, bed.unit, bed.place);
      c.set({ bed: { state: 'not-needed' } });
      return 'kept';
    }
  } catch (failure) {
    c.clocks.delete(id);
    if (isCancellation(failure)) await giveBack(c, bed.unit, bed.place);
    throw failure;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
  await release(c, bed.unit, bed.place);
  c.fact('bed-lapsed', { unit: bed.unit });
  if (c.view.stage === 'ready') c.set({ stage: 'planning', readyAt: null });
  return 'lapsed';
}

/** Gives a held place back and tells its unit, where no other message (pause, withdrawal, death) says it. */
async function giveBack(c: Case, unit: UnitId, place: string): Promise<void> {
  if (c.planning) watch(c, 'tell-bed-released', () => tell(c, unit, 'bed-released', 'health-act-41-2-1'));
  await release(c, unit, place);
}

/** Gives the place back, also when planning was cancelled; the database ends an expired one by itself. */
export async function release(c: Case, unit: UnitId, place: string): Promise<void> {
  c.set({ bed: { state: c.ended ? 'not-needed' : 'looking' } });
  c.fact('bed-released', { unit });
  await CancellationScope.nonCancellable(() =>
    outside(c, () => places.releasePlace.executeWithOptions({ summary: `Giv pladsen fri hos ${unit}` }, [c.id, place])),
  );
}
