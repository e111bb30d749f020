// What the service knows of a MedCom message after reading it: only what it uses, typed, times in UTC.
// A message becomes one of these or is not understood; nothing in between is passed on.
import type { Change, StayEvent } from '../domain/stay-order.ts';
import type { EncounterClass, EncounterStatus, ResponseCode } from './codes.ts';
import type { Instant } from './formats.ts';
import type { JsonObject } from './json.ts';
import type { Problem } from './problems.ts';

/** An organisation that can send and receive: SOR number (digits) and GLN (13 digits); name if the message gave one. */
export type Party = { readonly sor: string; readonly gln: string; readonly name?: string };

/** A party as it stands in a message: with the id of its Organization resource there. */
export type BundledParty = Party & { readonly id: string };

/** What is needed to acknowledge a message. Null in its place: the message is not to be, or cannot be, acknowledged. */
export type Acknowledgeable = {
  readonly headerId: string;
  readonly sender: BundledParty;
  readonly receiver: BundledParty;
  /** The newest Provenance as received; null when there is none that can be passed on. */
  readonly provenance: JsonObject | null;
};

/** What all three messages share. */
export type MessageHead = {
  /** Envelope: new on every sending. */
  readonly bundleId: string;
  /** Letter: the same when an unchanged message is sent again. Duplicates are told by it. */
  readonly headerId: string;
  readonly sender: BundledParty;
  readonly receiver: BundledParty;
  /** Activity code of the Provenance that describes this message. */
  readonly activity: string;
  /** When it was sent, by its own Provenance. */
  readonly sentAt: Instant;
  /** The message it follows on, by MessageHeader.id; null when it is the first, or followed an EDIFACT/OIOXML one. */
  readonly previousHeaderId: string | null;
  /** All Provenances as received, in the order of the message. */
  readonly provenances: readonly JsonObject[];
  readonly acknowledgeable: Acknowledgeable | null;
};

export type PatientIdentifier = {
  readonly kind: 'cpr' | 'x-ecpr' | 'd-ecpr' | 'other';
  readonly system: string;
  readonly value: string;
};

export type Patient = {
  readonly identifiers: readonly PatientIdentifier[];
  readonly family: string;
  readonly given: readonly string[];
  /** True: dead. False: said to be alive. Null: not mentioned. */
  readonly deceased: boolean | null;
};

/** An episode identifier as received; compare with `normaliseEpisodeId`. */
export type EpisodeId = { readonly system: string | null; readonly value: string; readonly kind: 'local' | 'lpr3' };

export type HospitalNotification = MessageHead & {
  readonly event: 'hospital-notification-message';
  /** There is no activity code for death: `MORS` is told by the patient's `deceased`. */
  readonly stayEvent: StayEvent;
  /** A first report, a correction (RE_) or a cancellation (AN_). RE_MORS cannot be told from MORS: both are `new`. */
  readonly change: Change;
  readonly patient: Patient;
  readonly encounter: {
    readonly class: EncounterClass;
    readonly status: EncounterStatus;
    readonly start: Instant;
    readonly end: Instant | null;
    readonly leave: { readonly start: Instant; readonly end: Instant | null } | null;
    /** At least one. */
    readonly episodeIds: readonly EpisodeId[];
    readonly serviceProvider: { readonly sor: string | null; readonly name: string | null };
  };
  /** Who wants the report of admission (XDIS16); null when none is asked for. */
  readonly reportOfAdmissionTo: BundledParty | null;
};

export type TextSegment = {
  readonly kind: 'text';
  /** `urn:uuid:...`, kept through the whole thread. */
  readonly id: string;
  readonly at: Instant;
  readonly text: string;
  readonly author: { readonly name: string | null; readonly role: string | null; readonly phone: string | null };
  /** Added by this message, not carried along from an earlier one. */
  readonly isNew: boolean;
};

export type AttachmentSegment = {
  readonly kind: 'attachment';
  readonly id: string;
  readonly at: Instant;
  readonly title: string | null;
  readonly contentType: string | null;
  readonly isNew: boolean;
};

export type CareCommunication = MessageHead & {
  readonly event: 'care-communication-message';
  /** Communication identifier (`urn:uuid:...`) that all messages of the thread share. */
  readonly threadId: string;
  /** Code of the category; the list grows, so an unknown code is passed on. */
  readonly category: string;
  /** Of a referral only. */
  readonly priority: 'routine' | 'asap' | null;
  readonly topic: string | null;
  readonly patient: Patient;
  readonly episodeIds: readonly EpisodeId[];
  /** In the order of the message. */
  readonly segments: readonly (TextSegment | AttachmentSegment)[];
};

export type AcknowledgementIssueRead = {
  readonly severity: string | null;
  readonly code: string | null;
  readonly detailCodes: readonly string[];
  /** Free text of the other side: may hold personal data, so never logged. */
  readonly text: string | null;
};

export type Acknowledgement = MessageHead & {
  readonly event: 'acknowledgement-message';
  /** MessageHeader.id of the message that it answers. */
  readonly of: string;
  readonly code: ResponseCode;
  readonly issues: readonly AcknowledgementIssueRead[];
};

/** What could be told of a message that was not understood; each null when it could not. */
export type Identified = {
  readonly bundleId: string | null;
  readonly headerId: string | null;
  readonly event: string | null;
  readonly senderGln: string | null;
  readonly receiverGln: string | null;
};

/** A message after reading. */
export type ReadOutcome =
  | { readonly kind: 'hospital-notification'; readonly message: HospitalNotification }
  | { readonly kind: 'care-communication'; readonly message: CareCommunication }
  | { readonly kind: 'acknowledgement'; readonly message: Acknowledgement }
  | {
      readonly kind: 'not-understood';
      /** At least one. Codes and element names only, never a value of the message. */
      readonly problems: readonly [Problem, ...Problem[]];
      readonly identified: Identified;
      readonly acknowledgeable: Acknowledgeable | null;
    };
