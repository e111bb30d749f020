// The order of letters in their threads, and what a letter shows of earlier ones that have not come themselves.
// Rule: MedCom CareCommunication 5.0, use cases of the receiver (medcom.md 6.4); delivery order is not guaranteed.
import type { EarlierLetter } from './earlier-letter.ts';
import { earlierLetterOf } from './earlier-letter.ts';
import { textOf } from './json.ts';
import type { BundledParty, CareCommunication } from './message.ts';
import { MessageInputError } from './parts.ts';
import { activityOf, agentIdsOf, segmentIdsOf, targetOf } from './provenance.ts';

/** What of a letter decides its place. */
export interface Placed {
  /** Communication identifier: letters that share it are one thread. */
  readonly thread: string;
  /** Date of what the letter added (when its author pressed send), epoch ms. */
  readonly at: number;
  /** Who sent it, in whatever way the letters of a thread name their senders alike. */
  readonly by: string;
  /** It opens its thread (new or sent on): its sender is the thread's initiator. */
  readonly opens: boolean;
}

/**
 * The threads, the one that began first first. Within one: by date; of equal dates the initiator's first, else as given.
 * Parallel replies both stay.
 */
export function inThreads<L extends Placed>(
  letters: readonly L[],
): readonly { readonly key: string; readonly letters: readonly L[] }[] {
  const keys = [...new Set(letters.map(({ thread }) => thread))];
  return keys
    .map((key) => ({ key, letters: ordered(letters.filter(({ thread }) => thread === key)) }))
    .toSorted((a, b) => (a.letters[0]?.at ?? 0) - (b.letters[0]?.at ?? 0));
}

function ordered<L extends Placed>(letters: readonly L[]): readonly L[] {
  const byDate = letters.toSorted((a, b) => a.at - b.at);
  const initiator = (byDate.find(({ opens }) => opens) ?? byDate[0])?.by;
  const rank = ({ by }: L): number => (by === initiator ? 0 : 1);
  return byDate.toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
}

/** When the author of a letter pressed send: the date of what it added; of one that added nothing, its sending. */
export function writtenAt({ segments, sentAt }: Pick<CareCommunication, 'segments' | 'sentAt'>): number {
  const dates = segments.filter(({ isNew }) => isNew).map(({ at }) => Date.parse(at));
  return dates.length === 0 ? Date.parse(sentAt) : Math.min(...dates);
}

/** A letter known only from a later one that carried its segments along. */
export interface CarriedLetter {
  readonly headerId: string;
  readonly at: number;
  readonly sender: BundledParty | null;
  readonly opens: boolean;
  readonly segments: EarlierLetter['segments'];
}

/** The letters that this one carries and that are not `known` (MessageHeader.id); none when they cannot be told apart. */
export function carriedIn(raw: string, own: string, known: ReadonlySet<string>): readonly CarriedLetter[] {
  const letter = earlierOrNull(raw);
  if (letter === null) return [];
  return letter.provenances.flatMap((provenance) => {
    const headerId = targetOf(provenance);
    if (headerId === null || headerId === own || known.has(headerId)) return [];
    const ids = segmentIdsOf(provenance);
    const segments = letter.segments.filter(({ id }) => ids.includes(id));
    const dates = segments.map(({ at }) => Date.parse(at)).filter((at) => !Number.isNaN(at));
    if (dates.length === 0) return [];
    const [agent] = agentIdsOf(provenance);
    const sender = letter.parties.find(({ id }) => id === agent) ?? segments[0]?.assigner ?? null;
    return [{ headerId, at: Math.min(...dates), sender, opens: activityOf(provenance) !== 'reply-message', segments }];
  });
}

/** Text and author of a carried segment, or null when it is a file. */
export function carriedText({ content, author, at }: EarlierLetter['segments'][number]) {
  if (!('text' in content)) return null;
  return { at, text: content.text, author: author === null ? null : [...author.given, author.family].join(' ') };
}

/** Name of a carried file, or null when it is a text. */
export const carriedFile = ({ content }: EarlierLetter['segments'][number]): string | null =>
  'text' in content ? null : (textOf(content.attachment, 'title') ?? null);

function earlierOrNull(raw: string): EarlierLetter | null {
  try {
    return earlierLetterOf(raw);
  } catch (error) {
    if (error instanceof MessageInputError) return null;
    throw error;
  }
}
