// What falls due when and what is still going on, over all cases: for the development clock, which tells only the cases
// it concerns and waits for the rest. Read from what cases have published.
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import { inFlight } from './cases.ts';
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

/** Workflows of everything that is not closed. */
export async function openWorkflows(db: Database | Work): Promise<readonly string[]> {
  const { rows } = await sql<{ workflow_id: string }>`
    select workflow_id from cases where closed_at is null
    union all select workflow_id from corrections where closed_at is null
  `.execute(db);
  return rows.map((row) => row.workflow_id);
}

/** What has begun and not come to rest: how many of each. */
export interface UnderWay {
  /** Handed in, outcome not known. */
  readonly submissions: number;
  /** Opened, and not shown by its workflow yet. */
  readonly casesNotShown: number;
  readonly activities: number;
}

/** Counts what the development clock waits for before each step. */
export async function underWay(db: Database | Work): Promise<UnderWay> {
  const { rows } = await sql<{ submissions: number; unseen: number }>`
    select (select count(*)::integer from submissions where state = 'received') as submissions,
      (select count(*)::integer from cases where stamp_time is null and closed_at is null) as unseen
  `.execute(db);
  const [row] = rows;
  return { submissions: row?.submissions ?? 0, casesNotShown: row?.unseen ?? 0, activities: await inFlight(db) };
}
