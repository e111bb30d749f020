// The correspondence of a case in threads (tråde): letters sent and received, what only a later letter has with it,
// and what was asked and answered on the page. Which words of it a caller sees is decided in show-case.ts.
import type { MessageView, TaskView } from '../domain/case-view.ts';
import { isLetterKind, letterSubject } from '../domain/letter-subjects.ts';
import { EXTENDED, EXTENDED_QUESTION, PLAN_QUESTION } from '../domain/letters.ts';
import { unitById } from '../domain/organisations.ts';
import { threadIdOf } from '../medcom/care-communication.ts';
import type { CarriedLetter, Placed } from '../medcom/threads.ts';
import { carriedFile, carriedIn, carriedText, inThreads, writtenAt } from '../medcom/threads.ts';
import type { WholeCase } from '../store/cases.ts';
import type { SendingRow } from '../store/messages.ts';
import type { ReadLetter } from './received.ts';
import type { Service } from './service.ts';

/** A letter, or something said on the page, in its place. */
export interface CaseLetter extends Placed {
  readonly id: string | null;
  readonly source: 'letter' | 'page' | 'carried';
  readonly direction: 'in' | 'out';
  /** The other side; null when nobody knows which unit it is. */
  readonly partner: string | null;
  /** Name of a partner that is no unit of ours. */
  readonly partnerName: string | null;
  readonly topic: string | null;
  readonly category: string | null;
  readonly segments: readonly { readonly at: string; readonly text: string; readonly author: string | null }[];
  readonly files: readonly string[];
  /** Where its words are kept, of what was written here. */
  readonly submission: string | null;
  readonly message: MessageView | null;
  /** It has gone out, or come in. */
  readonly hasLeft: boolean;
}

export interface Correspondence {
  readonly whole: WholeCase;
  readonly received: readonly ReadLetter[];
  readonly sent: readonly Pick<SendingRow, 'messageId' | 'sending' | 'at'>[];
}

/** All threads of a case, the one that began first first. */
export function caseThreads(service: Service, found: Correspondence) {
  return inThreads([
    ...sentLetters(service, found),
    ...receivedLetters(service, found),
    ...waiting(service, found),
    ...asked(service, found),
    ...answered(service, found),
  ]);
}

const addressOf = ({ registry }: Service, unit: string): string => unitById(registry, unit)?.gln ?? unit;

const plain = {
  partnerName: null,
  topic: null,
  category: null,
  segments: [],
  files: [],
  submission: null,
  message: null,
  hasLeft: true,
} as const;

/** Correspondence only: a stay notice is none. What never went out is in no thread; what did may have been read. */
function sentLetters(service: Service, { whole, sent }: Correspondence): CaseLetter[] {
  return whole.messages
    .filter(({ kind }) => kind === 'letter' || isLetterKind(kind))
    .filter(({ state, sendings }) => state !== 'withdrawn' || sendings > 0)
    .map((message) => {
      const { id, kind, to, letter, queuedAt } = message;
      const first = sent.find(({ messageId, sending }) => messageId === id && sending === 1);
      return {
        ...plain,
        ...(isLetterKind(kind) ? letterSubject(kind, whole.kind !== 'discharge') : {}),
        id,
        source: 'letter',
        direction: 'out',
        partner: to,
        thread: letter?.thread ?? threadIdOf(id),
        at: first?.at ?? queuedAt,
        by: addressOf(service, whole.wardUnit),
        opens: letter?.activity !== 'reply',
        submission: letter?.submission ?? null,
        message,
        hasLeft: first !== undefined,
      };
    });
}

/** What came, with the letters before it that have not come themselves; once each, however many carry them. */
function receivedLetters(service: Service, { whole, received }: Correspondence): CaseLetter[] {
  const known = new Set([...whole.messages.map(({ id }) => id), ...received.map(({ message }) => message.headerId)]);
  return received.flatMap((letter) => {
    const { row, message } = letter;
    const carriesMore = message.provenances.length > 1;
    const earlier = carriesMore ? carriedIn(row.raw, message.headerId, known) : [];
    for (const { headerId } of earlier) known.add(headerId);
    return [...earlier.map((one) => carried(service, letter, one)), came(service, letter)];
  });
}

function came(service: Service, { row, message }: ReadLetter): CaseLetter {
  const { sender, threadId, activity, topic, category, segments } = message;
  const own = segments.filter(({ isNew }) => isNew);
  return {
    ...plain,
    id: row.id,
    source: 'letter',
    direction: 'in',
    partner: service.parties.unitOf(sender)?.id ?? null,
    partnerName: sender.name ?? null,
    thread: threadId,
    at: writtenAt(message),
    by: sender.gln,
    opens: activity !== 'reply-message',
    topic,
    category,
    segments: own.flatMap((one) =>
      one.kind === 'text' ? [{ at: one.at, text: one.text, author: one.author.name }] : [],
    ),
    files: own.flatMap((one) => (one.kind === 'attachment' ? (one.title ?? []) : [])),
  };
}

function carried(service: Service, { message }: ReadLetter, earlier: CarriedLetter): CaseLetter {
  const { sender, at, opens, segments } = earlier;
  const unit = sender === null ? undefined : service.parties.unitOf(sender);
  const ours = unit !== undefined && unit.id === service.parties.unitOf(message.receiver)?.id;
  return {
    ...plain,
    id: null,
    source: 'carried',
    direction: ours ? 'out' : 'in',
    partner: ours ? (service.parties.unitOf(message.sender)?.id ?? null) : (unit?.id ?? null),
    partnerName: (ours ? message.sender.name : sender?.name) ?? null,
    thread: message.threadId,
    at,
    by: sender?.gln ?? '',
    opens,
    segments: segments.flatMap((one) => carriedText(one) ?? []),
    files: segments.flatMap((one) => carriedFile(one) ?? []),
  };
}

/** Written, and not sent before somebody has rung. */
function waiting(service: Service, { whole }: Correspondence): CaseLetter[] {
  const queued = new Set(whole.messages.map(({ letter }) => letter?.submission));
  return whole.events.flatMap(({ fact, codes: { thread, to, activity }, learntAt, submission }) => {
    if (fact !== 'letter-written' || queued.has(submission ?? '')) return [];
    if (typeof thread !== 'string' || typeof to !== 'string') return [];
    const by = addressOf(service, whole.wardUnit);
    const said = { thread, at: learntAt, by, opens: activity !== 'reply', submission, hasLeft: false };
    return [{ ...plain, id: null, source: 'page', direction: 'out', partner: to, ...said }];
  });
}

/** Questions that were asked on the page. */
function asked(service: Service, { whole }: Correspondence): CaseLetter[] {
  return whole.events.flatMap(({ fact, codes: { thread, unit, category }, learntAt, submission }) => {
    if (fact !== 'question-asked' || typeof thread !== 'string' || typeof unit !== 'string') return [];
    const by = addressOf(service, unit);
    const said = { thread, at: learntAt, by, opens: false, submission, ...subjectOf(category) };
    return [{ ...plain, id: null, source: 'page', direction: 'in', partner: unit, ...said }];
  });
}

/** A question under the 72 hours has a thread of its own; else it is on the plan. */
const subjectOf = (category: unknown) =>
  category === EXTENDED ? { topic: EXTENDED_QUESTION, category: EXTENDED, opens: true } : { topic: PLAN_QUESTION };

/** Answers given on the page. One that went out as a letter, or was read out of one, stands in its thread as that. */
function answered(service: Service, { whole }: Correspondence): CaseLetter[] {
  const letters = new Set([
    ...whole.messages.map(({ letter }) => letter?.submission),
    ...whole.events.flatMap(({ fact, submission }) => (fact === 'answer-came-as-letter' ? [submission] : [])),
  ]);
  return whole.tasks.filter(isAnswered).flatMap(({ unit, about: { thread, asker }, answer }) => {
    if (typeof thread !== 'string' || letters.has(answer.submission)) return [];
    const byWard = unit === whole.wardUnit;
    const partner = byWard ? (typeof asker === 'string' ? asker : null) : unit;
    const said = { thread, at: answer.at, by: addressOf(service, unit), opens: false, submission: answer.submission };
    return [{ ...plain, id: null, source: 'page', direction: byWard ? 'out' : 'in', partner, ...said }];
  });
}

const isAnswered = (task: TaskView): task is TaskView & { answer: NonNullable<TaskView['answer']> } =>
  task.kind === 'answer-question' && task.answer?.code === 'answer';
