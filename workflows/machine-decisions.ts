// What machines and operators hand in: receipts, a moved clock, a wish to publish again, and named repairs.
// A receipt that comes too late or twice is a fact, never refused; an unknown one is refused so that it is looked at.
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { refuse } from './refuse.ts';
import { openTask } from './task-decisions.ts';
import { arrive } from './tell.ts';

export function knowsMessage(c: Case, { body }: Decision<'receipt'>): void {
  if (!c.messages.has(body.message)) refuse('unknown-message', { message: body.message });
}

/** Hands a receipt to the watch over its message; when nobody watches any more, what it says is noted. */
export function receipt(c: Case, { body, actor, submission }: Decision<'receipt'>): void {
  const message = c.messages.get(body.message);
  if (message === undefined) return;
  if (message.state === 'withdrawn' && body.code === 'ok') {
    arrive(c, message);
    return;
  }
  const over = message.state === 'arrived' || message.state === 'told-by-phone' || message.state === 'withdrawn';
  if (over) {
    c.fact('receipt-late', { message: message.id, code: body.code }, { actor, submission });
    return;
  }
  message.receipts.push({ code: body.code, problem: body.problem });
  c.touch();
}

export function mayRepair(c: Case, { body }: Decision<'repair'>): void {
  if (body.repair === 'send-again') {
    const message = c.messages.get(body.target);
    if (message?.state !== 'failed') refuse('nothing-to-repair', { target: body.target });
    return;
  }
  const task = openTask(c, body.target);
  if (task.kind !== 'step-failed') refuse('nothing-to-repair', { target: body.target });
}

/** Named repairs of operators; each ends as an answer or a fact on the case with the operator's id. */
export function repair(c: Case, { body, actor, submission }: Decision<'repair'>): void {
  c.fact('step-repaired', { how: body.repair, target: body.target }, { actor, submission });
  if (body.repair === 'send-again') {
    const message = c.messages.get(body.target);
    if (message !== undefined) message.again = true;
    return;
  }
  const task = openTask(c, body.target);
  task.answer = { code: body.repair, by: actor.person, at: c.now(), codes: {}, submission: submission ?? '' };
  task.status = 'answered';
  task.version += 1;
  c.taskClosed(task);
}

/** Publishes again what the case knows; `whole` also what was confirmed long ago (a lost or damaged view). */
export function refresh(c: Case, { body }: Decision<'refresh'>): void {
  if (body.whole) {
    c.confirmedEvents = 0;
    for (const task of c.tasks.values()) if (task.status !== 'open') c.closedTasks.add(task.id);
    c.clocks.tellAllAgain();
  }
  c.touch();
}
