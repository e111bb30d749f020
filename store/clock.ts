// The one clock of an environment: real time plus an offset kept here, which only development and tests ever move.
// Holds, sheets, activities and the API take their time from it; the database's own clock is never asked (design 4).
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

/** Moves the clock forward by `ms` (whole, 0 or more); gives the new offset. Throws ClockRefused for anything else. */
export async function advance(db: Database | Work, ms: number): Promise<number> {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new ClockRefused('the clock moves forward by whole milliseconds');
  const { rows } = await sql<{ offset_ms: string }>`
    update clock set offset_ms = offset_ms + ${ms} returning offset_ms
  `.execute(db);
  return Number(rows[0]?.offset_ms ?? 0);
}
