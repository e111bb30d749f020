// The letter (brev) that a person wrote on a case, as a CareCommunication: a new thread, a reply in one, or a letter sent on.
// Its words are those that were handed in; what a reply or a forward carries along is read from the letter it follows.
import type { DischargeId, SubmissionId } from '../domain/ids.ts';
import type { LetterRef } from '../domain/letters.ts';
import { SENT_ON } from '../domain/letters.ts';
import type { CareCommunicationInput, NewCareCommunicationInput } from '../medcom/care-communication.ts';
import { CATEGORIES } from '../medcom/codes.ts';
import type { EarlierLetter } from '../medcom/earlier-letter.ts';
import { earlierLetterOf } from '../medcom/earlier-letter.ts';
import { textOf } from '../medcom/json.ts';
import { MessageInputError } from '../medcom/parts.ts';
import type { KeptContent } from '../medcom/segments.ts';
import type { Database } from '../store/database.ts';
import { inboundMessage, lettersOfCase } from '../store/inbound.ts';
import { sendings } from '../store/messages.ts';
import { submission } from '../store/submissions.ts';

/** What is the same for every message: its ends and times, its patient, and how a person signs. */
export interface Around {
  readonly ends: Pick<CareCommunicationInput, 'bundleId' | 'headerId' | 'sender' | 'receiver' | 'writtenAt' | 'sentAt'>;
  readonly citizen: NewCareCommunicationInput['patient'];
  readonly episode: Exclude<NewCareCommunicationInput['episode'], undefined> | null;
  readonly sign: (person: string) => Promise<CareCommunicationInput['author']>;
}

/**
 * The message to build. `problem`: its words or the letter it follows are not kept, so a person rings instead.
 *
 * @throws {MessageInputError} when the letter it follows lacks what has to travel along.
 */
export async function personsLetter(
  db: Database,
  dischargeId: DischargeId,
  letter: LetterRef,
  { ends, citizen, episode, sign }: Around,
): Promise<CareCommunicationInput | { readonly problem: string }> {
  const words = await wordsOf(db, letter.submission);
  if (words === null) return { problem: 'no-words' };
  const { text = SENT_ON, topic, category } = words;
  const common = { ...ends, text, author: await sign(words.by) };
  if (letter.activity === 'new') {
    if (category === undefined) return { problem: 'no-words' };
    const subject = { category, ...(topic === undefined ? {} : { topic }) };
    const returned = episode === null ? {} : { episode };
    return { ...common, kind: 'new', threadId: letter.thread, patient: citizen, ...subject, ...returned };
  }
  const raw = await rawOf(db, letter);
  if (raw === null) return { problem: 'answered-not-kept' };
  const earlier = earlierLetterOf(raw);
  if (letter.activity === 'reply') return { ...common, kind: 'reply', to: earlier };
  const kept = await filesFor(db, dischargeId, earlier);
  return { ...common, kind: 'forward', of: earlier, threadId: letter.thread, kept };
}

/** What somebody wrote, by the submission it was handed in with. */
export interface Words {
  readonly by: string;
  readonly text?: string;
  readonly topic?: string;
  readonly category?: (typeof CATEGORIES)[number];
}

async function wordsOf(db: Database, id: SubmissionId): Promise<Words | null> {
  const kept = await submission(db, id);
  const content = kept?.content;
  if (kept === null || typeof content !== 'object' || content === null) return null;
  const text = 'text' in content && typeof content.text === 'string' ? content.text : undefined;
  const topic = 'topic' in content && typeof content.topic === 'string' ? content.topic : undefined;
  const category = 'category' in content ? CATEGORIES.find((known) => known === content.category) : undefined;
  return {
    by: kept.actor.person,
    ...(text === undefined ? {} : { text }),
    ...(topic === undefined ? {} : { topic }),
    ...(category === undefined ? {} : { category }),
  };
}

/** The letter it follows: one that was received, or one of ours as it first went out. */
async function rawOf(db: Database, { of }: LetterRef): Promise<string | null> {
  if (of === null) return null;
  const received = await inboundMessage(db, of);
  return received === null ? ((await sendings(db, of))[0]?.raw ?? null) : received.raw;
}

/** Content of files that the letter only names, as an earlier one of the case brought it; what is not there stops it. */
async function filesFor(
  db: Database,
  dischargeId: DischargeId,
  { segments }: EarlierLetter,
): Promise<ReadonlyMap<string, KeptContent>> {
  const files = new Map<string, KeptContent>();
  const named = segments.some(
    ({ content }) => 'attachment' in content && textOf(content.attachment, 'data') === undefined,
  );
  if (!named) return files;
  for (const { raw } of await lettersOfCase(db, dischargeId)) {
    for (const { id, content } of raw === null ? [] : segmentsOf(raw)) {
      if (!('attachment' in content)) continue;
      const [data, contentType] = [textOf(content.attachment, 'data'), textOf(content.attachment, 'contentType')];
      if (data !== undefined && contentType !== undefined) files.set(id, { data, contentType });
    }
  }
  return files;
}

function segmentsOf(raw: string): EarlierLetter['segments'] {
  try {
    return earlierLetterOf(raw).segments;
  } catch (error) {
    if (error instanceof MessageInputError) return [];
    throw error;
  }
}
