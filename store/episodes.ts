// Episode-of-care ids (forløbs-id): which stays and cases are known under them, and how they are given back.
// They decide, before Temporal hears of anything, which case a message or a start belongs to (design 1).
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import type { CaseRow } from './cases.ts';
import { toCase } from './cases.ts';
import type { Database, Work } from './database.ts';
import type { CasesTable } from './tables.ts';

/** An episode-of-care id (forløbs-id). */
export interface EpisodeName {
  /** In normal form (medcom/episode.ts): what is compared. */
  readonly id: string;
  /** As it was received, to be given back so; `system` null when none was stated. */
  readonly system: string | null;
  readonly value: string;
}

/** A stay with its case; `number` counts the stays of one episode from 1. */
export interface StayRow {
  readonly number: number;
  readonly case: CaseRow;
}

/**
 * Whoever else tells of one of these episodes waits here until this transaction ends; in one order, so that nobody waits
 * in a circle.
 */
export async function lockEpisodes(work: Work, sender: string, episodes: readonly string[]): Promise<void> {
  for (const episode of [...new Set(episodes)].sort()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${sender} ${episode}`}, 0))`.execute(work);
  }
}

/** The newest stay under one of these episode ids from this sender, or null. */
export async function lastStay(
  db: Database | Work,
  sender: string,
  episodes: readonly string[],
): Promise<StayRow | null> {
  if (episodes.length === 0) return null;
  const { rows } = await sql<Selectable<CasesTable> & { stay_number: number }>`
    select c.*, e.stay_number from episodes e join cases c on c.id = e.case_id
    where e.sender = ${sender} and e.episode = any(${[...episodes]}::text[])
    order by e.stay_number desc, c.opened_at desc limit 1
  `.execute(db);
  const [row] = rows;
  return row === undefined ? null : { number: row.stay_number, case: toCase(row) };
}

/** The case of the newest stay under one of these episode ids from this sender, or null; it may be closed. */
export async function caseForEpisode(
  db: Database | Work,
  sender: string,
  episodes: readonly string[],
): Promise<CaseRow | null> {
  return (await lastStay(db, sender, episodes))?.case ?? null;
}

/**
 * The case of the contact that began at `startedAt` (epoch ms): the first stay under these episode ids that ended after
 * it began, so that what comes late of a stay is not put to the next one; else the newest; null when there is none.
 */
export async function caseOfContact(
  db: Database | Work,
  sender: string,
  episodes: readonly string[],
  startedAt: number,
): Promise<CaseRow | null> {
  const { rows } = await sql<Selectable<CasesTable>>`
    select c.* from episodes e join cases c on c.id = e.case_id
    where e.sender = ${sender} and e.episode = any(${[...episodes]}::text[])
    order by e.stay_number, c.opened_at
  `.execute(db);
  const cases = rows.map(toCase);
  return cases.find(({ leftAt }) => leftAt !== null && startedAt <= leftAt) ?? cases.at(-1) ?? null;
}

/** The episode id that messages of a case carry: the first whose system was stated, or null. */
export async function episodeOf(
  db: Database | Work,
  caseId: DischargeId,
): Promise<{ readonly system: string; readonly value: string } | null> {
  const rows = await db
    .selectFrom('episodes')
    .select(['system', 'value'])
    .where('case_id', '=', caseId)
    .orderBy('episode')
    .execute();
  for (const { system, value } of rows) if (system !== null) return { system, value };
  return null;
}

/** The newest case of this stay that is not closed, or null. */
export async function openCaseForEpisode(
  db: Database | Work,
  sender: string,
  episodes: readonly string[],
): Promise<CaseRow | null> {
  const found = await caseForEpisode(db, sender, episodes);
  return found === null || found.closedAt !== null ? null : found;
}
