// Reads a CareCommunication (korrespondancemeddelelse): thread, category, patient and message segments.
// Rules: MedCom CareCommunication 5.0, Communication and Provenance pages.
import { isAttachmentType } from './attachments.ts';
import type { Entries } from './bundle.ts';
import { EXTENSION, SYSTEM } from './codes.ts';
import { isUuid, toInstant } from './formats.ts';
import type { JsonObject } from './json.ts';
import { extensionOf, objectOf, objectsOf, textOf, textsOf } from './json.ts';
import type { AttachmentSegment, CareCommunication, MessageHead, TextSegment } from './message.ts';
import type { Problems } from './problems.ts';
import { segmentIdsOf, targetOf } from './provenance.ts';
import { readEpisodeIds, readPatient } from './read-patient.ts';

const ACTIVITIES = ['new-message', 'reply-message', 'forward-message'];

/** The message, or null with its problems noted. */
export function readCareCommunication(
  head: MessageHead,
  header: JsonObject,
  entries: Entries,
  problems: Problems,
): CareCommunication | null {
  // Correcting and cancelling were taken out of the standard; such a message must not pass as an ordinary one.
  if (!ACTIVITIES.includes(head.activity)) problems.add('unknown-code', 'Provenance.activity');
  const patient = readPatient(entries, problems);
  if (entries.ofType('Communication').length > 1) problems.add('too-many', 'Communication');
  const focus = entries.resolve(objectsOf(header, 'focus')[0], 'Communication');
  if (focus.found !== 'one') {
    problems.add('not-in-message', 'MessageHeader.focus');
    return null;
  }
  const communication = focus.resource;
  if (entries.resolve(communication['subject'], 'Patient').found !== 'one') {
    problems.add('not-in-message', 'Communication.subject');
  }
  const threadId = readThreadId(communication, problems);
  const category = readCategory(communication, problems);
  const topic = textOf(objectOf(communication, 'topic'), 'text') ?? null;
  if (category === 'other' && topic === null) problems.add('missing', 'Communication.topic');
  const priority = readPriority(communication, category, problems);
  const segments = readSegments(head, communication, entries, problems);
  const episodeIds = readEpisodes(communication, entries, problems);
  if (patient === null || threadId === null || category === null) return null;
  const event = 'care-communication-message';
  return { ...head, event, threadId, category, priority, topic, patient, episodeIds, segments };
}

function readThreadId(communication: JsonObject, problems: Problems): string | null {
  const identifiers = objectsOf(communication, 'identifier');
  const value = textOf(identifiers[0], 'value')?.toLowerCase();
  if (identifiers.length === 1 && value !== undefined && isUuid(value.replace(/^urn:uuid:/, ''))) {
    return value.startsWith('urn:uuid:') ? value : `urn:uuid:${value}`;
  }
  problems.add(
    identifiers.length > 1 ? 'too-many' : value === undefined ? 'missing' : 'invalid',
    'Communication.identifier',
  );
  return null;
}

function readCategory(communication: JsonObject, problems: Problems): string | null {
  const codings = objectsOf(communication, 'category').flatMap((category) => objectsOf(category, 'coding'));
  const codes = codings
    .filter((coding) => coding['system'] === SYSTEM.categoryCodes)
    .map((coding) => textOf(coding, 'code'));
  const [code] = codes;
  if (codes.length === 1 && code !== undefined && /^[a-z0-9-]{1,64}$/.test(code)) return code;
  const absent = codings.length === 0 ? 'missing' : 'unknown-system';
  problems.add(codes.length > 1 ? 'too-many' : codes.length === 0 ? absent : 'unknown-code', 'Communication.category');
  return null;
}

/** Only a referral has a priority (medcom-careCommunication-5). */
function readPriority(
  communication: JsonObject,
  category: string | null,
  problems: Problems,
): CareCommunication['priority'] {
  const priority = communication['priority'];
  if (priority === undefined) return null;
  if (category !== 'regarding-referral') problems.add('contradiction', 'Communication.priority');
  if (priority === 'routine' || priority === 'asap') return priority;
  problems.add('unknown-code', 'Communication.priority');
  return null;
}

function readEpisodes(
  communication: JsonObject,
  entries: Entries,
  problems: Problems,
): CareCommunication['episodeIds'] {
  if (communication['encounter'] === undefined) return [];
  const encounter = entries.resolve(communication['encounter'], 'Encounter');
  if (encounter.found === 'one') return readEpisodeIds(encounter.resource);
  problems.add('not-in-message', 'Communication.encounter');
  return [];
}

function readSegments(
  head: MessageHead,
  communication: JsonObject,
  entries: Entries,
  problems: Problems,
): CareCommunication['segments'] {
  const current = head.provenances.find((provenance) => targetOf(provenance) === head.headerId);
  const added = new Set(current === undefined ? [] : segmentIdsOf(current));
  const segments = objectsOf(communication, 'payload').flatMap((payload) => {
    const segment = readSegment(payload, added, entries, problems);
    return segment === null ? [] : [segment];
  });
  if (new Set(segments.map((segment) => segment.id)).size !== segments.length) {
    problems.add('too-many', 'Communication.payload.extension:identifier');
  }
  if (!segments.some((segment) => segment.kind === 'text')) problems.add('missing', 'Communication.payload:string');
  return segments;
}

function readSegment(
  payload: JsonObject,
  added: ReadonlySet<string>,
  entries: Entries,
  problems: Problems,
): TextSegment | AttachmentSegment | null {
  const id = textOf(objectOf(extensionOf(payload, EXTENSION.identifier), 'valueIdentifier'), 'value');
  const at = toInstant(textOf(extensionOf(payload, EXTENSION.dateTime), 'valueDateTime'));
  if (id === undefined) problems.add('missing', 'Communication.payload.extension:identifier');
  if (at === null) problems.add('missing', 'Communication.payload.extension:date');
  const text = textOf(payload, 'contentString');
  const attachment = objectOf(payload, 'contentAttachment');
  if (text === undefined && attachment === undefined) problems.add('missing', 'Communication.payload.content');
  if (text !== undefined && attachment !== undefined) problems.add('contradiction', 'Communication.payload.content');
  if (id === undefined || at === null) return null;
  const isNew = added.has(id);
  if (text !== undefined) {
    const author = readAuthor(payload, entries, problems);
    return { kind: 'text', id, at, text, author, isNew };
  }
  if (attachment === undefined) return null;
  checkAttachment(attachment, problems);
  if (extensionOf(payload, EXTENSION.practitioner) !== undefined) readAuthor(payload, entries, problems);
  const title = textOf(attachment, 'title') ?? null;
  return { kind: 'attachment', id, at, title, contentType: textOf(attachment, 'contentType') ?? null, isNew };
}

/** What nobody could open, or nobody should, is told to its sender. Files of earlier messages come by name only. */
function checkAttachment(attachment: JsonObject, problems: Problems): void {
  const contentType = textOf(attachment, 'contentType');
  const data = textOf(attachment, 'data');
  const path = 'Communication.payload.contentAttachment';
  if (contentType === undefined && data !== undefined) problems.add('missing', `${path}.contentType`);
  if (contentType !== undefined && !isAttachmentType(contentType)) problems.add('unknown-code', `${path}.contentType`);
  if (data !== undefined && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data)) problems.add('invalid', `${path}.data`);
}

/** Who wrote a segment. That there is an author is demanded; a name or role that is missing is passed on as null. */
function readAuthor(payload: JsonObject, entries: Entries, problems: Problems): TextSegment['author'] {
  const phone = textOf(objectOf(extensionOf(payload, EXTENSION.contact), 'valueContactPoint'), 'value') ?? null;
  const reference = extensionOf(payload, EXTENSION.practitioner)?.['valueReference'];
  const found = entries.resolve(reference, 'PractitionerRole');
  if (found.found !== 'one') {
    problems.add('not-in-message', 'Communication.payload.extension:author');
    return { name: null, role: null, phone };
  }
  const code = objectsOf(found.resource, 'code')[0];
  const role = textOf(code, 'text') ?? textOf(objectsOf(code, 'coding')[0], 'code') ?? null;
  const person = entries.resolve(found.resource['practitioner'], 'Practitioner');
  if (person.found !== 'one') problems.add('not-in-message', 'PractitionerRole.practitioner');
  const name = person.found === 'one' ? objectsOf(person.resource, 'name')[0] : undefined;
  const parts = [...textsOf(name, 'given'), textOf(name, 'family') ?? ''].filter((part) => part !== '');
  return { name: parts.length > 0 ? parts.join(' ') : (textOf(name, 'text') ?? null), role, phone };
}
