// Correspondence as a thread: what a reply and a forward carry along, what files may be attached, and what is refused.
// Each message is read back as its receiver would, and judged by the validator where that is beside the project.
import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../medcom/attachments.ts';
import { attachmentProblems, titleOf } from '../../medcom/attachments.ts';
import type { ReplyInput } from '../../medcom/care-communication.ts';
import { buildCareCommunication, threadIdOf } from '../../medcom/care-communication.ts';
import { earlierLetterOf } from '../../medcom/earlier-letter.ts';
import { MessageInputError } from '../../medcom/parts.ts';
import { readMessage } from '../../medcom/read.ts';
import { care, municipality, uuid, ward } from './fixtures.ts';
import { loadValidator, officialExamples } from './official.ts';

const validate = await loadValidator();
const valid = (raw: string) => {
  if (validate !== null) expect(validate(raw)).toEqual([]);
  return raw;
};
const homecare = { sor: '1099022000016001', gln: '5790009900047', name: 'Hjemmeplejen, Viborg' };
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const pdf: Attachment = { title: 'Medicinliste', contentType: 'application/pdf', data: bytes('%PDF-1.7 prøve') };

const read = (raw: string) => {
  const outcome = readMessage(raw);
  if (outcome.kind !== 'care-communication') throw new Error(JSON.stringify(outcome));
  return outcome.message;
};

const question = buildCareCommunication({ ...care, attachments: [pdf] });
const reply: Omit<ReplyInput, 'to'> = {
  kind: 'reply',
  bundleId: uuid('reply-bundle'),
  headerId: uuid('reply'),
  sender: municipality,
  receiver: ward,
  text: 'Ja, vi kommer kl. 18.',
  author: { given: ['Ole'], family: 'Prøvesen', role: 'Visitator', phone: '+4500000002' },
  writtenAt: '2026-05-09T10:00:00Z',
  sentAt: '2026-05-09T10:00:01Z',
};
const answer = buildCareCommunication({ ...reply, to: earlierLetterOf(question) });
const forward = {
  ...reply,
  kind: 'forward',
  headerId: uuid('forward'),
  bundleId: uuid('forward-bundle'),
  receiver: homecare,
  text: 'Til jer: se nedenfor.',
  writtenAt: '2026-05-09T11:00:00Z',
  sentAt: '2026-05-09T11:00:01Z',
} as const;

describe('a reply', () => {
  it('stays in the thread and carries everything along, earlier files by name only', () => {
    const message = read(valid(answer));
    expect(message).toMatchObject({
      activity: 'reply-message',
      previousHeaderId: care.headerId,
      threadId: threadIdOf(care.headerId),
      category: care.category,
      topic: care.topic,
      episodeIds: [{ value: care.episode?.value }],
      patient: { identifiers: [{ kind: 'cpr', value: care.patient.cpr }] },
    });
    expect(message.segments).toMatchObject([
      { kind: 'text', text: reply.text, isNew: true, author: { name: 'Ole Prøvesen', role: 'Visitator' } },
      { kind: 'text', text: care.text, isNew: false, author: { name: 'Ida Skabelonsen', phone: '+4500000001' } },
      { kind: 'attachment', title: 'Medicinliste', isNew: false },
    ]);
    const before = read(question).segments;
    expect(message.segments.slice(1).map(({ id, at }) => [id, at])).toEqual(before.map(({ id, at }) => [id, at]));
    expect(answer).not.toContain(Buffer.from(pdf.data).toString('base64'));
  });

  it('to a reply, by the one who asked, with a file of its own and another subject', () => {
    const raw = buildCareCommunication({
      ...reply,
      headerId: uuid('third'),
      bundleId: uuid('third-bundle'),
      sender: ward,
      receiver: municipality,
      to: earlierLetterOf(answer),
      category: 'medicine',
      topic: 'Medicin ved udskrivelse',
      attachments: [{ ...pdf, title: 'Ny liste', createdAt: '2026-05-09T10:59:00+02:00' }],
      sentAt: '2026-05-09T12:00:00Z',
    });
    const message = read(valid(raw));
    expect(message).toMatchObject({ category: 'medicine', topic: 'Medicin ved udskrivelse' });
    expect(message.threadId).toBe(threadIdOf(care.headerId));
    expect(message.provenances).toHaveLength(3);
    expect(message.segments.map(({ isNew }) => isNew)).toEqual([true, true, false, false, false]);
  });

  it('keeps every earlier Provenance byte for byte', () => {
    const [theirs] = read(question).provenances;
    expect(read(answer).provenances.slice(1)).toEqual([theirs]);
  });

  it.skipIf(officialExamples.size === 0).each(['cc-new-1.json', 'cc-new-2.json'])('to the official %s', (name) => {
    const to = earlierLetterOf(officialExamples.get(name) ?? '');
    const message = read(valid(buildCareCommunication({ ...reply, to })));
    expect(message.threadId).toBe(to.threadId);
    expect(message.segments.slice(1).map(({ id }) => id)).toEqual(to.segments.map(({ id }) => id));
  });

  it('to a patient with a replacement number goes back with all the numbers received', () => {
    const bundle = JSON.parse(question);
    const { resource } = bundle.entry.find(
      (entry: { resource: { resourceType: string } }) => entry.resource.resourceType === 'Patient',
    );
    resource.identifier.push({ use: 'temp', system: 'urn:oid:1.2.208.176.1.6.1.1', value: '2509471AB1' });
    const raw = valid(buildCareCommunication({ ...reply, to: earlierLetterOf(JSON.stringify(bundle)) }));
    expect(read(raw).patient.identifiers.map(({ kind }) => kind)).toEqual(['cpr', 'x-ecpr']);
  });

  it.each(['CareTeam', 'PractitionerRole'])('to a %s within the sender goes to just that', (type) => {
    const bundle = JSON.parse(question);
    const resources: readonly Record<string, unknown>[] = bundle.entry.map(
      (entry: { resource: Record<string, unknown> }) => entry.resource,
    );
    const role = resources.find(({ resourceType }) => resourceType === 'PractitionerRole');
    const team = { resourceType: 'CareTeam', id: uuid('team'), name: 'Udskrivningsteamet' };
    bundle.entry.push({ fullUrl: `https://medcomfhir.dk/ig/carecommunication/CareTeam/${team.id}`, resource: team });
    const communication = resources.find(({ resourceType }) => resourceType === 'Communication');
    const reference = type === 'CareTeam' ? `CareTeam/${team.id}` : `PractitionerRole/${role?.['id']}`;
    Object.assign(communication ?? {}, {
      extension: [
        {
          url: 'http://medcomfhir.dk/ig/core/StructureDefinition/medcom-core-sender-extension',
          valueReference: { reference },
        },
      ],
    });
    const raw = valid(buildCareCommunication({ ...reply, to: earlierLetterOf(JSON.stringify(bundle)) }));
    const sent = JSON.parse(raw).entry.map((entry: { resource: Record<string, unknown> }) => entry.resource);
    const [to] = sent.find((one: { resourceType: string }) => one.resourceType === 'Communication').recipient;
    expect(to.reference).toMatch(new RegExp(`^${type}/`));
    expect(sent.map((one: { resourceType: string; id: string }) => `${one.resourceType}/${one.id}`)).toContain(
      to.reference,
    );
  });

  it('is refused when it would lie before what it answers, or when what must travel along is not there', () => {
    const early = { ...reply, to: earlierLetterOf(question), sentAt: '2026-05-09T08:00:00Z' };
    expect(() => buildCareCommunication(early)).toThrow(new MessageInputError('sentAt'));
    const nameless = question.replace('"family":"Skabelonsen","given":["Ida"]', '"use":"official"');
    expect(nameless).not.toBe(question);
    expect(() => earlierLetterOf(nameless)).toThrow(MessageInputError);
    expect(() => earlierLetterOf('{}')).toThrow(new MessageInputError('answered'));
  });
});

describe('a forward', () => {
  it('opens a thread of its own and brings the files with their content', () => {
    const raw = valid(buildCareCommunication({ ...forward, of: earlierLetterOf(question) }));
    const message = read(raw);
    expect(message).toMatchObject({ activity: 'forward-message', previousHeaderId: care.headerId });
    expect(message.threadId).toBe(threadIdOf(forward.headerId));
    expect(message.segments.map(({ isNew }) => isNew)).toEqual([true, false, false]);
    expect(raw).toContain(Buffer.from(pdf.data).toString('base64'));
  });

  it('of a reply needs the content that came earlier', () => {
    const of = earlierLetterOf(answer);
    expect(() => buildCareCommunication({ ...forward, of })).toThrow(new MessageInputError('kept'));
    const file = read(answer).segments.find(({ kind }) => kind === 'attachment');
    const data = Buffer.from(pdf.data).toString('base64');
    const kept = new Map([[file?.id ?? '', { contentType: pdf.contentType, data }]]);
    expect(valid(buildCareCommunication({ ...forward, of, kept }))).toContain(data);
  });

  it('is refused in the thread that it comes from', () => {
    const of = earlierLetterOf(question);
    expect(() => buildCareCommunication({ ...forward, of, threadId: of.threadId })).toThrow(
      new MessageInputError('threadId'),
    );
  });
});

describe('attachments', () => {
  const kinds: readonly (readonly [string, string])[] = [
    ['application/pdf', '%PDF-1.4'],
    ['image/gif', 'GIF89a..'],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/tiff', 'II*\0'],
    ['image/bmp', 'BM....'],
  ];
  it.each(kinds)('%s is sent', (contentType, content) => {
    const data = bytes(content);
    const raw = valid(buildCareCommunication({ ...care, attachments: [{ title: 'Fil', contentType, data }] }));
    expect(read(raw).segments[1]).toMatchObject({ kind: 'attachment', contentType, isNew: true });
  });

  it.each<[string, Partial<Attachment>]>([
    ['title-missing', { title: ' ' }],
    ['title-with-file-ending', { title: 'liste.PDF' }],
    ['type-not-allowed', { contentType: 'text/html' }],
    ['type-not-allowed', { contentType: 'toString' }],
    ['empty', { data: bytes('') }],
    ['content-of-another-type', { data: bytes('MZ program') }],
  ])('%s is told before sending, and refused', (code, change) => {
    const attachments = [pdf, { ...pdf, ...change }];
    expect(attachmentProblems(attachments)).toEqual([{ place: 1, code }]);
    expect(() => buildCareCommunication({ ...care, attachments })).toThrow(
      new MessageInputError(`attachments.1.${code}`),
    );
  });

  it('more than fits in one message is refused', () => {
    const large = { ...pdf, data: bytes(`%PDF-${'x'.repeat(3000)}`) };
    expect(attachmentProblems([large, large], 5000)).toEqual([{ place: 1, code: 'too-large' }]);
    expect(() => buildCareCommunication({ ...care, attachments: [large], largestMessageBytes: 8000 })).toThrow(
      new MessageInputError('attachments.too-large'),
    );
  });

  it('a file name becomes a title', () => {
    expect(titleOf('Medicinliste.2026.pdf')).toBe('Medicinliste.2026');
  });
});

describe('category, topic and priority', () => {
  it('a priority goes with a referral only', () => {
    const referral = { ...care, category: 'regarding-referral', priority: 'asap' } as const;
    expect(valid(buildCareCommunication(referral))).toContain('"priority":"asap"');
    expect(() => buildCareCommunication({ ...care, priority: 'asap' })).toThrow(new MessageInputError('priority'));
  });

  it('other needs a topic, in a reply too', () => {
    const { topic: _, ...bare } = care;
    const to = earlierLetterOf(buildCareCommunication(bare));
    expect(() => buildCareCommunication({ ...reply, to, category: 'other' })).toThrow(new MessageInputError('topic'));
    expect(read(valid(buildCareCommunication({ ...reply, to, category: 'other', topic: 'Nøgle' }))).topic).toBe(
      'Nøgle',
    );
  });
});
