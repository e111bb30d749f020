// Follow-up is counted by when its window ends: the index has the events that say so, and no others.
// Times in codes are UTC in one form, so their order as text is their order in time.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const followUpReport: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index events_follow_up on events ((codes->>'until'), case_id)
      where fact in ('follow-up-planned', 'follow-up-changed')`.execute(db);
  },
};
