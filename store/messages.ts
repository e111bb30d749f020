// Messages that cases have sent, and the letters that went out with them.
// A sending is kept before it leaves: an attempt that is tried again then sends the very same (design 3).
import type { MessageView } from '../domain/case-view.ts';
import type { DischargeId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

export interface MessageRow {
  readonly dischargeId: DischargeId;
  readonly workflowId: string;
  readonly message: MessageView;
}

/** A message by its MessageHeader.id, or null: a receipt names it. */
export async function message(db: Database | Work, id: string): Promise<MessageRow | null> {
  const row = await db
    .selectFrom('messages')
    .select(['case_id', 'workflow_id', 'view'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { dischargeId: row.case_id, workflowId: row.workflow_id, message: row.view };
}

/** One sending of a letter, as it went out. */
export interface SendingRow {
  /** Bundle.id, new for every sending. */
  readonly bundleId: string;
  /** MessageHeader.id. */
  readonly messageId: string;
  readonly dischargeId: DischargeId;
  /** 1 for the first. */
  readonly sending: number;
  /** Epoch ms by the shared clock. */
  readonly at: number;
  readonly raw: string;
}

/** Keeps a sending unless this one is kept already; gives what is kept. */
export async function keepSending(db: Database | Work, sending: SendingRow): Promise<SendingRow> {
  await db
    .insertInto('sendings')
    .values({
      bundle_id: sending.bundleId,
      message_id: sending.messageId,
      case_id: sending.dischargeId,
      sending: sending.sending,
      at: at(sending.at),
      raw: sending.raw,
    })
    .onConflict((conflict) => conflict.columns(['message_id', 'sending']).doNothing())
    .execute();
  return (await keptSending(db, sending.messageId, sending.sending)) ?? sending;
}

/** A kept sending, or null. */
export async function keptSending(db: Database | Work, messageId: string, sending: number): Promise<SendingRow | null> {
  const rows = await sendings(db, messageId);
  return rows.find((row) => row.sending === sending) ?? null;
}

/** All sendings of a message, the first one first. */
export async function sendings(db: Database | Work, messageId: string): Promise<readonly SendingRow[]> {
  const rows = await db
    .selectFrom('sendings')
    .selectAll()
    .where('message_id', '=', messageId)
    .orderBy('sending')
    .execute();
  return rows.map((row) => ({
    bundleId: row.bundle_id,
    messageId: row.message_id,
    dischargeId: row.case_id,
    sending: row.sending,
    at: ms(row.at),
    raw: row.raw,
  }));
}

/** All sendings of all messages of a case, the first ones first. */
export async function sendingsOfCase(
  db: Database | Work,
  caseId: DischargeId,
): Promise<readonly Omit<SendingRow, 'raw' | 'dischargeId'>[]> {
  const rows = await db
    .selectFrom('sendings')
    .select(['bundle_id', 'message_id', 'sending', 'at'])
    .where('case_id', '=', caseId)
    .orderBy('sending')
    .execute();
  return rows.map((row) => ({
    bundleId: row.bundle_id,
    messageId: row.message_id,
    sending: row.sending,
    at: ms(row.at),
  }));
}

/** The message that a Bundle.id of ours belongs to, or null: some receipts name the envelope. */
export async function messageOfBundle(db: Database | Work, bundleId: string): Promise<string | null> {
  const row = await db.selectFrom('sendings').select('message_id').where('bundle_id', '=', bundleId).executeTakeFirst();
  return row?.message_id ?? null;
}
