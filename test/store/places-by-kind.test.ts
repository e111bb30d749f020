// Places of several kinds at one unit: each kind has its own sheet, places and figures, and none is taken for another.
// On a real PostgreSQL; time is the shared clock's.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UnitSheet } from '../../domain/capability-sheet.ts';
import type { PlaceKind } from '../../domain/organisations.ts';
import { now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { freeFigures, statePlaces } from '../../store/free-figures.ts';
import { takenPlaces } from '../../store/holds.ts';
import { freePlaces, reserve } from '../../store/places.ts';
import { putSheet, seedSheets, sheetOn, sheets } from '../../store/sheets.ts';
import { DAY, HOUR, testDatabase } from './fixtures.ts';

let db: Database;
let time = 0;
beforeAll(async () => {
  ({ db } = await testDatabase(20));
  time = await now(db);
});
afterAll(() => db.destroy());

const sheet = (unit: string, kind: PlaceKind, places: number): UnitSheet => ({
  unit,
  municipality: '0791',
  kind,
  capabilities: { 'CAP-01': 'yes' },
  validFrom: '2026-01-01',
  validTo: null,
  places,
});

/** A unit of this test's own with one acute bed and two relief beds. */
async function aUnit(): Promise<string> {
  const unit = `unit-${randomUUID()}`;
  await seedSheets(db, [sheet(unit, 'acute', 1), sheet(unit, 'relief', 2)], time);
  return unit;
}

const wanted = (unit: string, kind: PlaceKind, dischargeId: string = randomUUID()) => ({
  dischargeId,
  unit,
  kind,
  from: time + DAY,
  until: time + 3 * DAY,
  leaseUntil: time + HOUR,
});
const period = () => ({ from: time + DAY, until: time + 2 * DAY });

test('a place of one kind is never taken for another, and the figures are told apart', async () => {
  const unit = await aUnit();
  const acute = await reserve(db, wanted(unit, 'acute'));
  expect(acute).toMatchObject({ taken: false });
  expect(await reserve(db, wanted(unit, 'acute'))).toEqual({ taken: true });
  const relief = await Promise.all([1, 2, 3].map(() => reserve(db, wanted(unit, 'relief'))));
  expect(relief.filter(({ taken }) => taken)).toHaveLength(1);
  const places = [acute, ...relief].flatMap((one) => (one.taken ? [] : [one.place]));
  expect(new Set(places).size).toBe(3);
  expect(await freePlaces(db, [unit], period())).toEqual([
    { unit, kind: 'acute', places: 1, free: 0 },
    { unit, kind: 'relief', places: 2, free: 0 },
  ]);
  const { places: have, taken } = await takenPlaces(db, unit, period());
  expect([have.get('acute'), have.get('relief')]).toEqual([1, 2]);
  expect(taken.map(({ kind }) => kind).sort()).toEqual(['acute', 'relief', 'relief']);
});

test('a case that asks for another kind gives back the place it had', async () => {
  const unit = await aUnit();
  const id = randomUUID();
  await reserve(db, wanted(unit, 'acute', id));
  expect(await reserve(db, wanted(unit, 'relief', id))).toMatchObject({ taken: false });
  expect(await freePlaces(db, [unit], period())).toMatchObject([{ free: 1 }, { free: 1 }]);
});

test('what a unit says is free is of one kind', async () => {
  const unit = await aUnit();
  await statePlaces(db, { unit, kind: 'relief', free: 0, by: 'person-nurse', at: time });
  const figures = await freeFigures(db, [unit], period());
  expect(figures({ unit, kind: 'relief' })).toMatchObject({ unheld: 2, stated: { free: 0 } });
  expect(figures({ unit, kind: 'acute' })).toMatchObject({ unheld: 1, stated: null });
  expect(figures({ unit, kind: 'rehabilitation' })).toBeUndefined();
});

test('changing the sheet of one kind leaves that of the other, and each has its own versions', async () => {
  const unit = await aUnit();
  const change = { ...sheet(unit, 'relief', 4), validFrom: '2027-01-01' };
  expect(await putSheet(db, { sheet: change, base: 0, by: 'person-nurse', now: time })).toMatchObject({ version: 1 });
  const stand = (await sheets(db, [unit])).map(({ sheet: { kind, validTo, places } }) => [kind, validTo, places]);
  expect(stand).toEqual([
    ['acute', null, 1],
    ['relief', '2026-12-31', 2],
    ['relief', null, 4],
  ]);
  expect((await sheetOn(db, { unit, kind: 'relief' }, '2027-01-01', time))?.sheet.places).toBe(4);
  expect((await sheetOn(db, { unit, kind: 'acute' }, '2027-01-01', time))?.sheet.places).toBe(1);
  expect(await sheetOn(db, { unit, kind: 'acute-team' }, '2027-01-01', time)).toBeNull();
});
