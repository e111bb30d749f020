// A message on its way, as the workflow holds it: what people see of it, and what only the watch over it needs.
// The watch is tell.ts; what is published of it is said in publish.ts.
import type { MessageView } from '../domain/case-view.ts';

/** A receipt (kvittering) handed in for a message, not yet taken up by the watch over it. */
export interface Receipt {
  code: 'ok' | 'fatal-error' | 'transient-error';
  problem: string | null;
}

export type OutMessage = MessageView & {
  receipts: Receipt[];
  /** An operator has asked for it to be sent once more. */
  again: boolean;
  /** Its receiver has said for good that it cannot take this letter. */
  refused: boolean;
  /** Of a stay notice: the chain it is a link of. */
  chain: string | null;
  /** It was on its way out at least once, so it may have reached the unit whatever was heard of it. */
  mayHaveReached: boolean;
  /** When it was sent for the first time, epoch ms. */
  firstSentAt?: number;
};
