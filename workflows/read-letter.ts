// What came in from outside and has to be read (korrespondance): free text never answers a task by itself.
// A named person at the ward reads it and records what it says; meanwhile the question shows that an answer has come.

import type { TaskView } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case, Mutable } from './case.ts';
import { answersMessages } from './task-decisions.ts';

export interface CameIn {
  what: string;
  /** Where its words are kept. */
  submission: string | null;
  /** The units that can have written it; none for what is no letter. */
  from: readonly UnitId[];
}

/** Has it read: with the question it may answer, when its writer was asked one and has not answered. */
export async function mustRead(c: Case, { what, submission, from }: CameIn): Promise<void> {
  const question = c.openTasks().find(({ kind, unit }) => kind === 'answer-services' && from.includes(unit));
  if (question === undefined || submission === null) {
    await ask(c, c.view.wardUnit, { kind: 'read-late-fact', clock: 'ward-decision', about: { what, submission } });
    return;
  }
  const { id: task, unit } = question;
  const { services = null } = question.about;
  question.about = { ...question.about, letter: submission };
  c.fact('answer-came-as-letter', { task, unit }, { submission });
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'read-letter',
    clock: 'ward-decision',
    about: { what, submission, task, unit, services },
  });
  const { letter: _read, ...about } = question.about;
  question.about = about;
  c.touch();
  if (answer.kind === 'answered' && answer.code !== 'no-answer') record(c, question, answer, submission);
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
  answersMessages(c, question);
  c.fact('answer-recorded', { task: question.id, kind: question.kind, unit: question.unit, answer: code, by, letter });
}
