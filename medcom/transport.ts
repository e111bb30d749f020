// How a message leaves: one small interface that callers know, whichever way it goes (docs/transport.md).
// Being taken by the network is no receipt: that comes later, as an Acknowledgement (MedCom reliable messaging).

/** What became of handing a message over. */
export type SendOutcome =
  /** The network has it. */
  | { readonly outcome: 'delivered-to-network' }
  /** The network does not take it, and would not take the same again. `problem`: a code such as `refused-400`. */
  | { readonly outcome: 'refused'; readonly problem: string }
  /** Not now: the network is away or busy. It may have the message all the same, so send the very same one again. */
  | { readonly outcome: 'not-now'; readonly problem: 'network-unreachable' | 'network-busy' };

export interface Transport {
  /**
   * Hands over one message, `raw` being its exact text (JSON of the Bundle). Sender, receiver and kind are read from
   * it. The same text may be handed over again: the network tells the two by Bundle.id. Never throws.
   */
  send(raw: string): Promise<SendOutcome>;
}
