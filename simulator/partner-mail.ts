// What the partners send by themselves (stay notices, correspondence), reliably: a message without a receipt is sent again
// after 30 minutes, at most twice, under the same MessageHeader.id in a new envelope (MedCom's reliable messaging).
import { randomUUID } from 'node:crypto';
import { readIncoming } from './fhir.ts';
import type { Ways } from './network.ts';
import { carry } from './network.ts';
import type { Delivered } from './outbox.ts';
import type { Organisation } from './write.ts';

export type Letter = {
  readonly headerId: string;
  readonly sender: Organisation;
  readonly receiver: Organisation;
  /** Writes one sending. `now`: epoch milliseconds. */
  readonly write: (bundleId: string, now: number) => string;
};

/** A message that a partner has sent, and what it has heard of it. */
export type Sent = {
  readonly headerId: string;
  readonly bundleIds: readonly string[];
  /** Code of the receipt; null until one has come that tells how it went. */
  readonly receipt: string | null;
};

/** What came of the first sending. */
export type FirstTry = {
  readonly bundleId: string;
  readonly said: Delivered;
  /** Kind of the fault that struck it. */
  readonly fault: string | null;
};

const WAIT = 30 * 60_000;
const MOST_SENDINGS = 3;

export class PartnerMail {
  readonly #ways: Ways;
  readonly #sent = new Map<string, Sent>();

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** Everything the partners have sent, the first first. */
  get all(): readonly Sent[] {
    return [...this.#sent.values()];
  }

  async send(letter: Letter, bundleId: string = randomUUID()): Promise<FirstTry> {
    const { headerId } = letter;
    const { now, outbox } = this.#ways;
    const before = this.#sent.get(headerId) ?? { headerId, bundleIds: [], receipt: null };
    this.#sent.set(headerId, { ...before, bundleIds: [...before.bundleIds, bundleId] });
    const at = await now();
    const { sender, receiver } = letter;
    const parcel = { raw: letter.write(bundleId, at), on: 'theirs', headerId, partner: sender.gln, receiver } as const;
    let said: Delivered = null;
    const fault = await carry(parcel, this.#ways, (answer) => {
      said ??= answer;
      this.#hear(letter, answer);
    });
    if (!this.#isSettled(headerId) && before.bundleIds.length + 1 < MOST_SENDINGS) {
      outbox.hold(at + WAIT, 'by-time', async () => {
        if (!this.#isSettled(headerId)) await this.send(letter);
      });
    }
    return { bundleId, said, fault };
  }

  /** The receipt comes back in the same call, and can get lost on its way like any other. */
  #hear({ headerId, sender }: Letter, answer: Delivered): void {
    const sent = this.#sent.get(headerId);
    const read = answer === null ? null : readIncoming(answer.body);
    if (sent === undefined || read === null || 'unusable' in read || read.answers !== headerId) return;
    const fault = this.#ways.faults.strike('receipts', headerId, sender.gln);
    if (fault?.effect === 'lost' || fault?.effect === 'damaged') return;
    this.#sent.set(headerId, { ...sent, receipt: read.responseCode });
  }

  #isSettled(headerId: string): boolean {
    const receipt = this.#sent.get(headerId)?.receipt ?? null;
    return receipt !== null && receipt !== 'transient-error';
  }
}
