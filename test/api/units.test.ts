// Capability sheets and the match, as a nurse, a practice and a ward use them over HTTP.
// What a sheet said on a date stays to be asked; a match says why, and from when it would fit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(() => api?.stop());

const UNIT = 'mun-0791-acute';
const SHEET = `/api/units/${UNIT}/capabilities`;
const put = (user: string, path: string, body: unknown): Promise<Reply> => api.send('PUT', user, path, { body });

const sheet = z.looseObject({
  version: z.number(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  capabilities: z.array(z.looseObject({ code: z.string(), answer: z.string(), perDay: z.number().nullable() })),
  staff: z.array(z.looseObject({ trained: z.array(z.looseObject({ person: z.string().nullable() })) })).nullable(),
  confirmed: z.object({ by: z.string(), at: z.string() }).nullable(),
  belowMinimum: z.array(z.object({ code: z.string(), label: z.string() })),
});
const answer = z.object({
  at: z.string(),
  units: z.array(
    z.looseObject({
      id: z.string(),
      fits: z.boolean(),
      reasons: z.array(z.looseObject({ code: z.string(), text: z.string(), fitsFrom: z.string().nullable() })),
      authority: z.looseObject({ id: z.string() }).nullable(),
      payer: z.looseObject({ id: z.string() }).nullable(),
      confirmer: z.looseObject({ id: z.string(), phone: z.string() }).nullable(),
      free: z
        .looseObject({
          unheld: z.number(),
          stated: z.object({ free: z.number(), at: z.string(), ageMinutes: z.number(), stale: z.boolean() }).nullable(),
        })
        .nullable(),
    }),
  ),
});
const read = async (user: string, query = '') => sheet.parse((await api.get(user, `${SHEET}${query}`)).body);
const matched = async (user: string, body: object) => answer.parse((await api.post(user, '/api/match', body)).body);
const unitIn = (found: z.infer<typeof answer>, id: string) => found.units.find((one) => one.id === id);
const everyDay = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'];

/** The unit's sheet as the files have it, with other words on IV medicine. */
const content = (iv: unknown, more: object = {}) => ({
  validFrom: '2026-01-01',
  places: 3,
  capabilities: { 'CAP-01': 'yes', 'CAP-03': 'yes', 'CAP-04': 'yes', 'CAP-05': 'yes', 'CAP-06': 'yes', 'CAP-14': iv },
  ...more,
});

describe('a capability sheet', () => {
  it('is changed by a nurse of the unit, and what it said before can still be asked', async () => {
    const before = await read('gp');
    const { body: clock } = await api.get(null, '/dev/clock');
    const changed = await put('acute-nurse', SHEET, { ...content({ perDay: 2 }), version: before.version });
    expect(changed.status, changed.text).toBe(200);
    const now = await read('gp');
    expect(now.version).toBe(before.version + 1);
    expect(now.capabilities.find(({ code }) => code === 'CAP-14')).toMatchObject({ answer: 'yes', perDay: 2 });
    expect(now.confirmed).toMatchObject({ by: 'Anders Akut' });
    const then = await read('gp', `?knownAt=${encodeURIComponent(z.string().parse(clock.now))}`);
    expect(then.version).toBe(before.version);
    expect(then.capabilities).toEqual(before.capabilities);
  });

  it('of a later day takes over that day, and each date has the one of its own', async () => {
    const next = await put('acute-nurse', SHEET, { ...content('no'), validFrom: '2027-02-01', version: 0 });
    expect(next.status, next.text).toBe(200);
    expect((await read('ward', '?on=2027-01-31')).validTo).toBe('2027-01-31');
    const later = await read('ward', '?on=2027-02-01');
    expect(later.capabilities.find(({ code }) => code === 'CAP-14')?.answer).toBe('no');
    expect(later.belowMinimum.map(({ code }) => code)).toEqual(['CAP-14']);
    expect((await api.get('ward', `${SHEET}?on=2025-12-31`)).status).toBe(404);
  });

  it.each([
    ['from a version that somebody has changed', 'acute-nurse', { ...content('yes'), version: 1 }, 409],
    ['by a ward', 'ward', { ...content('yes'), version: 9 }, 403],
    ['by a nurse of another unit', 'acute-nurse-2', { ...content('yes'), version: 9 }, 403],
    [
      'with a competence nobody knows',
      'acute-nurse',
      { ...content('yes', { staff: [{ competence: 'magic', onDuty: [], trained: [] }] }), version: 9 },
      400,
    ],
    ['with a misspelt field', 'acute-nurse', { ...content('yes', { place: 3 }), version: 9 }, 400],
  ])('is not changed %s', async (_, user, body, status) => {
    const before = await read('gp');
    expect((await put(user, SHEET, body)).status).toBe(status);
    expect((await read('gp')).version).toBe(before.version);
  });

  it('names who is trained to colleagues only', async () => {
    const staff = [
      {
        competence: 'iv-therapy',
        onDuty: [{ days: everyDay, opens: '07:00', closes: '22:00' }],
        trained: [{ person: 'person-acute-nurse', until: '2030-01-01' }],
      },
    ];
    const { version } = await read('gp');
    expect((await put('acute-nurse', SHEET, { ...content('yes', { staff }), version })).status).toBe(200);
    const persons = async (user: string) =>
      (await read(user)).staff?.flatMap(({ trained }) => trained.map(({ person }) => person));
    expect(await persons('acute-nurse')).toEqual(['person-acute-nurse']);
    expect(await persons('gp')).toEqual([null]);
  });

  it('is not there for a unit without places', async () => {
    expect((await api.get('gp', '/api/units/ward-m1/capabilities')).status).toBe(404);
    expect((await api.get('gp', '/api/units/nobody/capabilities')).status).toBe(404);
  });
});

describe('a match', () => {
  const tonight = { municipality: '0791', capabilities: ['CAP-03', 'CAP-14'], days: 1 };

  it('says in words why a unit cannot, to a practice as to a ward', async () => {
    const body = { ...tonight, times: { 'CAP-14': { at: ['22:30'] } } };
    const [asGp, asWard] = [await matched('gp', body), await matched('ward', body)];
    expect(unitIn(asGp, UNIT)).toMatchObject({
      fits: false,
      reasons: [
        {
          code: 'not-staffed',
          text: 'Intravenøs medicin (antibiotika) kl. 22.30: ingen sygeplejerske med IV-oplæring på vagt',
        },
      ],
    });
    expect(asGp.units).toEqual(asWard.units);
    const fits = asGp.units.map((unit) => unit.fits);
    expect(fits).toEqual([...fits].sort((a, b) => Number(b) - Number(a)));
  });

  // A day that has passed counts as now.
  const before2027 = Date.now() < Date.parse('2026-12-31T11:00:00Z');
  it.runIf(before2027)('asks different authorities before and after 1 January 2027, by configuration', async () => {
    const on = async (from: string) => unitIn(await matched('ward', { ...tonight, from }), UNIT);
    const [before, after] = [await on('2026-12-31T12:00:00+01:00'), await on('2027-01-01T12:00:00+01:00')];
    expect([before?.authority?.id, after?.authority?.id]).toEqual(['mun-0791', 'region-midt']);
    expect([before?.payer?.id, after?.payer?.id]).toEqual(['mun-0791', 'region-midt']);
    expect(before?.confirmer?.phone).toMatch(/^\d{8}$/);
  });

  it('shows what the unit says is free, how old that is, and goes by it while it is fresh', async () => {
    expect((await put('acute-nurse', `/api/units/${UNIT}/free-places`, { free: 0 })).status).toBe(200);
    expect((await put('gp', `/api/units/${UNIT}/free-places`, { free: 3 })).status).toBe(403);
    const full = unitIn(await matched('gp', tonight), UNIT);
    expect(full?.free?.stated).toMatchObject({ free: 0, stale: false });
    expect(full?.reasons.map(({ code }) => code)).toContain('no-free-place');
    await api.post(null, '/dev/clock/advance', { by: 'PT9H' });
    const old = unitIn(await matched('gp', tonight), UNIT);
    expect(old?.free?.stated).toMatchObject({ free: 0, stale: true });
    expect(old?.free?.stated?.ageMinutes).toBeGreaterThanOrEqual(9 * 60);
    expect(old?.reasons.map(({ code }) => code)).not.toContain('no-free-place');
  });

  it.each([
    ['an unknown capability', { ...tonight, capabilities: ['CAP-99'] }],
    ['no municipality', { capabilities: ['CAP-01'] }],
    ['a time that is none', { ...tonight, times: { 'CAP-14': { at: ['25:00'] } } }],
    ['a person', { ...tonight, cpr: '2509479989' }],
  ])('refuses %s', async (_, body) => {
    expect((await api.post('gp', '/api/match', body)).status).toBe(400);
  });
});
