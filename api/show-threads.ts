// Shows the threads of a case with their words, for those who may read its letters (show-case.ts asks).
// Who owes an answer, and by when, is read from the open question of the thread.
import type { TaskView } from '../domain/case-view.ts';
import { instant } from '../domain/ids.ts';
import { SENT_ON } from '../domain/letters.ts';
import type { Submission } from '../store/submissions.ts';
import { categoryLabels, messageStateLabels } from './labels.ts';
import { readersOf } from './messages.ts';
import type { ShownLetter, ShownThread } from './schemas/threads.ts';
import type { Service } from './service.ts';
import type { Names } from './show-parts.ts';
import { personOf, unitOf } from './show-parts.ts';
import type { CaseLetter, Correspondence } from './threads.ts';
import { caseThreads } from './threads.ts';

interface Found extends Correspondence {
  /** What was handed in, by id. */
  readonly kept: ReadonlyMap<string, Submission>;
}

export function showThreads(service: Service, names: Names, found: Found): ShownThread[] {
  const { whole, kept } = found;
  const read = readersOf(whole.tasks, kept.values());
  return caseThreads(service, found).map(({ key, letters }) => {
    const said = letters.map((letter) => ({ letter, words: wordsOf(letter, kept) }));
    const topic = said.findLast(({ words }) => words.topic !== null)?.words.topic ?? null;
    const category = said.findLast(({ words }) => words.category !== null)?.words.category ?? null;
    return {
      key,
      topic,
      category,
      categoryLabel: category === null ? null : labelOf(category),
      letters: said.map(({ letter, words }) => {
        const seen = letter.id === null ? undefined : read.get(letter.id);
        return showLetter(names, whole.wardUnit, letter, words, seen);
      }),
      awaits: awaitedIn(names, key, whole.tasks),
    };
  });
}

const labelOf = (category: string): string =>
  Object.entries(categoryLabels).find(([known]) => known === category)?.[1] ?? category;

interface Words {
  readonly topic: string | null;
  readonly category: string | null;
  readonly text: string | null;
  readonly by: string | null;
}

/** Subject and text: of the letter itself, or as they were handed in here. */
function wordsOf({ topic, category, submission, message }: CaseLetter, kept: ReadonlyMap<string, Submission>): Words {
  const handed = submission === null ? undefined : kept.get(submission);
  const content = handed?.content;
  if (handed === undefined || typeof content !== 'object' || content === null) {
    return { topic, category, text: null, by: null };
  }
  const member = (name: string): string | null => {
    const value = Object.entries(content).find(([known]) => known === name)?.[1];
    return typeof value === 'string' ? value : null;
  };
  const text = member('text') ?? (message?.letter?.activity === 'forward' ? SENT_ON : null);
  return { topic: topic ?? member('topic'), category: category ?? member('category'), text, by: handed.actor.person };
}

type Seen = { readonly at: number; readonly by: string };

function showLetter(
  names: Names,
  ward: string,
  letter: CaseLetter,
  { topic, text, by }: Words,
  seen: Seen | undefined,
): ShownLetter {
  const { id, source, direction, partner, partnerName, message } = letter;
  const at = instant(letter.at);
  const own = named(names, ward, null);
  const other = named(names, partner, partnerName);
  const author = by === null ? null : names.person(by);
  return {
    id,
    source,
    direction,
    from: direction === 'in' ? other : own,
    to: direction === 'in' ? own : other,
    at,
    topic,
    segments: text === null ? [...letter.segments] : [{ at, text, author }],
    files: [...letter.files],
    state: message?.state ?? null,
    stateLabel: message === null ? null : messageStateLabels[message.state],
    read: seen === undefined ? null : { at: instant(seen.at), by: personOf(names, seen.by) },
  };
}

const named = (names: Names, unit: string | null, otherwise: string | null): ShownLetter['from'] =>
  unit === null ? { id: null, name: otherwise ?? '' } : { id: unit, name: unitOf(names, unit).name };

/** The open question of the thread that is due first. */
function awaitedIn(names: Names, key: string, tasks: readonly TaskView[]): ShownThread['awaits'] {
  const [next] = tasks
    .filter(({ kind, status, about }) => kind === 'answer-question' && status === 'open' && about['thread'] === key)
    .toSorted((a, b) => a.due - b.due);
  if (next === undefined) return null;
  const { id, unit, due, about } = next;
  return { unit: named(names, unit, null), replyBy: instant(due), task: id, answerCame: about['letter'] !== undefined };
}
