// What the workflow asks the world to do: the signatures its activities implement, and how each is tried.
// Start-to-close is short everywhere; a long wait belongs to the workflow (design 3).

import type { CallReason } from '../domain/calls.ts';
import type { CapabilityCode } from '../domain/capability-codes.ts';
import type { LetterKind, Publication } from '../domain/case-view.ts';
import type { DischargeId, SubmissionId, UnitId } from '../domain/ids.ts';
import type { LetterRef } from '../domain/letters.ts';
import type { ReasonCode } from '../domain/needs.ts';
import type { PlaceKind } from '../domain/organisations.ts';
import type { BedNeed } from '../domain/plan.ts';
import type { ClockQuery, Ruled } from '../domain/ruled.ts';
import type { Notice } from '../domain/stay-order.ts';
import type { MessageWay } from '../domain/ways.ts';

/** A message to send: the activity reads the words and the person in PostgreSQL. */
export type Sending = SendingHead & What;

export interface SendingHead {
  dischargeId: DischargeId;
  message: string;
  /** 1 for the first sending; each sending has a Bundle.id of its own. */
  sending: number;
  to: UnitId;
  from: UnitId;
  planVersion: number;
  /** Of a case that has asked for a place: by it, whose messages about the place go where. */
  place?: PlaceAskedFor;
  /** The case is a request for a place without a stay. */
  isRequest?: true;
}

/** The place that a case has asked for, as far as the facts of it on a day go. */
export interface PlaceAskedFor {
  /** Of the citizen, code of 4 digits. */
  municipality: string;
  kind: PlaceKind;
  /** A request until the patient is there, then a stay; `placedAt` (epoch ms) and `from` say when it begins. */
  what: 'request' | 'stay';
  placedAt: number;
  from: string | null;
}

/**
 * What is sent: a letter in the service's words, one that a person wrote, or a stay notice. `since`: of a letter that tells
 * the plan, the version its unit knows, 0 for none; histories from before it was sent along have none.
 */
export type What =
  | { kind: PlainLetter; since?: number }
  | { kind: 'phone-agreement'; words: SubmissionId; why: readonly CallReason[] }
  | { kind: 'letter'; letter: LetterRef }
  | { kind: 'stay-notice'; notice: NoticeTold };

/** A letter that says all by its kind and the plan. */
export type PlainLetter = Exclude<LetterKind, 'phone-agreement'>;

/** A stay notice to send: what happened, when (epoch ms), and the notices of its chain before it, oldest first. */
export interface NoticeTold extends Notice {
  at: number;
  /** The patient comes from another hospital of the region: the first notice of the next chain. */
  transferred: boolean;
  previous: readonly string[];
}
/**
 * `way`: the format it left in, or `phone` when no system at the other end can receive it (problem `no-way-in`).
 * Histories from before ways were chosen have none.
 */
export type SendOutcome = { sent: true; way?: MessageWay } | { sent: false; problem: string; way?: 'phone' };

/** A place that is reserved while its unit is asked. */
export interface Reservation {
  dischargeId: DischargeId;
  unit: UnitId;
  /** Left out in histories from before units had places of several kinds. */
  kind?: PlaceKind;
  /** Period the patient needs the place, epoch ms. */
  from: number;
  until: number;
  /** When an unanswered reservation ends by itself. */
  leaseUntil: number;
}
/** A place that a case has, with what is to hold of it from now on; times are epoch ms. */
export interface PlaceChange {
  dischargeId: DischargeId;
  place: string;
  state: 'held' | 'in-use';
  /** Null: as it is. */
  from: number | null;
  until: number;
  /** When a hold ends by itself; a place in use does not. */
  leaseUntil: number;
}

export type Reserved = { taken: false; place: string } | { taken: true };

/** A unit that can take the patient, as it is to be asked. */
export interface Fitting {
  unit: UnitId;
  /** Who confirms a place there by the facts of the day (bekræfter), when that is another unit. */
  confirmer?: UnitId;
  /** Where what is written to the place goes by the facts of the day (meddelelsesadresse), when that is another unit. */
  address?: UnitId;
  /** What its staff must be trained in first, of what is needed. */
  training?: readonly CapabilityCode[];
  /** The task is under an agreement that is not in force here and now: by single-case agreement only, agreed with `ring`. */
  singleCase?: { agreement: string; reason: string; ring: UnitId | null };
}

/** Why a unit does not fit, as the match said it at the time: codes, and from when it would. */
export interface Miss {
  unit: UnitId;
  why: ReasonCode;
  capability: CapabilityCode | null;
  fitsFrom: string | null;
}

/** The units that fit, best first; when there are none, why the nearest do not. */
export interface Found {
  fitting: Fitting[];
  misses: Miss[];
}

/** When the request was placed and what the time is now, epoch ms: whose facts hold is said by the in-flight rule. */
export interface Asking {
  placedAt: number;
  now: number;
}

/** Implemented in activities/, called by name; the workflow never imports an implementation. */
export interface Activities {
  /** Due times and effects by the dated rules; local, results recorded. */
  rulings(queries: readonly ClockQuery[]): Promise<Ruled[]>;
  /** Writes the view; returns when PostgreSQL has it. Fails non-retryably with type `publication-refused`. */
  publish(publication: Publication): Promise<void>;
  /** Units that can do what the need asks, best first, by the sheets in force. */
  fittingUnits(municipality: string, need: BedNeed, asking: Asking): Promise<Found>;
  reservePlace(reservation: Reservation): Promise<Reserved>;
  /** Turns a reservation into a hold until the given time. */
  holdPlace(dischargeId: DischargeId, place: string, until: number): Promise<{ held: boolean }>;
  /** Gives the place the case has another period or state; `changed: false` when somebody else has it in that period. */
  changePlace(change: PlaceChange): Promise<{ changed: boolean }>;
  releasePlace(dischargeId: DischargeId, place: string): Promise<void>;
  sendMessage(sending: Sending): Promise<SendOutcome>;
}
