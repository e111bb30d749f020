// Messages that parties have sent about a case (korrespondancer), in words for the person who has to read them.
// Read from the raw message each time: what the sender wrote is kept as it came and nowhere else.
import { instant } from '../domain/ids.ts';
import type { CareCommunication } from '../medcom/message.ts';
import { readMessage } from '../medcom/read.ts';
import type { Database } from '../store/database.ts';
import type { InboundRow } from '../store/inbound.ts';
import { lettersOfCase } from '../store/inbound.ts';
import type { ShownCase } from './schemas/case.ts';

/** A received letter as it was kept, and as it reads. */
export interface ReadLetter {
  readonly row: InboundRow & { readonly raw: string };
  readonly message: CareCommunication;
}

/** Received letters of a case, the first one first; those that were not kept are left out. */
export async function lettersReceived(db: Database, caseId: string): Promise<readonly ReadLetter[]> {
  const rows = await lettersOfCase(db, caseId);
  return rows.flatMap(({ raw, ...row }) => {
    const read = raw === null ? null : readMessage(raw);
    return raw === null || read?.kind !== 'care-communication' ? [] : [{ row: { ...row, raw }, message: read.message }];
  });
}

export const showReceived = ({ row, message }: ReadLetter): ShownCase['received'][number] => ({
  id: row.id,
  event: row.event,
  receivedAt: instant(row.receivedAt),
  topic: message.topic,
  segments: message.segments.flatMap((segment) =>
    segment.kind === 'text' ? [{ at: segment.at, text: segment.text, author: segment.author.name }] : [],
  ),
});
