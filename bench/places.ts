// What a place costs on a real PostgreSQL: fifty callers for the last one at once, and whether what is over is forgotten.
// Reading a unit's sheet and what is held there is put to the database as the API does, without and with old holds.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/database.ts';
import { takenPlaces } from '../store/holds.ts';
import { release, reserve } from '../store/places.ts';
import { seedSheets, sheetOn } from '../store/sheets.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles, timed } from './numbers.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';

const CALLERS = 50;
/** As an API process or a worker has; the other callers wait for one. */
const CONNECTIONS = 20;
const ROUNDS = 40;
const OLD_HOLDS = 100_000;
const READS = 300;
const WARM_UP = 30;
const DAY = 24 * 60 * 60 * 1000;
const PLACES = 20;

export interface PlaceCosts {
  /** Milliseconds from the call to its answer, of every caller of every round. */
  readonly reserving: Percentiles;
  readonly sheet: { readonly without: Percentiles; readonly withOld: Percentiles };
  readonly holds: { readonly without: Percentiles; readonly withOld: Percentiles };
}

const sheetOf = (unit: string, places: number): UnitSheet => ({
  unit,
  municipality: '0791',
  kind: 'acute',
  capabilities: { 'CAP-01': 'yes', 'CAP-14': { perDay: 3 } },
  validFrom: '2026-01-01',
  validTo: null,
  places,
});

export async function placeCosts(databaseUrl: string): Promise<PlaceCosts> {
  const db = openDatabase(databaseUrl, { max: CONNECTIONS, statementTimeoutMs: 120_000, connectTimeoutMs: 30_000 });
  try {
    const now = Date.now();
    await seedSheets(db, [sheetOf('bench-one', 1), sheetOf('bench-many', PLACES)], now);
    const reserving = await contended(db, now);
    for (let n = 0; n < PLACES / 2; n += 1) await reserve(db, wanted('bench-many', now));
    const without = await reads(db, now);
    await fillOld(db, now);
    const withOld = await reads(db, now);
    return {
      reserving,
      sheet: { without: without.sheet, withOld: withOld.sheet },
      holds: { without: without.holds, withOld: withOld.holds },
    };
  } finally {
    await db.destroy();
  }
}

const wanted = (unit: string, now: number) => ({
  dischargeId: randomUUID(),
  unit,
  from: now + DAY,
  until: now + 8 * DAY,
  leaseUntil: now + DAY,
});

async function contended(db: Database, now: number): Promise<Percentiles> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const callers = Array.from({ length: CALLERS }, () => wanted('bench-one', now));
    const outcomes = await Promise.all(callers.map((caller) => timed(() => reserve(db, caller))));
    const had = callers.filter((_, n) => outcomes[n]?.value.taken === false);
    if (had.length !== 1) throw new Error(`${had.length} have one place`);
    for (const { dischargeId } of had) await release(db, dischargeId, 'bench-one/1');
    // The first round opens the connections.
    if (round > 0) times.push(...outcomes.map(({ ms }) => ms));
  }
  return percentiles(times);
}

async function reads(db: Database, now: number): Promise<Record<'sheet' | 'holds', Percentiles>> {
  const today = new Date(now).toISOString().slice(0, 10);
  const asked = {
    sheet: () => sheetOn(db, { unit: 'bench-many', kind: 'acute' }, today, now),
    holds: () => takenPlaces(db, 'bench-many', { from: now, until: now + 14 * DAY }),
  };
  const measure = async (run: () => Promise<unknown>): Promise<Percentiles> => {
    for (let n = 0; n < WARM_UP; n += 1) await run();
    const times: number[] = [];
    for (let n = 0; n < READS; n += 1) times.push((await timed(run)).ms);
    return percentiles(times);
  };
  return { sheet: await measure(asked.sheet), holds: await measure(asked.holds) };
}

/** Holds of the past years in every place of the unit, half of them run out and half given back. */
async function fillOld(db: Database, now: number): Promise<void> {
  const time = new Date(now);
  await sql`
    insert into holds (place, unit, case_id, state, active, needed_from, needed_until, expires_at, made_at, ended_at)
    select 'bench-many/' || 1 + n % ${PLACES}::integer, 'bench-many', gen_random_uuid(),
      case when n % 2 = 0 then 'released' else 'expired' end, false, ended - interval '5 days', ended, ended,
      ended - interval '6 days', ended
    from (select n, ${time}::timestamptz - n * interval '10 minutes' as ended
      from generate_series(1, ${OLD_HOLDS}::integer) as s (n)) old
  `.execute(db);
  await sql`analyze holds`.execute(db);
}

export function placeRows({ reserving, sheet, holds }: PlaceCosts): Row[] {
  const group = 'places';
  const what = `one place, ${CALLERS} callers at once: answered`;
  const flat = (name: string, { without, withOld }: PlaceCosts['sheet']): Row => ({
    group,
    what: `${name}, p50 without and with ${amount(OLD_HOLDS, '')} old holds, and the ratio`,
    value: `${amount(without.p50, 'ms')}, ${amount(withOld.p50, 'ms')}, ${amount(withOld.p50 / without.p50, '')}`,
    aim: 'flat',
  });
  return [
    { group, what: `${what}, p50`, value: amount(reserving.p50, 'ms') },
    {
      group,
      what: `${what}, p95 of ${amount(reserving.count, '')}`,
      value: amount(reserving.p95, 'ms'),
      aim: 'under 50 ms',
    },
    flat("a unit's sheet", sheet),
    flat('what is held at a unit', holds),
  ];
}
