// What is held at a unit: its people and its municipality see each place, a ward only how many, and nobody a person.
// On a real PostgreSQL; places are taken as the worker takes them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { now } from '../../store/clock.ts';
import { change, hold, reserve } from '../../store/places.ts';
import { aCase } from '../store/fixtures.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const UNIT = 'mun-0791-acute';
const DAY = 24 * 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();
let api: RunningApi;
let from = 0;
let own = '';
beforeAll(async () => {
  api = await runApi();
  const { db } = api;
  from = (await now(db)) + 30 * DAY;
  own = await aCase(db, { parties: ['ward-m1', UNIT] });
  const wanted = { unit: UNIT, from, until: from + 5 * DAY, leaseUntil: from + DAY };
  await reserve(db, { ...wanted, dischargeId: own });
  await hold(db, own, `${UNIT}/1`, from + DAY);
  const there = randomUUID();
  await reserve(db, { ...wanted, dischargeId: there });
  const use = { dischargeId: there, place: `${UNIT}/2`, state: 'in-use', from: null } as const;
  await change(db, { ...use, until: from + 5 * DAY, leaseUntil: from + 5 * DAY });
  await reserve(db, { ...wanted, dischargeId: randomUUID() });
});
afterAll(() => api?.stop());

const path = (query = `from=${iso(from)}&until=${iso(from + 3 * DAY)}`) => `/api/units/${UNIT}/holds?${query}`;

describe('what is held at a unit', () => {
  it('is each place for its own people, with the case only where they take part in it', async () => {
    const { status, body } = await api.get('acute-nurse', path());
    expect([status, body.counts]).toEqual([200, { asked: 1, held: 1, inUse: 1 }]);
    expect(body).toMatchObject({ unit: { id: UNIT }, places: 3, from: iso(from), until: iso(from + 3 * DAY) });
    const period = { from: iso(from), until: iso(from + 5 * DAY) };
    expect(body.items).toEqual([
      {
        place: `${UNIT}/1`,
        kind: 'acute',
        state: 'held',
        label: 'Holdt',
        ...period,
        expiresAt: iso(from + DAY),
        dischargeId: own,
      },
      {
        place: `${UNIT}/2`,
        kind: 'acute',
        state: 'in-use',
        label: 'I brug',
        ...period,
        expiresAt: null,
        dischargeId: null,
      },
      expect.objectContaining({ place: `${UNIT}/3`, state: 'asked', dischargeId: null }),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Testperson|Elmer|2509479989/);
  });

  it('is each place without cases for the municipality, and how many for wards and practices', async () => {
    const { body: municipal } = await api.get('coordinator', path());
    expect(municipal.items.map((one) => one.dischargeId)).toEqual([null, null, null]);
    for (const user of ['ward', 'gp', 'coordinator-2']) {
      const { status, body } = await api.get(user, path());
      expect([user, status, body.items, body.counts]).toEqual([user, 200, null, { asked: 1, held: 1, inUse: 1 }]);
    }
  });

  it('is of the period that is asked for, at most 92 days', async () => {
    const before = await api.get('acute-nurse', path(`from=${iso(from - 5 * DAY)}&until=${iso(from)}`));
    expect(before.body.counts).toEqual({ asked: 0, held: 0, inUse: 0 });
    expect((await api.get('acute-nurse', path(''))).body.items).toEqual([]);
    for (const query of [
      `from=${iso(from)}&until=${iso(from + 93 * DAY)}`,
      `from=${iso(from)}&until=${iso(from)}`,
      'from=2026-12-01',
      'from=2026-12-01T10:00:00',
    ]) {
      const { status, body } = await api.get('acute-nurse', path(query));
      expect([query, status, body.type]).toEqual([query, 400, '/problems/bad-input']);
    }
  });

  it('is nothing of a unit without places, and not for machines', async () => {
    expect((await api.get('ward', '/api/units/ward-m1/holds')).status).toBe(404);
    expect((await api.get('ward', '/api/units/nobody/holds')).status).toBe(404);
    expect((await api.get('vans', path())).status).toBe(403);
  });
});
