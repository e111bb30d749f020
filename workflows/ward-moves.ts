// Which ward had the patient when: worked out anew from all that was told, and put on the record with the times of the moves.
// Notices come late and in any order, so a move may be recorded long after it, and without moving the case.
import type { InWard } from '../domain/wards.ts';
import { lastWard, movesIn, movesToRecord, openedIn } from '../domain/wards.ts';
import type { Case } from './case.ts';
import type { Told } from './stay-effects.ts';

/** Records what follows from one more telling. True: of all wards told of, it is the last to have the patient. */
export function inWard(c: Case, telling: InWard, { actor, submission }: Told): boolean {
  const opened = openedIn(c.events, c.start);
  const moves = movesIn(c.events);
  const admissions = c.notices.flatMap(({ ward, at }) => (ward === undefined ? [] : [{ unit: ward, at }]));
  // Of one time the move that was recorded is the later telling.
  const told = [opened, ...admissions, ...moves.map(({ to, at }) => ({ unit: to, at })), telling];
  for (const { from, to, at, earlier } of movesToRecord(opened.unit, told, moves))
    c.fact('transferred', { from, to, ...(earlier ? { earlier } : {}) }, { actor, submission, happenedAt: at });
  return lastWard(told) === telling.unit;
}
