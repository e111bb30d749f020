// Readmissions (genindlæggelser) counted: stays that ended, and those of them that a new stay followed within the days of the rule.
// Acute and planned stays are not told apart: no notice says which.
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { UnitId } from '../domain/ids.ts';
import type { Scope } from './cases.ts';
import type { Database, Work } from './database.ts';
import { at } from './times.ts';

export interface ReadmissionCount {
  /** The ward that the patients left. */
  readonly unit: UnitId;
  /** Stays that ended in the period; without deaths. */
  readonly left: number;
  readonly readmitted: number;
  /** Of those left, so many may still come back in time: the days are not over. */
  readonly pending: number;
}

/**
 * The last moment at which a new stay is a readmission: so many days after leaving, at the same time of day in Denmark,
 * also when the clocks are changed in between. `leftAt`: the column. Of linking, counting and proposing alike.
 */
export const backUntil = (leftAt: string, days: number): RawBuilder<Date> =>
  sql<Date>`((${sql.ref(leftAt)} at time zone 'Europe/Copenhagen' + make_interval(days => ${days}))
    at time zone 'Europe/Copenhagen')`;

/** Given up, also when the case has been closed since: then it was no stay. `id`: the column. */
export const wasWithdrawn = (id: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from events w where w.case_id = ${sql.ref(id)} and w.fact = 'withdrawn')`;

/**
 * Per ward, of the stays within the scope that ended from `from` until before `until`; `now`: epoch ms by the shared clock.
 * A new stay counts when it began within so many days of leaving and was not withdrawn.
 */
export async function readmissions(
  db: Database | Work,
  scope: Scope,
  {
    from,
    until,
    days,
    now,
  }: { readonly from: number; readonly until: number; readonly days: number; readonly now: number },
): Promise<readonly ReadmissionCount[]> {
  const mine = scope === 'all' ? sql`true` : sql`e.parties && ${[...scope]}::text[]`;
  const { rows } = await sql<ReadmissionCount>`
    with ended as (
      select e.ward_unit, e.left_at, exists (
        select from cases n where n.previous = e.id and n.kind = 'discharge' and not ${wasWithdrawn('n.id')}
          and n.admitted_at >= e.left_at and n.admitted_at <= ${backUntil('e.left_at', days)}
      ) as back
      from cases e
      where e.kind = 'discharge' and e.stage <> 'deceased'
        and e.left_at >= ${at(from)} and e.left_at < ${at(until)} and ${mine}
    )
    select ward_unit as unit, count(*)::integer as left, (count(*) filter (where back))::integer as readmitted,
      (count(*) filter (where not back and ${backUntil('left_at', days)} > ${at(now)}))::integer as pending
    from ended group by ward_unit order by ward_unit
  `.execute(db);
  return rows;
}
