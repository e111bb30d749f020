// Letters and questions that people write on a case (korrespondance): each is part of a thread, and keeps to it.
// Never for what is acute: then somebody rings first, and what was written only confirms the call (domain.md 1.8).
import type { Actor } from '../domain/actor.ts';
import type { Codes } from '../domain/fields.ts';
import type { UnitId } from '../domain/ids.ts';
import { mayShare } from '../domain/legal-basis.ts';
import type { LetterActivity } from '../domain/letters.ts';
import type { ActionName } from '../domain/moves.ts';
import { allowed } from './allowed.ts';
import type { Answer } from './ask.ts';
import { ring } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision, Decisions, Hurry } from './contract.ts';
import { CORRESPONDENCE, untilAnswered } from './question.ts';
import { refuse } from './refuse.ts';
import { rule } from './rule.ts';
import { tellLetter } from './tell.ts';
import { watch } from './track.ts';

const ACTION: Readonly<Record<LetterActivity, ActionName>> = {
  new: 'write-letter',
  reply: 'reply',
  forward: 'forward',
};

export function mayWrite(c: Case, { body }: Decision<'write-letter'>): void {
  allowed(c, ACTION[body.activity]);
  if (!mayShare(CORRESPONDENCE, c.view.objections)) refuse('sharing-objected', { basis: CORRESPONDENCE });
}

export function write(c: Case, { body, actor, submission }: Decision<'write-letter'>): void {
  const { to, thread, activity } = body;
  c.fact('letter-written', { thread, to, activity }, { actor, submission });
  watch(c, 'letter', () => correspond(c, body, submission ?? ''));
}

/** Sends the letter; an answer that is wanted is awaited from when the letter has arrived or was given by phone. */
async function correspond(c: Case, body: Decisions['write-letter'], submission: string): Promise<void> {
  const { to, thread, activity, of, wanted, answerBy } = body;
  const settled = (await hurries(c, to, body)) && (await rang(c, c.view.wardUnit, to, { thread, submission }));
  const told = await tellLetter(c, to, { submission, activity, thread, of }, CORRESPONDENCE);
  if (told === 'stopped' || !wanted || settled || hasComeSince(c, thread, of)) return;
  const answer = await untilAnswered(c, to, { thread, submission, by: c.view.wardUnit, answerBy });
  if (answer.kind === 'answered' && answer.code !== 'no-answer-needed') answered(c, submission, answer);
}

/** The other side has written in the thread before our receipt came: its letter is read like every other. */
function hasComeSince(c: Case, thread: string, of: string | null): boolean {
  const newest = c.newestLetters.get(thread);
  return newest !== undefined && newest.id !== of;
}

/** Arrived, seen and answered are three facts of a message. */
function answered(c: Case, submission: string, { at, by }: Extract<Answer, { kind: 'answered' }>): void {
  for (const message of c.messages.values()) {
    if (message.letter?.submission !== submission) continue;
    message.answeredAt = at;
    message.answeredBy = by;
  }
  c.touch();
}

/** There is a plan to ask about only when the municipality has been told one. */
export function mayAsk(c: Case, _: Decision<'ask-about-plan'>): void {
  allowed(c, 'ask-about-plan');
  if (c.toldPlan === 0) refuse('wrong-moment', { action: 'ask-about-plan', stage: c.view.stage });
  if (!mayShare(CORRESPONDENCE, c.view.objections)) refuse('sharing-objected', { basis: CORRESPONDENCE });
}

/** The municipality asks the unit that sent the plan (domain.md 1.3, step 11). */
export function askAboutPlan(c: Case, { body, actor, submission }: Decision<'ask-about-plan'>): void {
  const by = ownUnit(c, actor);
  const to = c.view.wardUnit;
  c.fact('question-asked', { thread: body.thread, unit: by, to }, { actor, submission });
  watch(c, 'question', () => question(c, { ...body, by, to, submission }));
}

/** A question in a thread: rung about first when it hurries, else a task in the reading hours of the unit that is asked. */
export async function question(
  c: Case,
  asked: Hurry & { thread: string; by: UnitId; to: UnitId; submission: string | null },
): Promise<void> {
  const { thread, answerBy, by, to, submission } = asked;
  if ((await hurries(c, to, asked)) && (await rang(c, by, to, { thread, submission }))) return;
  await untilAnswered(c, to, { thread, submission, by, answerBy });
}

/** The unit that an actor asks for. */
export const ownUnit = (c: Case, { units }: Actor): UnitId =>
  [c.view.visitationUnit, ...c.view.parties].find((unit) => units.includes(unit)) ?? c.view.visitationUnit;

/** An answer that is needed before the reader can be expected to have given one does not wait for a letter. */
async function hurries(c: Case, reader: UnitId, { acute, answerBy }: Hurry): Promise<boolean> {
  if (acute) return true;
  if (answerBy === null) return false;
  return answerBy < (await rule(c, { clock: 'answer-question', unit: reader })).due;
}

/** The call that comes first; true when somebody was reached. */
async function rang(c: Case, by: UnitId, unit: UnitId, written: Codes): Promise<boolean> {
  const answer = await ring(c, { kind: 'ring-first', clock: 'call-task', about: { unit, ...written } }, by);
  return answer.kind === 'answered' && answer.codes['result'] === 'reached';
}
