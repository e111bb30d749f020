// The letter a person wrote as it goes out: its words as they were handed in, signed by the writer, with what a reply or a
// forward has to carry along. Each is read as its receiver would, and judged by the validator where that is there.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Around } from '../../activities/thread-letter.ts';
import { personsLetter } from '../../activities/thread-letter.ts';
import type { LetterRef } from '../../domain/letters.ts';
import type { Attachment } from '../../medcom/attachments.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { earlierLetterOf } from '../../medcom/earlier-letter.ts';
import { MessageInputError } from '../../medcom/parts.ts';
import { readMessage } from '../../medcom/read.ts';
import type { Database } from '../../store/database.ts';
import { decideInbound, keepInbound, linkInbound } from '../../store/inbound.ts';
import { keepSending } from '../../store/messages.ts';
import { receive } from '../../store/submissions.ts';
import { care, citizen, municipality, ward as wardParty } from '../medcom/fixtures.ts';
import { loadValidator } from '../medcom/official.ts';
import { aCase, T0, testDatabase, ward } from '../store/fixtures.ts';

const validate = await loadValidator();
const homecare = { sor: '1099022000016001', gln: '5790009900047', name: 'Hjemmeplejen, Viborg' };
const pdf: Attachment = {
  title: 'Medicinliste',
  contentType: 'application/pdf',
  data: Uint8Array.from('%PDF-1.7 prøve', (character) => character.charCodeAt(0)),
};

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db.destroy());

async function handedIn(caseId: string, content: unknown): Promise<string> {
  const id = randomUUID();
  const outside = { workflowId: null, idempotencyKey: null, bodyHash: '', update: null };
  await receive(db, { id, kind: 'write-letter', caseId, actor: ward, content, receivedAt: T0, ...outside });
  return id;
}

/** A letter of the municipality, as it was received about the case. */
async function receivedLetter(caseId: string, raw: string): Promise<string> {
  const read = readMessage(raw);
  if (read.kind !== 'care-communication') return expect.unreachable(read.kind);
  const { bundleId, headerId, event } = read.message;
  const id = randomUUID();
  const rawHash = createHash('sha256').update(raw).digest('hex');
  const ids = { id, bundleId, headerId, sender: municipality.gln, event };
  await keepInbound(db, { ...ids, raw, bytes: null, rawHash, receivedAt: T0 });
  await linkInbound(db, id, { submission: await handedIn(caseId, { inbound: id }), dischargeId: caseId });
  const decision = { state: 'decided', dischargeId: caseId, acknowledgement: null, keepRaw: true, at: T0 } as const;
  await decideInbound(db, id, decision);
  return id;
}

const theirs = (change: { readonly attachments?: readonly Attachment[] } = {}): string =>
  buildCareCommunication({
    ...care,
    bundleId: randomUUID(),
    headerId: randomUUID(),
    sender: municipality,
    receiver: wardParty,
    ...change,
  });

const around = (receiver = municipality): Around => ({
  ends: {
    bundleId: randomUUID(),
    headerId: randomUUID(),
    sender: wardParty,
    receiver,
    writtenAt: '2026-11-21T09:00:00Z',
    sentAt: '2026-11-21T09:00:01Z',
  },
  citizen,
  episode: { system: 'https://sor2.sum.dsdn.dk/#id=1099011000016008', value: care.episode?.value ?? '' },
  sign: async (person) => ({ given: ['Vibe'], family: person, role: 'Sygeplejerske', phone: '87001009' }),
});

async function built(caseId: string, letter: LetterRef, receiver = municipality) {
  const input = await personsLetter(db, caseId, letter, around(receiver));
  if ('problem' in input) return input;
  const raw = buildCareCommunication(input);
  if (validate !== null) expect(validate(raw)).toEqual([]);
  const read = readMessage(raw);
  return read.kind === 'care-communication' ? { raw, ...read.message } : expect.unreachable(read.kind);
}

const thread = `urn:uuid:${randomUUID()}`;

describe('a letter that opens a thread', () => {
  it('has the subject, the words and the signature of who wrote it, and the stay’s episode', async () => {
    const id = await aCase(db);
    const submission = await handedIn(id, { topic: 'Nøgle', category: 'other', text: 'Har I en nøgle?' });
    expect(await built(id, { submission, activity: 'new', thread, of: null })).toMatchObject({
      activity: 'new-message',
      threadId: thread,
      category: 'other',
      topic: 'Nøgle',
      episodeIds: [{ value: care.episode?.value }],
      segments: [{ text: 'Har I en nøgle?', author: { name: 'Vibe person-ward', phone: '87001009' } }],
    });
  });

  it('whose words are not there is not sent', async () => {
    const id = await aCase(db);
    const letter = { submission: randomUUID(), activity: 'new', thread, of: null } as const;
    expect(await built(id, letter)).toEqual({ problem: 'no-words' });
  });
});

describe('an answer', () => {
  it('to a letter received stays in its thread, with the episode it came with and all that was written before', async () => {
    const id = await aCase(db);
    const raw = theirs({ attachments: [pdf] });
    const { threadId } = earlierLetterOf(raw);
    const of = await receivedLetter(id, raw);
    const submission = await handedIn(id, { text: 'Ja.' });
    const sent = await built(id, { submission, activity: 'reply', thread: threadId, of });
    expect(sent).toMatchObject({
      activity: 'reply-message',
      threadId,
      topic: care.topic,
      episodeIds: [{ value: care.episode?.value }],
      segments: [{ text: 'Ja.', isNew: true }, { text: care.text, isNew: false }, { title: 'Medicinliste' }],
    });
  });

  it('to a letter of our own goes by what was sent', async () => {
    const id = await aCase(db);
    const message = randomUUID();
    const raw = buildCareCommunication({ ...care, bundleId: randomUUID(), headerId: message });
    const sending = { bundleId: randomUUID(), messageId: message, dischargeId: id, sending: 1, at: T0, raw };
    await keepSending(db, sending);
    const submission = await handedIn(id, { text: 'Og husk nøglen.' });
    const sent = await built(id, { submission, activity: 'reply', thread, of: message });
    expect(sent).toMatchObject({ previousHeaderId: message, threadId: earlierLetterOf(raw).threadId });
  });
});

describe('a letter sent on', () => {
  it('brings the files along, from the earlier letter that brought them here', async () => {
    const id = await aCase(db);
    const first = theirs({ attachments: [pdf] });
    await receivedLetter(id, first);
    const second = buildCareCommunication({
      ...around().ends,
      sender: municipality,
      receiver: wardParty,
      kind: 'reply',
      to: earlierLetterOf(first),
      text: 'Og så lige dette.',
      author: care.author,
    });
    const of = await receivedLetter(id, second);
    const submission = await handedIn(id, {});
    const sent = await built(id, { submission, activity: 'forward', thread, of }, homecare);
    expect(sent).toMatchObject({
      activity: 'forward-message',
      threadId: thread,
      segments: [
        { text: 'Sendt videre til orientering.' },
        { text: 'Og så lige dette.' },
        {},
        { title: 'Medicinliste' },
      ],
    });
    expect('raw' in sent && sent.raw).toContain(Buffer.from(pdf.data).toString('base64'));
  });

  it('whose files never came here cannot go', async () => {
    const id = await aCase(db);
    const second = buildCareCommunication({
      ...around().ends,
      sender: municipality,
      receiver: wardParty,
      kind: 'reply',
      to: earlierLetterOf(theirs({ attachments: [pdf] })),
      text: 'Se listen.',
      author: care.author,
    });
    const of = await receivedLetter(id, second);
    const letter = { submission: await handedIn(id, {}), activity: 'forward', thread, of } as const;
    await expect(built(id, letter, homecare)).rejects.toThrow(new MessageInputError('kept'));
  });

  it('that was not kept is rung about', async () => {
    const id = await aCase(db);
    const letter = { submission: await handedIn(id, {}), activity: 'forward', thread, of: randomUUID() } as const;
    expect(await built(id, letter)).toEqual({ problem: 'answered-not-kept' });
  });
});
