// The asking half of an acute bed (akutplads): fitting units are asked until a named person says yes and a place is held.
// A place is reserved while its unit is asked, so a yes can be kept; it is given back whenever there is no yes.
import { CancellationScope, CancelledFailure, proxyActivities } from '@temporalio/workflow';
import type { Activities, Reserved } from '../activities/contract.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import type { BedNeed } from '../domain/plan.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { counted, FAULTS, outside } from './outside.ts';
import { rule } from './rule.ts';

export const places = proxyActivities<Pick<Activities, 'fittingUnits' | 'reservePlace' | 'holdPlace' | 'releasePlace'>>(
  {
    startToCloseTimeout: '10s',
    // A database that stays away this long is the operators' matter.
    scheduleToCloseTimeout: '1h',
    retry: { initialInterval: '1s', maximumInterval: '20s', nonRetryableErrorTypes: FAULTS },
  },
);
const DAY = 24 * 60 * 60 * 1000;

/** Asks the fitting units one after the other; true when one holds a place for this patient. */
export async function find(c: Case, need: BedNeed): Promise<boolean> {
  const fitting = await counted(c, () =>
    places.fittingUnits.executeWithOptions({ summary: 'Find enheder der kan opgaven' }, [
      c.view.municipality,
      need,
      c.now(),
    ]),
  );
  for (const { unit } of fitting) {
    const outcome = await askUnit(c, unit, need);
    if (outcome !== 'no') return outcome === 'held';
  }
  return false;
}

async function askUnit(c: Case, unit: UnitId, need: BedNeed): Promise<'held' | 'no' | 'stopped'> {
  const lease = await rule(c, { clock: 'place-reservation', unit: unit });
  const reserved = await reserve(c, unit, need, lease.due);
  if (reserved === 'failed' || reserved.taken) return 'no';
  let { place } = reserved;
  let held = false;
  try {
    endIfCancelled();
    c.set({ bed: { state: 'asked', unit, place } });
    c.fact('bed-asked', { unit });
    const answer = await ask(c, unit, {
      kind: 'take-patient',
      clock: 'capability-answer',
      anchor: epoch(need.from),
      about: { capabilities: need.capabilities, from: need.from, days: need.days },
    });
    // The patient wants no unit to know: the next one is not asked either.
    if (answer.kind === 'stopped') return 'stopped';
    if (answer.kind !== 'answered' || answer.code === 'decline') {
      c.fact('bed-declined', {
        unit,
        reason: answer.kind === 'answered' ? (answer.codes['reason'] ?? null) : 'no-answer',
      });
      return 'no';
    }
    if (answer.code === 'accept-on-condition') {
      const taken = await conditionTaken(c, unit, need, answer.task);
      if (taken === null) return 'no';
      place = taken;
    }
    held = await hold(c, unit, place, epoch(need.from), answer.by);
    return held ? 'held' : 'no';
  } finally {
    if (!held) await giveUp(c, unit, place);
  }
}

/**
 * Reserves a place, or keeps the one this case has there reserved until `leaseUntil` (epoch ms). Cannot be cancelled
 * half way: a place nobody knows the name of could not be given back.
 */
function reserve(c: Case, unit: UnitId, need: BedNeed, leaseUntil: number): Promise<Reserved | 'failed'> {
  const from = epoch(need.from);
  const reservation = { dischargeId: c.id, unit, from, until: from + need.days * DAY, leaseUntil };
  const summary = `Reservér plads hos ${unit} mens der spørges`;
  return CancellationScope.nonCancellable(() =>
    outside(c, () => places.reservePlace.executeWithOptions({ summary }, [reservation])),
  );
}

function endIfCancelled(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The step has ended');
}

/** The ward takes or refuses the condition; the place stays reserved for as long as that may take. Gives that place. */
async function conditionTaken(c: Case, unit: UnitId, need: BedNeed, task: string): Promise<string | null> {
  const decision = await rule(c, { clock: 'ward-decision', unit: c.view.wardUnit });
  const kept = await reserve(c, unit, need, decision.ladder.at(-1)?.at ?? decision.due);
  if (kept === 'failed' || kept.taken) return null;
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'consider-condition',
    clock: 'ward-decision',
    about: { what: 'bed', unit, task },
  });
  return answer.kind === 'answered' && answer.code === 'take' ? kept.place : null;
}

/** A named person's yes turns the reservation into a hold until the agreed arrival and a margin. */
async function hold(c: Case, unit: UnitId, place: string, from: number, by: string): Promise<boolean> {
  const margin = await rule(c, { clock: 'hold-margin', unit: unit, anchor: from });
  const outcome = await outside(c, () =>
    places.holdPlace.executeWithOptions({ summary: `Hold pladsen hos ${unit}` }, [c.id, place, margin.due]),
  );
  if (outcome === 'failed' || !outcome.held) return false;
  c.set({ bed: { state: 'held', unit, place, until: margin.due, by, at: c.now() } });
  c.fact('bed-held', { unit, place, until: new Date(margin.due).toISOString() });
  return true;
}

/** Gives a reserved place back, also when planning was cancelled; the database ends an expired one by itself. */
async function giveUp(c: Case, unit: UnitId, place: string): Promise<void> {
  c.set({ bed: { state: c.ended ? 'not-needed' : 'looking' } });
  c.fact('bed-released', { unit });
  await CancellationScope.nonCancellable(() =>
    outside(c, () => places.releasePlace.executeWithOptions({ summary: `Giv pladsen fri hos ${unit}` }, [c.id, place])),
  );
}
