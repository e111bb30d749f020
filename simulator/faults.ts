// Faults on request: what goes wrong between the service and a partner, for which messages, how often.
// The oldest fault that fits strikes; one without a number lasts until it is taken away.

export const FAULT_KINDS = [
  /** The message never reaches the partner. */
  'lost',
  /** The partner has the message, its answer gets lost. */
  'lost-receipt',
  /** The answer comes `delayMs` later, by the environment's clock. */
  'late',
  /** The network delivers the answer twice. */
  'twice',
  /** The answer comes after the next message's, or after `delayMs` by the environment's clock. */
  'out-of-order',
  'fatal-error',
  'transient-error',
  /** What comes instead of an answer is no JSON. */
  'unreadable',
  /** The network does not take the message: HTTP 503. */
  'refuse',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  readonly id: number;
  readonly kind: FaultKind;
  /** GLN of the partner; null strikes every partner. */
  readonly receiver: string | null;
  /** Null strikes every message. */
  readonly messageHeaderId: string | null;
  /** How many more sendings it strikes; null: until it is taken away. */
  readonly times: number | null;
  /** Milliseconds, for `late` and `out-of-order`. */
  readonly delayMs: number;
};

/** Longer than the sender waits for a receipt (30 minutes), so that `late` means late. */
const DEFAULT_DELAY: Partial<Record<FaultKind, number>> = { late: 45 * 60_000, 'out-of-order': 10 * 60_000 };

export class Faults {
  #faults: readonly Fault[] = [];
  #lastId = 0;

  /** Adds a fault from a request body; a text says what is wrong with the body. */
  add(body: unknown): Fault | string {
    if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
    const kind = FAULT_KINDS.find((known) => known === Reflect.get(body, 'kind'));
    if (kind === undefined) return `kind must be one of ${FAULT_KINDS.join(', ')}`;
    const receiver: unknown = Reflect.get(body, 'receiver') ?? null;
    const messageHeaderId: unknown = Reflect.get(body, 'messageHeaderId') ?? null;
    const times: unknown = Reflect.get(body, 'times') ?? null;
    const delayMs: unknown = Reflect.get(body, 'delayMs') ?? DEFAULT_DELAY[kind] ?? 0;
    if (receiver !== null && typeof receiver !== 'string') return 'receiver must be a GLN';
    if (messageHeaderId !== null && typeof messageHeaderId !== 'string') return 'messageHeaderId must be a text';
    if (times !== null && !isWhole(times, 1)) return 'times must be a whole number from 1';
    if (!isWhole(delayMs, 0)) return 'delayMs must be a whole number from 0';
    this.#lastId += 1;
    const fault = { id: this.#lastId, kind, receiver, messageHeaderId, times, delayMs };
    this.#faults = [...this.#faults, fault];
    return fault;
  }

  get all(): readonly Fault[] {
    return this.#faults;
  }

  /** Takes away one fault, or all; says how many there were. */
  remove(id?: number): number {
    const kept = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    const removed = this.#faults.length - kept.length;
    this.#faults = kept;
    return removed;
  }

  /** The oldest fault that strikes this sending, counted as used; null: nothing goes wrong. */
  strike(headerId: string, receiverGln: string): Fault | null {
    const fault = this.#faults.find(
      ({ messageHeaderId, receiver }) =>
        (messageHeaderId === null || messageHeaderId === headerId) && (receiver === null || receiver === receiverGln),
    );
    if (fault === undefined) return null;
    if (fault.times !== null) {
      const left = { ...fault, times: fault.times - 1 };
      this.#faults = this.#faults.flatMap((other) => (other !== fault ? other : left.times > 0 ? left : []));
    }
    return fault;
  }
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}
