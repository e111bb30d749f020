// The stay on an acute bed (akutophold): who is responsible, reassessed in time by the unit, and closed with a note.
// Nobody decides: the task climbs the unit's ladder and stays open; a stay is never ended by silence.
import type { BedInUse } from '../domain/bed.ts';
import type { Codes } from '../domain/fields.ts';
import { instant, timeOf } from '../domain/ids.ts';
import { knownSince } from '../domain/own-standard.ts';
import { responsibilityOf } from '../domain/responsibility.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import { isAskedFor, moveOn } from './bed-move.ts';
import { changePlace, free } from './bed-places.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';
import { watch } from './track.ts';

/** From the arrival until the stay has ended and what the unit has to say of it is written. */
export async function untilStayEnded(c: Case, bed: BedInUse): Promise<void> {
  if (c.view.responsibility === null) watch(c, 'responsibility', () => nameResponsible(c, bed));
  let assessedAt = bed.arrivedAt;
  for (let problem: Codes = {}; ; ) {
    const answer = await reassess(c, assessedAt, problem);
    if (answer === null) return;
    if (answer.kind !== 'answered') continue;
    problem = {};
    if (answer.code === 'move' && isAskedFor(answer.codes)) {
      const moved = await moveOn(c, inUse(c, bed), answer);
      // At the new place the stay is looked after anew; here the note is all that is left.
      if (moved === 'moved') return watch(c, 'closing-note', () => closingNote(c, bed));
      if (moved === 'stays') continue;
      if (!(await leavesLater(c, { ...answer, codes: {}, at: c.now() }))) break;
    } else if (answer.code === 'extend') {
      if (await extended(c, answer)) assessedAt = answer.at;
      else problem = { why: 'place-taken' };
    } else if (!(await leavesLater(c, answer))) break;
  }
  await closingNote(c, bed);
}

const inUse = (c: Case, bed: BedInUse): BedInUse => (c.view.bed.state === 'in-use' ? c.view.bed : bed);

async function nameResponsible(c: Case, bed: BedInUse): Promise<void> {
  const { unit, arrivedAt, until } = bed;
  const asker = c.view.wardUnit;
  const { request } = c.view;
  if (request !== undefined) {
    const who = request.orderGiver;
    c.set({ responsibility: { who, until, after: who, rule: 'order-giver' } });
    return;
  }
  const ruled = await rule(c, { clock: 'medical-responsibility', unit: asker, anchor: c.view.leftAt ?? arrivedAt });
  if (c.view.bed.state !== 'in-use') return;
  c.set({ responsibility: responsibilityOf(ruled, { asker, gp: c.view.gpUnit, unit }) });
}

/** Asked of the unit for as long as the patient stays; the limit of the agreement or the planned end, whichever is first. */
async function reassess(c: Case, assessedAt: number, problem: Codes): Promise<Answer | null> {
  const { bed } = c.view;
  if (bed.state !== 'in-use') return null;
  const { unit, until } = bed;
  const question = {
    kind: 'reassess-stay',
    clock: 'acute-stay-reassessment',
    anchor: assessedAt,
    latest: until,
    about: { until: instant(until), ...problem },
  } as const;
  const answer = await ask(c, unit, question);
  // The patient wants nothing shared with the unit any more, and lies there: whoever asked for the place decides.
  return answer.kind === 'stopped' ? ask(c, c.view.wardUnit, question) : answer;
}

type Answered = Extract<Answer, { kind: 'answered' }>;

/** Prolongs the stay, unless the place has been promised to somebody else. */
async function extended(c: Case, { codes, at }: Answered): Promise<boolean> {
  const { bed } = c.view;
  const until = timeOf(codes['until']) ?? 0;
  if (bed.state !== 'in-use' || until <= at) return false;
  if (!(await hasUntil(c, bed, until))) {
    c.fact('stay-not-extended', { unit: bed.unit, until: instant(until) });
    return false;
  }
  c.fact('stay-extended', { unit: bed.unit, until: instant(until) });
  return true;
}

/** The patient leaves later: the place is others' from then, and the unit says when it has happened. */
async function leavesLater(c: Case, { codes, at }: Answered): Promise<boolean> {
  const { bed } = c.view;
  const leavesAt = timeOf(codes['leavesAt']) ?? at;
  if (bed.state !== 'in-use') return false;
  if (leavesAt > at) {
    await hasUntil(c, bed, leavesAt);
    c.fact('stay-to-end', { unit: bed.unit, at: instant(leavesAt), ...whereTo(codes) });
    return true;
  }
  const { unit, place, by, at: saidAt, arrivedAt } = bed;
  const ended = { state: 'ended', unit, place, by, at: saidAt, arrivedAt, endedAt: leavesAt } as const;
  c.set({ bed: ended, responsibility: null });
  c.fact('stay-ended', { unit, ...whereTo(codes) }, { happenedAt: leavesAt });
  await free(c, unit, place);
  return false;
}

const whereTo = ({ to, unit }: Codes): Codes => ({
  ...(typeof to === 'string' ? { ending: to } : {}),
  ...(typeof unit === 'string' ? { to: unit } : {}),
});

async function hasUntil(c: Case, bed: BedInUse, until: number): Promise<boolean> {
  const { unit, place } = bed;
  const changed = await changePlace(c, { unit, place, state: 'in-use', from: null, until, leaseUntil: until });
  if (changed !== 'changed') return false;
  c.set({ bed: { ...inUse(c, bed), until } });
  return true;
}

/** The unit's own system sends the note (afslutningsnotat) to whoever asked for the place; here it is known that it went. */
async function closingNote(c: Case, { unit }: BedInUse): Promise<void> {
  // After a move a report does not say which of the units has sent its note: each says so itself.
  const moved = c.events.some(({ fact }) => fact === 'stay-moved');
  const unless = (): boolean => !moved && knownSince('acute-closing-note', c.events) !== null;
  await ask(c, unit, { kind: 'closing-note', clock: 'closing-note', about: { unit }, unless });
}
