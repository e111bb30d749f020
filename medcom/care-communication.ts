// Builds a CareCommunication (korrespondancemeddelelse): new, reply or forward. Rule: MedCom CareCommunication 5.0.
// All ids follow from the letter's id unless given: building it again with a new bundleId and sentAt is a resend.
import type { Attachment } from './attachments.ts';
import { demandAttachments, LARGEST_MESSAGE_BYTES } from './attachments.ts';
import type { Category } from './codes.ts';
import { CARE_COMMUNICATION_DEFINITION, PROFILE, SYSTEM } from './codes.ts';
import type { CarriedSegment, EarlierLetter } from './earlier-letter.ts';
import { isUuid } from './formats.ts';
import { derivedUuid } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { BundledParty, Party } from './message.ts';
import { narrative } from './narrative.ts';
import type { Citizen } from './parts.ts';
import {
  bundled,
  demand,
  demandIds,
  demandInstant,
  demandText,
  envelope,
  header,
  MessageInputError,
  organization,
  patient,
  patientAsReceived,
} from './parts.ts';
import { buildProvenance, sentAtOf, travelling } from './provenance.ts';
import type { KeptContent } from './segments.ts';
import { authorResources, payload, segmentRows, specificRecipient, withContent, withoutContent } from './segments.ts';

type Common = {
  /** Envelope: a new UUID on every sending. */
  readonly bundleId: string;
  /** EarlierLetter: a UUID, the same on every sending of this message. */
  readonly headerId: string;
  /** UUID of the text segment, with or without `urn:uuid:`; derived from the letter when left out. */
  readonly segmentId?: string;
  readonly sender: Party;
  readonly receiver: Party;
  readonly text: string;
  /** Files to send along, each a segment of its own; see `attachmentProblems` for what is allowed. */
  readonly attachments?: readonly Attachment[];
  /** The signature: `role` as a person reads it ("Sygeplejerske"), `phone` with at least one digit. */
  readonly author: {
    readonly given: readonly string[];
    readonly family: string;
    readonly role: string;
    readonly phone: string;
  };
  /** Only when the category is `regarding-referral`. */
  readonly priority?: 'routine' | 'asap';
  /** When the author pressed send; the same on a resend. */
  readonly writtenAt: string;
  /** When this sending leaves; new on a resend. */
  readonly sentAt: string;
  /** Largest message in bytes; 100 MB when left out. */
  readonly largestMessageBytes?: number;
};

export type NewCareCommunicationInput = Common & {
  readonly kind?: 'new';
  /** UUID of the thread, with or without `urn:uuid:`; derived from the letter when left out. */
  readonly threadId?: string;
  readonly patient: Citizen;
  readonly category: Category;
  /** Short subject; compulsory when the category is `other`. */
  readonly topic?: string;
  /** Episode identifier of the stay, returned as it was received (system and value). */
  readonly episode?: { readonly system: string; readonly value: string };
};

/**
 * Answers the newest message of a thread: patient, thread, episode and all segments are that message's, so none of them
 * is stated here. Earlier files travel by name only. Category and topic stay unless stated anew.
 */
export type ReplyInput = Common & {
  readonly kind: 'reply';
  readonly to: EarlierLetter;
  readonly category?: Category;
  readonly topic?: string;
};

/** Sends a message on to somebody else in a new thread, whole: `text` says why, files go with their content. */
export type ForwardInput = Common & {
  readonly kind: 'forward';
  readonly of: EarlierLetter;
  readonly threadId?: string;
  readonly category?: Category;
  readonly topic?: string;
  /** Content of files that `of` names only (a reply does), by identifier of their segment, as they were received. */
  readonly kept?: ReadonlyMap<string, KeptContent>;
};

export type CareCommunicationInput = NewCareCommunicationInput | ReplyInput | ForwardInput;

const ACTIVITY = { new: 'new-message', reply: 'reply-message', forward: 'forward-message' } as const;

/** The thread identifier (`urn:uuid:...`) that a message gets when none is given. */
export function threadIdOf(headerId: string): string {
  return `urn:uuid:${derivedUuid(headerId, 'communication-identifier')}`;
}

/** The message as JSON text. Throws MessageInputError when the input cannot become a valid message. */
export function buildCareCommunication(input: CareCommunicationInput): string {
  const { headerId } = input;
  demandIds(input.bundleId, headerId);
  const id = (part: string) => derivedUuid(headerId, part);
  const sentAt = demandInstant(input.sentAt, 'sentAt');
  const sender = bundled(input.sender, 'sender');
  const receiver = bundled(input.receiver, 'receiver');
  demand(receiver.id !== sender.id, 'receiver');
  const earlier = earlierOf(input);
  demand(earlier?.headerId !== headerId, 'headerId');
  demand(
    (earlier?.provenances ?? []).every((one) => (sentAtOf(one) ?? sentAt) <= sentAt),
    'sentAt',
  );
  const added = ownSegments(input, sender);
  const segments = [...added, ...carriedOf(input)];
  demand(new Set(segments.map((segment) => segment.id)).size === segments.length, 'segmentId');
  const subject = subjectOf(input, earlier);
  const encounter = encounterOf(id('encounter'), id('patient'), episodeOf(input, earlier));
  const roles = segments.map((segment, place) => ({
    segment,
    roleId: place < added.length ? id('practitioner-role') : id(`practitioner-role ${segment.id}`),
    personId: place < added.length ? id('practitioner') : id(`practitioner ${segment.id}`),
  }));
  const threadId = threadOf(input);
  const specific = input.kind === 'reply' ? input.to.specificSender : null;
  const recipient = specific === null ? null : specificRecipient(specific, receiver.id, id);
  const communication = {
    resourceType: 'Communication',
    id: id('communication'),
    meta: { profile: [PROFILE.careCommunicationCommunication] },
    text: narrative(
      [
        ['Id', id('communication')],
        ['Tråd / Communication identifier', threadId],
        ['Status', 'unknown'],
        ['Kategori / Category', subject.category],
        ...(subject.priority === undefined ? [] : [['Prioritet / Priority', subject.priority] as const]),
        ...(subject.topic === undefined ? [] : [['Emne / Topic', subject.topic] as const]),
        ['Patient', `Patient/${id('patient')}`],
        ...(recipient === null ? [] : [['Modtager / Recipient', recipient.reference] as const]),
        ...(encounter === null ? [] : [['Kontakt / Encounter', `Encounter/${id('encounter')}`] as const]),
        ...roles.flatMap(({ segment, roleId }) => segmentRows(segment, roleId)),
      ],
      'extensions',
    ),
    identifier: [{ value: threadId }],
    status: 'unknown',
    category: [{ coding: [{ system: SYSTEM.categoryCodes, code: subject.category }] }],
    ...(subject.priority === undefined ? {} : { priority: subject.priority }),
    subject: { reference: `Patient/${id('patient')}` },
    ...(subject.topic === undefined ? {} : { topic: { text: subject.topic } }),
    ...(encounter === null ? {} : { encounter: { reference: `Encounter/${id('encounter')}` } }),
    ...(recipient === null ? {} : { recipient: [{ reference: recipient.reference }] }),
    payload: roles.map(({ segment, roleId }) => payload(segment, roleId)),
  };
  const head = header({
    id: headerId,
    profile: PROFILE.careCommunicationHeader,
    event: 'care-communication-message',
    sender,
    receiver,
    rows: [['Indhold / Focus', `Communication/${communication.id}`]],
    rest: { focus: [{ reference: `Communication/${communication.id}` }], definition: CARE_COMMUNICATION_DEFINITION },
  });
  const provenance = buildProvenance({
    id: id('provenance'),
    profile: PROFILE.careCommunicationProvenance,
    headerId,
    at: sentAt,
    activity: ACTIVITY[input.kind ?? 'new'],
    agent: sender,
    entities: [
      ...added.map((segment) => ({ role: 'source', segmentId: segment.id }) as const),
      ...(earlier === null ? [] : [{ role: 'revision', headerId: earlier.headerId } as const]),
    ],
  });
  const authors = roles.filter(({ roleId }, place) => roles.findIndex((other) => other.roleId === roleId) === place);
  const raw = envelope({
    id: input.bundleId,
    profile: PROFILE.careCommunication,
    guide: 'carecommunication',
    at: sentAt,
    resources: [
      head,
      earlier === null ? newPatient(input, id('patient')) : patientAsReceived(id('patient'), earlier.patient),
      communication,
      ...(encounter === null ? [] : [encounter]),
      ...authors.flatMap(({ segment: { author, assigner }, roleId, personId }) =>
        author === null ? [] : authorResources(author, roleId, personId, assigner.id),
      ),
      ...(recipient?.resources ?? []),
      ...distinct([sender, receiver, ...(earlier?.parties ?? [])]).map(organization),
      provenance,
      ...(earlier?.provenances ?? []).map((one) => travelling(one, PROFILE.careCommunicationProvenance)),
    ],
  });
  demand(Buffer.byteLength(raw) <= (input.largestMessageBytes ?? LARGEST_MESSAGE_BYTES), 'attachments.too-large');
  return raw;
}

/** The message answered or sent on. */
function earlierOf(input: CareCommunicationInput): EarlierLetter | null {
  if (input.kind === 'reply') return input.to;
  return input.kind === 'forward' ? input.of : null;
}

function carriedOf(input: CareCommunicationInput): readonly CarriedSegment[] {
  if (input.kind === 'reply') return input.to.segments.map(withoutContent);
  if (input.kind !== 'forward') return [];
  const { of, kept } = input;
  return of.segments.map((segment) => withContent(segment, kept ?? new Map()));
}

/** A reply stays in its thread; everything else opens one. */
function threadOf(input: CareCommunicationInput): string {
  if (input.kind === 'reply') return input.to.threadId;
  const threadId = input.threadId === undefined ? threadIdOf(input.headerId) : urn(input.threadId, 'threadId');
  demand(input.kind !== 'forward' || threadId !== input.of.threadId, 'threadId');
  return threadId;
}

/** The text and the files that this message adds, all signed by its author. */
function ownSegments(input: CareCommunicationInput, assigner: BundledParty): readonly CarriedSegment[] {
  const { author: signed, attachments = [] } = input;
  demandAttachments(attachments, input.largestMessageBytes ?? LARGEST_MESSAGE_BYTES);
  const at = demandInstant(input.writtenAt, 'writtenAt');
  const phone = demandText(signed.phone, 'author.phone');
  demand(/\d/.test(phone), 'author.phone');
  const author = {
    family: demandText(signed.family, 'author.family'),
    given: signed.given.filter((name) => name.trim() !== '').map((name) => demandText(name, 'author.given')),
    role: { text: demandText(signed.role, 'author.role') },
  };
  const own = { at, assigner, author, phone };
  const segmentId = urn(input.segmentId ?? derivedUuid(input.headerId, 'segment'), 'segmentId');
  return [
    { ...own, id: segmentId, content: { text: demandText(input.text, 'text') } },
    ...attachments.map((attachment, place) => ({
      ...own,
      id: `urn:uuid:${derivedUuid(input.headerId, 'segment', String(place))}`,
      content: { attachment: attachmentOf(attachment) },
    })),
  ];
}

function attachmentOf({ title, contentType, data, createdAt }: Attachment): JsonObject {
  return {
    contentType,
    data: Buffer.from(data).toString('base64'),
    title: demandText(title, 'attachments.title'),
    ...(createdAt === undefined ? {} : { creation: demandInstant(createdAt, 'attachments.createdAt') }),
  };
}

function subjectOf(input: CareCommunicationInput, earlier: EarlierLetter | null) {
  const category = input.category ?? earlier?.category ?? '';
  demand(/^[a-z0-9-]{1,64}$/.test(category), 'category');
  const given = input.topic ?? earlier?.topic ?? undefined;
  const topic = given === undefined ? undefined : demandText(given, 'topic');
  demand(category !== 'other' || topic !== undefined, 'topic');
  demand(input.priority === undefined || category === 'regarding-referral', 'priority');
  return { category, topic, priority: input.priority };
}

function newPatient(input: CareCommunicationInput, id: string): JsonObject {
  if (input.kind === 'reply' || input.kind === 'forward') throw new MessageInputError('patient');
  return patient(id, input.patient);
}

type Episode = { readonly system: string | null; readonly value: string };

/** Of several received identifiers the local one is returned; of one, that one (medcom.md 3.4). */
function episodeOf(input: CareCommunicationInput, earlier: EarlierLetter | null): Episode | null {
  if (input.kind !== 'reply' && input.kind !== 'forward') return input.episode ?? null;
  const ids = earlier?.episodeIds ?? [];
  return ids.find(({ kind }) => kind === 'local') ?? ids[0] ?? null;
}

/** The Encounter that carries the episode identifier back; its class and status are the stay's ordinary ones. */
function encounterOf(id: string, patientId: string, episode: Episode | null): JsonObject | null {
  if (episode === null) return null;
  const value = demandText(episode.value, 'episode.value');
  const system = demandText(episode.system ?? '', 'episode.system');
  return {
    resourceType: 'Encounter',
    id,
    meta: { profile: [PROFILE.encounter] },
    text: narrative([
      ['Id', id],
      ['Status', 'unknown'],
      ['Kontakttype / Class', 'IMP'],
      ['Patient', `Patient/${patientId}`],
      ['Forløbs-id / Episode of care', `${system} ${value}`],
    ]),
    status: 'unknown',
    class: { system: SYSTEM.actCode, code: 'IMP' },
    subject: { reference: `Patient/${patientId}` },
    episodeOfCare: [{ identifier: { system, value } }],
  };
}

function distinct(parties: readonly BundledParty[]): readonly BundledParty[] {
  return parties.filter((party, place) => parties.findIndex(({ id }) => id === party.id) === place);
}

function urn(uuid: string, field: string): string {
  const bare = uuid
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '');
  demand(isUuid(bare), field);
  return `urn:uuid:${bare}`;
}
