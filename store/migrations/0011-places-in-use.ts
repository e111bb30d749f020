// A place in which the patient lies (i brug) is no longer only held: it does not run out by itself.
// Its arrival is recorded by the unit, its end by the case.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  `alter table holds drop constraint holds_state_check`,
  `alter table holds add constraint holds_state_check
    check (state in ('reserved', 'held', 'in-use', 'released', 'expired'))`,
  `alter table holds drop constraint holds_active`,
  `alter table holds add constraint holds_active check (active = (state in ('reserved', 'held', 'in-use')))`,
];

export const placesInUse: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
