// The message segments of a CareCommunication as resources: payload, author's role and author, narrative rows.
// Rule: MedCom CareCommunication 5.0, Communication page: the signature is structure, not part of the text (medcom.md 4.3).
import { EXTENSION, PROFILE } from './codes.ts';
import type { Author, CarriedSegment, SpecificParty } from './earlier-letter.ts';
import type { JsonObject } from './json.ts';
import { textOf } from './json.ts';
import type { Row } from './narrative.ts';
import { narrative } from './narrative.ts';
import { MessageInputError } from './parts.ts';

/** The payload of a segment; `roleId`: id of the author's PractitionerRole in this message. */
export function payload(segment: CarriedSegment, roleId: string): JsonObject {
  const { id, at, assigner, author, phone, content } = segment;
  return {
    extension: [
      { url: EXTENSION.dateTime, valueDateTime: at },
      {
        url: EXTENSION.identifier,
        valueIdentifier: { value: id, assigner: { reference: `Organization/${assigner.id}` } },
      },
      ...(author === null
        ? []
        : [{ url: EXTENSION.practitioner, valueReference: { reference: `PractitionerRole/${roleId}` } }]),
      ...(phone === null ? [] : [{ url: EXTENSION.contact, valueContactPoint: { system: 'phone', value: phone } }]),
    ],
    ...('text' in content ? { contentString: content.text } : { contentAttachment: content.attachment }),
  };
}

/** The segment for people; never the content of a file (narrative governance: no base64). */
export function segmentRows(segment: CarriedSegment, roleId: string): readonly Row[] {
  const { id, at, assigner, author, phone, content } = segment;
  const signature = [...(author === null ? [] : [`PractitionerRole/${roleId}`]), ...(phone === null ? [] : [phone])];
  return [
    ['Meddelelsessegment / Message segment', id],
    ['Afsendt / Date', at],
    ['Tilføjet af / Assigner', `Organization/${assigner.id}`],
    ...(signature.length === 0 ? [] : [['Forfatter / Author', signature.join(', ')] as const]),
    'text' in content
      ? ['Besked / Text', content.text]
      : [
          'Vedhæftet / Attachment',
          [textOf(content.attachment, 'title'), textOf(content.attachment, 'contentType')].filter(Boolean).join(', '),
        ],
  ];
}

/** PractitionerRole and Practitioner of an author. */
export function authorResources(author: Author, roleId: string, personId: string, at: string): readonly JsonObject[] {
  const { family, given, role } = author;
  const shown = 'text' in role ? role.text : (textOf(role.coding[0], 'code') ?? '');
  return [
    {
      resourceType: 'PractitionerRole',
      id: roleId,
      meta: { profile: [PROFILE.practitionerRole] },
      text: narrative([
        ['Id', roleId],
        ['Stilling / Role', shown],
        ['Person', `Practitioner/${personId}`],
        ['Organisation', `Organization/${at}`],
      ]),
      practitioner: { reference: `Practitioner/${personId}` },
      organization: { reference: `Organization/${at}` },
      code: ['text' in role ? { text: role.text } : { coding: role.coding }],
    },
    {
      resourceType: 'Practitioner',
      id: personId,
      meta: { profile: [PROFILE.practitioner] },
      text: narrative([
        ['Id', personId],
        ['Navn / Name', [...given, family].join(' ')],
      ]),
      name: [{ family, ...(given.length === 0 ? {} : { given }) }],
    },
  ];
}

/** The team or person that an answer is addressed to, within the receiving organisation `at` (its id). */
export function specificRecipient(
  party: SpecificParty,
  at: string,
  id: (part: string) => string,
): { readonly reference: string; readonly resources: readonly JsonObject[] } {
  const own = id('recipient');
  if ('person' in party) {
    const resources = authorResources(party.person, own, id('recipient person'), at);
    return { reference: `PractitionerRole/${own}`, resources };
  }
  const team = {
    resourceType: 'CareTeam',
    id: own,
    meta: { profile: [PROFILE.careTeam] },
    text: narrative([
      ['Id', own],
      ['Navn / Name', party.team],
      ['Organisation', `Organization/${at}`],
    ]),
    name: party.team,
    managingOrganization: [{ reference: `Organization/${at}` }],
  };
  return { reference: `CareTeam/${own}`, resources: [team] };
}

/** Content of a file that an earlier message of the thread brought: `data` as base64. */
export type KeptContent = { readonly contentType: string; readonly data: string };

/** In a reply an earlier file keeps its name and loses its content: the other side has it already (medcom.md 4.5). */
export function withoutContent(segment: CarriedSegment): CarriedSegment {
  if ('text' in segment.content) return segment;
  const { data: _data, url: _url, ...attachment } = segment.content.attachment;
  return { ...segment, content: { attachment } };
}

/** Sent on, an earlier file goes with its content: the new receiver never had it. `kept`: by identifier of the segment. */
export function withContent(segment: CarriedSegment, kept: ReadonlyMap<string, KeptContent>): CarriedSegment {
  if ('text' in segment.content) return segment;
  const { attachment } = segment.content;
  if (attachment['data'] !== undefined || attachment['url'] !== undefined) return segment;
  const content = kept.get(segment.id);
  if (content === undefined) throw new MessageInputError('kept');
  return {
    ...segment,
    content: { attachment: { ...attachment, contentType: content.contentType, data: content.data } },
  };
}
