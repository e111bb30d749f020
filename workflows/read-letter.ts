// What came in from outside and has to be read (korrespondance): free text never answers a task by itself.
// A named person at the ward reads it and records what it says; meanwhile the question shows that an answer has come.

import type { TaskView } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case, Mutable } from './case.ts';
import type { ReceivedLetter } from './contract.ts';
import { answerLetter } from './question.ts';
import { answersMessages } from './task-decisions.ts';
import { watch } from './track.ts';

export interface CameIn {
  what: string;
  /** Where its words are kept. */
  submission: string | null;
  /** The units that can have written it; none for what is no letter. */
  from: readonly UnitId[];
  /** Of a letter whose thread is known. */
  letter?: ReceivedLetter | null;
}

/** Has it read: with the question it may answer, when its writer was asked one and has not answered. */
export async function mustRead(c: Case, { what, submission, from, letter = null }: CameIn): Promise<void> {
  const ours = letter === null ? undefined : askedIn(c, letter.thread, from);
  if (ours !== undefined && submission !== null) return readReply(c, ours, { what, submission });
  if (letter?.asks === true) watch(c, 'answer-question', () => answerLetter(c, letter, submission));
  const question = c.openTasks().find(({ kind, unit }) => readBy(kind) !== null && from.includes(unit));
  const reading = question === undefined ? null : readBy(question.kind);
  if (question === undefined || reading === null || submission === null) {
    await ask(c, c.view.wardUnit, { kind: 'read-late-fact', clock: 'ward-decision', about: { what, submission } });
    return;
  }
  const { id: task, unit } = question;
  const { services = null, noLaterThan = null } = question.about;
  question.about = { ...question.about, letter: submission };
  c.fact('answer-came-as-letter', { task, unit }, { submission });
  const answer = await ask(c, c.view.wardUnit, {
    kind: reading,
    clock: 'ward-decision',
    about:
      reading === 'read-gp-answer'
        ? { what, submission, task, unit, noLaterThan }
        : { what, submission, task, unit, services },
  });
  unmark(c, question, submission);
  if (answer.kind === 'answered' && answer.code !== 'no-answer') record(c, question, answer, submission);
}

/** The task by which the ward reads an answer to a question of this kind that came as a letter; null for other kinds. */
function readBy(kind: TaskKindName): 'read-letter' | 'read-gp-answer' | null {
  if (kind === 'answer-services') return 'read-letter';
  return kind === 'gp-follow-up' ? 'read-gp-answer' : null;
}

/** The question of ours in this thread that its writer has not answered. */
const askedIn = (c: Case, thread: string, from: readonly UnitId[]): Mutable<TaskView> | undefined =>
  c
    .openTasks()
    .find(({ kind, unit, about }) => kind === 'answer-question' && from.includes(unit) && about['thread'] === thread);

/** A letter has come in the thread of our question. Whether it answers it, a named person says who has read it. */
async function readReply(
  c: Case,
  question: Mutable<TaskView>,
  { what, submission }: { what: string; submission: string },
): Promise<void> {
  const { id: task, unit } = question;
  const { thread = null } = question.about;
  question.about = { ...question.about, letter: submission };
  c.fact('answer-came-as-letter', { task, unit }, { submission });
  const about = { what, submission, task, unit, thread };
  const answer = await ask(c, c.view.wardUnit, { kind: 'read-reply', clock: 'ward-decision', about });
  unmark(c, question, submission);
  if (answer.kind === 'answered' && answer.code === 'answer') record(c, question, answer, submission);
}

/** The letter has been read: what it says is on record or was no answer. A later one that came is still to be read. */
function unmark(c: Case, question: Mutable<TaskView>, letter: string): void {
  if (question.about['letter'] !== letter) return;
  const { letter: _read, ...about } = question.about;
  question.about = about;
  c.touch();
}

/** The letter's answer is the unit's, recorded by whoever read it, with the letter as its evidence. */
function record(
  c: Case,
  question: Mutable<TaskView>,
  { code, by, at, codes }: Extract<Answer, { kind: 'answered' }>,
  letter: string,
): void {
  if (question.status !== 'open') return;
  question.answer = { code, by, at, codes, submission: letter };
  question.status = 'answered';
  question.version += 1;
  c.taskClosed(question);
  answersMessages(c, question, 'by-letter');
  c.fact('answer-recorded', { task: question.id, kind: question.kind, unit: question.unit, answer: code, by, letter });
}
