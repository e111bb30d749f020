// The contract between the discharge workflow and everybody who talks to it: its input, its Updates, its refusals.
// Both sides import this file only; a body holds ids, codes and times, never a text about a person (design 7).
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.ts';
import type { CaseView } from '../domain/case-view.ts';
import type { LateFact } from '../domain/closed-case.ts';
import type { ConsentAnswer } from '../domain/consent.ts';
import type { FactKind } from '../domain/facts.ts';
import type { Codes } from '../domain/fields.ts';
import type { CorrectedDecision, DelayCause, FinishedWithdrawReason } from '../domain/finished.ts';
import type { FollowUpPlan } from '../domain/follow-up.ts';
import type { Intensity, OtherIntensityReason } from '../domain/follow-up-risk.ts';
import type { Criterion, GateAsked, OverrideReason, PlanPurpose, Statement } from '../domain/gate-record.ts';
import type { DischargeId, PersonId, SubmissionId, UnitId } from '../domain/ids.ts';
import type { LegalBasis } from '../domain/legal-basis.ts';
import type { LetterRef } from '../domain/letters.ts';
import type { ReportedDocument } from '../domain/own-standard.ts';
import type { PlaceRequest } from '../domain/place-request.ts';
import type { Plan } from '../domain/plan.ts';
import type {
  BedGoneReason,
  DeclineReason,
  FollowUpKind,
  LeavingWay,
  PauseReason,
  Urgency,
  WithdrawReason,
} from '../domain/reasons.ts';
import type { SharedTime } from '../domain/shared-days.ts';
import type { StayNotice } from '../domain/stay.ts';
import type { StayEvent } from '../domain/stay-order.ts';
import type { StayTeller } from '../domain/stay-teller.ts';

/** Workflow type of a discharge, as the Temporal UI shows it. */
export const DISCHARGE = 'discharge';
/** Workflow type of a request for a place without a hospital stay. */
export const PLACE_REQUEST = 'placeRequest';
/** Workflow type that deals with a fact for a closed case. */
export const CORRECTION = 'correction';

/** What opens a case. Times are epoch milliseconds by the shared clock; `offset` is that clock minus real time. */
export interface DischargeStart {
  dischargeId: DischargeId;
  openedBy: Actor;
  submission: SubmissionId;
  offset: number;
  admittedAt: number;
  municipality: string;
  wardUnit: UnitId;
  visitationUnit: UnitId;
  /** Who carries out running services; may be the visitation itself. */
  servicesUnit: UnitId;
  gpUnit: UnitId | null;
  coordinator: PersonId;
  /** Absent while only a notice has told of the stay. */
  plan: Plan | null;
  previous: DischargeId | null;
  /** Who sends the stay notices of this stay. */
  tellsStay: StayTeller;
  /** What the rules of the day ask of the gate; left out: nothing beside what follows from the plan. */
  gate?: GateAsked;
  /** Of a request for a place: then there is no stay, `wardUnit` is who asks, and the plan holds the need alone. */
  request?: PlaceRequest;
}

/** Input of a correction: a fact came after the case was closed and somebody must act on it. */
export interface CorrectionStart {
  dischargeId: DischargeId;
  number: number;
  submission: SubmissionId;
  openedBy: Actor;
  offset: number;
  municipality: string;
  unit: UnitId;
  firstEvent: number;
  /** The fact is a report of a document: it is recorded, and read only when it would have been a step. `happenedAt`: epoch ms. */
  document?: ReportedDocument & { happenedAt: number; mustRead: boolean };
  /** Somebody of a unit will report an adverse event, and is reminded of it. */
  adverseEvent?: Decisions['note-adverse-event'];
  /** What is put right of the days, the leaving or the death: it is recorded, and nobody has to read it. */
  recorded?: { fact: FactKind; codes: Codes; happenedAt: number };
  /** What follows from it, recorded with it. */
  follows?: readonly LateFact[];
  /** Recorded, and somebody has to read it all the same: a stay notice. */
  mustRead?: true;
}

/** Operators' named repairs of a step (docs/operating.md). */
export const repairs = ['retry', 'send-again', 'hand-over', 'close-by-hand'] as const;
export type Repair = (typeof repairs)[number];

/** How much an answer hurries. `answerBy`: when the writer needs it, epoch ms. */
export interface Hurry {
  acute: boolean;
  answerBy: number | null;
}

/** A received letter in its thread. */
export interface ReceivedLetter {
  /** Id it was received under. */
  id: string;
  thread: string;
  /** The unit that wrote it; null when nobody knows which. */
  by: UnitId | null;
  /** It asks on the plan, so an answer is awaited. */
  asks: boolean;
}

/** What of an agreed follow-up people may change. */
export type FollowUpChange = Pick<FollowUpPlan, 'from' | 'until' | 'booker' | 'bookBy' | 'owner' | 'place'>;

/** What is to become of a place that is held: renewed for another arrival (epoch ms), or given up. */
export type BedOrder =
  | { order: 'renew'; arrival: number; by?: { actor: Actor; submission: SubmissionId | null } }
  | { order: 'give-up'; why: BedGoneReason };

/** What can be handed in to a case: one Update for each, named so that an operator can read the history. */
export interface Decisions {
  'answer-task': { task: string; version: number; answer: string; codes: Codes };
  'claim-task': { task: string };
  'release-task': { task: string };
  'assign-task': { task: string; to: PersonId };
  'see-task': { task: string };
  'see-message': { message: string };
  receipt: { message: string; code: 'ok' | 'fatal-error' | 'transient-error'; problem: string | null };
  /** `base` is the plan version the change was made from (0: none yet); a stale one is refused. */
  'change-plan': { base: number; plan: Plan };
  /** A doctor's decision and the hospital's statement that its own tasks are done; times of these are epoch ms. */
  'mark-finished': { finishedAt: number };
  'withdraw-finished': { withdrawnAt: number; reason: FinishedWithdrawReason };
  /** A decision is put right; `at`: the right time, or when it was found to be a mistake. */
  'correct-finished': CorrectedDecision;
  'state-delay-cause': { cause: DelayCause; from: number; until: number | null };
  /** `from`: the first day in the new municipality, `YYYY-MM-DD` in Denmark. */
  'change-residence': { municipality: string; from: string };
  'mark-follow-up': { recommended: boolean; what: FollowUpKind | null; urgency: Urgency | null };
  'send-letter': { sentAt: number; version?: number };
  'propose-conference': {
    conference: string;
    times: readonly string[];
    video: boolean;
    participants: readonly UnitId[];
  };
  /** New times for follow-ups, so that they share days. `unit`: who proposes and asks the patient; `largest`: most on one day. */
  'propose-shared-days': { times: readonly SharedTime[]; largest: number; unit: UnitId };
  'record-objection': { basis: LegalBasis };
  /** Who handed it in will report it; `unit`: whose reminder it is, `learntAt`: when the event became known, epoch ms. */
  'note-adverse-event': { unit: UnitId; learntAt: number };
  'set-coordinator': { coordinator: PersonId; standIn: PersonId | null };
  /** `illSince`: since when the patient is ill again, epoch ms; left out: now. */
  pause: { reason: PauseReason; illSince?: number };
  resume: Record<never, never>;
  /** Of the planned day, or of today, whatever was planned. `override`: what the patient may leave without, by somebody who may say so. */
  ready: { leavesToday?: boolean; override?: { criteria: readonly Criterion[]; reason: OverrideReason } };
  /** What is said of a criterion of the gate, by a person or a system; `happenedAt`: epoch ms. */
  'state-criterion': Omit<Statement, 'at' | 'toldAt' | 'task'> & { happenedAt: number };
  /** What the patient said of sending the rehabilitation plan to one receiver; `saidAt`: epoch ms. */
  'note-consent': { purpose: PlanPurpose; answer: ConsentAnswer; saidAt: number };
  leave: { happenedAt: number; how: LeavingWay };
  withdraw: { reason: WithdrawReason };
  /** The asker has the place held for a later arrival, epoch ms. */
  'renew-hold': { arrival: number };
  /** The unit takes its yes back. */
  'withdraw-hold': { reason: DeclineReason };
  /** What this unit can do has changed: does it still fit? */
  'recheck-bed': { unit: UnitId };
  'report-death': { happenedAt: number };
  /** A new stay began before this one was closed. */
  readmit: { next: DischargeId };
  /**
   * The stay goes on in another ward since `at` (epoch ms; left out: now), unless a later one is known; at `anotherHospital`
   * in a new chain of notices, sent by whom it says.
   */
  transfer: { wardUnit: UnitId; at?: number; anotherHospital: boolean; tellsStay: StayTeller };
  /** The hospital's system tells of the stay. */
  'stay-notice': StayNotice;
  /** The ward records a leave (orlov); where this service sends the notices it tells of it. */
  'go-on-leave': { happenedAt: number };
  'back-from-leave': { happenedAt: number };
  /** The ward puts right the time of the newest thing it recorded of the stay, or takes that back. */
  'correct-stay': { stayEvent: StayEvent; happenedAt: number };
  'cancel-stay': { stayEvent: StayEvent };
  /** A fact from another system for the timeline; `mustRead`: a person has to read it and decide what follows. */
  'note-fact': {
    what: string;
    happenedAt: number;
    mustRead: boolean;
    /** Of a letter: the units that can have written it. */
    from?: readonly UnitId[];
    /** The fact is a report of a document that has its own standard. */
    document?: ReportedDocument;
    letter?: ReceivedLetter;
  };
  /** A letter of a person at the ward; its words are with the submission. `wanted`: an answer is awaited. */
  'write-letter': Omit<LetterRef, 'submission'> & Hurry & { to: UnitId; wanted: boolean };
  /** The municipality's question on the plan, to the unit that sent it, in the thread of the plan's letter. */
  'ask-about-plan': Hurry & { thread: string };
  /** A question to the department under its 72 hours, in a thread of its own. */
  'ask-department': Hurry & { thread: string };
  /** One more item of follow-up, in the codes of domain/task-kinds/follow-up.ts; `replaces`: the item whose place it takes. */
  'plan-follow-up': { item: object; replaces: string | null };
  /** What is another than agreed; times are epoch ms, `at` is a new time that it is booked for. */
  'change-follow-up': { item: string; to: Partial<FollowUpChange> & { at?: number } };
  'end-follow-up': { item: string; how: 'done' | 'declined' | 'not-needed'; at: number | null };
  /** How much follow-up a person chooses after it was agreed, beside what the rule proposes then, and why. */
  'change-intensity': { intensity: Intensity; proposed: Intensity; otherBecause: OtherIntensityReason };
  repair: { repair: Repair; target: string };
  /** The shared clock moved (development and tests). */
  tick: Record<never, never>;
  /** Publish again; `whole` also closed tasks and all events. */
  refresh: { whole: boolean };
}
export type DecisionName = keyof Decisions;

/** What every decision carries beside its own body. */
export interface Handed {
  submission: SubmissionId | null;
  actor: Actor;
  offset: number;
}

export type Decision<K extends DecisionName> = Handed & { body: Decisions[K] };

/** Every decision is answered with the version of the view that shows it. */
export interface Decided {
  version: number;
}

/** The Update of a decision, by its name. */
export const updateOf = <K extends DecisionName>(name: K) => defineUpdate<Decided, [Decision<K>]>(name);

/** For operators and tests: the view as the workflow has it now. Lists and pages never use it. */
export const viewQuery = defineQuery<CaseView>('view');
