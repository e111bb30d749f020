// The envelopes of the VANS network: which ones came, and which receipts the network gave for ours.
// Rule: MedCom's governance for the network envelope, the same table of duplicates as for messages (medcom.md 6.2, 12).
import { sql } from 'kysely';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

export interface EnvelopeIds {
  /** Address of the sender in the envelope, usually a GLN. */
  readonly sender: string;
  /** EnvelopeIdentifier: new on every sending. */
  readonly envelope: string;
  /** Identifier of the message: the same on every sending of it. */
  readonly message: string;
}

/** `id`: what the message is kept under, the same each time this envelope is read. */
export type EnvelopeKept =
  | { readonly kind: 'new'; readonly id: string }
  /** Read before, perhaps not to its end; or it came twice. */
  | { readonly kind: 'same'; readonly id: string }
  /** The message came before in another envelope: our receipt was lost. */
  | { readonly kind: 'sent-again'; readonly id: string }
  /** Another message in an envelope that was used already: an error of the sender. */
  | { readonly kind: 'envelope-reused'; readonly id: string };

/** Notes an envelope that came and says what it is. `id`: for one that is new; `now`: epoch ms by the shared clock. */
export async function keepEnvelope(
  db: Database,
  { sender, envelope, message }: EnvelopeIds,
  { id, now }: { readonly id: string; readonly now: number },
): Promise<EnvelopeKept> {
  return db.transaction().execute(async (work): Promise<EnvelopeKept> => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`envelope ${sender}`}, 0))`.execute(work);
    const known = await work
      .selectFrom('envelopes')
      .select(['id', 'envelope', 'message'])
      .where('sender', '=', sender)
      .where((row) => row.or([row('envelope', '=', envelope), row('message', '=', message)]))
      .orderBy('number')
      .execute();
    const first = known.find((row) => row.envelope === envelope);
    const itself = known.find((row) => row.envelope === envelope && row.message === message);
    if (itself === undefined) {
      await work
        .insertInto('envelopes')
        .values({ id, sender, envelope, message, received_at: at(now) })
        .execute();
    }
    const kept = itself?.id ?? id;
    if (first !== undefined && first.message !== message) return { kind: 'envelope-reused', id: kept };
    if (itself !== undefined) return { kind: 'same', id: kept };
    return { kind: known.length > 0 ? 'sent-again' : 'new', id: kept };
  });
}

export interface EnvelopeReceiptRow {
  /** Who gave it, and its own EnvelopeIdentifier. */
  readonly sender: string;
  readonly envelope: string;
  /** EnvelopeIdentifier of ours that it answers: Bundle.id of the sending. */
  readonly original: string;
  readonly result: 'positive-message' | 'negative-message' | 'negative-vans';
  readonly errorCode: number | null;
  /** Free text of another system: may hold personal data, so it is shown to nobody but operators and never logged. */
  readonly errorText: string | null;
  /** Epoch ms by the shared clock. */
  readonly receivedAt: number;
}

/** Keeps a receipt of the network; the same one again changes nothing. */
export async function keepEnvelopeReceipt(db: Database | Work, receipt: EnvelopeReceiptRow): Promise<void> {
  await db
    .insertInto('envelope_receipts')
    .values({
      sender: receipt.sender,
      envelope: receipt.envelope,
      original: receipt.original,
      result: receipt.result,
      error_code: receipt.errorCode,
      error_text: receipt.errorText,
      received_at: at(receipt.receivedAt),
    })
    .onConflict((conflict) => conflict.columns(['sender', 'envelope']).doNothing())
    .execute();
}

/** What the network said of these envelopes of ours (Bundle.id), the first receipt first. */
export async function envelopeReceipts(
  db: Database | Work,
  originals: readonly string[],
): Promise<readonly EnvelopeReceiptRow[]> {
  if (originals.length === 0) return [];
  const rows = await db
    .selectFrom('envelope_receipts')
    .selectAll()
    .where('original', 'in', [...originals])
    .orderBy('received_at')
    .execute();
  return rows.map((row) => ({
    sender: row.sender,
    envelope: row.envelope,
    original: row.original,
    result: row.result,
    errorCode: row.error_code,
    errorText: row.error_text,
    receivedAt: ms(row.received_at),
  }));
}

/**
 * Does `work` if no other process does work of this name now; else returns at once. The database ends the turn of a
 * process that dies. Work that takes longer than the database lets a transaction idle (30 s) may overlap with another.
 */
export async function inTurn(db: Database, name: string, work: () => Promise<void>): Promise<void> {
  await db.transaction().execute(async (turn) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine
    `.execute(turn);
    if (rows[0]?.mine === true) await work();
  });
}
