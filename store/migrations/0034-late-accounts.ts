// The time of a death that was put right is one more fact that days are counted from: the index of these facts has it too.
// Statements read by that index alone (domain/finished-record.ts).
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const lateAccounts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`drop index events_counted`.execute(db);
    await sql`
      create index events_counted on events (case_id, learnt_at) where fact in (
        'finished', 'finished-withdrawn', 'finished-corrected', 'delay-cause-stated', 'residence-changed', 'left',
        'left-moved', 'not-left', 'deceased', 'death-moved', 'not-dead', 'withdrawn', 'readmitted', 'transferred',
        'bed-asked', 'bed-held', 'bed-not-needed')
    `.execute(db);
  },
};
