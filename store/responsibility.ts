// What the database knows of who is responsible, for one case or for all of a unit at a time: the published case, the facts
// that move it, and the stays that came after: one question for a page, one more for each of those; Temporal is never asked.
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { CaseView } from '../domain/case-view.ts';
import { asRecorded } from '../domain/closed-case.ts';
import type { UnitId } from '../domain/ids.ts';
import type { ExtendedResponsibility } from '../domain/responsibility.ts';
import type { KnownCase, NextStay } from '../domain/responsibility-course.ts';
import type { Recorded } from '../domain/responsibility-history.ts';
import { movingFacts } from '../domain/responsibility-history.ts';
import type { CaseRow } from './cases.ts';
import { inScope, toCase } from './cases.ts';
import type { Cursor, Page } from './cursor.ts';
import { pageOf } from './cursor.ts';
import type { Database, Work } from './database.ts';
import type { CasesTable } from './tables.ts';
import { at as column } from './times.ts';

interface Course {
  readonly record: readonly Recorded[];
}

const courseColumns = sql<never>`
  (select coalesce(jsonb_agg(jsonb_build_object('fact', e.fact, 'codes', e.codes,
      'happenedAt', (extract(epoch from e.happened_at) * 1000)::bigint,
      'learntAt', (extract(epoch from e.learnt_at) * 1000)::bigint) order by e.number), '[]')
    from events e where e.case_id = c.id and e.fact = any(${[...movingFacts]}::text[])) as record`;

/** A case with what is known of its course; `known` is null until it was published. */
export interface CaseCourse {
  readonly row: CaseRow;
  readonly known: KnownCase | null;
}

type Row = Selectable<CasesTable> & Course;

/** The case with this id, or null. */
export async function caseCourse(db: Database | Work, id: string): Promise<CaseCourse | null> {
  const { rows } = await sql<Row>`select c.*, ${courseColumns} from cases c where c.id = ${id}`.execute(db);
  const [found] = await withLater(db, rows);
  return found ?? null;
}

/** An admission that was put right (epoch ms), as a time. */
const putRight = sql<Date>`to_timestamp((c.view->>'admittedAt')::float8 / 1000)`;

/**
 * Cases that the unit took part in and that were not closed at a time (epoch ms), the first opened first; a stay that was
 * known only later counts from the admission on, for the case itself answers of that time too, and a closed one whose
 * patient is known since to have left only later.
 */
export async function unitCourses(
  db: Database | Work,
  { unit, at }: { readonly unit: UnitId; readonly at: number },
  cursor: Cursor | null,
  limit: number,
): Promise<Page<CaseCourse>> {
  const after = cursor === null ? sql`true` : sql`(c.opened_at, c.id) > (${column(cursor.at)}, ${cursor.id}::uuid)`;
  const { rows } = await sql<Row>`
    select c.*, ${courseColumns} from cases c
    where ${inScope('c.parties', [unit])} and (c.opened_at <= ${column(at)} or c.admitted_at <= ${column(at)} or ${putRight} <= ${column(at)})
      and (c.closed_at is null or c.closed_at > ${column(at)} or (c.corrections > 0 and exists (
        select from events e where e.case_id = c.id and e.fact in ('left', 'left-moved') and e.happened_at > ${column(at)})))
      and ${after}
    order by c.opened_at, c.id limit ${limit + 1}`.execute(db);
  return pageOf(await withLater(db, rows), limit, ({ row }) => ({ at: row.openedAt, id: row.id }));
}

/** The 72 hours of these cases, by case; those without any are left out. */
export async function extendedOf(
  db: Database | Work,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExtendedResponsibility>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; extended: ExtendedResponsibility }>`
    select id, view->'extended' as extended from cases
    where id = any(${[...new Set(ids)]}::uuid[]) and jsonb_typeof(view->'extended') = 'object'`.execute(db);
  return new Map(rows.map(({ id, extended }) => [id, extended]));
}

/** With the stays that came after these, and after those; mostly there are none, and nothing more is asked. */
async function withLater(db: Database | Work, rows: readonly Row[]): Promise<readonly CaseCourse[]> {
  const later = new Map<string, Row>();
  const unread = (from: readonly Row[]) => from.flatMap(({ next }) => (next === null || later.has(next) ? [] : [next]));
  for (let wanted = unread(rows); wanted.length > 0; ) {
    const found = await sql<Row>`
      select c.*, ${courseColumns} from cases c where c.id = any(${wanted}::uuid[])`.execute(db);
    for (const row of found.rows) later.set(row.id, row);
    wanted = unread(found.rows);
  }
  return rows.map((row) => courseIn(row, later));
}

function courseIn(found: Row, later: ReadonlyMap<string, Row>): CaseCourse {
  const row = toCase(found);
  const { record } = found;
  const next = found.next === null ? undefined : later.get(found.next);
  const known = (view: CaseView): KnownCase => ({
    view: asRecorded(view, record),
    openedAt: row.openedAt,
    admittedAt: view.admittedAt ?? row.admittedAt,
    firstTold: row.admittedAt,
    closedAt: row.closedAt,
    record,
    next: next === undefined ? null : nextIn(courseIn(next, later)),
  });
  return { row, known: row.view === null ? null : known(row.view) };
}

function nextIn({ row, known }: CaseCourse): NextStay {
  const began = known?.record.find(({ fact }) => fact === 'transferred')?.codes['from'];
  return {
    unit: typeof began === 'string' ? began : row.wardUnit,
    from: known?.admittedAt ?? row.admittedAt ?? row.openedAt,
    known,
  };
}
