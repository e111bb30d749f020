// A question (spørgsmål) in a thread of the case: a task for the unit that was asked, counted in its reading hours.
// Silence: a reminder, then the asker's side rings, so that a person is at the end of the chain.
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { LegalBasis } from '../domain/legal-basis.ts';
import type { LetterRef } from '../domain/letters.ts';
import { silenceCode } from '../domain/silence-steps.ts';
import type { Answer } from './ask.ts';
import { ask, climb, ring } from './ask.ts';
import type { Case } from './case.ts';
import type { ReceivedLetter } from './contract.ts';
import { rule } from './rule.ts';
import { tellLetter } from './tell.ts';

/** On which letters and questions about the course are shared. */
export const CORRESPONDENCE: LegalBasis = 'health-act-41-2-1';

export interface Asked {
  thread: string;
  /** Where the words of the question are kept. */
  submission: string | null;
  /** Who asked; null when nobody knows which unit. */
  by: UnitId | null;
  /** When the asker needs the answer, epoch ms; else the rule says. */
  answerBy?: number | null;
  /** The question has been settled in another way. */
  unless?: () => boolean;
}

/** Waits until the unit has answered. The side that asked rings when it does not, else the ward, which has the case. */
export async function untilAnswered(c: Case, unit: UnitId, asked: Asked): Promise<Answer> {
  const { thread, submission, by, answerBy = null, unless = () => false } = asked;
  const caller = by !== null && by !== unit && c.view.parties.includes(by) ? by : c.view.wardUnit;
  let over = false;
  const answering = ask(c, unit, {
    kind: 'answer-question',
    clock: 'answer-question',
    about: { thread, submission, asker: by },
    basis: CORRESPONDENCE,
    unless,
    ...(answerBy === null ? {} : { due: answerBy }),
    ring: { kind: 'ring-unanswered', clock: 'call-task', by: caller },
  }).finally(() => {
    over = true;
  });
  if (unit !== c.view.wardUnit) return answering;
  const [answer] = await Promise.all([answering, untilRead(c, unit, asked, { caller, over: () => over })]);
  return answer;
}

/**
 * What comes before the cut-off is read by the ward the same day, later the next (domain.md 1.3 step 11). When nobody has
 * looked by the end of that day's reading hours, the side that asked rings: another matter than that it is unanswered.
 */
async function untilRead(
  c: Case,
  unit: UnitId,
  { thread, submission }: Asked,
  { caller, over }: { caller: UnitId; over: () => boolean },
): Promise<void> {
  const ruled = await rule(c, { clock: 'correspondence-same-day', unit });
  const asked = () =>
    [...c.tasks.values()].filter(
      ({ kind, about }) =>
        kind === 'answer-question' && about['thread'] === thread && about['submission'] === submission,
    );
  const isRead = (): boolean => over() || asked().some(({ seenAt }) => seenAt !== null);
  const unread = () => asked().find(({ status }) => status === 'open');
  const id = `read-${submission ?? thread}`;
  // Whoever the ladder names is told at its rungs; the last of them is the end of the reading hours.
  const rungs = ruled.ladder.length > 0 ? ruled.ladder : [{ at: ruled.due, to: null }];
  try {
    for (const { at, to } of rungs) {
      c.clocks.set(id, { id, name: ruled.clock, due: at, rule: ruled.rule, waitsFor: unit });
      if (await c.clock.wait(isRead, at, `${ruled.clock} · ${unit}`)) return;
      const task = unread();
      if (to !== null && task !== undefined) climb(c, task, to, { due: at, rule: ruled.rule });
    }
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
  const why = { clock: ruled.clock, due: instant(rungs.at(-1)?.at ?? ruled.due), rule: ruled.rule };
  const late = { task: unread()?.id ?? null, kind: 'answer-question', unit };
  c.fact('not-in-time', { ...late, effect: silenceCode(ruled.silence), ...why });
  const about = { unit, thread, submission };
  await ring(c, { kind: 'ring-unread', clock: 'call-task', about, basis: CORRESPONDENCE, unless: isRead }, caller);
}

/** Notes a letter in its thread. Letters come in any order; the newest by its own date is the one to answer. */
export function received(c: Case, { id, thread }: ReceivedLetter, at: number): void {
  const newest = c.newestLetters.get(thread);
  if (newest === undefined || newest.at <= at) c.newestLetters.set(thread, { id, at });
}

/**
 * A letter asks the ward on its plan. A reply in the thread ends the waiting, and so does the letter when a person has
 * read an answer to the services out of it. What the ward answers here goes out as that reply.
 */
export async function answerLetter(c: Case, letter: ReceivedLetter, submission: string | null): Promise<void> {
  const { thread, by } = letter;
  const before = c.messages.size;
  const replied = (): boolean =>
    [...c.messages.values()]
      .slice(before)
      .some((message) => message.letter?.activity === 'reply' && message.letter.thread === thread);
  const wasAnswer = (): boolean =>
    submission !== null &&
    [...c.tasks.values()].some(({ kind, answer }) => kind === 'answer-services' && answer?.submission === submission);
  const unless = (): boolean => replied() || wasAnswer();
  const answer = await untilAnswered(c, c.view.wardUnit, { thread, submission, by, unless });
  if (answer.kind !== 'answered' || answer.code !== 'answer' || by === null) return;
  await tellLetter(c, by, replyWith(c, answer.task, letter), CORRESPONDENCE);
}

/** The answer to the task as a letter: to the newest of the thread, which may have come after the question. */
function replyWith(c: Case, task: string, { id, thread }: ReceivedLetter): LetterRef {
  const submission = c.tasks.get(task)?.answer?.submission ?? '';
  return { submission, activity: 'reply', thread, of: c.newestLetters.get(thread)?.id ?? id };
}
