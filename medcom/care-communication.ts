// Builds a new CareCommunication (korrespondancemeddelelse) with one text segment. Rule: MedCom CareCommunication 5.0.
// All ids follow from the letter's id unless given: building it again with a new bundleId and sentAt is a resend.
import type { Category } from './codes.ts';
import { CARE_COMMUNICATION_DEFINITION, EXTENSION, PROFILE, SYSTEM } from './codes.ts';
import { isUuid } from './formats.ts';
import { derivedUuid } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Party } from './message.ts';
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
  organization,
  patient,
} from './parts.ts';
import { buildProvenance } from './provenance.ts';

export type CareCommunicationInput = {
  /** Envelope: a new UUID on every sending. */
  readonly bundleId: string;
  /** EarlierLetter: a UUID, the same on every sending of this message. */
  readonly headerId: string;
  /** UUID of the thread, with or without `urn:uuid:`; derived from the letter when left out. */
  readonly threadId?: string;
  /** UUID of the text segment, likewise. */
  readonly segmentId?: string;
  readonly sender: Party;
  readonly receiver: Party;
  readonly patient: Citizen;
  readonly category: Category;
  /** Short subject; compulsory when the category is `other`. */
  readonly topic?: string;
  readonly text: string;
  /** Who wrote it: `role` as a person reads it ("Sygeplejerske"), `phone` with at least one digit. */
  readonly author: {
    readonly given: readonly string[];
    readonly family: string;
    readonly role: string;
    readonly phone: string;
  };
  /** Episode identifier of the stay, returned as it was received (system and value). */
  readonly episode?: { readonly system: string; readonly value: string };
  /** When the author pressed send; the same on a resend. */
  readonly writtenAt: string;
  /** When this sending leaves; new on a resend. */
  readonly sentAt: string;
};

/** The thread identifier (`urn:uuid:...`) that a message gets when none is given. */
export function threadIdOf(headerId: string): string {
  return `urn:uuid:${derivedUuid(headerId, 'communication-identifier')}`;
}

/** The message as JSON text. Throws MessageInputError when the input cannot become a valid message. */
export function buildCareCommunication(input: CareCommunicationInput): string {
  const { headerId, category } = input;
  demandIds(input.bundleId, headerId);
  const id = (part: string) => derivedUuid(headerId, part);
  const sentAt = demandInstant(input.sentAt, 'sentAt');
  const writtenAt = demandInstant(input.writtenAt, 'writtenAt');
  const sender = bundled(input.sender, 'sender');
  const receiver = bundled(input.receiver, 'receiver');
  demand(receiver.id !== sender.id, 'receiver');
  const threadId = input.threadId === undefined ? threadIdOf(headerId) : urn(input.threadId, 'threadId');
  const segmentId = urn(input.segmentId ?? id('segment'), 'segmentId');
  const topic = input.topic === undefined ? undefined : demandText(input.topic, 'topic');
  demand(category !== 'other' || topic !== undefined, 'topic');
  const text = demandText(input.text, 'text');
  const phone = demandText(input.author.phone, 'author.phone');
  demand(/\d/.test(phone), 'author.phone');
  const encounter =
    input.episode === undefined ? undefined : encounterOf(id('encounter'), id('patient'), input.episode);

  const communication = {
    resourceType: 'Communication',
    id: id('communication'),
    meta: { profile: [PROFILE.careCommunicationCommunication] },
    text: narrative(
      [
        ['Id', id('communication')],
        ['Tråd / Communication identifier', threadId],
        ['Status', 'unknown'],
        ['Kategori / Category', category],
        ...(topic === undefined ? [] : [['Emne / Topic', topic] as const]),
        ['Patient', `Patient/${id('patient')}`],
        ...(encounter === undefined ? [] : [['Kontakt / Encounter', `Encounter/${id('encounter')}`] as const]),
        ['Meddelelsessegment / Message segment', segmentId],
        ['Afsendt / Date', writtenAt],
        ['Forfatter / Author', `PractitionerRole/${id('practitioner-role')}, ${phone}`],
        ['Besked / Text', text],
      ],
      'extensions',
    ),
    identifier: [{ value: threadId }],
    status: 'unknown',
    category: [{ coding: [{ system: SYSTEM.categoryCodes, code: category }] }],
    subject: { reference: `Patient/${id('patient')}` },
    ...(topic === undefined ? {} : { topic: { text: topic } }),
    ...(encounter === undefined ? {} : { encounter: { reference: `Encounter/${id('encounter')}` } }),
    payload: [
      {
        extension: [
          { url: EXTENSION.dateTime, valueDateTime: writtenAt },
          {
            url: EXTENSION.identifier,
            valueIdentifier: { value: segmentId, assigner: { reference: `Organization/${sender.id}` } },
          },
          { url: EXTENSION.practitioner, valueReference: { reference: `PractitionerRole/${id('practitioner-role')}` } },
          { url: EXTENSION.contact, valueContactPoint: { system: 'phone', value: phone } },
        ],
        contentString: text,
      },
    ],
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
    activity: 'new-message',
    agent: sender,
    entities: [{ role: 'source', segmentId }],
  });
  return envelope({
    id: input.bundleId,
    profile: PROFILE.careCommunication,
    guide: 'carecommunication',
    at: sentAt,
    resources: [
      head,
      patient(id('patient'), input.patient),
      communication,
      ...(encounter === undefined ? [] : [encounter]),
      ...authorOf(input.author, id, sender.id),
      organization(sender),
      organization(receiver),
      provenance,
    ],
  });
}

function authorOf(
  author: CareCommunicationInput['author'],
  id: (part: string) => string,
  organizationId: string,
): readonly JsonObject[] {
  const family = demandText(author.family, 'author.family');
  const given = author.given.filter((name) => name.trim() !== '').map((name) => demandText(name, 'author.given'));
  const role = demandText(author.role, 'author.role');
  return [
    {
      resourceType: 'PractitionerRole',
      id: id('practitioner-role'),
      meta: { profile: [PROFILE.practitionerRole] },
      text: narrative([
        ['Id', id('practitioner-role')],
        ['Stilling / Role', role],
        ['Person', `Practitioner/${id('practitioner')}`],
        ['Organisation', `Organization/${organizationId}`],
      ]),
      practitioner: { reference: `Practitioner/${id('practitioner')}` },
      organization: { reference: `Organization/${organizationId}` },
      code: [{ text: role }],
    },
    {
      resourceType: 'Practitioner',
      id: id('practitioner'),
      meta: { profile: [PROFILE.practitioner] },
      text: narrative([
        ['Id', id('practitioner')],
        ['Navn / Name', [...given, family].join(' ')],
      ]),
      name: [{ family, ...(given.length === 0 ? {} : { given }) }],
    },
  ];
}

/** The Encounter that carries the episode identifier back; its class and status are the stay's ordinary ones. */
function encounterOf(
  id: string,
  patientId: string,
  episode: { readonly system: string; readonly value: string },
): JsonObject {
  const value = demandText(episode.value, 'episode.value');
  const system = demandText(episode.system, 'episode.system');
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

function urn(uuid: string, field: string): string {
  const bare = uuid
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '');
  demand(isUuid(bare), field);
  return `urn:uuid:${bare}`;
}
