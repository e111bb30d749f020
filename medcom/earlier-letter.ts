// A correspondence as it is needed to answer it or to send it on: its segments with all that hangs on them, its thread,
// patient and Provenances. Rule: MedCom CareCommunication 5.0, governance of reply and forward (medcom.md 4.3-4.5).
import { Entries } from './bundle.ts';
import { EXTENSION } from './codes.ts';
import type { JsonObject } from './json.ts';
import { extensionOf, isObject, objectOf, objectsOf, textOf, textsOf } from './json.ts';
import type { BundledParty, CareCommunication } from './message.ts';
import { demand, MessageInputError } from './parts.ts';
import { Problems } from './problems.ts';
import { agentIdsOf, canTravelOn, segmentIdsOf, targetOf } from './provenance.ts';
import { readMessage } from './read.ts';
import { readParty } from './read-head.ts';

/** Who wrote a segment, as it was received: the role is a text or a code, never both. */
export type Author = {
  readonly family: string;
  readonly given: readonly string[];
  readonly role: { readonly text: string } | { readonly coding: readonly [JsonObject] };
};

/** A segment that travels on: identifier, date and author stay what they were. */
export type CarriedSegment = {
  readonly id: string;
  /** As it was written, zone included. */
  readonly at: string;
  readonly assigner: BundledParty;
  /** Null only for an attachment. */
  readonly author: Author | null;
  readonly phone: string | null;
  readonly content: { readonly text: string } | { readonly attachment: JsonObject };
};

/** A finer sender or receiver than the organisation of the header. */
export type SpecificParty = { readonly team: string } | { readonly person: Author };

export type EarlierLetter = Pick<
  CareCommunication,
  'headerId' | 'threadId' | 'category' | 'topic' | 'patient' | 'episodeIds' | 'provenances' | 'sentAt'
> & {
  readonly segments: readonly CarriedSegment[];
  /** The team or person within the sender that wrote; an answer is addressed to it. Null: the sender as a whole. */
  readonly specificSender: SpecificParty | null;
  /** The organisations that its Provenances and segments name. */
  readonly parties: readonly BundledParty[];
};

/**
 * Reads a received or sent CareCommunication to answer it or send it on. Throws MessageInputError `answered...` when it
 * is none, or lacks what must travel along unchanged: then it cannot be answered in its thread, and a person must be told.
 */
export function earlierLetterOf(raw: string): EarlierLetter {
  const read = readMessage(raw);
  if (read.kind !== 'care-communication') throw new MessageInputError('answered');
  const { message } = read;
  const bundle: unknown = JSON.parse(raw.replace(/^\ufeff/, ''));
  if (!isObject(bundle)) throw new MessageInputError('answered');
  const entries = new Entries(bundle);
  const [communication] = entries.ofType('Communication');
  const segments = objectsOf(communication, 'payload').map((payload) => segmentOf(payload, entries));
  const parties = [message.sender, message.receiver, ...segments.map(({ assigner }) => assigner)];
  for (const provenance of message.provenances) {
    for (const agent of agentIdsOf(provenance)) {
      if (parties.some(({ id }) => id === agent)) continue;
      parties.push(partyOf({ reference: `Organization/${agent}` }, entries, 'answered.provenances.agent'));
    }
  }
  demandChain(message, segments, parties);
  const { headerId, threadId, category, topic, patient, episodeIds, provenances, sentAt } = message;
  const specificSender = specificOf(communication, entries);
  const carried = { segments, parties, specificSender };
  return { headerId, threadId, category, topic, patient, episodeIds, provenances, sentAt, ...carried };
}

function specificOf(communication: JsonObject | undefined, entries: Entries): SpecificParty | null {
  const reference = extensionOf(communication, EXTENSION.sender)?.['valueReference'];
  if (reference === undefined) return null;
  const team = entries.resolve(reference, 'CareTeam');
  const name = team.found === 'one' ? textOf(team.resource, 'name') : undefined;
  if (name !== undefined) return { team: name };
  const person = authorOf(reference, entries);
  if (person === null) throw new MessageInputError('answered.sender');
  return { person };
}

/** Every segment was added by exactly one of the messages, and every Provenance can stand in a message of ours. */
function demandChain(
  message: CareCommunication,
  segments: readonly CarriedSegment[],
  parties: readonly BundledParty[],
): void {
  const ids = parties.map(({ id }) => id);
  const claimed = message.provenances.flatMap(segmentIdsOf).sort();
  const there = segments.map(({ id }) => id).sort();
  demand(claimed.length === there.length && claimed.every((id, place) => id === there[place]), 'answered.segments');
  for (const provenance of message.provenances) {
    const target = targetOf(provenance);
    demand(target !== null && canTravelOn(provenance, target, ids), 'answered.provenances');
  }
}

function segmentOf(payload: JsonObject, entries: Entries): CarriedSegment {
  const identifier = objectOf(extensionOf(payload, EXTENSION.identifier), 'valueIdentifier');
  const id = textOf(identifier, 'value');
  const at = textOf(extensionOf(payload, EXTENSION.dateTime), 'valueDateTime');
  if (id === undefined || at === undefined) throw new MessageInputError('answered.segments');
  const assigner = partyOf(identifier?.['assigner'], entries, 'answered.segments.assigner');
  const phone = textOf(objectOf(extensionOf(payload, EXTENSION.contact), 'valueContactPoint'), 'value') ?? null;
  const author = authorOf(extensionOf(payload, EXTENSION.practitioner)?.['valueReference'], entries);
  const text = textOf(payload, 'contentString');
  if (text !== undefined) {
    demand(author !== null && phone !== null, 'answered.segments.author');
    return { id, at, assigner, author, phone, content: { text } };
  }
  const attachment = objectOf(payload, 'contentAttachment');
  if (attachment === undefined) throw new MessageInputError('answered.segments');
  return { id, at, assigner, author, phone, content: { attachment: plainAttachment(attachment) } };
}

/** The elements of an attachment that the standard has; whatever else hangs on it stays behind. */
function plainAttachment(attachment: JsonObject): JsonObject {
  const kept = ['contentType', 'data', 'url', 'title', 'creation'].flatMap((name) => {
    const text = textOf(attachment, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(kept);
}

/** Null when the segment names nobody, or not enough of them to sign it. */
function authorOf(reference: unknown, entries: Entries): Author | null {
  const found = entries.resolve(reference, 'PractitionerRole');
  if (found.found !== 'one') return null;
  const person = entries.resolve(found.resource['practitioner'], 'Practitioner');
  const name = person.found === 'one' ? objectsOf(person.resource, 'name')[0] : undefined;
  const family = textOf(name, 'family') ?? textOf(name, 'text');
  const code = objectsOf(found.resource, 'code')[0];
  const text = textOf(code, 'text');
  const coding = objectsOf(code, 'coding')[0];
  const [system, value] = [textOf(coding, 'system'), textOf(coding, 'code')];
  if (family === undefined) return null;
  const given = textsOf(name, 'given');
  if (system !== undefined && value !== undefined)
    return { family, given, role: { coding: [{ system, code: value }] } };
  return text === undefined ? null : { family, given, role: { text } };
}

function partyOf(reference: unknown, entries: Entries, field: string): BundledParty {
  const party = readParty(reference, field, entries, new Problems());
  if (party === null) throw new MessageInputError(field);
  return party;
}
