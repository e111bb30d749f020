// What has been recorded stays: confirmed events and the audit log take no change, whoever asks the database.
// An event not yet confirmed may still be replaced: it came of a decision that Temporal may have lost (design 1).
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  `create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'append-only' using errcode = 'restrict_violation', constraint = TG_ARGV[0], table = TG_TABLE_NAME;
    end
  $$`,
  `create trigger events_final before update or delete on events
    for each row when (old.confirmed) execute function refuse_change('events_final')`,
  `create trigger events_kept before truncate on events
    for each statement execute function refuse_change('events_final')`,
  `create trigger audit_log_final before update or delete on audit_log
    for each row execute function refuse_change('audit_log_final')`,
  `create trigger audit_log_kept before truncate on audit_log
    for each statement execute function refuse_change('audit_log_final')`,
];

export const appendOnly: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
