// Which ward had the patient when: worked out anew from all that was told, and put on the record with the times of the moves.
// Notices come late, in any order, and are put right, so a move may be recorded long after it, and without moving the case.
import type { InWard } from '../domain/wards.ts';
import { lastWard, movesIn, movesToRecord, openedIn, toldOf } from '../domain/wards.ts';
import type { Case } from './case.ts';
import type { Told } from './stay-effects.ts';

/** Records what follows from one more telling. True: of all wards told of, it is the last to have the patient. */
export function inWard(c: Case, telling: InWard, by: Told): boolean {
  const told = [...tellings(c), telling];
  record(c, told, by);
  return lastWard(told) === telling.unit;
}

/** The hospital has told of an admission to a ward, or has put one right or taken it back. */
export function admissionTold(c: Case, by: Told): void {
  if (c.notices.some(({ ward }) => ward !== undefined)) record(c, tellings(c), by);
}

function record(c: Case, told: readonly InWard[], { actor, submission }: Told): void {
  for (const { from, to, at, earlier } of movesToRecord(c.start.wardUnit, told, movesIn(c.events)))
    c.fact('transferred', { from, to, ...(earlier ? { earlier } : {}) }, { actor, submission, happenedAt: at });
}

const tellings = (c: Case): readonly InWard[] => toldOf(c.notices, c.events, openedIn(c.events, c.start));
