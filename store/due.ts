// What falls due when, over all cases: for the development clock, which tells only the cases it concerns.
// Read from the clocks that cases have published.
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

/** A workflow with a clock that has run out. */
export interface DueWorkflow {
  readonly workflowId: string;
  readonly caseId: DischargeId;
  /** Its earliest due time, epoch ms. */
  readonly due: number;
}

/** Earliest due time of any clock after `after` (epoch ms), or null when nothing waits. */
export async function nextDeadline(db: Database | Work, after: number): Promise<number | null> {
  const row = await db
    .selectFrom('clocks')
    .select('due')
    .where('due', '>', at(after))
    .orderBy('due')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : ms(row.due);
}

/** Workflows that have a clock due at `by` (epoch ms) or before, the earliest first: those the moved clock must be told to. */
export async function dueWorkflows(db: Database | Work, by: number): Promise<readonly DueWorkflow[]> {
  const { rows } = await sql<{ workflow_id: string; case_id: string; due: Date }>`
    select workflow_id, case_id, min(due) as due from clocks where due <= ${at(by)}
    group by workflow_id, case_id order by min(due), workflow_id
  `.execute(db);
  return rows.map((row) => ({ workflowId: row.workflow_id, caseId: row.case_id, due: ms(row.due) }));
}
