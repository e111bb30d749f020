// Lead times of messages are counted from what became of them: the first index has the events that end a wait, the second
// says of a message which of its due times was missed.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const messageTimes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create index events_message_ended on events (learnt_at)
        where fact in ('message-arrived', 'message-told-by-phone', 'message-seen')
    `.execute(db);
    await sql`
      create index events_message_late on events ((codes->>'message'), (codes->>'clock')) where fact = 'not-in-time'
    `.execute(db);
  },
};
