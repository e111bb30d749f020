// The network and the partners behind it: takes a message of ours, and some milliseconds later the partner's
// Acknowledgement comes back, or whatever the fault of the day makes of it.
import type { Fault, Faults } from './faults.ts';
import type { Incoming } from './fhir.ts';
import { readIncoming } from './fhir.ts';
import type { Outbox } from './outbox.ts';
import type { ReceivedMessages } from './received.ts';
import type { AnswerCode } from './write.ts';
import { acknowledgementOf } from './write.ts';

export type Taken = { readonly status: 202 } | { readonly status: 400 | 503; readonly why: string };

/** Takes one outgoing message of the service. Never throws. */
export function takeMessage(
  raw: string,
  parts: {
    readonly faults: Faults;
    readonly received: ReceivedMessages;
    readonly outbox: Outbox;
    readonly now: () => Promise<number>;
  },
): Taken {
  const { faults, received, outbox, now } = parts;
  const message = readIncoming(raw);
  if ('unusable' in message) return { status: 400, why: message.unusable };
  const fault = faults.strike(message.headerId, message.receiverGln);
  if (fault?.kind === 'refuse') return { status: 503, why: 'the network does not take messages now' };
  if (fault?.kind === 'lost') return { status: 202 };
  // An Acknowledgement is never acknowledged.
  const isReceipt = message.event === 'acknowledgement-message';
  const entry = received.add(message, raw, isReceipt ? null : answerFor(message, fault));
  const { answer } = entry;
  if (answer === null || fault?.kind === 'lost-receipt') return { status: 202 };

  const send = async (): Promise<void> => {
    const body = acknowledgementOf(message, answer, await now());
    const sent = fault?.kind === 'unreadable' ? body.slice(0, body.length / 2) : body;
    await Promise.all([outbox.deliver(sent), ...(fault?.kind === 'twice' ? [outbox.deliver(sent)] : [])]);
    if (fault?.kind !== 'out-of-order') outbox.releaseNext();
  };
  if (fault?.kind === 'late' || fault?.kind === 'out-of-order') {
    const release = fault.kind === 'late' ? 'by-time' : 'by-next';
    outbox.soon(async () => outbox.hold((await now()) + fault.delayMs, release, send));
  } else {
    outbox.soon(send);
  }
  return { status: 202 };
}

function answerFor(message: Incoming, fault: Fault | null): AnswerCode {
  if (fault?.kind === 'fatal-error' || fault?.kind === 'transient-error') return fault.kind;
  return message.fault === null ? 'ok' : 'fatal-error';
}
