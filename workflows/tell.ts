// Tell (fortæl): a message and its way, from queued to arrived or failed, and then whether a person has seen it.
// No receipt: the same letter again, as often as the rule says, then a person rings. A receipt is never a yes.
import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities, NoticeTold, PlainLetter, What } from '../activities/contract.ts';
import type { CallReason } from '../domain/calls.ts';
import type { LetterKind } from '../domain/case-view.ts';
import { mustBeSeenKinds } from '../domain/case-view.ts';
import type { SubmissionId, UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import { lastTold } from '../domain/last-told.ts';
import type { LegalBasis } from '../domain/legal-basis.ts';
import { mayShare } from '../domain/legal-basis.ts';
import type { LetterRef } from '../domain/letters.ts';
import { isPlanLetter } from '../domain/letters.ts';
import type { Ruled } from '../domain/ruled.ts';
import type { StayNotice } from '../domain/stay.ts';
import { ask, ring, sharingAllowed } from './ask.ts';
import type { Case } from './case.ts';
import type { OutMessage, Receipt } from './out-message.ts';
import { outside } from './outside.ts';
import { rule } from './rule.ts';

/** Short on every attempt; after five minutes of trying a person rings instead. */
const { sendMessage } = proxyActivities<Pick<Activities, 'sendMessage'>>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '5m',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Kinds of which only the latest counts: an older one sent again after it would tell the unit what no longer holds. */
const LINES: Readonly<Partial<Record<LetterKind, string>>> = {
  plan: 'plan',
  'changed-plan': 'plan',
  'short-stay': 'plan',
  pause: 'course',
  resumption: 'course',
};

/** A message being followed: `overtaken` holds once a later one in its line has taken over. */
interface Followed {
  message: OutMessage;
  overtaken: () => boolean;
  what: What;
}

/**
 * Tells a unit and follows the message until it has arrived, been given by phone, been overtaken by a newer one, or the
 * surrounding scope ends. Runs as long as that takes; callers that need not wait begin it with `watch`.
 * `stopped`: the patient has objected, and it was cleared up without this message.
 */
export async function tell(c: Case, to: UnitId, kind: PlainLetter, basis: LegalBasis): Promise<'told' | 'stopped'> {
  const line = LINES[kind];
  const overtaken = line === undefined ? () => false : c.takeTurn(`${line} ${to}`);
  if (!(await sharingAllowed(c, to, kind, basis))) return 'stopped';
  if (overtaken()) return 'told';
  // What is new to the unit stays the same however often this very letter is sent.
  const since = isPlanLetter(kind) ? { since: lastTold([...c.messages.values()], to) } : {};
  return untilTold(c, { message: c.queueMessage(kind, to, basis), overtaken, what: { kind, ...since } });
}

/** What a unit has agreed to by phone, in writing (domain.md 1.3 step 8). `words`: where what was said is kept. */
export async function tellAgreement(
  c: Case,
  to: UnitId,
  said: { words: SubmissionId; why: readonly CallReason[] },
): Promise<'told' | 'stopped'> {
  if (!(await sharingAllowed(c, to, 'phone-agreement', 'health-act-41-2-1'))) return 'stopped';
  const message = c.queueMessage('phone-agreement', to, 'health-act-41-2-1');
  return untilTold(c, { message, overtaken: () => false, what: { kind: 'phone-agreement', ...said } });
}

/** Tells a unit by a letter that a person wrote, followed like any other message. */
export async function tellLetter(
  c: Case,
  to: UnitId,
  letter: LetterRef,
  basis: LegalBasis,
): Promise<'told' | 'stopped'> {
  if (!(await sharingAllowed(c, to, 'letter', basis))) return 'stopped';
  const message = c.queueMessage('letter', to, basis, null, letter);
  return untilTold(c, { message, overtaken: () => false, what: { kind: 'letter', letter } });
}

async function untilTold(c: Case, followed: Followed): Promise<'told' | 'stopped'> {
  try {
    return await follow(c, followed);
  } catch (failure) {
    if (isCancellation(failure)) giveUp(c, followed.message);
    throw failure;
  }
}

/**
 * Tells of the stay by a notice. It leaves when every earlier one has left or will not leave any more, because it
 * builds on them; then it is followed like any other message.
 */
export async function tellNotice(c: Case, to: UnitId, told: StayNotice, transferred: boolean): Promise<void> {
  const { stayEvent, change, at, chain } = told;
  const earlier = [...c.messages.values()].filter((message) => message.chain === chain);
  const message = c.queueMessage('stay-notice', to, 'legal-security-act-12-c', told);
  // Written and handed over, or never to be: while it is on its way out nobody knows yet what it says.
  await c.clock.wait(() => earlier.every(({ state }) => state !== 'queued'), null);
  const previous = earlier.map(({ id }) => id);
  const notice: NoticeTold = { stayEvent, change, at, transferred, previous };
  await follow(c, { message, overtaken: () => false, what: { kind: 'stay-notice', notice } });
}

async function follow(c: Case, followed: Followed): Promise<'told' | 'stopped'> {
  const { overtaken } = followed;
  for (;;) {
    const { message } = followed;
    const way = await deliver(c, followed);
    if (way === 'arrived') break;
    if (overtaken() || !(await sharingAllowed(c, message.to, message.kind, message.basis))) {
      giveUp(c, message);
      return overtaken() ? 'told' : 'stopped';
    }
    const call = way === 'failed' ? await ringParty(c, followed) : 'again';
    if (call === 'told') return 'told';
    if (call === 'arrived') break;
    // A notice is a link of a chain that goes on from it: it stays the letter it is.
    if (message.refused && followed.what.kind !== 'stay-notice') writeAnew(c, followed);
  }
  if (mustBeSeenKinds.includes(followed.what.kind)) await mustBeSeen(c, followed);
  return 'told';
}

/** A letter that was refused gets the same receipt whenever it comes (MedCom): what is sent now is a letter of its own. */
function writeAnew(c: Case, followed: Followed): void {
  const { to, basis, kind, letter } = followed.message;
  giveUp(c, followed.message);
  followed.message = c.queueMessage(kind, to, basis, null, letter);
}

/** Nothing more goes out: a newer message has taken over, or the patient has objected. */
const isHalted = (c: Case, { message, overtaken }: Followed): boolean =>
  overtaken() || !mayShare(message.basis, c.view.objections);

/** Sends until a receipt says ok; `failed`: a person must ring. */
async function deliver(c: Case, followed: Followed): Promise<'arrived' | 'failed' | 'halted'> {
  const { message } = followed;
  for (let sent = 0; ; ) {
    if (isHalted(c, followed)) return 'halted';
    // What came while the message was halted is read before anything goes out again.
    if (message.receipts.length === 0) {
      const problem = await send(c, followed);
      if (problem !== null) return failed(c, message, problem);
      sent += 1;
    }
    const ruled = await rule(c, { clock: 'receipt', unit: message.to });
    const receipt = await awaitReceipt(c, followed, ruled);
    if (receipt?.code === 'ok') return arrive(c, message);
    if (receipt?.code === 'fatal-error') {
      message.refused = true;
      return failed(c, message, receipt.problem ?? 'fatal-error');
    }
    if (receipt === null && isHalted(c, followed)) return 'halted';
    if (receipt === null) notInTime(c, message, ruled, sent > ruled.resends ? 'call' : 'send-again');
    if (sent > ruled.resends) return failed(c, message, receipt === null ? 'no-receipt' : 'transient-error');
  }
}

async function send(c: Case, { message, what }: Followed): Promise<string | null> {
  // A number of its own for every sending, also after an operator's repair: its Bundle is a new one.
  const sending = message.sendings + 1;
  const heldBack = !message.mayHaveReached;
  message.mayHaveReached = true;
  const place = c.place.askedFor(c.view);
  const outcome = await outside(c, () =>
    sendMessage.executeWithOptions(
      { summary: `Send ${message.notice ?? message.kind} til ${message.to} (${sending})` },
      [
        {
          dischargeId: c.id,
          message: message.id,
          sending,
          ...what,
          to: message.to,
          from: c.view.wardUnit,
          planVersion: message.planVersion,
          ...(place === undefined ? {} : { place }),
          ...(c.view.request === undefined ? {} : { isRequest: true }),
        },
      ],
    ),
  );
  if (outcome === 'failed') return 'unreachable';
  message.way = outcome.way ?? message.way;
  if (!outcome.sent) {
    if (heldBack) message.mayHaveReached = false;
    return outcome.problem;
  }
  message.sendings = sending;
  message.sentAt = c.now();
  message.firstSentAt ??= message.sentAt;
  message.state = 'sent';
  c.fact(sending === 1 ? 'message-sent' : 'message-resent', { message: message.id, unit: message.to, sending });
  return null;
}

/** The next receipt; null when none came in time, or the message is halted. */
async function awaitReceipt(c: Case, followed: Followed, { due, rule: ruleId }: Ruled): Promise<Receipt | null> {
  const { message } = followed;
  const id = `receipt-${message.id}`;
  const over = (): boolean => message.receipts.length > 0 || isHalted(c, followed);
  c.clocks.set(id, { id, name: 'receipt', due, rule: ruleId, waitsFor: message.to });
  try {
    await c.clock.wait(over, due, `receipt · ${message.to} · sending ${message.sendings}`);
    return message.receipts.shift() ?? null;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
}

/** Puts on record that nobody has reacted to a message in time, and what is done about it. */
function notInTime(c: Case, message: OutMessage, { clock, due, rule: ruleId }: Ruled, effect: string): void {
  const why = { clock, due: instant(due), rule: ruleId };
  c.fact('not-in-time', { message: message.id, unit: message.to, what: message.kind, effect, ...why });
}

/** The receiver's system has it; no person has seen it by that. */
export function arrive(c: Case, message: OutMessage): 'arrived' {
  message.state = 'arrived';
  message.arrivedAt = c.now();
  message.failure = null;
  c.fact('message-arrived', { message: message.id, unit: message.to });
  return 'arrived';
}

function failed(c: Case, message: OutMessage, problem: string): 'failed' {
  message.state = 'failed';
  message.failure = problem;
  c.fact('message-failed', { message: message.id, unit: message.to, problem });
  return 'failed';
}

const cameLate = ({ receipts }: OutMessage): boolean => receipts.some(({ code }) => code === 'ok');

/** The watch over a message ends before it has its end; what is known of it stands. */
function giveUp(c: Case, message: OutMessage): void {
  if (message.state === 'arrived' || message.state === 'told-by-phone') return;
  if (cameLate(message)) arrive(c, message);
  else {
    message.state = 'withdrawn';
    c.fact('message-withdrawn', { message: message.id, kind: message.kind, unit: message.to });
  }
}

/** A person at the ward rings until somebody was reached; a late receipt ends it, an operator may have it sent again. */
async function ringParty(c: Case, followed: Followed): Promise<'told' | 'arrived' | 'again'> {
  const { message } = followed;
  // A practice is rung in its opening hours and nobody is called at night for it; others are rung at once.
  const practice = message.to === c.view.gpUnit;
  for (;;) {
    const answer = await ask(c, c.view.wardUnit, {
      kind: 'ring-party',
      ...(practice ? { clock: 'ring-practice', hoursOf: message.to } : { clock: 'call-task' }),
      about: { message: message.id, unit: message.to, what: message.kind, problem: message.failure },
      unless: () => cameLate(message) || message.again || isHalted(c, followed),
    });
    if (answer.kind === 'answered' && answer.codes['result'] === 'reached') {
      message.state = 'told-by-phone';
      message.way = 'phone';
      c.fact('message-told-by-phone', { message: message.id, unit: message.to });
      return 'told';
    }
    if (cameLate(message)) return arrive(c, message);
    if (message.again || isHalted(c, followed)) {
      message.again = false;
      message.receipts.length = 0;
      return 'again';
    }
  }
}

/** A named person at the unit looks at it; else the ward rings until somebody there was reached. */
async function mustBeSeen(c: Case, { message, overtaken }: Followed): Promise<void> {
  // Whoever answered it, by letter too, has seen it.
  const over = (): boolean => message.seenAt !== null || message.answeredAt !== null || overtaken();
  if (over()) return;
  const ruled = await rule(c, { clock: 'message-seen', unit: message.to });
  const id = `seen-${message.id}`;
  c.clocks.set(id, { id, name: 'message-seen', due: ruled.due, rule: ruled.rule, waitsFor: message.to });
  try {
    if (await c.clock.wait(over, ruled.due, `message-seen · ${message.to}`)) return;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
  notInTime(c, message, ruled, 'call');
  await ring(c, {
    kind: 'ring-unread',
    clock: 'call-task',
    about: { message: message.id, unit: message.to, what: message.kind },
    unless: over,
  });
}
