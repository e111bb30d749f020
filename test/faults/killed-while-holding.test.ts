// The worker, then PostgreSQL, killed (SIGKILL) at the two moments that matter when a unit says yes: after the yes and
// before the hold, and after the hold and before anybody is answered. No ghost, no double, and the lease ends on time.
// A row that the test keeps locked is the seam: whoever wants it stands still there until it is killed.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advance, now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { reserve } from '../../store/places.ts';
import { eventually } from '../harness/eventually.ts';
import type { Outcome } from './caller.ts';
import { futureCpr } from './people.ts';
import type { Mortal, Town } from './processes.ts';
import { openTown } from './processes.ts';

const UNIT = 'mun-0791-acute';
const DAY = 24 * 3_600_000;
const patience = { within: 120_000, every: 100 };
const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const opened = z.looseObject({ id: z.string() });
const inbox = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), version: z.number() })) });
const shown = z.looseObject({
  bed: z.looseObject({ state: z.string(), unit: z.looseObject({ id: z.string() }).nullable() }),
  timeline: z.array(z.looseObject({ number: z.number(), fact: z.string() })),
});

let town: Town;
let db: Database;
beforeAll(async () => {
  town = await openTown();
  db = openDatabase(town.postgres.url, { max: 4 });
}, 300_000);
afterAll(async () => {
  await db?.destroy();
  await town?.stop();
});

let week = 0;

/** A discharge whose place the unit is asked for on its page, in a week that no other test uses. */
async function asked() {
  week += 1;
  const from = (await now(db)) + (3 + 14 * week) * DAY;
  const at = new Date(from).toISOString();
  const body = {
    ...example,
    patient: { ...example.patient, cpr: futureCpr(900 + week) },
    stay: { ...example.stay, episodeId: randomUUID() },
    plan: { ...example.plan, date: { kind: 'at', at }, bed: { ...example.plan.bed, from: at } },
  };
  const start = await town.caller.hand('ward', '/api/discharges', body, randomUUID());
  const { id } = opened.parse(start.body);
  const task = await eventually(async () => {
    const path = `/api/tasks?dischargeId=${id}&kind=take-patient`;
    const found = await town.caller.read('acute-nurse', path, inbox);
    return found?.items[0] ?? expect.unreachable('not asked');
  }, patience);
  return { id, task, from };
}
type Asked = Awaited<ReturnType<typeof asked>>;

/** The unit's nurse says yes, and stays with it until she knows what came of it. */
const yes = ({ task }: Asked): Promise<Outcome> =>
  town.caller.hand('acute-nurse', `/api/tasks/${task.id}/answer`, { answer: 'accept', version: task.version }, task.id);

const holdsOf = async (id: string) =>
  (
    await sql<{
      place: string;
      state: string;
    }>`select place, state from holds where case_id = ${id} and active`.execute(db)
  ).rows;

/** Somebody waits for the row that the test has locked. */
async function somebodyWaits(): Promise<void> {
  const { rows } = await sql`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(db);
  expect(rows.length).toBeGreaterThan(0);
}

/** Keeps a row locked while `during` runs; what dies with PostgreSQL lets go by itself. */
async function whileLocked(lock: ReturnType<typeof sql>, during: () => Promise<void>): Promise<void> {
  let done = false;
  const locked = db.transaction().execute(async (work) => {
    await lock.execute(work);
    await during();
    done = true;
  });
  await locked.catch((error: unknown) => {
    if (!done) throw error;
  });
}

const postgres = (): Mortal => ({ name: 'postgres', ...town.postgres });

/** Kills it while the yes is there and the hold is not: the place's rows are locked, and the hold waits for them. */
const beforeTheHold = (found: Asked, victim: Mortal, answered: { by?: Promise<Outcome> }) =>
  whileLocked(sql`select from places where unit = ${UNIT} for update`, async () => {
    answered.by = yes(found);
    await eventually(somebodyWaits, patience);
    expect((await holdsOf(found.id)).map(({ state }) => state)).toEqual(['reserved']);
    await victim.kill();
  });

/** Kills it when the hold is there and nobody knows: what would show it waits for the case's row. */
const afterTheHold = (found: Asked, victim: Mortal, answered: { by?: Promise<Outcome> }) =>
  whileLocked(sql`select from cases where id = ${found.id} for no key update`, async () => {
    answered.by = yes(found);
    await eventually(async () => {
      expect((await holdsOf(found.id)).map(({ state }) => state)).toEqual(['held']);
    }, patience);
    await victim.kill();
  });

/** What everybody sees in the end: one hold of one place, one yes, a record without a gap. */
async function heldOnce({ id }: Asked, outcome: Outcome | undefined): Promise<void> {
  expect(outcome?.kind).toBe('done');
  await eventually(async () => {
    const found = await town.caller.read('ward', `/api/discharges/${id}`, shown);
    expect(found?.bed).toMatchObject({ state: 'held', unit: { id: UNIT } });
    expect(found?.timeline.filter(({ fact }) => fact === 'bed-held')).toHaveLength(1);
    expect(found?.timeline.map(({ number }) => number)).toEqual(found?.timeline.map((_, n) => n + 1));
  }, patience);
  expect(await holdsOf(id)).toEqual([{ place: expect.any(String), state: 'held' }]);
}

describe('a unit says yes', { timeout: 400_000 }, () => {
  it.each([
    ['the worker is killed between the yes and the hold', () => town.worker, beforeTheHold],
    ['the worker is killed between the hold and the answer', () => town.worker, afterTheHold],
    ['PostgreSQL is killed between the yes and the hold', postgres, beforeTheHold],
    ['PostgreSQL is killed between the hold and the answer', postgres, afterTheHold],
  ])('and %s: the place is held once, and she is told', async (_, victimOf, killAt) => {
    const victim = victimOf();
    const found = await asked();
    const answered: { by?: Promise<Outcome> } = {};
    await killAt(found, victim, answered);
    await eventually(() => victim.start(), { within: 60_000, every: 200 });
    await heldOnce(found, await answered.by);
  });

  it('and no worker comes back before the lease ends: the place is the next one’s, and the late hold finds no ghost', async () => {
    const found = await asked();
    const other = () => ({
      dischargeId: randomUUID(),
      unit: UNIT,
      from: found.from,
      until: found.from + 2 * DAY,
      leaseUntil: found.from + DAY,
    });
    // The unit has three places: two are others', the third is reserved for this patient.
    expect([await reserve(db, other()), await reserve(db, other())]).toMatchObject([
      { taken: false },
      { taken: false },
    ]);
    const answered: { by?: Promise<Outcome> } = {};
    await beforeTheHold(found, town.worker, answered);
    expect(await reserve(db, other())).toEqual({ taken: true });
    await advance(db, 3 * 3_600_000);
    const next = other();
    const had = await reserve(db, next);
    expect(had).toMatchObject({ taken: false });
    await town.worker.start();
    await answered.by;
    await eventually(async () => {
      const { rows } = await sql<{ case_id: string }>`
        select case_id from holds where place = ${had.taken ? '' : had.place} and active
          and period && tstzrange(${new Date(found.from)}, ${new Date(found.from + DAY)})
      `.execute(db);
      expect(rows).toEqual([{ case_id: next.dischargeId }]);
      const now = await town.caller.read('ward', `/api/discharges/${found.id}`, shown);
      expect(now?.timeline.map(({ fact }) => fact)).toContain('bed-declined');
      expect(now?.bed.state).not.toBe('held');
    }, patience);
  });
});
