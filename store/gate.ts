// The gate counted (tjeklisten): patients who left, by ward and week, with what was met, missing and overridden then.
// Read from what each case kept when its leaving was recorded, so the same is counted wherever other things are asked for.
import { sql } from 'kysely';
import type { Criterion, OverrideReason } from '../domain/gate-record.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Scope } from './cases.ts';
import type { Database, Work } from './database.ts';
import { at } from './times.ts';

export interface GateCount {
  /** The ward that the patients left, and the ISO week in Denmark, `2026-W53`. */
  readonly unit: UnitId;
  readonly week: string;
  readonly left: number;
  readonly notReady: number;
  readonly withOverride: number;
  readonly criteria: readonly {
    readonly code: Criterion;
    readonly met: number;
    readonly missing: number;
    readonly overridden: number;
  }[];
  readonly overrides: readonly { readonly code: Criterion; readonly reason: OverrideReason; readonly count: number }[];
}

/**
 * Of the stays within the scope whose patients left from `from` until before `until` (epoch ms). An override counts in the
 * week of the leaving that it was given for, also when the criterion was met by then.
 */
export async function gateCounts(
  db: Database | Work,
  scope: Scope,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<readonly GateCount[]> {
  const mine = scope === 'all' ? sql`true` : sql`parties && ${[...scope]}::text[]`;
  const { rows } = await sql<GateCount>`
    with gone as (
      select ward_unit as unit, to_char(left_at at time zone 'Europe/Copenhagen', 'IYYY-"W"IW') as week,
        view->'gate'->'atLeaving' as kept, coalesce(view->'gate'->'overrides', '[]') as overrides
      from cases
      where kind = 'discharge' and left_at >= ${at(from)} and left_at < ${at(until)}
        and view->'gate'->>'atLeaving' is not null and ${mine}
    ), criteria as (
      select unit, week, code, (count(*) filter (where how = 'met'))::integer as met,
        (count(*) filter (where how = 'missing'))::integer as missing,
        (count(*) filter (where how = 'overridden'))::integer as overridden
      from gone, unnest(array['met', 'missing', 'overridden']) as how, jsonb_array_elements_text(kept->how) as code
      group by unit, week, code
    ), reasons as (
      select unit, week, one->>'criterion' as code, one->>'reason' as reason, count(*)::integer as count
      from gone, jsonb_array_elements(overrides) as one group by 1, 2, 3, 4
    )
    select unit, week, count(*)::integer as left,
      (count(*) filter (where not (kept->>'ready')::boolean))::integer as "notReady",
      (count(*) filter (where jsonb_array_length(overrides) > 0))::integer as "withOverride",
      (select coalesce(jsonb_agg(to_jsonb(c) - 'unit' - 'week'), '[]')
        from criteria c where c.unit = gone.unit and c.week = gone.week) as criteria,
      (select coalesce(jsonb_agg(to_jsonb(r) - 'unit' - 'week' order by r.code, r.reason), '[]')
        from reasons r where r.unit = gone.unit and r.week = gone.week) as overrides
    from gone group by unit, week order by unit, week
  `.execute(db);
  return rows;
}
