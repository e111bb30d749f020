// Promises of a place that a unit has broken (brudte løfter): refused though a place was free by what it had said, or a
// hold it had given withdrawn. Counted from the record, of many units in one question.
import { sql } from 'kysely';
import type { UnitId } from '../domain/ids.ts';
import type { Database } from './database.ts';
import { at } from './times.ts';

export interface BrokenPromises {
  readonly refusedThoughFree: number;
  readonly holdWithdrawn: number;
}

/** Broken promises of these units since an instant (epoch ms); a unit that has broken none is left out. */
export async function brokenPromises(
  db: Database,
  units: readonly UnitId[],
  since: number,
): Promise<ReadonlyMap<UnitId, BrokenPromises>> {
  const { rows } = await sql<{ unit: string; refused: number; withdrawn: number }>`
    select codes->>'unit' as unit,
      (count(*) filter (where codes->>'how' = 'refused-though-free'))::integer as refused,
      (count(*) filter (where codes->>'how' = 'hold-withdrawn'))::integer as withdrawn
    from events
    where fact = 'promise-broken' and codes->>'unit' = any(${[...units]}::text[]) and happened_at >= ${at(since)}
    group by codes->>'unit'
  `.execute(db);
  return new Map(
    rows.map(({ unit, refused, withdrawn }) => [unit, { refusedThoughFree: refused, holdWithdrawn: withdrawn }]),
  );
}
