// What the partners have received: one line per letter, however often it came.
// A letter that comes again gets the answer of the first time in a new envelope.
import type { Issue } from './faults.ts';
import type { Incoming } from './fhir.ts';
import type { AnswerCode } from './write.ts';

export type Received = {
  readonly headerId: string;
  readonly bundleIds: readonly string[];
  readonly event: string;
  readonly senderGln: string;
  readonly receiverGln: string;
  readonly category: string | null;
  /** The letter it answers, when it is an Acknowledgement of ours, and how. */
  readonly answers: string | null;
  readonly responseCode: string | null;
  readonly timesSeen: number;
  /** How the partner answers it; an Acknowledgement is never answered. */
  readonly answer: AnswerCode | null;
  /** Why not, when the answer says so. */
  readonly issue: Issue | null;
};

export class ReceivedMessages {
  readonly #byHeader = new Map<
    string,
    { readonly entry: Received; readonly raw: string; readonly message: Incoming }
  >();

  /**
   * Remembers a message and how it is answered. A letter seen before keeps its first answer (never first positive,
   * then negative), except that a transient fault may have been cured since.
   */
  add(
    message: Incoming,
    raw: string,
    answer: (Pick<Received, 'issue'> & { readonly code: AnswerCode }) | null,
  ): Received {
    const { headerId, event, senderGln, receiverGln, category, answers, responseCode, bundleId } = message;
    const before = this.#byHeader.get(headerId)?.entry;
    const isSettled = before?.answer !== undefined && before.answer !== null && before.answer !== 'transient-error';
    const entry: Received = {
      headerId,
      bundleIds: [...new Set([...(before?.bundleIds ?? []), bundleId])],
      event,
      senderGln,
      receiverGln,
      category,
      answers,
      responseCode,
      timesSeen: (before?.timesSeen ?? 0) + 1,
      answer: isSettled ? before.answer : (answer?.code ?? null),
      issue: isSettled ? before.issue : (answer?.issue ?? null),
    };
    this.#byHeader.set(headerId, { entry, raw, message });
    return entry;
  }

  /** All letters, in the order they first came. */
  get all(): readonly Received[] {
    return [...this.#byHeader.values()].map(({ entry }) => entry);
  }

  /** One letter with its texts and the raw message that came last. */
  one(headerId: string): (Received & { readonly texts: readonly string[]; readonly raw: string }) | undefined {
    const found = this.#byHeader.get(headerId);
    return found === undefined ? undefined : { ...found.entry, texts: found.message.texts, raw: found.raw };
  }

  /** The same as it was read, to be answered. */
  letter(headerId: string): { readonly message: Incoming; readonly raw: string } | undefined {
    return this.#byHeader.get(headerId);
  }
}
