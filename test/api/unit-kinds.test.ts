// A unit with places of two kinds, over HTTP: each kind has its own sheet and figures, and a match judges each by itself.
// On a real PostgreSQL, without a worker.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(() => api?.stop());

const UNIT = 'mun-0791-acute';
const SHEET = `/api/units/${UNIT}/capabilities`;
const relief = { version: 0, validFrom: '2026-01-01', places: 2, capabilities: { 'CAP-24': 'yes' } };
const found = z.object({
  units: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      fits: z.boolean(),
      free: z.looseObject({ places: z.number(), unheld: z.number(), stated: z.unknown() }).nullable(),
    }),
  ),
});
const matched = async () => {
  const need = { municipality: '0791', kinds: ['acute', 'relief'], capabilities: ['CAP-24'] };
  const { units } = found.parse((await api.post('gp', '/api/match', need)).body);
  return units.filter(({ id }) => id === UNIT).sort((a, b) => (a.kind < b.kind ? -1 : 1));
};

describe('a unit with acute beds', () => {
  it('has no sheet for relief beds until its nurse writes one, and then one of each', async () => {
    expect((await api.get('gp', `${SHEET}?kind=relief`)).status).toBe(404);
    expect((await matched()).map(({ kind }) => kind)).toEqual(['acute']);
    expect((await api.send('PUT', 'gp', `${SHEET}?kind=relief`, { body: relief })).status).toBe(403);
    const put = await api.send('PUT', 'acute-nurse', `${SHEET}?kind=relief`, { body: relief });
    expect(put.status, put.text).toBe(200);
    expect(put.body).toMatchObject({ kind: 'relief', places: 2 });
    expect((await api.get('gp', `${SHEET}?kind=relief`)).body).toMatchObject({ kind: 'relief', places: 2 });
    expect((await api.get('gp', SHEET)).body).toMatchObject({ kind: 'acute', places: 3 });
    expect((await api.get('gp', `${SHEET}?kind=bed`)).status).toBe(400);
  });

  it('is matched for each kind by itself', async () => {
    expect(await matched()).toMatchObject([
      { kind: 'acute', free: { places: 3, unheld: 3 } },
      { kind: 'relief', fits: true, free: { places: 2, unheld: 2 } },
    ]);
  });

  it('says what is free of each kind, and shows both on its page and in what is held', async () => {
    const path = `/api/units/${UNIT}/free-places?kind=relief`;
    expect((await api.send('PUT', 'acute-nurse', path, { body: { free: 0 } })).body).toMatchObject({ kind: 'relief' });
    expect(await matched()).toMatchObject([
      { kind: 'acute', free: { stated: null } },
      { kind: 'relief', fits: false, free: { stated: { free: 0 } } },
    ]);
    expect((await api.get('gp', `/api/units/${UNIT}`)).body).toMatchObject({
      place: { kind: 'acute', free: { places: 3, stated: null } },
      otherPlaces: [{ kind: 'relief', free: { places: 2, stated: { free: 0 } } }],
    });
    const held = async (query: string) => (await api.get('gp', `/api/units/${UNIT}/holds${query}`)).body;
    expect(await held('')).toMatchObject({
      places: 5,
      kinds: [
        { kind: 'acute', places: 3 },
        { kind: 'relief', places: 2 },
      ],
    });
    expect(await held('?kind=relief')).toMatchObject({ places: 2, kinds: [{ kind: 'relief' }] });
  });
});
