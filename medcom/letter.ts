// What a network must know of a message to carry it: from whom, to whom, which standard, which ids.
// Read from the message itself, so that an envelope never says another thing than what is in it.
import { isUuid } from './formats.ts';
import type { ReadOutcome } from './message.ts';
import { readMessage } from './read.ts';

export interface Letter {
  readonly standard: 'hospital-notification' | 'care-communication' | 'acknowledgement';
  /** Activity, category or response code: what the standard catalogue adds to the name of the standard. */
  readonly code: string;
  /** Bundle.id, a UUID: new on every sending. */
  readonly bundleId: string;
  /** MessageHeader.id, a UUID: the same on every sending of this message. */
  readonly headerId: string;
  readonly senderGln: string;
  readonly receiverGln: string;
  /** RFC 3339 in UTC. */
  readonly sentAt: string;
}

/** The address and kind of a message, or null when it is none of the three standards or has ids a network cannot carry. */
export function letterOf(raw: string): Letter | null {
  const read = readMessage(raw);
  if (read.kind === 'not-understood') return null;
  const { bundleId, headerId, sender, receiver, sentAt } = read.message;
  if (!isUuid(bundleId) || !isUuid(headerId)) return null;
  const ids = { bundleId: bundleId.toLowerCase(), headerId: headerId.toLowerCase() };
  return { standard: read.kind, code: codeOf(read), ...ids, senderGln: sender.gln, receiverGln: receiver.gln, sentAt };
}

type Understood = Exclude<ReadOutcome, { readonly kind: 'not-understood' }>;

function codeOf(read: Understood): string {
  if (read.kind === 'acknowledgement') return read.message.code;
  return read.kind === 'care-communication' ? read.message.category : read.message.activity;
}
