// Tell (fortæl): a message and its way, from queued to arrived or failed, and then whether a person has seen it.
// No receipt: the same letter again, as often as the rule says, then a person rings. A receipt is never a yes.
import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import type { MessageKind } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import type { LegalBasis } from '../domain/legal-basis.ts';
import { mayShare } from '../domain/legal-basis.ts';
import { ask, stopSharing } from './ask.ts';
import type { Case, OutMessage, Receipt } from './case.ts';
import { outside } from './outside.ts';
import { rule } from './rule.ts';

/** Short on every attempt; after five minutes of trying a person rings instead. */
const { sendMessage } = proxyActivities<Pick<Activities, 'sendMessage'>>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '5m',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Kinds a person at the other end must have seen; a heads-up to the practice is only for information. */
const MUST_BE_SEEN: readonly MessageKind[] = ['plan', 'changed-plan', 'pause'];

/**
 * Tells a unit and follows the message until it has arrived, been given by phone, or the surrounding scope ends.
 * Runs as long as that takes; callers that need not wait start it with `c.spawn` or beside other work.
 */
export async function tell(c: Case, to: UnitId, kind: MessageKind, basis: LegalBasis): Promise<void> {
  if (!mayShare(basis, c.view.objections)) {
    await stopSharing(c, to, kind, basis);
    if (!mayShare(basis, c.view.objections)) return;
  }
  const message = c.queueMessage(kind, to, basis);
  try {
    while (!(await deliver(c, message))) {
      if ((await ring(c, message)) === 'done') return;
    }
    if (MUST_BE_SEEN.includes(kind)) await mustBeSeen(c, message);
  } catch (failure) {
    if (isCancellation(failure)) giveUp(c, message);
    throw failure;
  }
}

/** Nobody waits for this message any more (withdrawn, objected to); what is known of its way stays as it is. */
function giveUp(c: Case, message: OutMessage): void {
  if (message.state === 'arrived' || message.state === 'told-by-phone') return;
  message.state = 'withdrawn';
  c.touch();
}

/** Sends until a receipt says ok; false when a person must ring. */
async function deliver(c: Case, message: OutMessage): Promise<boolean> {
  for (;;) {
    const problem = await send(c, message);
    if (problem !== null) return failed(c, message, problem);
    const ruled = await rule(c, { clock: 'receipt', unit: message.to });
    const receipt = await awaitReceipt(c, message, ruled.due, ruled.rule);
    if (receipt?.code === 'ok') {
      arrive(c, message);
      return true;
    }
    if (receipt?.code === 'fatal-error') return failed(c, message, receipt.problem ?? 'fatal-error');
    if (message.sendings > ruled.resends)
      return failed(c, message, receipt === null ? 'no-receipt' : 'transient-error');
  }
}

async function send(c: Case, message: OutMessage): Promise<string | null> {
  const sending = message.sendings + 1;
  const outcome = await outside(c, () =>
    sendMessage.executeWithOptions({ summary: `Send ${message.kind} til ${message.to} (${sending})` }, [
      {
        dischargeId: c.id,
        message: message.id,
        sending,
        kind: message.kind,
        to: message.to,
        from: c.view.wardUnit,
        planVersion: message.planVersion,
      },
    ]),
  );
  if (outcome === 'failed' || !outcome.sent) return outcome === 'failed' ? 'unreachable' : outcome.problem;
  message.sendings = sending;
  message.sentAt = c.now();
  message.state = 'sent';
  c.fact(sending === 1 ? 'message-sent' : 'message-resent', { message: message.id, unit: message.to, sending });
  return null;
}

async function awaitReceipt(c: Case, message: OutMessage, due: number, ruleId: string): Promise<Receipt | null> {
  const id = `receipt-${message.id}`;
  c.clocks.set(id, { id, name: 'receipt', due, rule: ruleId, waitsFor: message.to });
  try {
    await c.clock.wait(() => message.receipts.length > 0, due, `receipt · ${message.to} · sending ${message.sendings}`);
    return message.receipts.shift() ?? null;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
}

function arrive(c: Case, message: OutMessage): void {
  message.state = 'arrived';
  message.arrivedAt = c.now();
  message.failure = null;
  c.fact('message-arrived', { message: message.id, unit: message.to });
}

function failed(c: Case, message: OutMessage, problem: string): false {
  message.state = 'failed';
  message.failure = problem;
  c.fact('message-failed', { message: message.id, unit: message.to, problem });
  return false;
}

/** A person at the ward rings until somebody was reached; a late receipt ends it, an operator may have it sent again. */
async function ring(c: Case, message: OutMessage): Promise<'done' | 'again'> {
  // A practice is rung in its opening hours and nobody is called at night for it; others are rung at once.
  const practice = message.to === c.view.gpUnit;
  const late = (): boolean => message.receipts.some((receipt) => receipt.code === 'ok');
  for (;;) {
    const answer = await ask(c, c.view.wardUnit, {
      kind: 'ring-party',
      ...(practice ? { clock: 'ring-practice', hoursOf: message.to } : { clock: 'call-task' }),
      about: { message: message.id, unit: message.to, what: message.kind, problem: message.failure },
      unless: () => late() || message.again,
    });
    if (message.again) {
      message.again = false;
      message.sendings = 0;
      message.receipts.length = 0;
      return 'again';
    }
    if (answer.kind === 'settled') {
      arrive(c, message);
      return 'done';
    }
    if (answer.kind === 'answered' && answer.codes['result'] === 'reached') {
      message.state = 'told-by-phone';
      c.fact('message-told-by-phone', { message: message.id, unit: message.to });
      return 'done';
    }
  }
}

async function mustBeSeen(c: Case, message: OutMessage): Promise<void> {
  const seen = (): boolean => message.seenAt !== null;
  if (seen()) return;
  const ruled = await rule(c, { clock: 'message-seen', unit: message.to });
  const id = `seen-${message.id}`;
  c.clocks.set(id, { id, name: 'message-seen', due: ruled.due, rule: ruled.rule, waitsFor: message.to });
  try {
    if (await c.clock.wait(seen, ruled.due, `message-seen · ${message.to}`)) return;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
  await ask(c, c.view.wardUnit, {
    kind: 'ring-unread',
    clock: 'call-task',
    about: { message: message.id, unit: message.to, what: message.kind },
    unless: seen,
  });
}
