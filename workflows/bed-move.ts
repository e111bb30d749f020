// Moving on from a place (flytning): another place is asked for and held as the first one was, and the patient keeps the
// old one until somebody has seen the patient arrive at the new.
import { isCancellation } from '@temporalio/workflow';
import type { BedInUse } from '../domain/bed.ts';
import type { NextPlace } from '../domain/case-view.ts';
import type { Codes } from '../domain/fields.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant, timeOf } from '../domain/ids.ts';
import type { BedNeed } from '../domain/plan.ts';
import { bedNeed } from '../domain/plan.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import { find } from './ask-for-bed.ts';
import { untilArrived } from './bed-arrival.ts';
import { changePlace, free } from './bed-places.ts';
import type { Case } from './case.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

type Answered = Extract<Answer, { kind: 'answered' }>;

/** Whether the patient is to go to a place that is asked for here; the others the unit and the municipality agree on. */
export const isAskedFor = ({ to }: Codes): boolean => to === 'other-acute-bed' || to === 'temporary-place';

/** `moved`: the patient is at the new place; `stays`: nothing has changed; `elsewhere`: the patient is at neither. */
export type Moved = 'moved' | 'stays' | 'elsewhere';

/** Asks for another place and waits until the patient has come to it. */
export async function moveOn(c: Case, bed: BedInUse, { codes, at }: Answered): Promise<Moved> {
  const need = needOf(c, codes, at);
  if (need === null) return 'stays';
  c.fact('stay-to-move', { unit: bed.unit, ...(typeof codes['to'] === 'string' ? { ending: codes['to'] } : {}) });
  try {
    if (!(await found(c, bed, need, typeof codes['unit'] === 'string' ? codes['unit'] : null))) return 'stays';
    return await awaited(c);
  } catch (failure) {
    const next = nextOf(c);
    if (isCancellation(failure) && next !== null) await letGo(c, next);
    throw failure;
  }
}

/** The same need, from when the patient is to leave. */
function needOf(c: Case, { to, leavesAt }: Codes, at: number): BedNeed | null {
  const need = c.view.plan === null ? null : bedNeed(c.view.plan);
  if (need === null) return null;
  const from = instant(Math.max(at, timeOf(leavesAt) ?? at));
  return to === 'temporary-place' ? { ...need, from, kind: 'relief' } : { ...need, from };
}

/** Until another unit holds a place, or whoever asked for the first one decides that none is looked for any more. */
async function found(c: Case, { unit }: BedInUse, need: BedNeed, chosen: UnitId | null): Promise<boolean> {
  for (let first = chosen; ; ) {
    if (await find(c, need, first, unit)) return true;
    c.fact('bed-none');
    const { misses } = c.place;
    const answer = await ask(c, c.view.wardUnit, {
      kind: 'no-bed-found',
      clock: 'ward-decision',
      about: misses.length === 0 ? {} : { misses },
    });
    if (answer.kind !== 'answered' || answer.code !== 'ask-again') return false;
    first = typeof answer.codes['unit'] === 'string' ? answer.codes['unit'] : null;
  }
}

const nextOf = ({ view: { bed } }: Case): NextPlace | null => (bed.state === 'in-use' ? (bed.next ?? null) : null);

/** The patient is on the way: neither place is given to anybody else before somebody knows where the patient is. */
async function awaited(c: Case): Promise<Moved> {
  const next = nextOf(c);
  if (next === null) return 'stays';
  const at = await untilArrived(c, { state: 'held', ...next });
  const { bed } = c.view;
  if (bed.state !== 'in-use') return 'stays';
  if (at.where !== 'here') {
    c.place.orders.length = 0;
    await letGo(c, next);
    return at.where === 'elsewhere' ? 'elsewhere' : 'stays';
  }
  const { arrival: _agreed, leaves: until, ...taken } = next;
  const { unit, place } = taken;
  c.set({ bed: { ...taken, state: 'in-use', until, arrivedAt: at.at }, responsibility: null });
  c.fact('stay-moved', { unit: bed.unit, to: unit });
  await changePlace(c, { unit, place, state: 'in-use', from: null, until, leaseUntil: until });
  await free(c, bed.unit, bed.place);
  return 'moved';
}

async function letGo(c: Case, { unit, place }: NextPlace): Promise<void> {
  const { bed } = c.view;
  if (bed.state === 'in-use') {
    const { next: _gone, ...rest } = bed;
    c.set({ bed: rest });
  }
  if (c.planning) watch(c, 'tell-bed-released', () => tell(c, unit, 'bed-released', 'health-act-41-2-1'));
  await free(c, unit, place);
}
