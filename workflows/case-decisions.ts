// What people and partners do to a case as a whole: change the plan, mark, propose, pause, leave, withdraw, report.
// Each is a check (synchronous, from state) and an effect; the tracks wake by themselves when the state has changed.

import { takesPlace } from '../domain/bed.ts';
import type { NeededCall } from '../domain/calls.ts';
import type { TaskView } from '../domain/case-view.ts';
import { wardMoved } from '../domain/follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import { canBeObjectedTo, mayShare } from '../domain/legal-basis.ts';
import { keptServices, touchedBy } from '../domain/plan.ts';
import type { WithdrawReason } from '../domain/reasons.ts';
import type { Track } from '../domain/tracks.ts';
import { allowed } from './allowed.ts';
import type { Case, Mutable } from './case.ts';
import { conference } from './conference.ts';
import type { Decision } from './contract.ts';
import { noteDocument } from './documents.ts';
import { endAndTell, endPlanning, whoKnew } from './endings.ts';
import { illAgain, mayBeIll } from './finished.ts';
import { whoHasTime } from './follow-up-items.ts';
import { endOverrides } from './gate.ts';
import { clearUp } from './objection.ts';
import { setCalls } from './phone-first.ts';
import { received } from './question.ts';
import { mustRead } from './read-letter.ts';
import { refuse } from './refuse.ts';
import { leftFor, recorded, takeAllBack } from './stay-events.ts';
import { tell } from './tell.ts';
import { restart, watch } from './track.ts';
import { inWard } from './ward-moves.ts';

export function mayChangePlan(c: Case, { body }: Decision<'change-plan'>): void {
  allowed(c, 'change-plan');
  const version = c.view.plan?.version ?? 0;
  if (body.base !== version) refuse('stale-version', { version });
}

/** A new version: parties hear what is new, and confirmations it touches must be given again (domain.md 1.3 step 6). */
export function changePlan(c: Case, { body, actor, submission }: Decision<'change-plan'>): void {
  const first = c.view.plan === null;
  const { plan } = body;
  const touched = touchedBy(plan.changed);
  const still = keptServices(plan);
  const kept = Object.entries(c.view.services).filter(([service]) => still.some((one) => one === service));
  const again = touched.services || touched.bed || touched.resume;
  const calls = (c.view.calls ?? []).map((call) => (again ? toAgreeAgain(call, plan.version) : call));
  c.set({
    plan,
    services: Object.fromEntries(kept),
    readyAt: null,
    stage: 'planning',
    ...(calls.length > 0 ? { calls } : {}),
  });
  c.leaving.news ||= !first && plan.changed.length > 0;
  if (touched.resume) Object.assign(c.leaving, { stillHereAt: null, saidAt: null });
  if (touched.resume) c.set({ resume: 'not-asked' });
  // What the ward decided about a bed without a place was about the plan before; a held place is given back by its track.
  if (touched.bed && plan.bed !== null && !takesPlace(c.view.bed)) c.set({ bed: { state: 'looking' } });
  c.fact(
    first ? 'plan-stated' : 'plan-changed',
    { version: plan.version, changed: plan.changed },
    { actor, submission },
  );
  if (first) return;
  const tracks: Track[] = ['municipality'];
  if (touched.services) tracks.push('services');
  if (touched.resume) tracks.push('resume');
  if (touched.bed) tracks.push('acute-bed');
  restart(c, tracks);
}

/** What was agreed by phone, or is being rung about, was about the plan as it was. */
const toAgreeAgain = ({ why, unit, leaving }: NeededCall, planVersion: number): NeededCall => ({
  ...{ why, unit, planVersion, leaving },
  state: 'needed',
});

/** The first one is the step; a corrected letter (rettet epikrise), or the same told again, is a report of it. */
export function sendLetter(c: Case, { body, actor, submission }: Decision<'send-letter'>): void {
  const { sentAt: happenedAt, version } = body;
  const by = { actor, submission, happenedAt };
  if (c.view.letterSentAt !== null) {
    noteDocument(c, { kind: 'gp-letter', stage: 'sent', version: version ?? 1 }, by);
    return;
  }
  c.set({ letterSentAt: happenedAt });
  c.fact('letter-sent', version === undefined ? {} : { documentVersion: version }, by);
}

export function mayPropose(c: Case, _: Decision<'propose-conference'>): void {
  allowed(c, 'propose-conference');
  if (!mayShare('health-act-41-2-1', c.view.objections)) refuse('sharing-objected', { basis: 'health-act-41-2-1' });
}

export function proposeConference(c: Case, { body, actor, submission }: Decision<'propose-conference'>): void {
  c.fact(
    'conference-proposed',
    { conference: body.conference, times: body.times, video: body.video },
    { actor, submission },
  );
  watch(c, 'conference', () => conference(c, body));
}

/** The patient objects: open questions and messages on that basis stop in this step, and a person clears it up. */
export function recordObjection(c: Case, { body, actor, submission }: Decision<'record-objection'>): void {
  const { basis } = body;
  if (c.clearing.has(basis)) return;
  if (!c.view.objections.includes(basis)) c.set({ objections: [...c.view.objections, basis] });
  c.fact('objection-recorded', { basis }, { actor, submission });
  if (canBeObjectedTo(basis)) clearUp(c, basis);
}

export function setCoordinator(c: Case, { body, actor }: Decision<'set-coordinator'>): void {
  c.set({ coordinator: body.coordinator, standIn: body.standIn });
  c.fact('coordinator-set', { coordinator: body.coordinator, standIn: body.standIn }, { actor });
}

const PLANNING_TRACKS: readonly Track[] = ['municipality', 'services', 'resume', 'acute-bed', 'follow-up', 'leaving'];

export function mayPause(c: Case, { body }: Decision<'pause'>): void {
  allowed(c, 'pause');
  mayBeIll(c, body.illSince ?? null);
}

/** The patient is ill again: questions and holds end, parties hear of it, and nothing runs until the stay resumes. */
export function pause(c: Case, { body, actor, submission }: Decision<'pause'>): void {
  c.enter('paused');
  c.set({ readyAt: null, resume: 'not-asked' });
  c.leaving.saidAt = null;
  setCalls(c, []);
  endOverrides(c);
  c.fact('paused', { reason: body.reason }, { actor, submission });
  if (body.reason === 'ill-again') illAgain(c, body.illSince ?? null, { actor, submission });
  for (const unit of whoKnew(c)) watch(c, 'tell-pause', () => tell(c, unit, 'pause', 'health-act-41-2-1'));
  restart(c, PLANNING_TRACKS);
}

export function resumePlanning(c: Case, { actor, submission }: Decision<'resume'>): void {
  c.enter(c.view.plan === null ? 'opened' : 'planning');
  c.fact('resumed', {}, { actor, submission });
  for (const unit of whoKnew(c)) watch(c, 'tell-resumption', () => tell(c, unit, 'resumption', 'health-act-41-2-1'));
}

export function leave(c: Case, { body, actor, submission }: Decision<'leave'>): void {
  leftFor(c, body.happenedAt, body.how, { actor, submission });
}

/** The planning is withdrawn because the stay never was: then this is what its notice tells, too. */
const NEVER_WAS: readonly WithdrawReason[] = ['started-by-mistake', 'wrong-person'];

/** Who sends the notices of a stay must be there at its end: a patient who stays is not given up, planning pauses. */
export function mayWithdraw(c: Case, { body }: Decision<'withdraw'>): void {
  allowed(c, 'withdraw');
  if (c.tellsStay === 'this-service' && body.reason === 'stays-in-hospital') refuse('stay-goes-on');
}

export function withdraw(c: Case, { body, actor, submission }: Decision<'withdraw'>): void {
  c.enter('withdrawn');
  c.fact('withdrawn', { reason: body.reason }, { actor, submission });
  endAndTell(c, 'withdrawal');
  if (NEVER_WAS.includes(body.reason)) takeAllBack(c, { actor, submission });
}

export function reportDeath(c: Case, { body, actor, submission }: Decision<'report-death'>): void {
  recorded(c, { stayEvent: 'MORS', change: 'new' }, body.happenedAt, { actor, submission });
}

/** A new stay has begun: this one's planning ends; what was not done is planned in the new one, which is linked. */
export function readmit(c: Case, { body, actor, submission }: Decision<'readmit'>): void {
  if (c.ended) return;
  c.enter('readmitted');
  c.fact('readmitted', { next: body.next }, { actor, submission });
  const { bed, followUps } = c.view;
  endPlanning(c);
  for (const unit of whoHasTime(followUps, [c.view.wardUnit]))
    watch(c, 'tell-follow-up-cancelled', () => tell(c, unit, 'follow-up-cancelled', 'health-act-41-2-1'));
  if (takesPlace(bed)) watch(c, 'tell-bed-released', () => tell(c, bed.unit, 'bed-released', 'health-act-41-2-1'));
}

/**
 * The same stay in another ward: the case goes on there, with the ward's tasks asked of it from now on. Of a ward that had
 * the patient before the one that has him now it is only recorded: word that comes late moves nobody back.
 */
export function transfer(c: Case, { body, actor, submission }: Decision<'transfer'>): void {
  const from = c.view.wardUnit;
  const at = Math.min(body.at ?? c.now(), c.now());
  const hasPatient = inWard(c, { unit: body.wardUnit, at }, { actor, submission });
  if (!hasPatient || from === body.wardUnit) return;
  c.set({ wardUnit: body.wardUnit });
  c.addParty(body.wardUnit);
  for (const task of c.openTasks()) if (task.unit === from) handedOver(task, body.wardUnit);
  for (const [id, clock] of c.clocks)
    if (clock.waitsFor === from) c.clocks.set(id, { ...clock, waitsFor: body.wardUnit });
  c.set({ followUps: wardMoved(c.view.followUps, from, body.wardUnit) });
  if (!body.anotherHospital) return;
  // The receiving hospital tells of the stay from now on, in a chain of its own; the first one sends no end (domain.md 1.7).
  c.hospitals += 1;
  c.tellsStay = body.tellsStay;
  recorded(c, { stayEvent: 'STIN', change: 'new' }, at, { actor, submission });
}

/** Nobody in the new ward has seen or taken the task; a form open in the old one is stale. */
function handedOver(task: Mutable<TaskView>, unit: UnitId): void {
  task.unit = unit;
  task.claimedBy = null;
  task.seenBy = null;
  task.seenAt = null;
  task.version += 1;
}

export function noteFact(c: Case, { body, actor, submission }: Decision<'note-fact'>): void {
  const by = { actor, submission, happenedAt: body.happenedAt };
  if (body.document === undefined) c.fact('fact-noted', { what: body.what }, by);
  else noteDocument(c, body.document, by);
  if (!body.mustRead) return;
  const { what, from = [], letter = null } = body;
  if (letter !== null) received(c, letter, body.happenedAt);
  watch(c, 'read-late-fact', () => mustRead(c, { what, submission, from, letter }));
}
