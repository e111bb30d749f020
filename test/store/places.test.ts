// Places: never two cases in one place at a time, whoever asks how often and whatever went down in between.
// Time is the shared clock's, moved by the tests.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UnitSheet } from '../../domain/capability-sheet.ts';
import { advance, now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import type { PlaceChanged, PlaceWanted } from '../../store/places.ts';
import { change, freePlaces, hold, placesOf, release, reserve } from '../../store/places.ts';
import { writePublication } from '../../store/publish.ts';
import { putSheet, seedSheets, sheets } from '../../store/sheets.ts';
import { aCase, caseView, DAY, HOUR, MINUTE, publication, testDatabase } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase(20));
});
afterAll(() => db.destroy());

const sheet = (unit: string, places: number): UnitSheet => ({
  unit,
  municipality: '0791',
  kind: 'acute',
  capabilities: { 'CAP-01': 'yes' },
  validFrom: '2026-01-01',
  validTo: null,
  places,
});

/** A unit of this test's own with so many places. */
async function aUnit(places: number): Promise<string> {
  const unit = `unit-${randomUUID()}`;
  await seedSheets(db, [sheet(unit, places)], await now(db));
  return unit;
}

let time = 0;
beforeEach(async () => {
  time = await now(db);
});

const wanted = (unit: string, change: Partial<PlaceWanted> = {}): PlaceWanted => ({
  dischargeId: randomUUID(),
  unit,
  from: time + DAY,
  until: time + 8 * DAY,
  leaseUntil: time + 2 * HOUR,
  ...change,
});

const taken = { taken: true };

describe('taking a place', () => {
  test('as many cases as there are places, the next is told that it is taken', async () => {
    const unit = await aUnit(2);
    expect(await reserve(db, wanted(unit))).toEqual({ taken: false, place: `${unit}/1` });
    expect(await reserve(db, wanted(unit))).toEqual({ taken: false, place: `${unit}/2` });
    expect(await reserve(db, wanted(unit))).toEqual(taken);
  });

  test('a unit without places has none', async () => {
    expect(await reserve(db, wanted('unit-nobody-knows'))).toEqual(taken);
  });

  test('many at once share the places there are, each place once', async () => {
    const unit = await aUnit(3);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => reserve(db, wanted(unit))));
    const places = outcomes.flatMap((outcome) => (outcome.taken ? [] : [outcome.place]));
    expect(places.toSorted()).toEqual([`${unit}/1`, `${unit}/2`, `${unit}/3`]);
  });

  test('periods that only touch do not meet; those that overlap by a millisecond do', async () => {
    const unit = await aUnit(1);
    const first = wanted(unit);
    await reserve(db, first);
    expect(await reserve(db, wanted(unit, { from: first.until, until: first.until + DAY }))).toMatchObject({
      taken: false,
    });
    expect(await reserve(db, wanted(unit, { from: first.from - DAY, until: first.from + 1 }))).toEqual(taken);
  });

  test('the database itself refuses two in one place, whoever writes it', async () => {
    const unit = await aUnit(1);
    const first = wanted(unit);
    await reserve(db, first);
    const second = sql`
      insert into holds (place, unit, case_id, state, active, needed_from, needed_until, expires_at, made_at)
      values (${`${unit}/1`}, ${unit}, ${randomUUID()}, 'held', true, ${new Date(first.from)}, ${new Date(first.until)},
        ${new Date(first.until)}, ${new Date(time)})
    `.execute(db);
    await expect(second).rejects.toMatchObject({ fault: { kind: 'refused', constraint: 'holds_one_case' } });
  });

  test('the same case asking again has the same place, also many times at once, with the longer lease', async () => {
    const unit = await aUnit(3);
    const mine = wanted(unit);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => reserve(db, mine)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    await reserve(db, { ...mine, leaseUntil: mine.leaseUntil + HOUR });
    await reserve(db, { ...mine, leaseUntil: mine.leaseUntil - HOUR });
    expect(await placesOf(db, mine.dischargeId)).toMatchObject([
      { state: 'reserved', expiresAt: mine.leaseUntil + HOUR },
    ]);
    expect(await freePlaces(db, [unit], mine)).toEqual([{ unit, kind: 'acute', places: 3, free: 2 }]);
  });

  test('the same case asking for another period has that, and only that', async () => {
    const unit = await aUnit(1);
    const mine = wanted(unit);
    await reserve(db, mine);
    const later = { ...mine, from: mine.from + DAY, until: mine.until + DAY };
    expect(await reserve(db, later)).toMatchObject({ taken: false });
    expect(await placesOf(db, mine.dischargeId)).toMatchObject([{ from: later.from, until: later.until }]);
  });

  test('a period that ends before it begins is refused by the database, without a value in the error', async () => {
    const unit = await aUnit(1);
    const broken = wanted(unit, { until: time - DAY });
    await expect(reserve(db, broken)).rejects.toMatchObject({ fault: { kind: 'refused' } });
  });
});

describe('time', () => {
  test('a reservation ends by the shared clock, with every worker away', async () => {
    const unit = await aUnit(1);
    const first = wanted(unit);
    await reserve(db, first);
    await advance(db, 2 * HOUR - MINUTE);
    expect(await reserve(db, wanted(unit))).toEqual(taken);
    await advance(db, MINUTE);
    expect(await freePlaces(db, [unit], first)).toMatchObject([{ free: 1 }]);
    expect(await placesOf(db, first.dischargeId)).toEqual([]);
    expect(await reserve(db, wanted(unit, { leaseUntil: time + DAY }))).toMatchObject({ taken: false });
  });

  test('a hold lasts until its own time and then ends the same way', async () => {
    const unit = await aUnit(1);
    const first = wanted(unit);
    await reserve(db, first);
    expect(await hold(db, first.dischargeId, `${unit}/1`, time + 12 * HOUR)).toEqual({ held: true });
    await advance(db, 6 * HOUR);
    expect(await reserve(db, wanted(unit))).toEqual(taken);
    await advance(db, 6 * HOUR);
    expect(await reserve(db, wanted(unit, { leaseUntil: time + DAY }))).toMatchObject({ taken: false });
  });

  test('a place in which the patient lies is not free, however long ago its hold ran out', async () => {
    const unit = await aUnit(1);
    const dischargeId = await aCase(db);
    const first = wanted(unit, { dischargeId });
    await reserve(db, first);
    await hold(db, dischargeId, `${unit}/1`, time + DAY + 2 * HOUR);
    const left = caseView({ stage: 'left', leftAt: time + DAY });
    await writePublication(db, publication(dischargeId, [0, 1], { view: left }));
    await advance(db, 5 * DAY);
    expect(await reserve(db, wanted(unit, { leaseUntil: time + 6 * DAY }))).toEqual(taken);
    await advance(db, 4 * DAY);
    // The period is over, but nobody has said that the patient has gone: nobody new comes into the place.
    const next = { from: time + 10 * DAY, until: time + 12 * DAY, leaseUntil: time + 12 * DAY };
    expect(await reserve(db, wanted(unit, next))).toEqual(taken);
    expect(await freePlaces(db, [unit], next)).toMatchObject([{ free: 0 }]);
    expect(await placesOf(db, dischargeId)).toMatchObject([{ state: 'held' }]);
    await release(db, dischargeId, `${unit}/1`);
    expect(await reserve(db, wanted(unit, next))).toMatchObject({ taken: false });
  });

  test('a place in use does not run out, and one whose case was closed by hand ends with its period', async () => {
    const unit = await aUnit(1);
    const dischargeId = await aCase(db);
    const first = wanted(unit, { dischargeId });
    await reserve(db, first);
    const use = { dischargeId, place: `${unit}/1`, state: 'in-use', from: null, until: first.until } as const;
    expect(await change(db, { ...use, leaseUntil: first.until })).toEqual({ changed: true });
    await advance(db, 10 * DAY);
    const next = { from: time + 10 * DAY, until: time + 12 * DAY, leaseUntil: time + 12 * DAY };
    expect(await reserve(db, wanted(unit, next))).toEqual(taken);
    const closed = caseView({ stage: 'closed', closedAt: time + 10 * DAY });
    await writePublication(db, publication(dischargeId, [0, 1], { view: closed }));
    expect(await reserve(db, wanted(unit, next))).toMatchObject({ taken: false });
  });
});

describe('holding and giving back', () => {
  test('a hold after the reservation ran out is given when nobody took the place', async () => {
    const unit = await aUnit(1);
    const first = wanted(unit);
    await reserve(db, first);
    await advance(db, 3 * HOUR);
    // Somebody else asked in vain for another period meanwhile: that ended the reservation.
    await reserve(db, wanted(unit, { from: first.until + DAY, until: first.until + 2 * DAY, leaseUntil: time + DAY }));
    expect(await hold(db, first.dischargeId, `${unit}/1`, time + DAY)).toEqual({ held: true });
    expect(await reserve(db, wanted(unit))).toEqual(taken);
  });

  test('and is not when somebody has it', async () => {
    const unit = await aUnit(1);
    const first = wanted(unit);
    await reserve(db, first);
    await advance(db, 3 * HOUR);
    const second = wanted(unit, { leaseUntil: time + DAY });
    expect(await reserve(db, second)).toMatchObject({ taken: false });
    expect(await hold(db, first.dischargeId, `${unit}/1`, time + DAY)).toEqual({ held: false });
    expect(await hold(db, second.dischargeId, `${unit}/1`, time + DAY)).toEqual({ held: true });
    expect(await hold(db, second.dischargeId, `${unit}/1`, time + DAY)).toEqual({ held: true });
  });

  test('nobody holds what was never reserved, given back, or does not exist', async () => {
    const unit = await aUnit(1);
    const mine = wanted(unit);
    expect(await hold(db, mine.dischargeId, `${unit}/1`, time + DAY)).toEqual({ held: false });
    expect(await hold(db, mine.dischargeId, 'no-such-place', time + DAY)).toEqual({ held: false });
    await reserve(db, mine);
    await release(db, mine.dischargeId, `${unit}/1`);
    expect(await hold(db, mine.dischargeId, `${unit}/1`, time + DAY)).toEqual({ held: false });
  });

  test('giving back frees it for others, again and again is no fault', async () => {
    const unit = await aUnit(1);
    const mine = wanted(unit);
    await reserve(db, mine);
    await release(db, mine.dischargeId, `${unit}/1`);
    await release(db, mine.dischargeId, `${unit}/1`);
    expect(await reserve(db, wanted(unit))).toMatchObject({ taken: false });
    await release(db, mine.dischargeId, `${unit}/1`);
    expect(await reserve(db, wanted(unit))).toEqual(taken);
  });

  test('whatever is done by whom, at no time do two have one place', async () => {
    const unit = await aUnit(2);
    const cases = Array.from({ length: 4 }, () => randomUUID());
    const step = fc.record({
      who: fc.constantFrom(...cases),
      what: fc.constantFrom('reserve', 'hold', 'release', 'wait'),
      place: fc.constantFrom(`${unit}/1`, `${unit}/2`),
      start: fc.integer({ min: 0, max: 3 }),
      days: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const base = await now(db);
        await Promise.all(
          steps.map(async ({ who, what, place, start, days }) => {
            const from = base + start * DAY;
            const lease = base + HOUR * (start + 1);
            if (what === 'wait') await advance(db, HOUR);
            else if (what === 'hold') await hold(db, who, place, lease);
            else if (what === 'release') await release(db, who, place);
            else await reserve(db, { dischargeId: who, unit, from, until: from + days * DAY, leaseUntil: lease });
          }),
        );
        const { rows } = await sql<{ n: number }>`
          select count(*)::integer as n from holds a join holds b
            on a.place = b.place and a.id < b.id and a.active and b.active and a.period && b.period
        `.execute(db);
        expect(rows[0]?.n).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('another period for the same place', () => {
  const later = (mine: PlaceWanted, days: number): PlaceChanged => ({
    dischargeId: mine.dischargeId,
    place: `${mine.unit}/1`,
    state: 'held',
    from: mine.from + days * DAY,
    until: mine.until + days * DAY,
    leaseUntil: mine.from + (days + 1) * DAY,
  });

  test('is the new one alone; the days before it are free for others', async () => {
    const unit = await aUnit(1);
    const mine = wanted(unit);
    await reserve(db, mine);
    expect(await change(db, later(mine, 2))).toEqual({ changed: true });
    expect(await change(db, later(mine, 2))).toEqual({ changed: true });
    expect(await placesOf(db, mine.dischargeId)).toMatchObject([{ state: 'held', from: mine.from + 2 * DAY }]);
    expect(await reserve(db, wanted(unit, { until: mine.from + 2 * DAY }))).toMatchObject({ taken: false });
    expect(await reserve(db, wanted(unit, { from: mine.until + DAY, until: mine.until + 3 * DAY }))).toEqual(taken);
  });

  test('is refused when somebody has the place then, and the old one stays', async () => {
    const unit = await aUnit(1);
    const mine = wanted(unit);
    await reserve(db, mine);
    await reserve(db, wanted(unit, { from: mine.until, until: mine.until + DAY }));
    const [before] = await placesOf(db, mine.dischargeId);
    expect(await change(db, later(mine, 1))).toEqual({ changed: false });
    expect(await placesOf(db, mine.dischargeId)).toEqual([before]);
    await release(db, mine.dischargeId, `${unit}/1`);
    expect(await change(db, later(mine, 0))).toEqual({ changed: false });
  });

  test('is had by one of two who want it at once', async () => {
    const unit = await aUnit(1);
    const [one, two] = [wanted(unit), wanted(unit, { from: time + 20 * DAY, until: time + 27 * DAY })];
    await reserve(db, one);
    await reserve(db, two);
    const outcomes = await Promise.all([change(db, later(one, 9)), change(db, later(two, -9))]);
    expect(outcomes.filter(({ changed }) => changed)).toHaveLength(1);
  });
});

describe('sheets', () => {
  test('seeding again changes nothing that a unit has changed', async () => {
    const unit = await aUnit(2);
    const changed = { ...sheet(unit, 4), capabilities: {} };
    expect(await putSheet(db, { sheet: changed, base: 1, by: 'person-nurse', now: time })).toEqual({
      kind: 'written',
      version: 2,
    });
    await seedSheets(db, [sheet(unit, 2)], time);
    expect(await sheets(db, [unit])).toMatchObject([{ sheet: changed, version: 2, changedBy: 'person-nurse' }]);
    expect(await freePlaces(db, [unit], { from: time, until: time + DAY })).toEqual([
      { unit, kind: 'acute', places: 4, free: 4 },
    ]);
  });

  test('a change from an older version is stale, a new sheet starts at 1, and nothing is made from a version that is not', async () => {
    const unit = await aUnit(1);
    const put = (base: number, validFrom = '2026-01-01') =>
      putSheet(db, { sheet: { ...sheet(unit, 1), validFrom }, base, by: 'person-nurse', now: time });
    expect(await put(1)).toEqual({ kind: 'written', version: 2 });
    expect(await put(1)).toEqual({ kind: 'stale', version: 2 });
    expect(await put(0)).toEqual({ kind: 'stale', version: 2 });
    expect(await put(0, '2027-01-01')).toEqual({ kind: 'written', version: 1 });
    expect(await put(5, '2028-01-01')).toEqual({ kind: 'stale', version: 0 });
  });

  test('fewer places: who has one keeps it, nobody new comes into it', async () => {
    const unit = await aUnit(2);
    const [one, two] = [wanted(unit), wanted(unit)];
    await reserve(db, one);
    await reserve(db, two);
    await putSheet(db, { sheet: sheet(unit, 1), base: 1, by: 'person-nurse', now: time });
    expect(await hold(db, two.dischargeId, `${unit}/2`, time + DAY)).toEqual({ held: true });
    await release(db, two.dischargeId, `${unit}/2`);
    expect(await reserve(db, wanted(unit))).toEqual(taken);
  });
});
