// Reads what all three messages share: envelope, header, the two organisations and the current Provenance.
// Rules: MedCom messaging (Bundle, MessageHeader, Organization, Provenance pages). Never throws.
import type { Entries } from './bundle.ts';
import type { MessageEvent } from './codes.ts';
import { EXTENSION, SYSTEM } from './codes.ts';
import type { Instant } from './formats.ts';
import { isFhirId, isGln, isSor } from './formats.ts';
import type { JsonObject } from './json.ts';
import { extensionOf, objectOf, objectsOf, textOf } from './json.ts';
import type { Acknowledgeable, BundledParty, Identified } from './message.ts';
import type { ProblemCode, Problems } from './problems.ts';
import { activityOf, canTravelOn, previousOf, sentAtOf, targetOf } from './provenance.ts';
import { checkVersion } from './versions.ts';

/** The head as far as it could be read; nulls have their problem noted. */
export type HeadRead = {
  readonly bundleId: string | null;
  readonly header: JsonObject | null;
  readonly headerId: string | null;
  readonly event: MessageEvent | null;
  readonly sender: BundledParty | null;
  readonly receiver: BundledParty | null;
  readonly current: JsonObject | null;
  readonly activity: string | null;
  readonly sentAt: Instant | null;
  readonly previousHeaderId: string | null;
  readonly provenances: readonly JsonObject[];
};

/** Reads the head of a Bundle and notes what is wrong with it. */
export function readHead(bundle: JsonObject, entries: Entries, problems: Problems): HeadRead {
  const bundleId = idOf(bundle, 'Bundle.id', problems);
  if (entries.isAmbiguous) problems.add('too-many', 'Bundle.entry');
  const headers = entries.ofType('MessageHeader');
  const header = headers.length === 1 ? (headers[0] ?? null) : null;
  if (header === null) problems.add(headers.length === 0 ? 'missing' : 'too-many', 'MessageHeader');
  const headerId = header === null ? null : idOf(header, 'MessageHeader.id', problems);
  if (bundleId !== null && bundleId === headerId) problems.add('contradiction', 'Bundle.id, MessageHeader.id');

  const event = header === null ? null : readEvent(header, problems);
  if (header !== null && event !== null) checkVersion(bundle, header, event, problems);
  const sender = header === null ? null : readParty(header['sender'], 'MessageHeader.sender', entries, problems);
  const receiver = header === null ? null : readReceiver(header, entries, problems);

  const provenances = entries.ofType('Provenance');
  const current = headerId === null ? null : readCurrent(headerId, provenances, problems);
  const activity = current === null ? null : activityOf(current);
  const sentAt = current === null ? null : sentAtOf(current);
  if (current !== null && activity === null) problems.add(activityFault(current), 'Provenance.activity');
  if (current !== null && sentAt === null) problems.add('invalid', 'Provenance.recorded');
  const previousHeaderId = current === null ? null : previousOf(current);
  if (previousHeaderId !== null && previousHeaderId === headerId)
    problems.add('contradiction', 'Provenance.entity.what');
  return {
    bundleId,
    header,
    headerId,
    event,
    sender,
    receiver,
    current,
    activity,
    sentAt,
    previousHeaderId,
    provenances,
  };
}

/**
 * What an Acknowledgement of the message needs, if it is to have one. An Acknowledgement is never acknowledged
 * (MedCom rule KR1.R); without letter id, sender or receiver nobody can be told.
 */
export function acknowledgeableOf(head: HeadRead): Acknowledgeable | null {
  const { headerId, sender, receiver, event, current } = head;
  if (event === 'acknowledgement-message' || head.activity === 'acknowledgement') return null;
  if (headerId === null || sender === null || receiver === null || sender.id === receiver.id) return null;
  const provenance = current !== null && canTravelOn(current, headerId, [sender.id, receiver.id]) ? current : null;
  return { headerId, sender, receiver, provenance };
}

/** What can be said of a message that was not understood. */
export function identifiedOf(head: HeadRead): Identified {
  return {
    bundleId: head.bundleId,
    headerId: head.headerId,
    event: head.event,
    senderGln: head.sender?.gln ?? null,
    receiverGln: head.receiver?.gln ?? null,
  };
}

/** Reads the Organization that a reference points at: SOR number and GLN are both demanded. */
export function readParty(reference: unknown, path: string, entries: Entries, problems: Problems): BundledParty | null {
  const resolved = entries.resolve(reference, 'Organization');
  if (resolved.found !== 'one') {
    problems.add(resolved.found === 'several' ? 'too-many' : 'not-in-message', path);
    return null;
  }
  const organization = resolved.resource;
  const id = idOf(organization, `${path}.id`, problems);
  const sor = identifierOf(organization, [SYSTEM.sor], isSor, `${path}.identifier:SOR-ID`, problems);
  const gln = identifierOf(organization, [SYSTEM.gln, SYSTEM.glnOld], isGln, `${path}.identifier:EAN-ID`, problems);
  const name = textOf(organization, 'name');
  if (id === null || sor === null || gln === null) return null;
  return { id, sor, gln, ...(name === undefined ? {} : { name }) };
}

function readReceiver(header: JsonObject, entries: Entries, problems: Problems): BundledParty | null {
  const destinations = objectsOf(header, 'destination');
  const [destination] = destinations;
  if (destination === undefined || destinations.length !== 1) {
    // Carbon copies are forbidden in all three standards, so a second destination is no smaller fault than none.
    problems.add(destination === undefined ? 'missing' : 'too-many', 'MessageHeader.destination');
    return null;
  }
  const use = textOf(objectOf(extensionOf(destination, EXTENSION.destinationUse), 'valueCoding'), 'code');
  if (use !== 'primary')
    problems.add(use === undefined ? 'missing' : 'invalid', 'MessageHeader.destination.extension:use');
  return readParty(destination['receiver'], 'MessageHeader.destination.receiver', entries, problems);
}

function readEvent(header: JsonObject, problems: Problems): MessageEvent | null {
  const coding = objectOf(header, 'eventCoding');
  const code = coding?.['system'] === SYSTEM.eventCodes ? coding['code'] : undefined;
  switch (code) {
    case 'hospital-notification-message':
    case 'care-communication-message':
    case 'acknowledgement-message':
      return code;
    default:
      problems.add('unsupported-event', 'MessageHeader.eventCoding');
      return null;
  }
}

function readCurrent(headerId: string, provenances: readonly JsonObject[], problems: Problems): JsonObject | null {
  const targeting = provenances.filter((provenance) => targetOf(provenance) === headerId);
  const [current] = targeting;
  if (current === undefined || targeting.length !== 1) {
    problems.add(current === undefined ? 'missing' : 'too-many', 'Provenance.target');
    return null;
  }
  return current;
}

function activityFault(provenance: JsonObject): ProblemCode {
  const coding = objectsOf(objectOf(provenance, 'activity'), 'coding')[0];
  if (coding === undefined) return 'missing';
  return coding['system'] === SYSTEM.activityCodes ? 'unknown-code' : 'unknown-system';
}

function idOf(resource: JsonObject, path: string, problems: Problems): string | null {
  const id = textOf(resource, 'id');
  if (id !== undefined && isFhirId(id)) return id;
  problems.add(id === undefined ? 'missing' : 'invalid', path);
  return null;
}

function identifierOf(
  resource: JsonObject,
  systems: readonly string[],
  isValid: (value: string) => boolean,
  path: string,
  problems: Problems,
): string | null {
  const values = objectsOf(resource, 'identifier')
    .filter((identifier) => systems.includes(textOf(identifier, 'system') ?? ''))
    .map((identifier) => textOf(identifier, 'value') ?? '');
  const [value] = values;
  if (value === undefined) problems.add('missing', path);
  else if (values.some((other) => other !== value)) problems.add('too-many', path);
  else if (!isValid(value)) problems.add('invalid', path);
  else return value;
  return null;
}
