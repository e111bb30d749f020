// Lets a publish in or not: the one that Temporal recorded last must win over any that it lost (design 1).
// Taking the row also makes publishes of one workflow wait for each other until the transaction ends.
import { sql } from 'kysely';
import type { Publication } from '../domain/case-view.ts';
import type { Work } from './database.ts';
import { at, atOrNull } from './times.ts';

/** Number of the last event that an earlier publish confirmed, or `stale` when a later publish has been here. */
export type Entry = { readonly confirmed: number } | 'stale';

/**
 * Writes the case row, unless a later publish has written it; makes it when it is missing (a rebuilt database).
 * A case that has had its end in PostgreSQL keeps `closed_at` as the workflow says, like everything else.
 */
export async function guardCase(work: Work, p: Publication): Promise<Entry> {
  const { view, stamp } = p;
  const dues = p.clocks.map(({ due }) => due);
  const { rows } = await sql`
    insert into cases as c (id, workflow_id, stage, municipality, ward_unit, attention, version, stamp_time,
      stamp_number, view, parties, opened_at, left_at, closed_at, next_due, in_flight)
    values (${p.dischargeId}, ${p.workflowId}, ${view.stage}, ${view.municipality}, ${view.wardUnit}, ${view.attention},
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
  return rows.length > 0 ? { confirmed: p.confirmedEvents } : 'stale';
}

/** The same for a correction: it has a stamp of its own and leaves the closed case's row as it is.
 * It counts its own events, which begin where its row says. */
export async function guardCorrection(work: Work, p: Publication): Promise<Entry> {
  const { view, stamp, workflowId } = p;
  const number = Number(workflowId.slice(workflowId.lastIndexOf('-') + 1));
  const { rows } = await sql<{ first_event: number }>`
    insert into corrections as c (workflow_id, case_id, number, first_event, opened_at, closed_at, in_flight,
      stamp_time, stamp_number)
    values (${workflowId}, ${p.dischargeId}, ${number}, ${(p.events.at(0)?.number ?? 1) - p.confirmedEvents},
      ${at(stamp.time)}, ${atOrNull(view.closedAt)}, ${view.inFlight}, ${at(stamp.time)}, ${stamp.number})
    on conflict (workflow_id) do update set stamp_time = excluded.stamp_time, stamp_number = excluded.stamp_number,
      closed_at = excluded.closed_at, in_flight = excluded.in_flight
    where c.stamp_time is null
      or (c.stamp_time, c.stamp_number) <= (excluded.stamp_time, excluded.stamp_number)
    returning first_event
  `.execute(work);
  const [row] = rows;
  return row === undefined ? 'stale' : { confirmed: row.first_event - 1 + p.confirmedEvents };
}
