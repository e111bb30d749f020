// The view (visning) of one discharge that the workflow publishes and PostgreSQL remembers: codes, ids and times only.
// Times are epoch milliseconds by the environment's one clock; texts and persons are joined by the API.

import type { Branch, NeededCall } from './calls.ts';
import type { CapabilityCode } from './capability-codes.ts';
import type { FactKind } from './facts.ts';
import type { Codes } from './fields.ts';
import type { FinishedDecision } from './finished.ts';
import type { FollowUpItem, Reach } from './follow-up.ts';
import type { Intensity } from './follow-up-risk.ts';
import type { GateRecord } from './gate-record.ts';
import type { PersonId, SubmissionId, UnitId } from './ids.ts';
import type { LegalBasis } from './legal-basis.ts';
import type { LetterRef } from './letters.ts';
import type { PlaceRequest } from './place-request.ts';
import type { Plan } from './plan.ts';
import type { FollowUpKind } from './reasons.ts';
import type { ExtendedResponsibility, Responsibility } from './responsibility.ts';
import type { SharedDays } from './shared-days.ts';
import type { SilenceEffect } from './silence.ts';
import type { NoticeCode, Stay } from './stay.ts';
import type { TaskKindName } from './task-kinds.ts';
import type { MessageWay } from './ways.ts';

/** Where a discharge stands. `opened`: a notice opened the case, no ward has stated a plan yet. */
export const stages = [
  'opened',
  'planning',
  'paused',
  'ready',
  'left',
  'withdrawn',
  'deceased',
  'readmitted',
  'closed',
] as const;
export type Stage = (typeof stages)[number];

export type TaskStatus = 'open' | 'answered' | 'withdrawn' | 'lapsed';

/** Steps of the escalation ladder a late task has climbed; the task itself stays with its unit. */
export type Rung = 'team-leader' | 'on-call' | 'ward';

export interface TaskAnswer {
  code: string;
  by: PersonId;
  at: number;
  codes: Codes;
  /** Where the words of the answer are kept. */
  submission: SubmissionId;
}

export interface TaskView {
  id: string;
  kind: TaskKindName;
  unit: UnitId;
  status: TaskStatus;
  /** Counts changes of this task by people; a timer never raises it, so an open form never goes stale by itself. */
  version: number;
  openedAt: number;
  due: number;
  /** Which dated rule set the due time. */
  rule: string;
  basis: LegalBasis;
  reminders: number;
  escalatedTo: Rung | null;
  claimedBy: PersonId | null;
  seenBy: PersonId | null;
  seenAt: number | null;
  answer: TaskAnswer | null;
  closedAt: number | null;
  /** What the task is about: codes and ids (a message, a unit, services, a follow-up). */
  about: Codes;
  /**
   * The first due time that passed without an answer, or before the question: what is asked about was late already. Left out
   * while none has. A later due time takes nothing back.
   */
  missed?: number;
  /** What silence did last, when, and by which rule; left out while it has done nothing. */
  silence?: { effect: SilenceEffect; at: number; rule: string };
}

/** A message's technical state; "seen" and "answered" by people are separate facts on it. */
export type MessageState = 'queued' | 'sent' | 'arrived' | 'failed' | 'told-by-phone' | 'withdrawn';

export const messageKinds = [
  'plan',
  'changed-plan',
  'heads-up',
  'withdrawal',
  'pause',
  'resumption',
  'death',
  'bed-released',
  'follow-up-cancelled',
  'short-stay',
  'phone-agreement',
  'stay-notice',
  'still-here',
  'alive',
  'responsibility-passed',
  'letter',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Kinds a person at the other end must have seen; a heads-up to the practice is only for information. */
export const mustBeSeenKinds: readonly MessageKind[] = ['plan', 'changed-plan', 'short-stay', 'pause'];
/** What goes out as correspondence in the service's own words; a stay notice has a standard of its own, a `letter` a writer. */
export type LetterKind = Exclude<MessageKind, 'stay-notice' | 'letter'>;

export interface MessageView {
  /** MessageHeader.id: the letter, the same on every resend. */
  id: string;
  kind: MessageKind;
  to: UnitId;
  basis: LegalBasis;
  state: MessageState;
  sendings: number;
  queuedAt: number;
  sentAt: number | null;
  arrivedAt: number | null;
  failure: string | null;
  /** How it was given, or is to be given; null until it is known. */
  way: MessageWay | null;
  seenBy: PersonId | null;
  seenAt: number | null;
  answeredAt: number | null;
  /** Who answered it, by the task that it came with. */
  answeredBy: PersonId | null;
  planVersion: number;
  /** Of a stay notice: which one. */
  notice: NoticeCode | null;
  /** Only of a letter that a person wrote (kind `letter`). */
  letter?: LetterRef;
}

/** Something that is waited for, until when, by which rule. */
export interface ClockView {
  id: string;
  name: string;
  due: number;
  rule: string;
  waitsFor: UnitId | null;
  /** Since when somebody is waited for by this clock alone; left out when a task or a message says it, and when nobody is. */
  from?: number;
  /** How often who is waited for was reminded; left out while never. */
  reminders?: number;
}

/** A clock that said since when somebody was waited for, as it was when that ended at `until` (epoch ms). */
export interface EndedClock extends ClockView {
  until: number;
}

export interface EventView {
  number: number;
  fact: FactKind;
  actor: PersonId;
  org: string;
  happenedAt: number;
  learntAt: number;
  codes: Codes;
  submission: SubmissionId | null;
}

/** A unit that is asked for a place. */
export interface AskedUnit {
  unit: UnitId;
  place: string;
}

/** A place that a named person has said yes to, `by` and `at`. */
export interface PlaceTaken {
  unit: UnitId;
  place: string;
  /** When the hold ends; of a place in use, when the stay there is planned to end. Epoch ms. */
  until: number;
  by: PersonId;
  at: number;
  /** Needs the unit cannot meet and nobody has yet found another way for; left out when there are none. */
  open?: readonly CapabilityCode[];
  /** What its staff must be trained in before the patient comes, until they are; left out when there is none. */
  training?: readonly CapabilityCode[];
}

/** A place that is held for a patient who is on another one and is to move to it. */
export type NextPlace = { arrival: number; leaves: number } & PlaceTaken;

/** `held` has the agreed arrival and the planned end of the stay as soon as its watch has begun. */
export type BedState =
  | { state: 'not-needed' }
  | { state: 'looking' }
  /** Units that are asked at this time, each with the place reserved meanwhile; never empty. */
  | { state: 'asked'; asked: readonly AskedUnit[] }
  | ({ state: 'held'; arrival?: number; leaves?: number } & PlaceTaken)
  | ({ state: 'in-use'; arrivedAt: number; next?: NextPlace } & PlaceTaken)
  | ({ state: 'ended'; arrivedAt?: number; endedAt: number } & Omit<PlaceTaken, 'until'>)
  | { state: 'none' }
  | { state: 'other-way' };

/** How each requested service stands. */
export type ServiceState =
  | { state: 'asked' }
  | { state: 'accepted'; from: string | null; by: PersonId; at: number }
  | { state: 'condition'; by: PersonId; at: number }
  | { state: 'date-offered'; from: string; by: PersonId; at: number }
  | { state: 'declined'; reason: string; from: string; by: PersonId; at: number }
  | { state: 'other-way' };

/** What a hospital doctor recommends in the discharge letter (epikrise). */
export interface Mark {
  recommended: boolean;
  what: FollowUpKind | null;
  urgency: string | null;
  by: PersonId;
  at: number;
  /** Where its words are: the recommendation, and the doctor whom a system names. */
  submission: SubmissionId | null;
}

/**
 * Who is asked to take what the letter recommends, or has taken it, epoch ms; `unit` null: somebody who is no unit here.
 * `item`: of follow-up, planned by that yes; left out: the same was planned already.
 */
export type TakenUp =
  | { readonly state: 'asked'; readonly unit: UnitId }
  | { readonly state: 'taken'; readonly unit: UnitId | null; readonly at: number; readonly item?: string };

/**
 * How the GP loop stands. `proposed`: a time after the window awaits the department's yes. `with-ward`, `handed-back`: it
 * lies with the department; `asked-other`: which has asked somebody else.
 */
export type GpState =
  | 'not-told'
  | 'told'
  | 'marked'
  | 'asked'
  | 'proposed'
  | 'accepted'
  | 'not-followed'
  | 'handed-back'
  | 'with-ward'
  | 'asked-other'
  | 'not-needed'
  | 'other-way';

/** The case row: everything about the whole case that is not a list of its own. */
export interface CaseView {
  /** Only of a request for a place without a hospital stay; `wardUnit` is then who asks. */
  request?: PlaceRequest;
  stage: Stage;
  /** Where the patient is, as the notices and the ward tell; not where the planning is. */
  stay: Stay;
  /** When the stay began, where that was put right; left out or null: as the case was opened with. */
  admittedAt?: number | null;
  attention: boolean;
  municipality: string;
  wardUnit: UnitId;
  visitationUnit: UnitId;
  gpUnit: UnitId | null;
  coordinator: PersonId;
  standIn: PersonId | null;
  plan: Plan | null;
  services: Readonly<Record<string, ServiceState>>;
  /** How the municipality is told; left out until that is decided. */
  branch?: Branch;
  /** What must be agreed by phone before the patient leaves; left out: nothing. */
  calls?: readonly NeededCall[];
  bed: BedState;
  /** Who is medically responsible (behandlingsansvar) while the patient is on the place; null else. */
  responsibility: Responsibility | null;
  /** The department's 72 hours after the stay; left out when the discharge is not covered. Stays on the case after its end. */
  extended?: ExtendedResponsibility | null;
  /** Whether the municipality had services running when the patient came in, as it said; left out until it has. */
  running?: boolean;
  resume: 'not-asked' | 'asked' | 'confirmed';
  gp: GpState;
  mark: Mark | null;
  /** Of what the mark recommends; left out or null while nobody but the practice was asked and it has not said yes. */
  takenUp?: TakenUp | null;
  letterSentAt: number | null;
  /** What was stated of the good discharge and what was overridden; left out: nothing, and no rule asks for more. */
  gate?: GateRecord;
  followUpAgreed: 'open' | 'agreed' | 'declined' | 'not-needed';
  followUps: readonly FollowUpItem[];
  /** How much follow-up was chosen and what was proposed then; left out while nothing was. */
  followUpIntensity?: { chosen: Intensity; proposed: Intensity; otherBecause: string | null };
  /** Who looks for the patient who does not come follows from this; left out: as for anybody. */
  reach?: Reach;
  /** Proposals to share days, the newest last; left out while there was none. */
  sharedDays?: readonly SharedDays[];
  objections: readonly string[];
  /** When treatment was finished, while that holds. */
  finishedAt: number | null;
  /** The newest decision that it is, also when it was withdrawn; left out or null when there is none. */
  finished?: FinishedDecision | null;
  readyAt: number | null;
  leftAt: number | null;
  closedAt: number | null;
  /** Units that may see the case (the parties), for scoping. */
  parties: readonly UnitId[];
  /** Activities under way when this was published; the development clock waits for none. */
  inFlight: number;
}

/** Orders two publishes of one case: workflow time of the task, then number within it; equal or later wins (design 1). */
export interface Stamp {
  time: number;
  number: number;
}

/** What one publish writes. Open things are whole, closed tasks and events only since the last confirmed publish. */
export interface Publication {
  dischargeId: string;
  /** Workflow that the tasks belong to and that answers go to. */
  workflowId: string;
  /** A correction adds its task and events to a closed case and leaves the case row, messages and clocks alone. */
  part: 'case' | 'correction';
  stamp: Stamp;
  version: number;
  /** Events up to this number were confirmed by an earlier publish and are final. */
  confirmedEvents: number;
  view: CaseView;
  tasks: readonly TaskView[];
  messages: readonly MessageView[];
  clocks: readonly ClockView[];
  /** Those that ended since the last confirmed publish; left out when none did. */
  ended?: readonly EndedClock[];
  events: readonly EventView[];
}
