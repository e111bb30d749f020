// The one clock of an environment: real time plus an offset kept here, which only development and tests ever move.
// Holds, sheets, activities and the API take their time from it; the database's own clock is asked only whether
// this machine's can be right (design 4).
import { sql } from 'kysely';
import type { Database, Work } from './database.ts';

/** The clock can only be moved forward, by whole milliseconds. */
export class ClockRefused extends Error {
  override readonly name = 'ClockRefused';
}

/** How far the clock is ahead of real time, ms (0 or more). */
export async function offset(db: Database | Work): Promise<number> {
  const row = await db.selectFrom('clock').select('offset_ms').executeTakeFirst();
  return Number(row?.offset_ms ?? 0);
}

/** Now by the environment's clock, epoch ms. */
export async function now(db: Database | Work): Promise<number> {
  return Date.now() + (await offset(db));
}

/** How far a machine's clock may be from the database's before nothing is ended or told by it, ms. */
const APART = 60_000;

/** This machine's clock and the database's are more than a minute apart: one of them has jumped. Try again later. */
export class ClockApart extends Error {
  override readonly name = 'ClockApart';
}

/**
 * Now by the environment's clock, epoch ms, for what ends something of others or tells somebody: both would come too
 * early by a clock that has jumped ahead, and could not be taken back.
 *
 * @throws {ClockApart}
 */
export async function sureNow(db: Database | Work): Promise<number> {
  const { rows } = await sql<{ offset_ms: string; there: string }>`
    select offset_ms, (extract(epoch from clock_timestamp()) * 1000)::bigint as there from clock
  `.execute(db);
  const [row] = rows;
  const here = Date.now();
  if (Math.abs(here - Number(row?.there ?? here)) > APART) throw new ClockApart('the clocks of two machines disagree');
  return here + Number(row?.offset_ms ?? 0);
}

/**
 * The same as a row (`at`) to take the time from within one statement, where a question of its own would cost a place in
 * the queue; no row when the clocks are apart (the caller then throws `ClockApart`).
 */
export const sureTime = () => {
  const here = Date.now();
  return sql<{ at: Date }>`
    select to_timestamp((${here}::bigint + coalesce((select offset_ms from clock), 0)) / 1000.0) as at
    where abs(extract(epoch from clock_timestamp()) * 1000 - ${here}::bigint) <= ${APART}
  `;
};

/** Moves the clock forward by `ms` (whole, 0 or more); gives the new offset. Throws ClockRefused for anything else. */
export async function advance(db: Database | Work, ms: number): Promise<number> {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new ClockRefused('the clock moves forward by whole milliseconds');
  const { rows } = await sql<{ offset_ms: string }>`
    update clock set offset_ms = offset_ms + ${ms} returning offset_ms
  `.execute(db);
  return Number(rows[0]?.offset_ms ?? 0);
}
