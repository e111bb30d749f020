// Messages that parties have sent about a case (korrespondancer), in words for the person who has to read them.
// Read from the raw message each time: what the sender wrote is kept as it came and nowhere else.
import { instant } from '../domain/ids.ts';
import { readMessage } from '../medcom/read.ts';
import type { Database } from '../store/database.ts';
import { lettersOfCase } from '../store/inbound.ts';
import type { ShownCase } from './schemas/case.ts';

/** Received messages of a case, the first one first; those that were not kept are left out. */
export async function receivedBy(db: Database, caseId: string): Promise<ShownCase['received']> {
  const rows = await lettersOfCase(db, caseId);
  return rows.flatMap(({ id, event, raw, receivedAt }) => {
    const read = raw === null ? null : readMessage(raw);
    if (read?.kind !== 'care-communication') return [];
    const { topic, segments } = read.message;
    return [
      {
        id,
        event,
        receivedAt: instant(receivedAt),
        topic,
        segments: segments.flatMap((segment) =>
          segment.kind === 'text' ? [{ at: segment.at, text: segment.text, author: segment.author.name }] : [],
        ),
      },
    ];
  });
}
