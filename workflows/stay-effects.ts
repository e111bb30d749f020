// What it means for the discharge that the patient has left or died, and what is undone when that turns out to be wrong.
// Undoing is compensation: who was told is told otherwise, what was ended is asked again, and the record keeps both.
import type { Actor } from '../domain/actor.ts';
import { takesPlace } from '../domain/bed.ts';
import type { CaseView } from '../domain/case-view.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { bedNeed, noNewNeeds } from '../domain/plan.ts';
import type { LeavingWay } from '../domain/reasons.ts';
import type { Track } from '../domain/tracks.ts';
import { ring } from './ask.ts';
import type { Case } from './case.ts';
import { afterDeath, whoKnew } from './endings.ts';
import { comeBack } from './follow-up-items.ts';
import { endTaken } from './follow-up-taken.ts';
import { departed, leftAnew, notDeparted } from './gate.ts';
import { leftOnDay } from './left-on-day.ts';
import { mustRead } from './read-letter.ts';
import { dropExtended, extendResponsibility } from './responsibility.ts';
import { tell } from './tell.ts';
import { restart, watch } from './track.ts';

/** Who told of it and how the patient left, where that is known. */
export interface Told {
  actor: Actor;
  submission: SubmissionId | null;
  how?: LeavingWay;
}

const BASIS = 'health-act-41-2-1';

/** The patient has left at `at` (epoch ms). How is not known when only a notice says so. */
export function hasLeft(c: Case, at: number, told: Told): void {
  const { actor, submission, how } = told;
  const { stage, plan } = c.view;
  if (stage === 'withdrawn' && c.view.leftAt === null) {
    // Nothing is planned any more; days and responsibility end all the same.
    c.set({ leftAt: at });
    c.fact('left', how === undefined ? {} : { how }, { actor, submission, happenedAt: at });
    if (how === undefined) toRead(c, 'discharged-home', told);
    return;
  }
  if (c.view.leftAt !== null || c.ended) {
    if (c.view.leftAt !== at) c.fact('left-moved', {}, { actor, submission, happenedAt: at });
    c.set({ leftAt: at });
    if (c.view.stage === 'left') {
      leftOnDay(c, at);
      extendResponsibility(c);
    }
    leftAnew(c);
    return;
  }
  c.beforeLeaving = { stage, plan };
  c.enter('left');
  c.set({ leftAt: at });
  c.fact('left', how === undefined ? {} : { how }, { actor, submission, happenedAt: at });
  departed(c);
  leftOnDay(c, at);
  extendResponsibility(c);
  // A notice only says that the patient left the hospital; it takes no place away.
  c.leftElsewhere = how !== undefined && how !== 'acute-bed' && how !== 'temporary-place';
  if (c.leftElsewhere && !takesPlace(c.view.bed)) restart(c, ['acute-bed']);
  // Without a plan the steps after the stay still run: letter, follow-up, services that start again.
  if (plan === null) c.set({ plan: noNewNeeds() });
}

/** The leaving was taken back: planning goes on where it was, and who knew of it hears that the patient is still here. */
export function stillHere(c: Case, { actor, submission }: Told): void {
  const { leftAt, letterSentAt } = c.view;
  dropExtended(c);
  notDeparted(c);
  const before = c.beforeLeaving;
  if (before === null || c.view.stage !== 'left') {
    if (leftAt !== null) c.fact('not-left', {}, { actor, submission });
    c.set({ leftAt: null });
    // Dead for now: should that be wrong too, the case goes back to before the leaving, not to after it.
    if (before !== null && c.beforeDeath?.stage === 'left') beforeBoth(c, before);
    return;
  }
  c.beforeLeaving = null;
  c.leaving.rungFor = null;
  // The yes was to a letter about a stay that goes on; it is asked for anew.
  endTaken(c, 'replaced', { actor, submission });
  c.set({
    ...before,
    leftAt: null,
    resume: 'not-asked',
    // A letter about a stay that goes on is no discharge letter: the next one counts.
    letterSentAt: letterSentAt !== null && leftAt !== null && letterSentAt >= leftAt ? null : letterSentAt,
    gp: gpBeforeLeaving(c),
    bed: c.leftElsewhere && !takesPlace(c.view.bed) ? bedToFind(c) : c.view.bed,
  });
  c.leftElsewhere = false;
  c.fact('not-left', {}, { actor, submission });
  for (const unit of whoKnew(c)) watch(c, 'tell-still-here', () => tell(c, unit, 'still-here', BASIS));
  if (before.plan === null) {
    // What was told without a plan was told in its place: the plan that the ward will state is told as the first.
    c.toldPlan = 0;
    c.set({ services: {}, bed: { state: 'looking' } });
    restart(c, ['services', 'follow-up']);
  }
  // The watch over a place goes on by itself: it waits for the leaving again.
  const watched = takesPlace(c.view.bed) && c.tracks.get('acute-bed') === 'running';
  restart(c, ['municipality', 'stay', 'resume', ...(watched ? [] : BED), 'gp', 'leaving']);
}

function beforeBoth(c: Case, { stage, plan }: NonNullable<Case['beforeLeaving']>): void {
  c.beforeLeaving = null;
  c.beforeDeath = { stage, followUps: c.beforeDeath?.followUps ?? [] };
  c.set({ plan });
}

/** The patient has died: everything that was planned ends, and who knew is told (domain.md 15, row 9). */
export function hasDied(c: Case, at: number, told: Told): void {
  const { stage, followUps } = c.view;
  if (c.ended) {
    toRead(c, 'death', told);
    return;
  }
  const { actor, submission } = told;
  c.beforeDeath = { stage, followUps };
  c.enter('deceased');
  c.fact('deceased', {}, { actor, submission, happenedAt: at });
  afterDeath(c);
}

/** The time of the death was put right; nothing else follows from it but days and who was responsible. */
export function diedAt(c: Case, at: number, { actor, submission }: Told): void {
  if (c.view.stage === 'deceased') c.fact('death-moved', {}, { actor, submission, happenedAt: at });
}

/** The death was taken back: services and place were stopped, so they are asked for anew, and somebody rings at once. */
export function livesAfterAll(c: Case, told: Told): void {
  const { actor, submission } = told;
  const before = c.beforeDeath;
  if (before === null || c.view.stage !== 'deceased') return;
  c.beforeDeath = null;
  const knew = whoKnew(c);
  c.endAll();
  const stage = before.stage === 'ready' ? 'planning' : before.stage;
  c.set({ stage, readyAt: null, services: {}, resume: 'not-asked', gp: gpBeforeLeaving(c), bed: bedToFind(c) });
  c.fact('not-dead', {}, { actor, submission });
  comeBack(c, before.followUps);
  for (const unit of knew) watch(c, 'tell-alive', () => tell(c, unit, 'alive', BASIS));
  watch(c, 'ring-municipality', () =>
    ring(c, { kind: 'ring-municipality', clock: 'call-task', about: { why: 'not-dead' } }),
  );
  const { leftAt } = c.view;
  restart(c, [...(leftAt === null ? STAYING : []), ...PLANNED]);
  if (leftAt === null) return;
  if (stage === 'left') {
    departed(c);
    extendResponsibility(c);
    return;
  }
  // Left while thought dead.
  c.set({ leftAt: null });
  hasLeft(c, leftAt, told);
}

const BED: readonly Track[] = ['acute-bed'];
const STAYING: readonly Track[] = ['stay', 'leaving'];
const PLANNED: readonly Track[] = ['services', 'resume', 'acute-bed', 'gp', 'follow-up'];

/** Nobody has the follow-up of a stay that goes on; the practice's earlier answer was about another leaving. */
function gpBeforeLeaving({ view }: Case): CaseView['gp'] {
  if (view.gpUnit === null || view.gp === 'not-told') return 'not-told';
  return view.mark === null ? 'told' : 'marked';
}

const bedToFind = ({ view: { plan, bed } }: Case): CaseView['bed'] =>
  plan !== null && bedNeed(plan) !== null && bed.state !== 'other-way' && bed.state !== 'ended'
    ? { state: 'looking' }
    : bed;

function toRead(c: Case, what: string, { submission }: Told): void {
  watch(c, 'read-late-fact', () => mustRead(c, { what, submission, from: [] }));
}
