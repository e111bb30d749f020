// Late tasks that have gone up a ladder (eskalering), for those who were to be told: a person of another unit often.
// Read from the record, so that a rung that was climbed while nobody looked is told all the same, and each only once.
import { sql } from 'kysely';
import type { Rung, TaskView } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Cursor, Page } from './cursor.ts';
import { pageOf } from './cursor.ts';
import type { Database, Work } from './database.ts';
import type { TaskRow } from './tasks.ts';
import { at, ms } from './times.ts';

/** `blocked`: nobody has answered, so what depends on it stays where it is, and the ward must know. */
export type ToldOf = Rung | 'blocked';

/** A rung that an open task has climbed, and that nobody has been told of. */
export interface Escalation {
  readonly task: string;
  /** Whose task it is. */
  readonly unit: UnitId;
  readonly ward: UnitId;
  readonly to: ToldOf;
  /** The rung and the due time that was missed: a new due time is a new reason. */
  readonly reason: string;
  /** Epoch ms. */
  readonly due: number;
}

/** At most `limit` of them, the longest late first. */
export async function untoldEscalations(db: Database | Work, limit: number): Promise<readonly Escalation[]> {
  const { rows } = await sql<{ id: string; unit: string; ward: string; to: ToldOf; reason: string; due: Date }>`
    select t.id, t.unit, c.ward_unit as ward, e.to, e.reason, t.due
    from tasks t
    join cases c on c.id = t.case_id
    cross join lateral (
      select rung as to, rung || ' ' || coalesce(codes->>'due', '') as reason
      from (select codes, case when fact = 'task-escalated' then codes->>'to' else 'blocked' end as rung
        from events where codes->>'task' = t.id::text and ${escalates}) climbed
    ) e
    where t.status = 'open' and (t.missed is not null or t.escalated_to is not null)
      and not (e.to in ('blocked', 'ward') and t.unit = c.ward_unit)
      and not exists (select from notices n where n.task_id = t.id and n.reason = e.reason)
    order by t.due, t.id, e.reason limit ${limit}
  `.execute(db);
  return rows.map(({ id, due, ...row }) => ({ task: id, due: ms(due), ...row }));
}

/** As the index has it (migrations/0019). */
const escalates = sql`(fact = 'task-escalated' or (fact = 'not-in-time' and codes->>'effect' = 'block'))`;

/** Records whom these were told to. */
export async function toldEscalations(
  db: Database | Work,
  list: readonly Escalation[],
  target: UnitId,
  now: number,
): Promise<void> {
  if (list.length === 0) return;
  await db
    .insertInto('notices')
    .values(list.map(({ task, reason }) => ({ task_id: task, unit: target, reason, at: at(now) })))
    .onConflict((conflict) => conflict.columns(['task_id', 'reason']).doNothing())
    .execute();
}

export interface EscalatedQuery {
  /** Units and the rungs at which a late task of theirs is the caller's. */
  readonly rungs: readonly { readonly unit: UnitId; readonly to: Rung }[];
  /** Wards of the caller: a ladder of any unit may end there. */
  readonly wards: readonly UnitId[];
  readonly cursor: Cursor | null;
  /** 1 or more. */
  readonly limit: number;
}

/** A page of open tasks that have gone to the caller, the longest late first. */
export async function escalated(db: Database | Work, query: EscalatedQuery): Promise<Page<TaskRow>> {
  const { rungs, wards, cursor, limit } = query;
  const { rows } = await sql<{ id: string; case_id: string; workflow_id: string; due: Date; view: TaskView }>`
    select t.id, t.case_id, t.workflow_id, t.due, t.view from tasks t join cases c on c.id = t.case_id
    where t.status = 'open' and (t.missed is not null or t.escalated_to is not null)
      ${cursor === null ? sql`` : sql`and (t.due, t.id) > (${at(cursor.at)}::timestamptz, ${cursor.id}::uuid)`}
      and exists (
        select from events where codes->>'task' = t.id::text and ${escalates} and fact = 'task-escalated'
          and ((codes->>'to' = 'ward' and c.ward_unit = any(${[...wards]}::text[]))
            or (t.unit, codes->>'to') in (
              select r.unit, r.to from jsonb_to_recordset(${JSON.stringify(rungs)}::jsonb) as r (unit text, "to" text))))
    order by t.due, t.id limit ${limit + 1}
  `.execute(db);
  const found = rows.map((row) => ({ dischargeId: row.case_id, workflowId: row.workflow_id, task: row.view }));
  return pageOf(found, limit, ({ task: { due, id } }) => ({ at: due, id }));
}
