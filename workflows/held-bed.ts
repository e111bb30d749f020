// A held place (holdt plads): both sides are warned before it ends, it is renewed on purpose, lapses, or is given back.
// It never lapses once the patient has left for it; giving back is never left out, also when planning was cancelled.
import { isCancellation } from '@temporalio/workflow';
import type { HeldBed } from '../domain/bed.ts';
import { takesPlace } from '../domain/bed.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { BedNeed } from '../domain/plan.ts';
import type { BedGoneReason } from '../domain/reasons.ts';
import { ask } from './ask.ts';
import { untilArrived } from './bed-arrival.ts';
import { changePlace, release } from './bed-places.ts';
import { untilStayEnded } from './bed-stay.ts';
import type { Case } from './case.ts';
import type { BedOrder } from './contract.ts';
import { rule } from './rule.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How it ended: nothing more is to be done, the place is gone and the asker decides, or another is looked for at once. */
export type BedEnd = { how: 'over' } | { how: 'gone'; unit: UnitId; why: BedGoneReason } | { how: 'look-again' };

/**
 * Follows a place from the yes until the stay in it has ended, or the place is gone. What it waits for is the asker's
 * (`wardUnit`) and the unit's; `leftAt` says that the patient is on the way.
 */
export async function keep(c: Case, need: BedNeed): Promise<BedEnd> {
  try {
    for (;;) {
      const { bed } = c.view;
      if (bed.state === 'in-use') await untilStayEnded(c, bed);
      else if (bed.state !== 'held') return { how: 'over' };
      else {
        const end = await (c.view.leftAt === null ? untilLeft(c, agreed(c, bed, need)) : awaited(c, bed));
        if (end !== null) return end;
      }
    }
  } catch (failure) {
    const { bed } = c.view;
    if (isCancellation(failure) && takesPlace(bed)) await giveBack(c, bed.unit, bed.place);
    throw failure;
  }
}

type Agreed = HeldBed & { arrival: number; leaves: number };

/** A new hold is for the arrival that was asked for; a renewed one has its own. */
function agreed(c: Case, bed: HeldBed, { from, days }: BedNeed): Agreed {
  const { arrival = epoch(from) } = bed;
  const { leaves = arrival + days * DAY } = bed;
  const whole = { ...bed, arrival, leaves };
  c.set({ bed: whole });
  return whole;
}

/** Until the patient has left for the place (null: and how it goes on is asked anew), or the hold has ended before. */
async function untilLeft(c: Case, bed: Agreed): Promise<BedEnd | null> {
  const { unit, place, until } = bed;
  const ruled = await rule(c, { clock: 'hold-warning', unit, anchor: until });
  for (let warnAt: number | null = ruled.due < until ? ruled.due : null; ; ) {
    const clock = { due: until, rule: 'hold', waitsFor: c.view.wardUnit };
    c.clocks.set(`hold-${place}`, { ...clock, id: `hold-${place}`, name: 'hold-margin' });
    if (warnAt !== null) {
      const warning = { ...clock, due: warnAt, rule: ruled.rule };
      c.clocks.set(`warn-${place}`, { ...warning, id: `warn-${place}`, name: 'hold-warning' });
    }
    try {
      const happened = (): boolean => c.view.leftAt !== null || c.place.orders.length > 0;
      const woken = await c.clock.wait(happened, warnAt ?? until, `hold · ${unit}`);
      if (!woken && c.now() >= until) return gone(c, bed, 'lapsed');
      if (!woken) {
        warnAt = null;
        warn(c, bed, 'ends');
        continue;
      }
    } finally {
      c.clocks.delete(`hold-${place}`);
      c.clocks.delete(`warn-${place}`);
      c.touch();
    }
    const order = c.place.orders.shift();
    if (order === undefined) return c.leftElsewhere ? notNeeded(c, bed) : null;
    if (order.order === 'give-up') return gone(c, bed, order.why);
    if (await renewed(c, bed, order)) return null;
    if (c.now() < until) warn(c, bed, 'not-renewed');
  }
}

/** The patient has left for the place: it is not given to anybody else until somebody knows where the patient is. */
async function awaited(c: Case, bed: HeldBed): Promise<BedEnd | null> {
  const found = await untilArrived(c, bed);
  if (found.where === 'unknown') {
    const order = c.place.orders.shift();
    return order?.order === 'give-up' ? gone(c, bed, order.why) : null;
  }
  if (found.where === 'elsewhere') return notNeeded(c, bed);
  const { unit, place, by, at, open, leaves = bed.until } = bed;
  const rest = open === undefined ? {} : { open };
  c.set({ bed: { state: 'in-use', unit, place, by, at, arrivedAt: found.at, until: leaves, ...rest } });
  await changePlace(c, { unit, place, state: 'in-use', from: null, until: leaves, leaseUntil: leaves });
  return null;
}

/** Both sides are warned by a task: the asker decides, the unit sees until when it has to hold the place. Both end with the hold. */
function warn(c: Case, bed: Agreed, about: 'ends' | 'not-renewed'): void {
  const { unit, until } = bed;
  if (about === 'ends') c.fact('hold-ending', { unit, until: instant(until) });
  if (c.openTasks().some(({ kind }) => kind === 'hold-ends-soon')) return;
  if (about === 'ends') {
    watch(c, 'hold-warning-at-unit', async () => {
      await ask(c, unit, {
        kind: 'unit-hold-ends-soon',
        clock: 'closing-task',
        due: until,
        about: { unit, until: instant(until) },
        unless: () => !stillHeld(c, bed),
      });
    });
  }
  watch(c, 'hold-warning', async () => {
    const answer = await ask(c, c.view.wardUnit, {
      kind: 'hold-ends-soon',
      clock: 'ward-decision',
      due: until,
      about: { unit, until: instant(until), ...(about === 'ends' ? {} : { why: 'place-taken' }) },
      unless: () => !stillHeld(c, bed),
    });
    if (answer.kind !== 'answered') return;
    const { arrival } = answer.codes;
    if (answer.code === 'let-go') order(c, { order: 'give-up', why: 'let-go' });
    if (answer.code === 'renew' && typeof arrival === 'string') order(c, { order: 'renew', arrival: epoch(arrival) });
  });
}

/** Tells the watch over the place what was decided about it. */
export function order(c: Case, what: BedOrder): void {
  c.place.orders.push(what);
  c.touch();
}

/** This very hold, before the patient has left. */
function stillHeld(c: Case, { place, until }: Agreed): boolean {
  const { bed, leftAt } = c.view;
  return bed.state === 'held' && bed.place === place && bed.until === until && leftAt === null && c.now() < until;
}

type Renewal = Extract<BedOrder, { order: 'renew' }>;

/** Holds the place for a later arrival and as many days; false when somebody else has it then, and all stays as it was. */
async function renewed(c: Case, bed: Agreed, order: Renewal): Promise<boolean> {
  const arrival = Math.max(order.arrival, c.now());
  const { unit, place } = bed;
  const margin = await rule(c, { clock: 'hold-margin', unit, anchor: arrival });
  const leaves = arrival + (bed.leaves - bed.arrival);
  const leaseUntil = margin.due;
  const changed = await changePlace(c, { unit, place, state: 'held', from: arrival, until: leaves, leaseUntil });
  if (changed !== 'changed') {
    c.fact('bed-not-renewed', { unit, why: changed === 'taken' ? 'place-taken' : 'not-possible' }, order.by);
    return false;
  }
  c.set({ bed: { ...bed, arrival, leaves, until: margin.due } });
  c.fact('bed-renewed', { unit, at: instant(arrival), until: instant(margin.due) }, order.by);
  return true;
}

/** The place is no longer held and nobody is there: ready was ready with this place. */
async function gone(c: Case, { unit, place }: HeldBed, why: BedGoneReason): Promise<BedEnd> {
  // Who withdrew it knows; of a lapse the unit was warned.
  if (why === 'let-go' || why === 'no-longer-fits') await giveBack(c, unit, place);
  else await release(c, unit, place);
  if (why !== 'withdrawn') c.fact('bed-lapsed', { unit, why });
  if (c.view.stage === 'ready') c.set({ stage: 'planning', readyAt: null });
  return why === 'no-longer-fits' ? { how: 'look-again' } : { how: 'gone', unit, why };
}

/** The patient is somewhere else, so no place is needed any more. */
async function notNeeded(c: Case, { unit, place }: HeldBed): Promise<BedEnd> {
  await giveBack(c, unit, place);
  c.set({ bed: { state: 'not-needed' } });
  return { how: 'over' };
}

/** Gives a held place back and tells its unit, where no other message (pause, withdrawal, death) says it. */
async function giveBack(c: Case, unit: UnitId, place: string): Promise<void> {
  if (c.planning) watch(c, 'tell-bed-released', () => tell(c, unit, 'bed-released', 'health-act-41-2-1'));
  await release(c, unit, place);
}
