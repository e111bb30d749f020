// The network and the partners behind it: takes a message of the service, and some milliseconds later the partner's
// Acknowledgement comes back, or whatever the fault of the day makes of either.
import type { Fault } from './faults.ts';
import type { Incoming } from './fhir.ts';
import { readIncoming } from './fhir.ts';
import type { Ways } from './network.ts';
import { carry, STRANGER } from './network.ts';
import type { ReceivedMessages } from './received.ts';
import type { AnswerCode } from './write.ts';
import { acknowledgementOf, heldBy, neverSent } from './write.ts';

export type Taken = { readonly status: 202 } | { readonly status: 400 | 503; readonly why: string };

export type Parts = Ways & { readonly received: ReceivedMessages };

/** Takes one outgoing message of the service. Never throws. */
export function takeMessage(raw: string, parts: Parts): Taken {
  const { faults, outbox, now } = parts;
  const message = readIncoming(raw);
  if ('unusable' in message) return { status: 400, why: message.unusable };
  const fault = faults.strike('ours', message.headerId, message.receiverGln);
  switch (fault?.effect) {
    case 'refuse':
      return { status: 503, why: 'the network does not take messages now' };
    case 'lost':
    // Of half a message nobody can tell who sent it, so nobody answers.
    case 'damaged':
      break;
    case 'late':
    case 'out-of-order': {
      const release = fault.effect === 'late' ? 'by-time' : 'by-next-out';
      const comes = async (): Promise<void> => arrive(message, raw, null, parts);
      outbox.soon(async () => outbox.hold((await now()) + fault.delayMs, release, comes));
      break;
    }
    case 'twice':
      arrive(message, raw, null, parts);
      arrive(message, raw, null, parts);
      break;
    case 'wrong-receiver':
      answer(heldBy(message, STRANGER), 'fatal-error', 'MSG_Receiver_Identifier_UNKNOWN', parts);
      break;
    default:
      arrive(message, raw, fault, parts);
      outbox.releaseNext('by-next-out');
  }
  return { status: 202 };
}

/** The partner has it, and answers. An Acknowledgement is never acknowledged. */
function arrive(message: Incoming, raw: string, fault: Fault | null, parts: Parts): void {
  const isReceipt = message.event === 'acknowledgement-message';
  const issue = fault?.issue ?? null;
  const entry = parts.received.add(message, raw, isReceipt ? null : { code: answerFor(message, fault), issue });
  if (entry.answer === null) return;
  if (fault?.effect === 'stray-receipt') answer(neverSent(message), 'ok', null, parts);
  else answer(message, entry.answer, entry.issue, parts);
}

function answer(message: Incoming, code: AnswerCode, issue: Fault['issue'], parts: Parts): void {
  const { headerId, receiverGln: partner } = message;
  parts.outbox.soon(async () => {
    const raw = acknowledgementOf(message, code, issue, await parts.now());
    await carry({ raw, on: 'receipts', headerId, partner }, parts, () => undefined);
  });
}

function answerFor(message: Incoming, fault: Fault | null): AnswerCode {
  if (fault?.effect === 'fatal-error' || fault?.effect === 'transient-error') return fault.effect;
  return message.fault === null ? 'ok' : 'fatal-error';
}
