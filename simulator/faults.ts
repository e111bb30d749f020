// Faults on request: what goes wrong between the service and a partner, for which envelopes, how often or every how many.
// The oldest fault that fits strikes; one without a number lasts until it is taken away. Nothing is left to chance.

/** What goes through the network: messages of the service, messages of the partners, and receipts of either. */
export const PASSAGES = ['ours', 'theirs', 'receipts'] as const;
export type Passage = (typeof PASSAGES)[number];

/** What can happen to an envelope on its way, whoever sent it; `on` says to which. */
const ENVELOPE_KINDS = [
  /** It never arrives. */
  'lost',
  /** It arrives `delayMs` later, by the environment's clock. */
  'late',
  /** The network delivers it twice. */
  'twice',
  /** It arrives after the next one, or after `delayMs` by the environment's clock. */
  'out-of-order',
  /** Half of it arrives. */
  'damaged',
  /** The network hands it to somebody whom it is not for. */
  'wrong-receiver',
] as const;

/** What a partner, or the network before it, does with a message of the service. */
const ANSWER_KINDS = [
  /** Negative receipts; `issue` says why. */
  'fatal-error',
  'transient-error',
  /** A receipt comes for a message that was never sent, and none for this one. */
  'stray-receipt',
  /** The network does not take the message: HTTP 503. */
  'refuse',
] as const;

/** Other names for a fault of the receipt. */
const RECEIPT_KINDS = { 'lost-receipt': 'lost', unreadable: 'damaged' } as const;

type EnvelopeKind = (typeof ENVELOPE_KINDS)[number];
export type Effect = EnvelopeKind | (typeof ANSWER_KINDS)[number];
const isReceiptKind = (kind: string): kind is keyof typeof RECEIPT_KINDS => Object.hasOwn(RECEIPT_KINDS, kind);

/** Where a fault strikes when the request does not say: a receipt that comes late or twice is what is mostly wanted. */
const DEFAULT_ON: Readonly<Record<EnvelopeKind, Passage>> = {
  lost: 'ours',
  late: 'receipts',
  twice: 'receipts',
  'out-of-order': 'receipts',
  damaged: 'ours',
  'wrong-receiver': 'ours',
};

/** Reasons a negative receipt can give (MedCom's error codes, spelt as published), with their HL7 issue type. */
export const ISSUES = {
  MSG_VALUESET_VALUE_UNKNOWN: 'value',
  MSG_CodeSystem_VALUE_UNKNOWN: 'code-invalid',
  MSG_Receiver_Identifier_UNKNOWN: 'not-found',
  MSG_Receiver_Identifier_MISSING: 'required',
  MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE: 'not-supported',
  MSG_Element_To_Long: 'too-long',
  MSG_Datatype_Wrong: 'structure',
  MSG_Damaged_durin_transport: 'structure',
  MSG_Mailbox_Out_Of_Operation: 'transient',
} as const;
export type Issue = keyof typeof ISSUES;
const isIssue = (issue: unknown): issue is Issue => typeof issue === 'string' && Object.hasOwn(ISSUES, issue);

export type Fault = {
  readonly id: number;
  /** As it was asked for. */
  readonly kind: string;
  /** What it does. */
  readonly effect: Effect;
  readonly on: Passage | 'any';
  /** GLN of the partner, whichever way the envelope goes; null strikes every partner. */
  readonly receiver: string | null;
  /** The message, or the one that a receipt answers; null strikes every one. */
  readonly messageHeaderId: string | null;
  /** How many more it strikes; null: until it is taken away. */
  readonly times: number | null;
  /** Of how many that fit it strikes one; null: each. */
  readonly every: number | null;
  /** Which of those is the first, counted from 1. */
  readonly first: number;
  /** Milliseconds, for `late` and `out-of-order`. */
  readonly delayMs: number;
  /** For negative receipts; null: the one that is usual. */
  readonly issue: Issue | null;
  /** How many have fitted so far. */
  readonly seen: number;
};

/** Longer than the sender waits for a receipt (30 minutes), so that `late` means late. */
const DEFAULT_DELAY: Partial<Record<Effect, number>> = { late: 45 * 60_000, 'out-of-order': 10 * 60_000 };

export class Faults {
  #faults: readonly Fault[] = [];
  #lastId = 0;

  /** Adds a fault from a request body; a text says what is wrong with the body. */
  add(body: unknown): Fault | string {
    if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
    const what = whatIn(body);
    if (typeof what === 'string') return what;
    const receiver: unknown = Reflect.get(body, 'receiver') ?? null;
    const messageHeaderId: unknown = Reflect.get(body, 'messageHeaderId') ?? null;
    const times: unknown = Reflect.get(body, 'times') ?? null;
    const every: unknown = Reflect.get(body, 'every') ?? null;
    const delayMs: unknown = Reflect.get(body, 'delayMs') ?? DEFAULT_DELAY[what.effect] ?? 0;
    const issue: unknown = Reflect.get(body, 'issue') ?? null;
    if (receiver !== null && typeof receiver !== 'string') return 'receiver must be a GLN';
    if (messageHeaderId !== null && typeof messageHeaderId !== 'string') return 'messageHeaderId must be a text';
    if (times !== null && !isWhole(times, 1)) return 'times must be a whole number from 1';
    if (every !== null && !isWhole(every, 1)) return 'every must be a whole number from 1';
    const first: unknown = Reflect.get(body, 'first') ?? every ?? 1;
    if (!isWhole(first, 1) || first > (every ?? 1)) return 'first must be a whole number from 1 to every';
    if (!isWhole(delayMs, 0)) return 'delayMs must be a whole number from 0';
    if (issue !== null && !isIssue(issue)) return `issue must be one of ${Object.keys(ISSUES).join(', ')}`;
    this.#lastId += 1;
    const limits = { receiver, messageHeaderId, times, every, first, delayMs, issue };
    const fault = { id: this.#lastId, ...what, ...limits, seen: 0 };
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

  /**
   * The oldest fault that strikes this envelope, counted as used; null: nothing goes wrong. Every fault that fits counts
   * the envelope, also when an older one strikes it.
   */
  strike(on: Passage, headerId: string, partnerGln: string): Fault | null {
    const fitting = this.#faults.filter(
      (fault) =>
        (fault.on === 'any' || fault.on === on) &&
        (fault.messageHeaderId === null || fault.messageHeaderId === headerId) &&
        (fault.receiver === null || fault.receiver === partnerGln),
    );
    const struck = fitting.find(isItsTurn) ?? null;
    this.#faults = this.#faults.flatMap((fault) => {
      const seen = fitting.includes(fault) ? fault.seen + 1 : fault.seen;
      const times = fault === struck && fault.times !== null ? fault.times - 1 : fault.times;
      return times === 0 ? [] : { ...fault, seen, times };
    });
    return struck;
  }
}

/** The kind, what it does and where; a text says what is wrong. */
function whatIn(body: object): Pick<Fault, 'kind' | 'effect' | 'on'> | string {
  const kind: unknown = Reflect.get(body, 'kind');
  const on: unknown = Reflect.get(body, 'on') ?? null;
  const answer = ANSWER_KINDS.find((known) => known === kind);
  if (answer !== undefined)
    return on === null || on === 'ours' ? { kind: answer, effect: answer, on: 'ours' } : `${answer} is for ours only`;
  if (typeof kind === 'string' && isReceiptKind(kind)) {
    const effect = RECEIPT_KINDS[kind];
    return on === null || on === 'receipts' ? { kind, effect, on: 'receipts' } : `${kind} is for receipts only`;
  }
  const effect = ENVELOPE_KINDS.find((known) => known === kind);
  const known = [...ENVELOPE_KINDS, ...ANSWER_KINDS, ...Object.keys(RECEIPT_KINDS)];
  if (effect === undefined) return `kind must be one of ${known.join(', ')}`;
  const where = ([...PASSAGES, 'any'] as const).find((passage) => passage === (on ?? DEFAULT_ON[effect]));
  if (where === undefined) return `on must be one of ${PASSAGES.join(', ')}, any`;
  if (effect === 'wrong-receiver' && (where === 'receipts' || where === 'any'))
    return 'wrong-receiver is for ours or theirs';
  return { kind: effect, effect, on: where };
}

function isItsTurn({ seen, every, first }: Fault): boolean {
  const number = seen + 1;
  return every === null || (number >= first && (number - first) % every === 0);
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}
