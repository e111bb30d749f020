// A received message as the bytes that came, where its text does not give them back: not UTF-8, or with a NUL.
// Most messages need no second copy; /api/messages/{id}/raw answers with what came either way.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const exactBytes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table inbound add column bytes bytea`.execute(db);
    await sql`create index inbound_case on inbound (case_id) where case_id is not null`.execute(db);
  },
};
