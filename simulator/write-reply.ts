// A reply to a CareCommunication (korrespondance) as the receiving partner's system writes it: the same thread, what was
// received carried along as it came, a new text segment signed by a person. Nothing here is the service's.
import type { Incoming, Resource } from './fhir.ts';
import { at, list, resourcesOf } from './fhir.ts';
import { bundleOf, derivedId, following, headerOf, IG, profile, provenanceOf, told } from './write.ts';

export type Reply = {
  readonly headerId: string;
  readonly text: string;
  /** Null keeps the thread's. */
  readonly topic: string | null;
  readonly author: { readonly given: string; readonly family: string; readonly role: string; readonly phone: string };
  /** RFC 3339; when the author pressed send. */
  readonly writtenAt: string;
};

const CARE = 'carecommunication/StructureDefinition/medcom-careCommunication';
const CORE = 'core/StructureDefinition/medcom-core';

/** Writes one sending of a reply to `received`, a letter whose text is `raw`. `now`: epoch milliseconds. */
export function replyOf(received: Incoming, raw: string, reply: Reply, bundleId: string, now: number): string {
  const time = new Date(now).toISOString();
  const { headerId, author } = reply;
  const old = resourcesOf(raw);
  const letter = old.find(({ resourceType }) => resourceType === 'Communication');
  // Back the way it came.
  const { receiver: sender, sender: receiver } = received;
  const communicationId = derivedId(headerId, 'communication');
  const segmentId = `urn:uuid:${derivedId(headerId, 'segment')}`;
  const roleId = derivedId(headerId, 'role');
  const personId = derivedId(headerId, 'person');
  const answered = list(letter?.['extension']).find((one) => String(at(one, 'url')).endsWith('core-sender-extension'));
  const topic = reply.topic ?? at(letter, 'topic', 'text');
  const own = {
    extension: [
      { url: extension('datetime'), valueDateTime: reply.writtenAt },
      {
        url: extension('identifier'),
        valueIdentifier: { value: segmentId, assigner: { reference: `Organization/${sender.id}` } },
      },
      { url: extension('practitioner'), valueReference: { reference: `PractitionerRole/${roleId}` } },
      { url: extension('contact'), valueContactPoint: { system: 'phone', value: author.phone } },
    ],
    contentString: reply.text,
  };
  const head = {
    ...headerOf(headerId, 'care-communication-message', sender, receiver),
    meta: profile(`${CARE}-messageHeader`),
    focus: [{ reference: `Communication/${communicationId}` }],
    definition: `${IG}/messagedefinitions/MessageDefinition/MedComCareCommunicationMessageDefinition|5.0`,
  };
  const communication: Resource = {
    resourceType: 'Communication',
    id: communicationId,
    meta: profile(`${CARE}-communication`),
    text: told(communicationId, String(topic ?? ''), reply.writtenAt, segmentId, reply.text),
    identifier: letter?.['identifier'],
    status: 'unknown',
    category: letter?.['category'],
    subject: letter?.['subject'],
    ...(topic === undefined ? {} : { topic: { text: topic } }),
    ...(letter?.['encounter'] === undefined ? {} : { encounter: letter?.['encounter'] }),
    ...(answered === undefined ? {} : { recipient: [at(answered, 'valueReference')] }),
    payload: [...list(letter?.['payload']).map(withoutFile), own],
  };
  const provenance = provenanceOf({
    id: derivedId(headerId, 'provenance'),
    of: headerId,
    activity: 'reply-message',
    agent: sender,
    time,
    entity: [{ role: 'source', what: { identifier: { value: segmentId } } }, following('revision', received.headerId)],
    profile: `${CARE}-provenance`,
  });
  const carried = old.filter(
    ({ resourceType }) => resourceType !== 'MessageHeader' && resourceType !== 'Communication',
  );
  const resources = [head, ...carried, communication, ...signature(author, roleId, personId), provenance];
  return bundleOf(bundleId, 'carecommunication', `${CARE}-message`, time, resources);
}

const extension = (name: string): string => `${IG}/${CORE}-${name}-extension`;

function signature({ given, family, role }: Reply['author'], roleId: string, personId: string): readonly Resource[] {
  return [
    {
      resourceType: 'PractitionerRole',
      id: roleId,
      meta: profile(`${CORE}-practitionerrole`),
      text: told(roleId, role, `Practitioner/${personId}`),
      practitioner: { reference: `Practitioner/${personId}` },
      code: [{ text: role }],
    },
    {
      resourceType: 'Practitioner',
      id: personId,
      meta: profile(`${CORE}-practitioner`),
      text: told(personId, given, family),
      name: [{ family, given: [given] }],
    },
  ];
}

/** Earlier files travel by name only. */
function withoutFile(segment: unknown): unknown {
  const file = at(segment, 'contentAttachment');
  if (typeof segment !== 'object' || typeof file !== 'object' || file === null) return segment;
  const { data: _data, url: _url, ...named } = { data: null, url: null, ...file };
  return { ...segment, contentAttachment: named };
}
