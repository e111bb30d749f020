// Finds in the audit log what was handed in before its case was known: a start, a notice.
// Only those lines are in the index, so that the rest of the log costs nothing more.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const auditBySubmission: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create index audit_log_submission on audit_log ((details->>'submission')) where case_id is null
    `.execute(db);
  },
};
