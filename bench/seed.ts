// A full house for the inbox: open and closed tasks of two units, put straight into the tables.
// Due from tomorrow on, so that no mail is written about them while the bench measures.
import { sql } from 'kysely';
import type { TaskView } from '../domain/case-view.ts';
import type { Database } from '../store/database.ts';

export interface House {
  readonly open: number;
  readonly closed: number;
  readonly cases: number;
  /** Their tasks are shared out between these units. */
  readonly units: readonly string[];
  readonly cpr: string;
}

const view: Omit<TaskView, 'id' | 'unit' | 'status' | 'openedAt' | 'due' | 'closedAt' | 'answer'> = {
  kind: 'answer-services',
  version: 1,
  rule: 'rm-2026.1/answer-services',
  basis: 'health-act-41-2-1',
  reminders: 0,
  escalatedTo: null,
  claimedBy: null,
  seenBy: null,
  seenAt: null,
  about: { services: ['home-nursing', 'devices'], planVersion: 1 },
};

/** Fills the tables and has PostgreSQL look at what is in them. */
export async function fill(db: Database, { open, closed, cases, units, cpr }: House): Promise<void> {
  const now = new Date();
  await sql`
    insert into cases (id, workflow_id, stage, municipality, ward_unit, attention, version, parties, opened_at, in_flight)
    select id, 'discharge-' || id, 'planning', '0791', 'ward-m1', false, 1, ${units}::text[] || '{ward-m1}', ${now}, 0
    from (select gen_random_uuid() as id from generate_series(1, ${cases}::integer)) made
  `.execute(db);
  await sql`
    insert into patients (case_id, cpr, name, created_at)
    select id, ${cpr}, 'Testperson ' || row_number() over (), ${now} from cases
  `.execute(db);
  await fillTasks(db, { count: open, cases, units, now, isOpen: true });
  await fillTasks(db, { count: closed, cases, units, now, isOpen: false });
  for (const table of ['cases', 'patients', 'tasks']) await sql`analyze ${sql.table(table)}`.execute(db);
}

async function fillTasks(
  db: Database,
  {
    count,
    cases,
    units,
    now,
    isOpen,
  }: Pick<House, 'cases' | 'units'> & { readonly count: number; readonly now: Date; readonly isOpen: boolean },
): Promise<void> {
  const status = isOpen ? 'open' : 'answered';
  await sql`
    with numbered as (select id, workflow_id, (row_number() over ()) - 1 as n from cases),
    made as (
      select gen_random_uuid() as id, c.id as case_id, c.workflow_id, (${units}::text[])[1 + s.n % ${units.length}::integer] as unit,
        ${now}::timestamptz + interval '2 days' + s.n * interval '1 minute' as due,
        case when not ${isOpen}::boolean then ${now}::timestamptz - s.n * interval '1 second' end as closed_at
      from generate_series(1, ${count}::integer) as s (n) join numbered c on c.n = s.n % ${cases}::integer
    )
    insert into tasks (id, case_id, workflow_id, kind, unit, status, due, version, opened_at, closed_at, view)
    select id, case_id, workflow_id, ${view.kind}, unit, ${status}, due, 1, ${now}, closed_at,
      ${JSON.stringify(view)}::jsonb || jsonb_build_object('id', id, 'unit', unit, 'status', ${status}::text,
        'openedAt', ${now.getTime()}::bigint, 'due', (extract(epoch from due) * 1000)::bigint,
        'closedAt', (extract(epoch from closed_at) * 1000)::bigint, 'answer', null)
    from made
  `.execute(db);
}
