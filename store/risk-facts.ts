// A patient's earlier stays, for the rule that proposes follow-up: how many, and whether this one is a readmission.
// Of this region's cases alone; no word of why anybody was in hospital.
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { backUntil, wasWithdrawn } from './readmissions.ts';

export interface EarlierStays {
  /** Stays that began in the 365 days before this one did. */
  readonly inAYear: number;
  /** The patient had left within the days of a readmission. */
  readonly back: boolean;
}

/** Of the persons whose cases these are; a withdrawn discharge is no stay, and who has none before is left out. `days`: of a readmission. */
export async function earlierStays(
  db: Database | Work,
  ids: readonly DischargeId[],
  days: number,
): Promise<ReadonlyMap<DischargeId, EarlierStays>> {
  const { rows } = await sql<EarlierStays & { readonly id: DischargeId }>`
    select c.id, count(*) filter (where e.admitted_at >= c.admitted_at - interval '365 days')::integer as "inAYear",
      coalesce(bool_or(e.left_at <= c.admitted_at and c.admitted_at <= ${backUntil('e.left_at', days)}), false) as back
    from cases c
      join patients p on p.case_id = c.id
      join patients o on o.cpr = p.cpr and o.case_id <> c.id
      join cases e on e.id = o.case_id
    where c.id = any(${[...ids]}::uuid[]) and e.kind = 'discharge' and not ${wasWithdrawn('e.id')}
      and e.admitted_at < c.admitted_at
    group by c.id
  `.execute(db);
  return new Map(rows.map(({ id, inAYear, back }) => [id, { inAYear, back }]));
}
