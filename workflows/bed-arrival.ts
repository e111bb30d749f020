// Arrival (ankomst) at an acute bed: the unit says whether the patient has come; when not, the asker rings until found.
// Nobody is taken to have arrived because the time has passed.
import type { HeldBed } from '../domain/bed.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';

/** Where the patient was found; `unknown`: the leaving was taken back, or something was decided about the place. */
export type Found = { where: 'here'; at: number } | { where: 'elsewhere' } | { where: 'unknown' };

/** Waits until somebody knows where the patient who left for this place is. */
export async function untilArrived(c: Case, bed: HeldBed): Promise<Found> {
  const { unit, arrival } = bed;
  const unless = (): boolean => c.view.leftAt === null || c.place.orders.length > 0;
  const at = arrival === undefined ? {} : { at: instant(arrival) };
  let answer = await ask(c, unit, {
    kind: 'has-arrived',
    clock: 'has-arrived',
    anchor: arrival ?? null,
    about: { unit, ...at },
    unless,
  });
  if (answer.kind === 'answered' && answer.code === 'not-arrived') c.fact('not-arrived', { unit });
  for (;;) {
    const found = foundBy(c, bed, answer);
    if (found !== null) return found;
    answer = await ask(c, c.view.wardUnit, {
      kind: 'ring-not-arrived',
      clock: 'call-task',
      about: { unit, ...at },
      unless,
    });
  }
}

/** What the answer says; nothing when it leaves open where the patient is. */
function foundBy(c: Case, { unit }: HeldBed, answer: Answer): Found | null {
  if (answer.kind === 'settled') return { where: 'unknown' };
  if (answer.kind !== 'answered') return null;
  if (answer.code === 'elsewhere') {
    c.fact('arrived-elsewhere', { unit });
    return { where: 'elsewhere' };
  }
  if (answer.code !== 'arrived') return null;
  const { at } = answer.codes;
  const happenedAt = typeof at === 'string' ? Math.min(epoch(at), answer.at) : answer.at;
  c.fact('arrived', { unit }, { happenedAt });
  return { where: 'here', at: happenedAt };
}
