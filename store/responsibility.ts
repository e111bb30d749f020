// What the database knows of who is responsible, for one case or for all of a unit at a time: the published case, the
// facts that move responsibility and the next stay. One question for a whole page; Temporal is never asked.
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { CaseView } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import type { ExtendedResponsibility } from '../domain/responsibility.ts';
import type { KnownCase } from '../domain/responsibility-course.ts';
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
  readonly next_ward: UnitId | null;
  readonly next_from: number | null;
}

/** The ward of the next stay is the one it began in. */
const courseColumns = sql<never>`
  (select coalesce(jsonb_agg(jsonb_build_object('fact', e.fact, 'codes', e.codes,
      'happenedAt', (extract(epoch from e.happened_at) * 1000)::bigint,
      'learntAt', (extract(epoch from e.learnt_at) * 1000)::bigint) order by e.number), '[]')
    from events e where e.case_id = c.id and e.fact = any(${[...movingFacts]}::text[])) as record,
  (select n.ward_unit from cases n where n.id = c.next) as next_ward,
  (select (extract(epoch from coalesce(n.admitted_at, n.opened_at)) * 1000)::bigint::float8
    from cases n where n.id = c.next) as next_from`;

/** A case with what is known of its course; `known` is null until it was published. */
export interface CaseCourse {
  readonly row: CaseRow;
  readonly known: KnownCase | null;
}

type Row = Selectable<CasesTable> & Course;

/** The case with this id, or null. */
export async function caseCourse(db: Database | Work, id: string): Promise<CaseCourse | null> {
  const { rows } = await sql<Row>`select c.*, ${courseColumns} from cases c where c.id = ${id}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : courseIn(row);
}

/** Cases that the unit took part in and that were open at a time (epoch ms), the first opened first. */
export async function unitCourses(
  db: Database | Work,
  { unit, at }: { readonly unit: UnitId; readonly at: number },
  cursor: Cursor | null,
  limit: number,
): Promise<Page<CaseCourse>> {
  const after = cursor === null ? sql`true` : sql`(c.opened_at, c.id) > (${column(cursor.at)}, ${cursor.id}::uuid)`;
  const { rows } = await sql<Row>`
    select c.*, ${courseColumns} from cases c
    where ${inScope('c.parties', [unit])} and c.opened_at <= ${column(at)}
      and (c.closed_at is null or c.closed_at > ${column(at)}) and ${after}
    order by c.opened_at, c.id limit ${limit + 1}`.execute(db);
  return pageOf(rows.map(courseIn), limit, ({ row }) => ({ at: row.openedAt, id: row.id }));
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

function courseIn(found: Row): CaseCourse {
  const row = toCase(found);
  const { next_ward: unit, next_from: from, record } = found;
  const known = (view: CaseView): KnownCase => ({
    view,
    openedAt: row.openedAt,
    admittedAt: row.admittedAt,
    closedAt: row.closedAt,
    record,
    next: unit === null || from === null ? null : { unit, from },
  });
  return { row, known: row.view === null ? null : known(row.view) };
}
