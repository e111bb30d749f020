// Counts of a patient's earlier stays, for the rule that proposes follow-up: how many, and how long ago the last one ended.
// Of this region's cases alone; no word of why anybody was in hospital.
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';

export interface EarlierStays {
  /** Stays that began in the 365 days before this one did. */
  readonly inAYear: number;
  /** Whole days from the last leaving to this admission; null when there is none. */
  readonly daysSince: number | null;
}

/** Of the person whose case this is; a withdrawn discharge is no stay. */
export async function earlierStays(db: Database | Work, id: DischargeId): Promise<EarlierStays> {
  const { rows } = await sql<EarlierStays>`
    select count(*) filter (where e.admitted_at >= c.admitted_at - interval '365 days')::integer as "inAYear",
      floor(min(extract(epoch from c.admitted_at - e.left_at)) filter (where e.left_at <= c.admitted_at) / 86400)::integer
        as "daysSince"
    from cases c
      join patients p on p.case_id = c.id
      join patients o on o.cpr = p.cpr and o.case_id <> c.id
      join cases e on e.id = o.case_id
    where c.id = ${id} and e.kind = 'discharge' and e.stage <> 'withdrawn' and e.admitted_at < c.admitted_at
  `.execute(db);
  return rows[0] ?? { inAYear: 0, daysSince: null };
}
