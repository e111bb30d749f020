// The report on lead times over HTTP: who may read it, what it refuses, and what it says in Danish after an answer in time
// and an answer that came too late. No case and no person stands in it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shownLeadTimes } from '../../api/schemas/lead-times.ts';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const PATH = '/api/reports/lead-times';
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const tasks = z.object({ items: z.array(z.looseObject({ id: z.string(), version: z.number() })) });
const read = async (query = '', user = 'team-leader') =>
  shownLeadTimes.parse((await api.get(user, `${PATH}${query}`)).body);

async function started(): Promise<string> {
  const stay = { ...start.stay, episodeId: randomUUID() };
  const reply = await api.post('ward', '/api/discharges', { ...start, stay, plan: { ...start.plan, bed: null } });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}
async function answer(id: string): Promise<void> {
  const path = `/api/tasks?dischargeId=${id}&kind=pause-services`;
  const task = await eventually(async () => {
    const [found] = tasks.parse((await api.get('coordinator', path)).body).items;
    if (found === undefined) throw new Error('No task yet');
    return found;
  });
  const body = { answer: 'done', version: task.version };
  const reply = await api.post('coordinator', `/api/tasks/${task.id}/answer`, body);
  expect(reply.status, reply.text).toBe(200);
}

describe('the report on lead times', () => {
  it.each(['ward', 'coordinator', 'team-leader', 'acute-nurse', 'gp', 'agreement-manager'])(
    'is for %s',
    async (user) => {
      expect((await api.get(user, PATH)).status).toBe(200);
    },
  );

  it.each(['operator', 'hospital-system'])('is not for %s', async (user) => {
    expect((await api.get(user, PATH)).status).toBe(403);
  });

  it.each([
    '?from=yesterday',
    '?from=2026-12-02&to=2026-12-01',
    '?from=2025-01-01&to=2026-12-01',
    '?unit=nobody',
    '?municipality=Viborg',
    '?step=breakfast',
    '?by=person',
    '?case=1',
  ])('refuses %s', async (query) => {
    expect((await api.get('ward', `${PATH}${query}`)).status).toBe(400);
  });

  it('is empty where nothing ended, and says which period it is of', async () => {
    const { items, from, to } = await read('?from=2020-01-06&to=2020-01-12');
    expect([items, from, to]).toEqual([[], '2020-01-06', '2020-01-12']);
    const four = await read();
    expect((Date.parse(four.to) - Date.parse(four.from)) / 86_400_000).toBe(27);
  });

  it('tells of one answer in time and one too late, in numbers and in Danish', async () => {
    const early = await started();
    await answer(early);
    const late = await started();
    // The municipality has a day and night to pause services.
    await api.post(null, '/dev/clock/advance', { by: 'PT25H' });
    await answer(late);
    const { items } = await read('?municipality=0791&step=pause-services&by=step,unit');
    expect(items).toHaveLength(1);
    const [row] = items;
    expect(row).toMatchObject({
      step: { code: 'pause-services', label: 'Sæt løbende ydelser på pause' },
      week: null,
      answered: 2,
      lapsed: 0,
      inTime: 1,
      shareInTime: 0.5,
    });
    expect(row?.medianMinutes).toBeGreaterThan(12 * 60);
    expect(row?.percentile90Minutes).toBeGreaterThan(22 * 60);
    expect(row?.text).toMatch(
      /^Sæt løbende ydelser på pause: .+: median 12 t \d+ min, ni af ti inden 22 t \d+ min: 50 % i tide af 2$/,
    );
    expect((await read('?unit=ward-m1&step=pause-services')).items).toEqual([]);
    // Who records a leaving before anybody has to ask is in time, and counts.
    const left = { happenedAt: new Date().toISOString(), how: 'home' };
    const leave = await api.post('ward', `/api/discharges/${late}/actions/leave`, left);
    expect(leave.status, leave.text).toBe(200);
    expect((await read('?unit=ward-m1&step=leaving-recorded&by=step')).items).toMatchObject([
      { step: { label: 'Udskrivning fra den skete, til den er registreret' }, answered: 1, inTime: 1, shareInTime: 1 },
    ]);
    const told = (await read('?step=message-arrived&by=step')).items;
    expect(told).toMatchObject([{ step: { code: 'message-arrived' }, shareInTime: expect.any(Number) }]);
    expect(told[0]?.text).toMatch(/^Meddelelse fra den er klar, til den er modtaget: /);
    const { text } = await api.get('team-leader', PATH);
    expect([early, late, 'person-'].filter((hidden) => text.includes(hidden))).toEqual([]);
  });
});
