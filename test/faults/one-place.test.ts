// Fifty callers want one place at the same instant, again and again: one of them has it, the others are told at once.
// And a database that is lost between a reservation and its hold leaves no ghost in the place.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { advance, now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import type { PlaceReserved, PlaceWanted } from '../../store/places.ts';
import { hold, placesOf, release, reserve } from '../../store/places.ts';
import { seedSheets } from '../../store/sheets.ts';
import { eventually } from '../harness/eventually.ts';
import { freshDatabase } from '../harness/servers.ts';
import { DAY, HOUR, MINUTE } from '../store/fixtures.ts';

const ROUNDS = process.env['FAULTS'] === 'full' ? 1_000 : 20;
const CALLERS = 50;

let db: Database;
/** Stays outside of what the tests do to the others' connections. */
let observer: Database;
beforeAll(async () => {
  const url = await freshDatabase();
  // Half of the callers wait for a connection, as they do in a process.
  db = openDatabase(url, { max: 25, statementTimeoutMs: 60_000, connectTimeoutMs: 60_000 });
  observer = openDatabase(url, { max: 2 });
});
afterAll(async () => {
  await db?.destroy();
  await observer?.destroy();
});

let unit = '';
let place = '';
let time = 0;
beforeEach(async () => {
  time = await now(db);
  unit = `unit-${randomUUID()}`;
  place = `${unit}/1`;
  const period = { validFrom: '2026-01-01', validTo: null };
  await seedSheets(db, [{ unit, municipality: '0791', kind: 'acute', capabilities: {}, ...period, places: 1 }], time);
});

/** Somebody new, who needs the place some minutes later than the one before; all of them overlap. */
const wanted = (minutes = 0): PlaceWanted => ({
  dischargeId: randomUUID(),
  unit,
  from: time + DAY + minutes * MINUTE,
  until: time + 8 * DAY,
  leaseUntil: time + 2 * HOUR,
});

/** Lets all callers go at once; gives who has the place and what the others were told. */
async function rush(): Promise<{ readonly had: readonly string[]; readonly told: readonly PlaceReserved[] }> {
  const callers = Array.from({ length: CALLERS }, (_, n) => wanted(n));
  const outcomes = await Promise.all(callers.map((caller) => reserve(db, caller)));
  return {
    had: callers.filter((_, n) => outcomes[n]?.taken === false).map(({ dischargeId }) => dischargeId),
    told: outcomes.filter(({ taken }) => taken),
  };
}

/** Who the database says has the place. */
async function inPlace(): Promise<readonly unknown[]> {
  const { rows } = await sql`select case_id, state from holds where place = ${place} and active`.execute(observer);
  return rows;
}

describe('one place', () => {
  test(`${CALLERS} callers at the same instant, ${ROUNDS} times: one has it, none while it is held, one when it is given back`, async () => {
    const began = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) {
      // From the second round on: after the place was given back.
      const { had, told } = await rush();
      expect([had.length, told]).toEqual([1, Array(CALLERS - 1).fill({ taken: true })]);
      const [one = ''] = had;
      expect(await inPlace()).toEqual([{ case_id: one, state: 'reserved' }]);
      expect(await hold(db, one, place, time + DAY)).toEqual({ held: true });
      expect((await rush()).had).toEqual([]);
      expect(await inPlace()).toEqual([{ case_id: one, state: 'held' }]);
      await release(db, one, place);
    }
    expect((await rush()).had).toHaveLength(1);
    console.log(`One place: ${ROUNDS} rounds of ${2 * CALLERS} callers in ${Math.round(performance.now() - began)} ms`);
  }, 1_800_000);
});

describe('the database lost', () => {
  /** Ends the connection that waits to write. */
  async function loseConnection(): Promise<void> {
    const waiting = await sql<{ pid: number }>`
      select pg_terminate_backend(pid), pid from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and wait_event_type = 'Lock'
    `.execute(observer);
    expect(waiting.rows).toHaveLength(1);
  }

  /** Has `during` run into the loss of its connection just before it would write. */
  async function lostWhile<T>(during: () => Promise<T>): Promise<void> {
    await observer.transaction().execute(async (work) => {
      await sql`select from places where unit = ${unit} for update`.execute(work);
      const failed = expect(during()).rejects.toMatchObject({ fault: { kind: 'unavailable' } });
      await eventually(loseConnection);
      await failed;
    });
    // The pool may lend the lost connection once more before it learns of its end, as a process would see it.
    await eventually(() => now(db));
  }

  test('while a place is taken: nothing is taken, the next has it at once', async () => {
    const first = wanted();
    await lostWhile(() => reserve(db, first));
    expect(await placesOf(db, first.dischargeId)).toEqual([]);
    expect(await reserve(db, wanted())).toEqual({ taken: false, place });
  });

  test("between reservation and hold: the place is another's when the lease has run out, and the late hold is told no", async () => {
    const [first, next] = [wanted(), { ...wanted(), leaseUntil: time + DAY }];
    await reserve(db, first);
    await lostWhile(() => hold(db, first.dischargeId, place, time + DAY));
    expect(await inPlace()).toEqual([{ case_id: first.dischargeId, state: 'reserved' }]);
    expect(await reserve(db, next)).toEqual({ taken: true });

    await advance(db, 2 * HOUR);
    expect(await reserve(db, next)).toEqual({ taken: false, place });
    expect(await hold(db, first.dischargeId, place, time + DAY)).toEqual({ held: false });
    expect(await placesOf(db, first.dischargeId)).toEqual([]);
    expect(await hold(db, next.dischargeId, place, time + DAY)).toEqual({ held: true });
    expect(await inPlace()).toEqual([{ case_id: next.dischargeId, state: 'held' }]);
  });
});
