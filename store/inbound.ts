// Every MedCom message received, raw, and what it was found to be: the first of its letter, the same again, or neither.
// Rule: MedCom reliable messaging, the receiver's duplicate table (domain.md 1.9); ids count per sender.
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { DischargeId, SubmissionId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import type { InboundTable } from './tables.ts';
import { at, ms, msOrNull } from './times.ts';

export interface InboundInput {
  readonly id: string;
  /** What could be read of it; null each when it could not. */
  readonly bundleId: string | null;
  readonly headerId: string | null;
  /** GLN of the sender. */
  readonly sender: string | null;
  readonly event: string | null;
  readonly raw: string;
  /** What came, where `raw` does not give it back byte for byte; else null. */
  readonly bytes: Buffer | null;
  /** SHA-256 of what came, hex. */
  readonly rawHash: string;
  /** Epoch ms by the shared clock. */
  readonly receivedAt: number;
}

export interface InboundRow {
  readonly id: string;
  readonly bundleId: string | null;
  readonly headerId: string | null;
  readonly sender: string | null;
  readonly event: string | null;
  /** Null when it was decided not to keep it. */
  readonly raw: string | null;
  readonly state: 'received' | 'decided' | 'unreadable' | 'duplicate';
  readonly dischargeId: DischargeId | null;
  readonly submission: SubmissionId | null;
  /** The receipt that was given, as JSON text. */
  readonly acknowledgement: string | null;
  readonly receivedAt: number;
  readonly decidedAt: number | null;
}

export type Kept =
  /** Both ids are new: to be decided. */
  | { readonly kind: 'new'; readonly message: InboundRow }
  /** This letter came before: go on from where `first` stands, answer with its receipt. */
  | { readonly kind: 'again'; readonly first: InboundRow; readonly sameEnvelope: boolean }
  /** The envelope is known and the letter is not: an error of the sender. */
  | { readonly kind: 'envelope-reused'; readonly message: InboundRow };

/**
 * Keeps a message, readable or not, and says what it is. Two of the same at once: one is `new`. The same `id` again is
 * no other message but this one, taken up where a killed process left it.
 */
export async function keepInbound(db: Database, input: InboundInput): Promise<Kept> {
  const { sender, headerId, bundleId } = input;
  if (sender === null || headerId === null) {
    const before = await inboundMessage(db, input.id);
    return before === null ? { kind: 'new', message: await insert(db, input, 'received') } : goOn(before);
  }
  return db.transaction().execute(async (work): Promise<Kept> => {
    // Who hands in the same letter or the same envelope waits; the letter first, so that nobody waits in a circle.
    for (const name of [
      `letter ${sender} ${headerId}`,
      ...(bundleId === null ? [] : [`envelope ${sender} ${bundleId}`]),
    ]) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(work);
    }
    const before = await inboundMessage(work, input.id);
    if (before !== null && before.state !== 'duplicate') return goOn(before);
    const first = await work
      .selectFrom('inbound')
      .selectAll()
      .where('sender', '=', sender)
      .where('header_id', '=', headerId)
      .where('state', 'in', ['received', 'decided'])
      .executeTakeFirst();
    if (first !== undefined) {
      if (before === null) await insert(work, input, 'duplicate');
      return { kind: 'again', first: toInbound(first), sameEnvelope: first.bundle_id === bundleId };
    }
    // The first was refused meanwhile; this copy of it is all there is.
    if (before !== null) return { kind: 'new', message: before };
    const reused =
      bundleId !== null &&
      (await work
        .selectFrom('inbound')
        .select('id')
        .where('sender', '=', sender)
        .where('bundle_id', '=', bundleId)
        .executeTakeFirst()) !== undefined;
    if (reused) return { kind: 'envelope-reused', message: await insert(work, input, 'unreadable') };
    return { kind: 'new', message: await insert(work, input, 'received') };
  });
}

/** What a message that was kept already still needs. */
function goOn(message: InboundRow): Kept {
  if (message.decidedAt !== null) return { kind: 'again', first: message, sameEnvelope: true };
  return message.state === 'unreadable' ? { kind: 'envelope-reused', message } : { kind: 'new', message };
}

/** Notes where a received message is being decided, so that a crash after this is taken up by the sweeper. */
export async function linkInbound(
  db: Database | Work,
  id: string,
  to: { readonly submission: SubmissionId; readonly dischargeId: DischargeId | null },
): Promise<void> {
  await db
    .updateTable('inbound')
    .set({ submission: to.submission, case_id: to.dischargeId })
    .where('id', '=', id)
    .execute();
}

/** Notes which case a message was found to belong to after it was decided. */
export async function linkCase(db: Database | Work, id: string, dischargeId: DischargeId): Promise<void> {
  await db.updateTable('inbound').set({ case_id: dischargeId }).where('id', '=', id).execute();
}

export interface InboundDecision {
  readonly state: 'decided' | 'unreadable';
  readonly dischargeId: DischargeId | null;
  /** The receipt given, as JSON text; null when none can be given. */
  readonly acknowledgement: string | null;
  /** False: only metadata stays (a notice of a citizen without services, issue 3). */
  readonly keepRaw: boolean;
  readonly at: number;
}

/** Records what became of a message. The first receipt stands: never first a positive, then a negative one. */
export async function decideInbound(
  db: Database | Work,
  id: string,
  decision: InboundDecision,
): Promise<InboundRow | null> {
  await db
    .updateTable('inbound')
    .set({
      state: decision.state,
      case_id: decision.dischargeId,
      acknowledgement: decision.acknowledgement,
      decided_at: at(decision.at),
      ...(decision.keepRaw ? {} : { raw: null, bytes: null }),
    })
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .execute();
  return inboundMessage(db, id);
}

/** One received message, or null. */
export async function inboundMessage(db: Database | Work, id: string): Promise<InboundRow | null> {
  const row = await db.selectFrom('inbound').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toInbound(row);
}

/** The first message with this MessageHeader.id, or null: what a later message follows on. */
export async function inboundByHeader(db: Database | Work, headerId: string): Promise<InboundRow | null> {
  const row = await db
    .selectFrom('inbound')
    .selectAll()
    .where('header_id', '=', headerId)
    .where('state', '!=', 'duplicate')
    .orderBy('received_at')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toInbound(row);
}

/** Takes the raw text of a copy away: what was not kept of the first is not kept of its copies either. */
export async function forgetRaw(db: Database | Work, id: string): Promise<void> {
  await db.updateTable('inbound').set({ raw: null, bytes: null }).where('id', '=', id).execute();
}

/** Letters (CareCommunication) received about a case, the first one first; also those of which only metadata stayed. */
export async function lettersOfCase(db: Database | Work, caseId: DischargeId): Promise<readonly InboundRow[]> {
  const rows = await db
    .selectFrom('inbound')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('event', '=', 'care-communication-message')
    .where('state', 'in', ['received', 'decided'])
    .orderBy('received_at')
    .execute();
  return rows.map(toInbound);
}

/** Everything received about a case, the first one first, with how often each letter came; no copies. */
export async function inboundOfCase(
  db: Database | Work,
  caseId: DischargeId,
): Promise<readonly { readonly message: InboundRow; readonly times: number }[]> {
  const rows = await db
    .selectFrom('inbound')
    .selectAll()
    .select((row) =>
      row
        .selectFrom('inbound as copy')
        .select((copy) => copy.fn.countAll<string>().as('times'))
        .whereRef('copy.sender', '=', 'inbound.sender')
        .whereRef('copy.header_id', '=', 'inbound.header_id')
        .where('copy.state', '=', 'duplicate')
        .as('copies'),
    )
    .where('case_id', '=', caseId)
    .where('state', 'in', ['received', 'decided'])
    .orderBy('received_at')
    .execute();
  return rows.map((row) => ({ message: toInbound(row), times: 1 + Number(row.copies ?? 0) }));
}

/** What came, byte for byte; null when it was not kept. */
export async function exactInbound(db: Database | Work, id: string): Promise<Buffer | null> {
  const row = await db.selectFrom('inbound').select(['raw', 'bytes']).where('id', '=', id).executeTakeFirst();
  return row?.bytes ?? (row?.raw == null ? null : Buffer.from(row.raw, 'utf8'));
}

async function insert(db: Database | Work, input: InboundInput, state: InboundRow['state']): Promise<InboundRow> {
  const row = await db
    .insertInto('inbound')
    .values({
      id: input.id,
      bundle_id: input.bundleId,
      header_id: input.headerId,
      sender: input.sender,
      event: input.event,
      raw: input.raw,
      bytes: input.bytes,
      raw_hash: input.rawHash,
      state,
      received_at: at(input.receivedAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toInbound(row);
}

const toInbound = (row: Selectable<InboundTable>): InboundRow => ({
  id: row.id,
  bundleId: row.bundle_id,
  headerId: row.header_id,
  sender: row.sender,
  event: row.event,
  raw: row.raw,
  state: row.state,
  dischargeId: row.case_id,
  submission: row.submission,
  acknowledgement: row.acknowledgement,
  receivedAt: ms(row.received_at),
  decidedAt: msOrNull(row.decided_at),
});
