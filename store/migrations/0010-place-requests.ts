// Requests for a place without a hospital stay stand beside the discharges: the same tables, told apart by kind.
// Lists ask for one kind at a time.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const placeRequests: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      alter table cases add column kind text not null default 'discharge' check (kind in ('discharge', 'place-request'))
    `.execute(db);
  },
};
