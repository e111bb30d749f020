// A month's statement is read from the facts of the cases with a finished patient alone: two small indexes lead to them.
// The second holds the facts that days are counted from (domain/finished-record.ts); other facts are far more.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const finishedDays: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index events_finished on events (case_id) where fact = 'finished'`.execute(db);
    await sql`
      create index events_counted on events (case_id, learnt_at) where fact in (
        'finished', 'finished-withdrawn', 'finished-corrected', 'delay-cause-stated', 'residence-changed', 'left',
        'left-moved', 'not-left', 'deceased', 'not-dead', 'withdrawn', 'readmitted', 'transferred', 'bed-asked',
        'bed-held', 'bed-not-needed')
    `.execute(db);
  },
};
