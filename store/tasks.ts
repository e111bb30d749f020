// Tasks (opgaver) as people find them: one, and the inbox of units with least time left first.
// The inbox reads a partial index over open tasks, so that closed ones cost it nothing.
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { TaskView } from '../domain/case-view.ts';
import type { DischargeId, PersonId, UnitId } from '../domain/ids.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import type { Cursor, Page } from './cursor.ts';
import { pageOf } from './cursor.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

export interface TaskRow {
  readonly dischargeId: DischargeId;
  /** The case's workflow or a correction's: where its decisions go. */
  readonly workflowId: string;
  readonly task: TaskView;
}

export interface InboxQuery {
  /** Units whose tasks are shown; `all` for operators' tools. */
  readonly units: readonly UnitId[] | 'all';
  /** `open`: least time left first. `closed`: the last closed first. */
  readonly status: 'open' | 'closed';
  /** Only tasks this person has claimed. */
  readonly person?: PersonId;
  readonly kind?: TaskKindName;
  /** Only tasks of this case. */
  readonly dischargeId?: DischargeId;
  readonly cursor: Cursor | null;
  /** 1 or more. */
  readonly limit: number;
}

/** A task as the statement reads it; `key` is what it is sorted by. */
export interface Row {
  id: string;
  case_id: string;
  workflow_id: string;
  key: Date;
  view: TaskView;
}

/** A page of the inbox. */
export async function inbox(db: Database | Work, query: InboxQuery): Promise<Page<TaskRow>> {
  const { rows } = await inboxSql(query).execute(db);
  const keys = new Map(rows.map((row) => [row.id, ms(row.key)]));
  return pageOf(rows.map(toTask), query.limit, ({ task: { id } }) => ({ at: keys.get(id) ?? 0, id }));
}

/** The statement of a page. Each unit's part is read in the index's own order, then the few that are needed are merged. */
export function inboxSql(query: InboxQuery): RawBuilder<Row> {
  const take = query.limit + 1;
  const open = query.status === 'open';
  const order = open ? sql`key, id` : sql`key desc, id`;
  const some = sql`
    select t.id, t.case_id, t.workflow_id, ${open ? sql`t.due` : sql`t.closed_at`} as key, t.view from tasks t
    where ${open ? sql`t.status = 'open'` : sql`t.status <> 'open'`} ${conditions(query)}`;
  if (query.units === 'all') return sql<Row>`${some} order by ${order} limit ${take}`;
  return sql<Row>`
    select part.* from unnest(${[...new Set(query.units)]}::text[]) as u (unit)
    cross join lateral (${some} and t.unit = u.unit order by ${order} limit ${take}) part
    order by ${order} limit ${take}`;
}

function conditions({ status, person, kind, dischargeId, cursor }: InboxQuery) {
  const list = [sql``];
  if (person !== undefined) list.push(sql`and t.claimed_by = ${person}`);
  if (kind !== undefined) list.push(sql`and t.kind = ${kind}`);
  if (dischargeId !== undefined) list.push(sql`and t.case_id = ${dischargeId}::uuid`);
  if (cursor !== null) {
    const [time, id] = [at(cursor.at), cursor.id];
    list.push(
      status === 'open'
        ? sql`and (t.due, t.id) > (${time}::timestamptz, ${id}::uuid)`
        : sql`and t.closed_at <= ${time}::timestamptz and (t.closed_at < ${time}::timestamptz or t.id > ${id}::uuid)`,
    );
  }
  return sql.join(list, sql` `);
}

/** A task, open or closed, or null. */
export async function task(db: Database | Work, id: string): Promise<TaskRow | null> {
  const row = await db
    .selectFrom('tasks')
    .select(['case_id', 'workflow_id', 'view'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toTask(row);
}

/** How many open tasks of these units there are, and how many of them were due before `now` (epoch ms). */
export async function countOpen(
  db: Database | Work,
  units: readonly UnitId[],
  now: number,
): Promise<{ readonly open: number; readonly late: number }> {
  const { rows } = await sql<{ open: number; late: number }>`
    select count(*)::integer as open, (count(*) filter (where due < ${at(now)}))::integer as late
    from tasks where status = 'open' and unit = any(${[...units]}::text[])
  `.execute(db);
  return rows[0] ?? { open: 0, late: 0 };
}

const toTask = (row: Pick<Row, 'case_id' | 'workflow_id' | 'view'>): TaskRow => ({
  dischargeId: row.case_id,
  workflowId: row.workflow_id,
  task: row.view,
});
