// A readmission is found by the stay before it, and counted by when that ended.
// Few stays have one before them, and those that have not ended have no time: the indexes have the others only.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const readmissionIndexes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index cases_previous on cases (previous) where previous is not null`.execute(db);
    await sql`create index cases_left_at on cases (left_at) where left_at is not null`.execute(db);
  },
};
