// Writes what one publish of a case shows, whole or not at all, and repairs what a decision showed that Temporal lost.
// One round trip: the statements are a function in the database (migrations/0004-write-publication.ts).
import { sql } from 'kysely';
import type { Publication } from '../domain/case-view.ts';
import type { Database } from './database.ts';
import { isStoreError, PublicationRefused } from './errors.ts';

/** `stale`: a later publish of this workflow is there already, nothing was written. */
export type Written = 'written' | 'stale';

/**
 * Writes a publication in one transaction and tells listeners (`changes`).
 *
 * - Guard: (workflow time, number), equal or later wins; an earlier one is skipped whole.
 * - Tasks: open ones of this workflow that are not in `p`, and closed ones whose closing came with events that were
 *   never confirmed, are gone: Temporal does not know them.
 * - Messages and clocks: as in `p`, all others of this workflow are gone.
 * - Events up to `confirmedEvents` become final; the others are replaced, and those after the last of `p` are gone.
 *   A correction counts its own events, which begin where its row in `corrections` says.
 * - Clocks that ended are kept beside those that run, under their id; told again, they stay as they are.
 * - A case row that is missing is made (a rebuilt database).
 *
 * @throws {PublicationRefused} when PostgreSQL does not take the content; {StoreError} otherwise
 */
export async function writePublication(db: Database, p: Publication): Promise<Written> {
  try {
    const { rows } = await (p.ended === undefined ? written(p) : writtenWithEnded(p)).execute(db);
    return rows[0]?.written === true ? 'written' : 'stale';
  } catch (error) {
    if (isStoreError(error, 'refused')) throw new PublicationRefused(error.fault);
    throw error;
  }
}

const written = (p: Publication) => sql<{ written: boolean }>`
  select write_publication(${JSON.stringify(p)}::jsonb) as written
`;

/** The same round trip; few publishes have any. */
const writtenWithEnded = (p: Publication) => sql<{ written: boolean }>`
  with p as (select ${JSON.stringify(p)}::jsonb as p),
  written as materialized (select write_publication(p) as written from p),
  kept as (
    insert into ended_clocks (case_id, id, view)
    select (p->>'dischargeId')::uuid, v->>'id', v
    from written, p, jsonb_array_elements(p->'ended') v where written
    on conflict (case_id, id) do update set view = excluded.view
  )
  select written from written
`;
