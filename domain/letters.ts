// Letters (breve) that people write about a case, and the threads (tråde) they form: MedCom CareCommunication 5.0.
// Ids and codes only; the words of a letter stay with what was handed in, in PostgreSQL.
import type { SubmissionId } from './ids.ts';

/** What a letter does in MedCom's terms: opens a thread, answers in one, or sends a letter on in a new one. */
export type LetterActivity = 'new' | 'reply' | 'forward';

/** A letter as the workflow knows it. */
export interface LetterRef {
  /** Where its words are kept, and who wrote them. */
  submission: SubmissionId;
  activity: LetterActivity;
  /** Communication identifier (`urn:uuid:...`) of its thread. */
  thread: string;
  /** The letter it answers or sends on: id of a received message or of one of ours; null when it opens a thread. */
  of: string | null;
}

/**
 * Standard subject (emne) of a municipality's question on the plan, which goes to the unit that sent it
 * (domain.md 1.3, step 11; Region Midtjylland, sektorovergang.rm.dk).
 */
export const PLAN_QUESTION = 'Vedr. plejeforløbsplan';

/** Category of a question to the department under its 72 hours (MedCom, since 2025), and the subject shown for it. */
export const EXTENDED = 'extended-care-responsibility';
export const EXTENDED_QUESTION = 'Spørgsmål under udvidet behandlingsansvar';

/** Whether a letter's topic is that subject; case and what stands after it do not count. */
export const isPlanQuestion = (topic: string | null): boolean =>
  topic?.trim().toLowerCase().startsWith(PLAN_QUESTION.toLowerCase()) ?? false;

/** Kinds of message that tell the municipality a plan: what it asks on is in the thread of one of these. */
export const isPlanLetter = (kind: string): boolean =>
  kind === 'plan' || kind === 'changed-plan' || kind === 'short-stay';

/** What a letter says that somebody sends on without a word: the standard demands a text. */
export const SENT_ON = 'Sendt videre til orientering.';
