// A practice's answer that comes when its question is over (sent svar): it answers nothing any more, but nothing of it is
// lost: the ward reads it, also when the case has closed. Who answers after a colleague is told who that was, as everywhere.
import { z } from 'zod';
import { epoch, instant } from '../domain/ids.ts';
import { localText } from '../domain/plan-content.ts';
import { handBackReasons } from '../domain/reasons.ts';
import { answerKind, isTaskKind, taskKind } from '../domain/task-kinds.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Submission } from '../store/submissions.ts';
import { submissionByKey } from '../store/submissions.ts';
import type { TaskRow } from '../store/tasks.ts';
import { task as taskById } from '../store/tasks.ts';
import type { Line } from './about.ts';
import type { Caller } from './auth.ts';
import type { Outcome, RequestIdentity } from './decide.ts';
import { isStored } from './decide.ts';
import { report } from './facts.ts';
import type { Service } from './service.ts';

const LATE = 'late-gp-answer';

/**
 * Has the ward read a refused answer of a practice, once however often it is handed in; whether it does. Not when the
 * question was answered, nor when the practice is asked anew: then it answers that.
 */
export async function passedOn(
  service: Service,
  caller: Pick<Caller, 'actor'>,
  { task, dischargeId }: TaskRow,
  body: object,
  { hash }: Pick<RequestIdentity, 'hash'>,
  outcome: Outcome,
): Promise<boolean> {
  if (task.kind !== 'gp-follow-up' || outcome.kind !== 'refused') return false;
  const { code, details } = outcome;
  if ((code !== 'task-closed' && code !== 'case-closed') || details['status'] === 'answered') return false;
  const whole = await wholeCase(service.db, dischargeId);
  const isAskedAnew = whole?.tasks.some(
    ({ kind, status, id }) => kind === task.kind && status === 'open' && id !== task.id,
  );
  if (whole === null || isAskedAnew === true) return false;
  const happenedAt = await clockNow(service.db);
  const content = { ...body, late: task.kind };
  const identity = { key: keyOf(task.id, hash), hash };
  const kept = await report(service, caller, whole, { what: LATE, happenedAt, mustRead: true, content }, identity);
  return kept.kind !== 'refused';
}

const keyOf = (task: string, hash: string): string => `${LATE}-${task}-${hash}`;

/** Whether the ward has this refused answer to read; for who looks up what became of it. */
export async function wasPassedOn({ db }: Pick<Service, 'db'>, kept: Submission): Promise<boolean> {
  const { update, actor, bodyHash } = kept;
  if (!isStored(update) || !('decision' in update) || update.decision !== 'answer-task') return false;
  return (await submissionByKey(db, actor.person, keyOf(update.body.task, bodyHash))) !== null;
}

/** The same of an answer whose outcome was long unknown and then a refusal; for the sweeper. */
export async function continueAnswer(service: Service, kept: Submission, outcome: Outcome): Promise<void> {
  const { update, content, bodyHash: hash } = kept;
  if (!isStored(update) || !('decision' in update) || update.decision !== 'answer-task') return;
  const row = await taskById(service.db, update.body.task);
  if (row === null || typeof content !== 'object' || content === null) return;
  await passedOn(service, kept, row, content, { hash }, outcome);
}

const lateContent = z.looseObject({
  late: z.string(),
  answer: z.string(),
  at: z.string().optional(),
  reason: z.string().optional(),
  note: z.string().optional(),
});
const noted = z.looseObject({ note: z.string() });

/** What is to be read, for the task that has it read: a late answer in words, of anything else what was written to it. */
export function lateWords(kept: Pick<Submission, 'content'> | undefined): readonly Line[] {
  const late = lateContent.safeParse(kept?.content);
  if (!late.success || !isTaskKind(late.data.late)) {
    const other = noted.safeParse(kept?.content);
    return other.success ? [{ label: 'Note', text: other.data.note }] : [];
  }
  const { late: kind, answer, at, reason, note } = late.data;
  const reasons: Readonly<Record<string, string>> = handBackReasons;
  return [
    { label: 'Sent svar på', text: taskKind(kind).title },
    { label: 'Svar', text: answerKind(kind, answer)?.label ?? answer },
    ...(at === undefined ? [] : [{ label: 'Tidspunkt', text: localText(instant(epoch(at))) }]),
    ...(reason === undefined ? [] : [{ label: 'Årsag', text: reasons[reason] ?? reason }]),
    ...(note === undefined ? [] : [{ label: 'Note', text: note }]),
  ];
}
