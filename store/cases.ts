// Cases as PostgreSQL remembers them: one, whole, and lists that cost what they show.
// Who may see a case is said by its parties; the caller hands in the units it acts for (design 7).
import type { RawBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { CaseView, ClockView, EventView, MessageView, Stage, TaskView } from '../domain/case-view.ts';
import { asRecorded } from '../domain/closed-case.ts';
import type { DischargeId, UnitId } from '../domain/ids.ts';
import type { Cursor, Page } from './cursor.ts';
import { pageOf } from './cursor.ts';
import type { Database, Work } from './database.ts';
import type { CaseKind, CasesTable } from './tables.ts';
import { at, ms, msOrNull } from './times.ts';

/** Whose eyes: units of the actor, or everything (operators' tools and the service itself). */
export type Scope = readonly UnitId[] | 'all';

/** The row of a case; times are epoch ms. */
export interface CaseRow {
  readonly id: DischargeId;
  readonly kind: CaseKind;
  readonly workflowId: string;
  readonly stage: Stage;
  readonly municipality: string;
  readonly wardUnit: UnitId;
  readonly attention: boolean;
  readonly version: number;
  /** Null until the workflow has published for the first time. */
  readonly view: CaseView | null;
  readonly parties: readonly UnitId[];
  readonly previous: DischargeId | null;
  readonly next: DischargeId | null;
  readonly admittedAt: number | null;
  readonly openedAt: number;
  readonly leftAt: number | null;
  readonly closedAt: number | null;
  readonly nextDue: number | null;
  readonly inFlight: number;
}

/** Everything published of one case, from one moment. */
export interface WholeCase extends CaseRow {
  /** Open ones first, by due time; then closed ones, the last closed first. */
  readonly tasks: readonly TaskView[];
  readonly messages: readonly MessageView[];
  readonly clocks: readonly ClockView[];
  readonly events: readonly EventView[];
}

/** A case, or null when there is none. */
export async function caseFor(db: Database | Work, id: DischargeId): Promise<CaseRow | null> {
  const row = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

/** These cases, in any order; those that there are none of are left out. */
export async function casesFor(db: Database | Work, ids: readonly DischargeId[]): Promise<readonly CaseRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('cases').selectAll().where('id', 'in', ids).execute();
  return rows.map(toCase);
}

interface Lists {
  tasks: TaskView[];
  messages: MessageView[];
  clocks: ClockView[];
  events: EventView[];
}

/**
 * A case with its lists in one statement, so that no publish falls between them, and with what it learnt after it closed.
 * Null when there is none.
 */
export async function wholeCase(db: Database | Work, id: DischargeId): Promise<WholeCase | null> {
  const { rows } = await sql<Selectable<CasesTable> & Lists>`
    select c.*,
      (select coalesce(jsonb_agg(t.view order by t.closed_at desc nulls first, t.due, t.id), '[]')
        from tasks t where t.case_id = c.id) as tasks,
      (select coalesce(jsonb_agg(m.view order by m.view->'queuedAt', m.id), '[]')
        from messages m where m.case_id = c.id) as messages,
      (select coalesce(jsonb_agg(k.view order by k.due, k.id), '[]') from clocks k where k.case_id = c.id) as clocks,
      (select coalesce(jsonb_agg(${eventJson} order by e.number), '[]')
        from events e where e.case_id = c.id) as events
    from cases c where c.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { tasks, messages, clocks, events } = row;
  const found = toCase(row);
  if (found.view === null) return { ...found, tasks, messages, clocks, events };
  const view = asRecorded(found.view, events);
  return { ...found, view, leftAt: view.leftAt, tasks, messages, clocks, events };
}

const eventJson: RawBuilder<EventView> = sql`jsonb_build_object(
  'number', e.number, 'fact', e.fact, 'actor', e.actor, 'org', e.org,
  'happenedAt', (extract(epoch from e.happened_at) * 1000)::bigint,
  'learntAt', (extract(epoch from e.learnt_at) * 1000)::bigint,
  'codes', e.codes, 'submission', e.submission)`;

export interface CaseFilter {
  readonly scope: Scope;
  readonly stages?: readonly Stage[];
  readonly ward?: UnitId;
  readonly municipality?: string;
  readonly attention?: boolean;
  /** Only cases that are (not) closed. */
  readonly open?: boolean;
  /** `newest`: last opened first; `next-due`: least time left first. */
  readonly sort: 'newest' | 'next-due';
  /** Discharges when left out. */
  readonly kind?: CaseKind;
}

/** Sorts what waits for nothing after everything that waits. */
const NEVER = at(Date.UTC(9999, 0));

/** A page of cases. `limit` at least 1. */
export async function listCases(
  db: Database | Work,
  filter: CaseFilter,
  cursor: Cursor | null,
  limit: number,
): Promise<Page<CaseRow>> {
  const byDue = filter.sort === 'next-due';
  const key = byDue ? sql<Date>`coalesce(next_due, ${NEVER})` : sql<Date>`opened_at`;
  let query = db
    .selectFrom('cases')
    .selectAll()
    .where('kind', '=', filter.kind ?? 'discharge');
  if (filter.scope !== 'all') query = query.where(inScope('cases.parties', filter.scope));
  if (filter.stages !== undefined) query = query.where('stage', 'in', [...filter.stages]);
  if (filter.ward !== undefined) query = query.where('ward_unit', '=', filter.ward);
  if (filter.municipality !== undefined) query = query.where('municipality', '=', filter.municipality);
  if (filter.attention !== undefined) query = query.where('attention', '=', filter.attention);
  if (filter.open !== undefined) query = query.where('closed_at', filter.open ? 'is' : 'is not', null);
  if (cursor !== null) {
    // Newest first runs down in time and up in id, so that ids never decide between two times.
    query = query.where(
      byDue
        ? sql<boolean>`(${key}, id) > (${at(cursor.at)}, ${cursor.id}::uuid)`
        : sql<boolean>`(opened_at < ${at(cursor.at)} or (opened_at = ${at(cursor.at)} and id > ${cursor.id}::uuid))`,
    );
  }
  const rows = await query
    .orderBy(key, byDue ? 'asc' : 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toCase), limit, (row) => ({
    at: byDue ? (row.nextDue ?? NEVER.getTime()) : row.openedAt,
    id: row.id,
  }));
}

/** Condition that one of the units is a party. */
export const inScope = (column: string, units: readonly UnitId[]) =>
  sql<boolean>`${sql.ref(column)} && ${[...units]}::text[]`;

/** Activities under way in all cases; the development clock waits until it is 0. */
export async function inFlight(db: Database | Work): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (coalesce((select sum(in_flight) from cases where in_flight > 0), 0)
      + coalesce((select sum(in_flight) from corrections where closed_at is null), 0))::integer as n
  `.execute(db);
  return rows[0]?.n ?? 0;
}

export function toCase(row: Selectable<CasesTable>): CaseRow {
  return {
    id: row.id,
    kind: row.kind,
    workflowId: row.workflow_id,
    stage: row.stage,
    municipality: row.municipality,
    wardUnit: row.ward_unit,
    attention: row.attention,
    version: row.version,
    view: row.view,
    parties: row.parties,
    previous: row.previous,
    next: row.next,
    admittedAt: msOrNull(row.admitted_at),
    openedAt: ms(row.opened_at),
    leftAt: msOrNull(row.left_at),
    closedAt: msOrNull(row.closed_at),
    nextDue: msOrNull(row.next_due),
    inFlight: row.in_flight,
  };
}
