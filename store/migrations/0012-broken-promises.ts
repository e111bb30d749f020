// Broken promises of a place are counted per unit and since when; they are few among all that is on the record.
// The index has those rows only.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const brokenPromises: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create index events_broken_promises on events ((codes->>'unit'), happened_at) where fact = 'promise-broken'
    `.execute(db);
  },
};
