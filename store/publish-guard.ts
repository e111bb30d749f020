// Lets a publish in or not: the one that Temporal recorded last must win over any that it lost (design 1).
// Taking the row also makes publishes of one workflow wait for each other until the transaction ends.
import { sql } from 'kysely';
import type { Publication } from '../domain/case-view.ts';
import type { Work } from './database.ts';
import { at, atOrNull } from './times.ts';

/**
 * Writes the case row, unless a later publish has written it; makes it when it is missing (a rebuilt database).
 * A case that has had its end in PostgreSQL keeps `closed_at` as the workflow says, like everything else.
 */
export async function guardCase(work: Work, p: Publication, workflowId: string): Promise<boolean> {
  const { view, stamp } = p;
  const dues = p.clocks.map(({ due }) => due);
  const { rows } = await sql`
    insert into cases as c (id, workflow_id, stage, municipality, ward_unit, attention, version, stamp_time,
      stamp_number, view, parties, opened_at, left_at, closed_at, next_due, in_flight)
    values (${p.dischargeId}, ${workflowId}, ${view.stage}, ${view.municipality}, ${view.wardUnit}, ${view.attention},
      ${p.version}, ${at(stamp.time)}, ${stamp.number}, ${JSON.stringify(view)}::jsonb, ${[...view.parties]},
      ${at(p.events.at(0)?.learntAt ?? stamp.time)}, ${atOrNull(view.leftAt)}, ${atOrNull(view.closedAt)},
      ${dues.length === 0 ? null : at(Math.min(...dues))}, ${view.inFlight})
    on conflict (id) do update set stage = excluded.stage, municipality = excluded.municipality,
      ward_unit = excluded.ward_unit, attention = excluded.attention, version = excluded.version,
      stamp_time = excluded.stamp_time, stamp_number = excluded.stamp_number, view = excluded.view,
      parties = excluded.parties, left_at = excluded.left_at, closed_at = excluded.closed_at,
      next_due = excluded.next_due, in_flight = excluded.in_flight
    where c.stamp_time is null
      or (c.stamp_time, c.stamp_number) <= (excluded.stamp_time, excluded.stamp_number)
    returning id
  `.execute(work);
  return rows.length > 0;
}

/** The same for a correction: it has a stamp of its own and leaves the closed case's row as it is. */
export async function guardCorrection(work: Work, p: Publication, workflowId: string): Promise<boolean> {
  const { view, stamp } = p;
  const { rows } = await sql`
    update corrections set stamp_time = ${at(stamp.time)}, stamp_number = ${stamp.number},
      closed_at = ${atOrNull(view.closedAt)}, in_flight = ${view.inFlight}
    where workflow_id = ${workflowId}
      and (stamp_time is null or (stamp_time, stamp_number) <= (${at(stamp.time)}::timestamptz, ${stamp.number}::integer))
    returning workflow_id
  `.execute(work);
  return rows.length > 0;
}
