// What people do to tasks: claim, release, assign, see and answer. Validators refuse what the state can tell.
// Two people answering at once: the first one wins, and the second is told who it was.
import type { Actor } from '../domain/actor.ts';
import type { MessageView, TaskView } from '../domain/case-view.ts';
import type { Code } from '../domain/fields.ts';
import { instant } from '../domain/ids.ts';
import { isPlanLetter } from '../domain/letters.ts';
import { answerKind } from '../domain/task-kinds.ts';
import type { Case, Mutable } from './case.ts';
import type { Decision } from './contract.ts';
import { wasAsked } from './place-asked.ts';
import { refuse } from './refuse.ts';

type Task = Mutable<TaskView>;

/** The open task with this id; refuses an unknown or closed one, telling who answered and when. */
export function openTask(c: Case, id: string): Task {
  const task = c.tasks.get(id);
  if (task === undefined) return refuse('unknown-task', { task: id });
  if (task.status !== 'open') {
    return refuse('task-closed', {
      task: id,
      status: task.status,
      by: task.answer?.by ?? null,
      at: task.closedAt === null ? null : instant(task.closedAt),
    });
  }
  return task;
}

function notHeldByAnother(task: Task, actor: Actor): void {
  if (task.claimedBy !== null && task.claimedBy !== actor.person)
    refuse('task-claimed', { task: task.id, by: task.claimedBy });
}

export function mayClaim(c: Case, { body, actor }: Decision<'claim-task'>): void {
  notHeldByAnother(openTask(c, body.task), actor);
}

export function claim(c: Case, { body, actor }: Decision<'claim-task'>): void {
  const task = openTask(c, body.task);
  if (task.claimedBy === actor.person) return;
  task.claimedBy = actor.person;
  task.version += 1;
  see(c, task, actor);
  c.fact('task-claimed', { task: task.id }, { actor });
}

/** A person gives back what is theirs; a team leader may free what another holds. */
export function mayRelease(c: Case, { body, actor }: Decision<'release-task'>): void {
  const task = openTask(c, body.task);
  if (actor.role !== 'team-leader') notHeldByAnother(task, actor);
}

export function release(c: Case, { body, actor }: Decision<'release-task'>): void {
  const task = openTask(c, body.task);
  if (task.claimedBy === null) return;
  task.claimedBy = null;
  task.version += 1;
  c.fact('task-released', { task: task.id }, { actor });
}

export function mayAssign(c: Case, { body }: Decision<'assign-task'>): void {
  openTask(c, body.task);
}

export function assign(c: Case, { body, actor }: Decision<'assign-task'>): void {
  const task = openTask(c, body.task);
  task.claimedBy = body.to;
  task.version += 1;
  c.fact('task-assigned', { task: task.id, to: body.to }, { actor });
}

export function maySee(c: Case, { body }: Decision<'see-task'>): void {
  if (!c.tasks.has(body.task)) refuse('unknown-task', { task: body.task });
}

export function seeTask(c: Case, { body, actor }: Decision<'see-task'>): void {
  const task = c.tasks.get(body.task);
  if (task !== undefined) see(c, task, actor);
}

export function mayAnswer(c: Case, { body, actor }: Decision<'answer-task'>): void {
  const task = openTask(c, body.task);
  notHeldByAnother(task, actor);
  if (body.version !== task.version) refuse('stale-version', { task: task.id, version: task.version });
  if (answerKind(task.kind, body.answer) === undefined)
    refuse('unknown-answer', { task: task.id, answer: body.answer });
  if (task.kind === 'no-bed-found') mayAskAgain(c, body.codes['unit']);
  // An answer read out of a letter comes too late when the unit has answered itself.
  const asked = task.about['task'];
  if (readsAnswer.includes(task.kind) && body.answer !== 'no-answer' && typeof asked === 'string') openTask(c, asked);
}

/** Tasks by which the ward records the answer of another that came as a letter. */
const readsAnswer: readonly TaskView['kind'][] = ['read-letter', 'read-gp-answer', 'read-reply'];

/** A unit is asked again that was asked before or had no place free; others stand in no list of units that can. */
function mayAskAgain(c: Case, unit: Code | undefined): void {
  if (typeof unit === 'string' && !wasAsked(c, unit)) refuse('unit-not-asked', { unit });
}

export function answer(c: Case, { body, actor, submission }: Decision<'answer-task'>): void {
  const task = openTask(c, body.task);
  const at = c.now();
  see(c, task, actor);
  task.answer = { code: body.answer, by: actor.person, at, codes: body.codes, submission: submission ?? '' };
  task.status = 'answered';
  task.version += 1;
  c.taskClosed(task);
  answersMessages(c, task);
  c.fact('task-answered', { task: task.id, kind: task.kind, answer: body.answer }, { actor, submission });
}

/**
 * What a unit was told counts as answered by its answer to the task that came with it; by letter, also when nobody
 * there has looked at it here.
 */
export function answersMessages(c: Case, task: Task, how: 'here' | 'by-letter' = 'here'): void {
  if (task.answer === null) return;
  for (const message of c.messages.values()) {
    if (!isAnsweredBy(message, task, how)) continue;
    message.answeredAt = task.answer.at;
    message.answeredBy = task.answer.by;
  }
}

/** A plan is answered by what the municipality says about its services, for the version that was asked about. */
function isAnsweredBy(message: MessageView, { kind, unit, about }: Task, how: 'here' | 'by-letter'): boolean {
  if (kind !== 'answer-services' || message.to !== unit || message.answeredAt !== null) return false;
  if (!isPlanLetter(message.kind)) return false;
  const hasIt = message.seenAt !== null || (how === 'by-letter' && message.sentAt !== null);
  return hasIt && message.planVersion <= Number(about['planVersion']);
}

/** A named person of the unit has looked: the task is seen, and so is what the unit was told before. */
function see(c: Case, task: Task, actor: Actor): void {
  if (!actor.units.includes(task.unit)) return;
  const at = c.now();
  if (task.seenAt === null && task.status === 'open') {
    task.seenAt = at;
    task.seenBy = actor.person;
    c.touch();
  }
  for (const message of c.messages.values()) {
    if (message.to === task.unit && (message.sendings > 0 || message.state === 'told-by-phone'))
      seeMessage(c, message.id, actor);
  }
}

/**
 * Records the first named person of the unit who saw a message; a machine's receipt never does (domain.md 15, row 6),
 * nor does somebody of another unit.
 */
export function seeMessage(c: Case, id: string, actor: Actor): void {
  const message = c.messages.get(id);
  if (message === undefined || message.seenAt !== null || !actor.units.includes(message.to)) return;
  message.seenAt = c.now();
  message.seenBy = actor.person;
  c.fact('message-seen', { message: id, unit: message.to }, { actor });
}
