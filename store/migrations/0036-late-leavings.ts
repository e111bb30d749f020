// A leaving that a closed case learns of counts wherever cases are looked for by when the patient left: which stay a notice is
// of, and whether the next stay is a readmission. Only the column follows; the view stays as it was at the close (0034).
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const lateLeavings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create function late_leaving() returns trigger language plpgsql as $$
      begin
        update cases set left_at = case when new.fact = 'not-left' then null else new.happened_at end
        where id = new.case_id and closed_at <= new.learnt_at;
        return null;
      end $$
    `.execute(db);
    await sql`
      create trigger late_leaving after insert on events for each row
      when (new.fact in ('left', 'left-moved', 'not-left')) execute function late_leaving()
    `.execute(db);
  },
};
