// What the acute beds are for, tried as their users would: a practice finds a bed tonight by phone, a ward learns what would
// have made a unit fit, and a request goes to whoever confirms on the day, by configuration alone.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { epoch } from '../../domain/ids.ts';
import { now as clockNow } from '../../store/clock.ts';
import { seedSheets } from '../../store/sheets.ts';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const SKIVE = 'mun-0779-acute';
let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
  const skive = api.service.rules.current().sheets.filter(({ municipality }) => municipality === '0779');
  await seedSheets(api.db, skive, await clockNow(api.db));
});
afterAll(() => api?.stop());

const ofGp = JSON.parse(readFileSync('examples/place-request.json', 'utf8'));
const ofWard = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const within = { within: 30_000, every: 100 };
const line = z.object({ label: z.string(), text: z.string() });
const shown = z.looseObject({
  id: z.string(),
  stage: z.string(),
  request: z.looseObject({ referredAt: z.string().nullable() }).nullable(),
  bed: z.looseObject({ state: z.string(), unit: z.looseObject({ id: z.string() }).nullable() }),
  tasks: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      version: z.number(),
      lines: z.array(line),
    }),
  ),
  timeline: z.array(z.looseObject({ fact: z.string(), lines: z.array(line).optional() })),
});
type Shown = z.infer<typeof shown>;
const matched = z.looseObject({
  units: z.array(
    z.looseObject({
      id: z.string(),
      fits: z.boolean(),
      reasons: z.array(z.looseObject({ code: z.string(), text: z.string(), fitsFrom: z.string().nullable() })),
      phone: z.string(),
      authority: z.looseObject({ id: z.string() }).nullable(),
    }),
  ),
});

const now = (): Promise<number> => clockNow(api.db);
const later = async (hours: number): Promise<string> => new Date((await now()) + hours * 3_600_000).toISOString();
const read = async (user: string, id: string): Promise<Shown> =>
  shown.parse((await api.get(user, `/api/discharges/${id}`)).body);
const openTask = (user: string, id: string, kind: string) =>
  eventually(async () => {
    const { tasks } = await read(user, id);
    const found = tasks.find((task) => task.kind === kind && task.status === 'open');
    if (found === undefined) throw new Error(`no open ${kind}: ${tasks.map((task) => task.kind).join(' ')}`);
    return found;
  }, within);
async function answer(user: string, id: string, kind: string, body: object): Promise<Reply> {
  const task = await openTask(user, id, kind);
  return api.post(user, `/api/tasks/${task.id}/answer`, { ...body, version: task.version });
}
const facts = async (id: string) => (await read('gp', id)).timeline.map(({ fact }) => fact);

async function gpAsks(cpr: string): Promise<string> {
  const need = { ...ofGp.need, capabilities: ['CAP-03', 'CAP-04', 'CAP-14'], from: await later(3), days: 4 };
  const body = { ...ofGp, patient: { ...ofGp.patient, cpr }, municipality: '0779', need };
  const reply = await api.post('gp', '/api/place-requests', body, { key: randomUUID() });
  expect(reply.status, reply.text).toBe(201);
  return shown.parse(reply.body).id;
}

/** Rings the nurse on duty in Skive, gets a yes on a condition from a named person, and takes the condition. */
async function ringsAndGetsYes(id: string): Promise<void> {
  const call = await openTask('gp', id, 'ring-unit');
  expect(call.lines.map(({ text }) => text).join(' ')).toContain('Skive');
  const said = {
    answer: 'accept-on-condition',
    condition: 'Ordinationen skal stå i FMK',
    spokeWith: 'Sygeplejerske Sanne',
  };
  expect((await answer('gp', id, 'ring-unit', { answer: 'accept-on-condition', condition: 'x' })).status).toBe(400);
  expect((await answer('gp', id, 'ring-unit', said)).status).toBe(200);
  expect((await answer('gp', id, 'consider-condition', { answer: 'take' })).status).toBe(200);
  await eventually(
    async () => expect((await read('gp', id)).bed).toMatchObject({ state: 'held', unit: { id: SKIVE } }),
    within,
  );
}

describe('a practice', () => {
  it('sees what a bed in Skive can do tonight, rings, records the named yes, and refers in writing', async () => {
    const body = {
      municipality: '0779',
      capabilities: ['CAP-03', 'CAP-14'],
      times: { 'CAP-14': { perDay: 4 } },
      from: await later(3),
      days: 4,
    };
    const { units } = matched.parse((await api.post('gp', '/api/match', body)).body);
    const skive = units.find((unit) => unit.id === SKIVE);
    expect(skive).toMatchObject({ fits: true, phone: expect.stringMatching(/^\d{8}$/) });
    expect(skive?.reasons.map(({ code }) => code)).toContain('on-condition');

    const id = await gpAsks('2509479996');
    await ringsAndGetsYes(id);
    const referred = await answer('gp', id, 'send-referral', { answer: 'sent', note: 'IV-antibiotika i fire døgn' });
    expect(referred.status, referred.text).toBe(200);
    await eventually(async () => expect((await read('gp', id)).request?.referredAt).not.toBeNull(), within);
    // The agreed time comes: the citizen is on the way, and the place is kept until somebody says what happened.
    await api.post(null, '/dev/clock/advance', { by: 'PT30H' });
    await eventually(async () => expect(await facts(id)).toContain('on-the-way'), within);
    expect((await read('gp', id)).bed.state).toBe('held');
  });

  it('loses the place when no referral follows, and the request says why', async () => {
    const id = await gpAsks('0201919996');
    await ringsAndGetsYes(id);
    await api.post(null, '/dev/clock/advance', { by: 'PT30H' });
    await eventually(async () => expect(await facts(id)).toContain('bed-lapsed'), within);
    expect((await openTask('gp', id, 'bed-lapsed')).lines.map(({ label }) => label)).toContain('Hvorfor');
    expect((await read('gp', id)).bed.state).not.toBe('held');
  });
});

describe('a ward whose request no unit fits', () => {
  it('is told which training, hours or equipment would have made one fit', async () => {
    const need = { capabilities: ['CAP-03', 'CAP-26', 'CAP-33'], from: await later(72), days: 3 };
    const body = {
      ...ofWard,
      patient: { ...ofWard.patient, cpr: '0504909989' },
      stay: { ...ofWard.stay, episodeId: randomUUID(), admittedAt: new Date(await now()).toISOString() },
      plan: { ...ofWard.plan, date: { kind: 'at', at: need.from }, bed: need },
    };
    const started = await api.post('ward', '/api/discharges', body);
    expect(started.status, started.text).toBe(201);
    const task = await openTask('ward', started.body.id, 'no-bed-found');
    const why = task.lines.find(({ label }) => label === 'Passer ikke')?.text ?? '';
    expect(why).toContain('Akutpladserne, Viborg');
    expect(why).toContain('Dialyse');
    const asked = { municipality: '0791', capabilities: need.capabilities, from: need.from, days: 3 };
    const { units } = matched.parse((await api.post('ward', '/api/match', asked)).body);
    expect(units.every(({ fits, reasons }) => !fits && reasons.every(({ text }) => text.length > 0))).toBe(true);
  });
});

describe('the night of 1 January 2027', () => {
  it.skipIf(Date.now() > epoch('2026-12-31T12:00:00+01:00'))(
    'has the same request go to another authority, by configuration alone',
    async () => {
      const on = async (from: string) =>
        matched
          .parse((await api.post('gp', '/api/match', { municipality: '0779', capabilities: ['CAP-03'], from })).body)
          .units.find((unit) => unit.id === SKIVE)?.authority?.id;
      expect(await on('2026-12-31T18:00:00+01:00')).toBe('mun-0779');
      expect(await on('2027-01-01T08:00:00+01:00')).toBe('region-midt');
    },
  );
});
