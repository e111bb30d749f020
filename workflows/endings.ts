// How planning ends: the patient leaves, the discharge is withdrawn, the patient dies or is admitted again.
// Withdrawn and dead end every clock, task and hold in the same step, except the watch over the messages that tell of it.
import { takesPlace } from '../domain/bed.ts';
import type { MessageKind, Stage } from '../domain/case-view.ts';
import type { FallsAwayReason } from '../domain/follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import { ask } from './ask.ts';
import { release } from './bed-places.ts';
import type { Case } from './case.ts';
import { OPERATORS } from './case.ts';
import { allFallAway, whoHasTime } from './follow-up-items.ts';
import { clearUp } from './objection.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

/** Ends planning in this step and tells each party that knew of the plan, by message or else by phone. */
export function endAndTell(c: Case, kind: Extract<MessageKind, 'withdrawal' | 'death'>): void {
  const knew = whoKnew(c);
  endPlanning(c);
  // What the ward found out before was about planning; this is about a message, so it is asked once more.
  if (knew.length > 0 && c.view.objections.includes(BASIS)) clearUp(c, BASIS);
  for (const unit of knew) watch(c, `tell-${kind}`, () => tell(c, unit, kind, BASIS));
}

const BASIS = 'health-act-41-2-1';

/** Why follow-up falls away with the case. */
const FALLS_AWAY: Readonly<Partial<Record<Stage, FallsAwayReason>>> = {
  deceased: 'deceased',
  readmitted: 'readmitted',
  withdrawn: 'withdrawn',
};

/** Ends every wait, task and hold in this step; also a place that nobody watches, because its step was closed by hand. */
export function endPlanning(c: Case): void {
  const { bed } = c.view;
  const unwatched = takesPlace(bed) && c.tracks.get('acute-bed') === 'done';
  c.endAll();
  const why = FALLS_AWAY[c.view.stage];
  if (why !== undefined) allFallAway(c, why);
  if (unwatched) watch(c, 'release-bed', () => release(c, bed.unit, bed.place));
}

/** After a death: the municipality closes its services, the ward ties up what is left (domain.md 15, row 9). */
export function afterDeath(c: Case): void {
  const municipalityKnew = whoKnew(c).includes(c.view.visitationUnit);
  endAndTell(c, 'death');
  if (municipalityKnew) {
    watch(c, 'close-services', async () => {
      await ask(c, c.start.servicesUnit, {
        kind: 'close-services',
        clock: 'closing-task',
        basis: 'legal-security-act-12-c',
      });
    });
  }
  watch(c, 'after-death', async () => {
    await ask(c, c.view.wardUnit, { kind: 'after-death', clock: 'closing-task' });
  });
}

/** Answered without knowing the plan: they follow from the stay notice. */
const OF_THE_STAY: readonly TaskKindName[] = ['pause-services', 'admission-report'];
/** Answered without knowing whose place it is. */
const ONLY_ASKED: readonly TaskKindName[] = ['take-patient', 'ring-unit', 'not-chosen'];

/**
 * Units a message has gone to, or may have reached, whoever has answered about the plan, and the units that hold a place
 * or have a time for a follow-up.
 * One that was only asked, or has offered a place, does not know whose it is, and no letter may tell it.
 */
export function whoKnew(c: Case): UnitId[] {
  const told = [...c.messages.values()].filter(
    ({ mayHaveReached, state }) => mayHaveReached || state === 'told-by-phone',
  );
  const answered = [...c.tasks.values()].filter(
    ({ kind, answer }) => answer !== null && !OF_THE_STAY.includes(kind) && !ONLY_ASKED.includes(kind),
  );
  const { bed } = c.view;
  const next = bed.state === 'in-use' && bed.next !== undefined ? [bed.next.unit] : [];
  const held = takesPlace(bed) ? [bed.unit, ...next] : [];
  const units = [
    ...told.map(({ to }) => to),
    ...answered.map(({ unit }) => unit),
    ...held,
    ...whoHasTime(c.view.followUps, []),
  ];
  return [...new Set(units)].filter((unit) => unit !== c.view.wardUnit && unit !== OPERATORS);
}

/** Temporal's own cancel: withdrawn like any other, and told. */
export function cancelledByOperators(c: Case): void {
  if (c.ended) return;
  c.enter('withdrawn');
  c.fact('withdrawn', { reason: 'cancelled-by-operators' });
  endAndTell(c, 'withdrawal');
}

/** Nothing of a case that has had its end is under way any more. */
export const atRest = (c: Case): boolean => c.watches === 0 && ![...c.tracks.values()].includes('running');
