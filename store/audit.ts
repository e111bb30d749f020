// The audit log: who looked up or changed what, and when. Append-only; a trigger refuses anything else (design 7).
// Codes and ids only: never the CPR number or name that was searched for, nor a word of what was read.
import { sql } from 'kysely';
import type { Actor } from '../domain/actor.ts';
import type { Codes } from '../domain/fields.ts';
import type { DischargeId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

export interface AuditEntry {
  readonly actor: Pick<Actor, 'person' | 'org'> & {
    /** Who looks by a link of the patient's view has no role in a discharge; `person` is then an id, never a name. */
    readonly role: Actor['role'] | 'patient' | 'relative';
  };
  /** What was done: `read-case`, `search`, `list-tasks`, `answer-task`, ... */
  readonly action: string;
  readonly caseId: DischargeId | null;
  readonly details?: Codes;
  /** Epoch ms by the shared clock. */
  readonly at: number;
}

export async function audit(
  db: Database | Work,
  { actor, action, caseId, details, at: when }: AuditEntry,
): Promise<void> {
  const { person, role, org } = actor;
  await db
    .insertInto('audit_log')
    .values({ at: at(when), person, role, org, action, case_id: caseId, details: JSON.stringify(details ?? {}) })
    .execute();
}

export interface AuditRow {
  readonly at: number;
  readonly person: string;
  readonly role: string;
  readonly org: string;
  readonly action: string;
  readonly details: Codes;
}

/**
 * Who has looked at or changed a case, the last first, at most `limit`. What was handed in before it was known which case
 * it belongs to (a start, a notice) is found by its submission.
 */
export async function auditOfCase(
  db: Database | Work,
  caseId: DischargeId,
  limit: number,
): Promise<readonly AuditRow[]> {
  const { rows } = await sql<Omit<AuditRow, 'at'> & { at: Date }>`
    select at, person, role, org, action, details from (
      select * from audit_log where case_id = ${caseId}
      union all
      select l.* from submissions s join audit_log l on l.details->>'submission' = s.id::text and l.case_id is null
      where s.case_id = ${caseId}
    ) found
    order by id desc limit ${limit}
  `.execute(db);
  return rows.map((row) => ({ ...row, at: ms(row.at) }));
}
