// Which ward had the patient when: worked out anew from all that was told, and put on the record with the times of the moves.
// Notices come late, in any order, and are put right, so a move may be recorded long after it, and without moving the case.
import { standingNotices } from '../domain/stay.ts';
import type { InWard } from '../domain/wards.ts';
import { lastWard, movesIn, movesToRecord, openedIn } from '../domain/wards.ts';
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

/** What holds of all that was told. What a notice told holds as long as the notice stands, the rest for good. */
function tellings(c: Case): InWard[] {
  const admissions = standingNotices(c.notices).flatMap(({ ward, at }) =>
    ward === undefined ? [] : [{ unit: ward, at }],
  );
  const isOfNotice = ({ unit, at }: InWard): boolean => c.notices.some((one) => one.ward === unit && one.at === at);
  const moves = movesIn(c.events).filter(({ from, to }) => from !== to);
  const others = [openedIn(c.events, c.start), ...moves.map(({ to, at }) => ({ unit: to, at }))];
  return [...admissions, ...others.filter((one) => !isOfNotice(one))];
}
