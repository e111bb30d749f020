// The report on competence over HTTP: who may read it, what it says of the example sheets, and that a unit's own change of
// its sheet changes it. No person is named in it.
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
const report = z.object({
  on: z.string(),
  gaps: z.array(
    z.object({
      municipality: z.object({ code: z.string(), name: z.string() }),
      capability: z.object({ code: z.string(), label: z.string() }),
      units: z.array(
        z.looseObject({
          id: z.string(),
          capable: z.boolean(),
          gaps: z.array(z.looseObject({ code: z.string(), text: z.string() })),
        }),
      ),
    }),
  ),
  trainings: z.array(
    z.looseObject({
      competence: z.string(),
      places: z.number(),
      opens: z.array(z.looseObject({ id: z.string(), places: z.number() })),
    }),
  ),
});
const read = async (user = 'gp', query = '?municipality=0791') =>
  report.parse((await api.get(user, `/api/reports/competence${query}`)).body);
const gapsOf = (found: z.infer<typeof report>, code: string) =>
  found.gaps.find(({ capability }) => capability.code === code)?.units.find(({ id }) => id === UNIT);
const sheet = (more: object) => ({
  validFrom: '2026-01-01',
  places: 3,
  capabilities: { 'CAP-01': 'yes', 'CAP-14': 'yes', 'CAP-15': 'yes' },
  ...more,
});
const trained = (until: string, person = 'person-acute-nurse') => [
  {
    competence: 'iv-therapy',
    onDuty: [
      {
        days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'],
        opens: '07:00',
        closes: '23:00',
      },
    ],
    trained: [{ person, until }],
  },
];
const change = async (more: object) => {
  const { body: before } = await api.get('acute-nurse', SHEET);
  const { status, text } = await api.send('PUT', 'acute-nurse', SHEET, {
    body: { ...sheet(more), version: before.version },
  });
  expect(status, text).toBe(200);
};

describe('the report on competence', () => {
  it.each(['acute-nurse', 'coordinator', 'team-leader', 'agreement-manager', 'ward', 'gp'])(
    'is for %s',
    async (user) => {
      expect((await api.get(user, '/api/reports/competence?municipality=0791')).status).toBe(200);
    },
  );

  it.each(['operator', 'hospital-system', 'municipal-system'])('is not for %s', async (user) => {
    expect((await api.get(user, '/api/reports/competence')).status).toBe(403);
  });

  it.each(['?on=yesterday', '?municipality=Viborg', '?unit=a'])('refuses %s', async (query) => {
    expect((await api.get('gp', `/api/reports/competence${query}`)).status).toBe(400);
  });

  it('tells in Danish what a unit cannot, and follows what the unit itself changes', async () => {
    await change({ staff: [] });
    const none = await read();
    expect(gapsOf(none, 'CAP-14')).toMatchObject({
      capable: false,
      kind: 'acute',
      places: 3,
      gaps: [{ code: 'no-trained-staff', text: expect.stringMatching(/^Ingen sygeplejerske med IV-oplæring/) }],
    });
    expect(gapsOf(none, 'CAP-22')?.gaps).toMatchObject([{ code: 'says-no', text: 'Enheden siger nej' }]);
    // Three places lack it for two capabilities: they count once.
    const opened = none.trainings.find(({ competence }) => competence === 'iv-therapy');
    expect(opened?.opens.find(({ id }) => id === UNIT)).toMatchObject({
      places: 3,
      capabilities: [{ code: 'CAP-14' }, { code: 'CAP-15' }],
    });
    await change({ staff: trained('2027-06-30') });
    const some = await read();
    expect(gapsOf(some, 'CAP-14')).toMatchObject({
      capable: true,
      gaps: [{ code: 'not-staffed-at-night', text: 'kl. 23–7: ingen sygeplejerske med IV-oplæring på vagt' }],
    });
    expect(some.trainings.flatMap(({ opens }) => opens.map(({ id }) => id))).not.toContain(UNIT);
  });

  it('is of the date that is asked for, and names nobody', async () => {
    await change({ staff: trained('2027-06-30', 'person-acute-nurse') });
    const codes = async (on: string) =>
      gapsOf(await read('gp', `?municipality=0791&on=${on}`), 'CAP-14')?.gaps.map(({ code }) => code);
    expect(await codes('2027-06-01')).toEqual(['not-staffed-at-night', 'training-ends-soon']);
    expect(await codes('2027-07-01')).toEqual(['training-ended']);
    const { text } = await api.get('acute-nurse', '/api/reports/competence');
    expect(text).not.toContain('person-acute-nurse');
  });

  it('is of all municipalities when none is asked for, most places first', async () => {
    const all = await read('agreement-manager', '');
    expect(new Set(all.gaps.map(({ municipality }) => municipality.code)).size).toBeGreaterThan(1);
    expect((await read('gp')).gaps.every(({ municipality }) => municipality.code === '0791')).toBe(true);
    const places = all.trainings.map((one) => one.places);
    expect(places).toEqual([...places].sort((a, b) => b - a));
  });
});
