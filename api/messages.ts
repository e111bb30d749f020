// The messages of a case with their trail: what went out and how often, which receipts came, who saw and who answered.
// Put together from what the workflow published and from the messages as they were sent and received.
import type { MessageView, TaskView } from '../domain/case-view.ts';
import { instant } from '../domain/ids.ts';
import type { Acknowledgement } from '../medcom/message.ts';
import { readMessage } from '../medcom/read.ts';
import type { WholeCase } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import type { EnvelopeReceiptRow } from '../store/envelopes.ts';
import { envelopeReceipts } from '../store/envelopes.ts';
import type { InboundRow } from '../store/inbound.ts';
import { inboundOfCase } from '../store/inbound.ts';
import type { SendingRow } from '../store/messages.ts';
import { sendingsOfCase } from '../store/messages.ts';
import { people } from '../store/people.ts';
import type { Submission } from '../store/submissions.ts';
import { submissions } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import { eventKindLabels, messageLabel, messageStateLabels } from './labels.ts';
import { sightOf } from './rights.ts';
import type { ShownTrail } from './schemas/message.ts';
import type { Service } from './service.ts';
import type { Names } from './show-parts.ts';
import { instantOrNull, personOf, showWay, unitOf } from './show-parts.ts';

type Received = Awaited<ReturnType<typeof inboundOfCase>>[number];
type Seen = { readonly at: number; readonly by: string };

/** All messages of the case, in the order they were written or came. The caller must have been found to be in scope. */
export async function messagesOf(service: Service, caller: Caller, id: string): Promise<readonly ShownTrail[]> {
  const { db, registry } = service;
  const whole = await wholeCase(db, id);
  if (whole === null) return [];
  const sight = sightOf(caller, whole, registry);
  const own = caller.actor.units;
  const messages = whole.messages.filter(({ to }) => sight !== 'need' || own.includes(to));
  const [sent, came, read] = await Promise.all([
    sendingsOfCase(db, id),
    inboundOfCase(db, id),
    readers(service, whole),
  ]);
  const ids = messages.flatMap(({ seenBy, answeredBy }) => [seenBy, answeredBy]).filter((one) => one !== null);
  const persons = await people(db, [...ids, ...[...read.values()].map(({ by }) => by)]);
  const names: Names = { registry, person: (one) => (sight === 'codes' ? null : (persons.get(one)?.name ?? null)) };
  const network = await envelopeReceipts(
    db,
    sent.map(({ bundleId }) => bundleId),
  );
  const receipts = came.flatMap(({ message }) => receiptIn(message));
  const out = messages.map((message) => {
    const sendings = sent.filter(({ messageId }) => messageId === message.id);
    const envelopes = sendings.map(({ bundleId }) => bundleId);
    const its = receipts.filter(({ of }) => of === message.id || envelopes.includes(of));
    return { at: message.queuedAt, shown: showSent(names, whole, message, { sendings, network, receipts: its }) };
  });
  const incoming = (sight === 'need' ? [] : came)
    .filter(({ message }) => message.event !== 'acknowledgement-message')
    .map((one) => ({ at: one.message.receivedAt, shown: showReceived(service, names, one, read.get(one.message.id)) }));
  return [...out, ...incoming].toSorted((a, b) => a.at - b.at).map(({ shown }) => shown);
}

interface ReceiptIn {
  readonly id: string;
  readonly of: string;
  readonly at: number;
  readonly code: Acknowledgement['code'];
  readonly problems: string[];
}

function receiptIn({ id, raw, event, receivedAt }: InboundRow): ReceiptIn[] {
  if (event !== 'acknowledgement-message' || raw === null) return [];
  const read = readMessage(raw);
  if (read.kind !== 'acknowledgement') return [];
  const { of, code, issues } = read.message;
  const problems = issues.flatMap((issue) => issue.detailCodes[0] ?? issue.code ?? []);
  return [{ id, of, at: receivedAt, code, problems }];
}

/** Who has read what came in, by the id it was received under: the task to read it names what was handed in. */
async function readers({ db }: Service, { tasks }: WholeCase): Promise<ReadonlyMap<string, Seen>> {
  const kept = await submissions(
    db,
    readingOf(tasks).map(({ submission }) => submission),
  );
  return readersOf(tasks, kept);
}

const readingOf = (tasks: readonly TaskView[]) =>
  tasks.flatMap(({ about: { submission }, seenBy: by, seenAt: at }) =>
    typeof submission === 'string' && by !== null && at !== null ? [{ submission, by, at }] : [],
  );

/** The same from what was handed in, when that is at hand. */
export function readersOf(
  tasks: readonly TaskView[],
  kept: Iterable<Pick<Submission, 'id' | 'content'>>,
): ReadonlyMap<string, Seen> {
  const reading = readingOf(tasks);
  const found = new Map<string, Seen>();
  for (const { id, content } of kept) {
    const task = reading.find(({ submission }) => submission === id);
    if (task === undefined || typeof content !== 'object' || content === null || !('inbound' in content)) continue;
    if (typeof content.inbound === 'string') found.set(content.inbound, task);
  }
  return found;
}

const seenBy = (names: Names, at: number | null, by: string | null) =>
  at === null || by === null ? null : { at: instant(at), by: personOf(names, by) };

/** What is known of a message beside what the workflow published. */
interface Way {
  readonly sendings: readonly Omit<SendingRow, 'raw' | 'dischargeId'>[];
  /** Of the whole case. */
  readonly network: readonly EnvelopeReceiptRow[];
  readonly receipts: readonly ReceiptIn[];
}

function showSent(
  names: Names,
  whole: WholeCase,
  message: MessageView,
  { sendings, network, receipts }: Way,
): ShownTrail {
  const { id, kind, to, state, queuedAt, arrivedAt, failure } = message;
  return {
    direction: 'out',
    id,
    kind,
    label: messageLabel(message),
    from: unitOf(names, whole.wardUnit),
    to: unitOf(names, to),
    state,
    stateLabel: messageStateLabels[state],
    queuedAt: instant(queuedAt),
    sendings: sendings.map(({ sending, bundleId, at }) => ({
      number: sending,
      envelope: bundleId,
      at: instant(at),
      raw: `/api/messages/${id}/raw?sending=${sending}`,
      network: network
        .filter(({ original }) => original === bundleId)
        .map(({ receivedAt, result }) => ({ at: instant(receivedAt), result })),
    })),
    receipts: receipts.map(({ id: receipt, at, code, problems }) => ({ id: receipt, at: instant(at), code, problems })),
    arrivedAt: instantOrNull(arrivedAt),
    seen: seenBy(names, message.seenAt, message.seenBy),
    answered: seenBy(names, message.answeredAt, message.answeredBy),
    failure,
    ...showWay(message),
  };
}

function showReceived({ parties }: Service, names: Names, came: Received, seen: Seen | undefined): ShownTrail {
  const { message, times } = came;
  const { id, headerId, event, sender, receivedAt, decidedAt, acknowledgement } = message;
  const unit = sender === null ? undefined : parties.unitOf({ gln: sender, sor: '' });
  const given = acknowledgement === null ? null : readMessage(acknowledgement);
  return {
    direction: 'in',
    id,
    letter: headerId,
    kind: event ?? 'unknown',
    label: eventKindLabels[event ?? ''] ?? 'Meddelelse',
    from: unit === undefined ? null : unitOf(names, unit.id),
    receivedAt: instant(receivedAt),
    times,
    receipt:
      given?.kind === 'acknowledgement' && decidedAt !== null
        ? { at: instant(decidedAt), code: given.message.code }
        : null,
    seen: seenBy(names, seen?.at ?? null, seen?.by ?? null),
    raw: `/api/messages/${id}/raw`,
  };
}
