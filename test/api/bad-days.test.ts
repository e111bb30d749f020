// Bad days at the API: Temporal, the worker or PostgreSQL is away. Nothing that was taken is lost or done twice,
// and the caller is told where the outcome will be found, or that nothing was taken.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { OwnServer } from '../harness/own-servers.ts';
import { ownPostgres, ownTemporal } from '../harness/own-servers.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
let postgres: OwnServer & { readonly url: string };
let temporal: Awaited<ReturnType<typeof ownTemporal>>;
beforeAll(async () => {
  [postgres, temporal] = await Promise.all([ownPostgres(), ownTemporal()]);
  api = await runApi({
    databaseUrl: postgres.url,
    temporal: temporal.target,
    sweeper: { everyMs: 200, olderThanMs: 7_000 },
  });
});
afterAll(async () => {
  await api?.stop();
  await Promise.all([postgres?.stop(), temporal?.stop()]);
});

const start = (cpr: string) => {
  const body = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const { plan } = body;
  const stay = { ...body.stay, episodeId: randomUUID() };
  return { ...body, patient: { ...body.patient, cpr }, stay, plan: { ...plan, bed: null } };
};
const patience = { within: 45_000, every: 200 };

async function openCase(cpr: string): Promise<string> {
  const reply = await api.post('ward', '/api/discharges', start(cpr));
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
}

const taskOf = (user: string, id: string, kind: string) =>
  eventually(async () => {
    const { body } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
    const [task, ...more] = body.items;
    if (task === undefined || more.length > 0) throw new Error(`${body.items.length} tasks of kind ${kind}`);
    return task;
  }, patience);

describe('Temporal away', () => {
  it('takes a start and an answer, says where their outcome will be, and delivers both when it is back', async () => {
    const open = await openCase('0201919990');
    const task = await taskOf('coordinator', open, 'answer-services');
    await temporal.kill();
    const body = start('0201609996');
    const [started, answered] = await Promise.all([
      api.post('ward', '/api/discharges', body, { key: 'away' }),
      api.post(
        'coordinator',
        `/api/tasks/${task.id}/answer`,
        { answer: 'accept', version: task.version, note: 'Ja' },
        { key: 'yes' },
      ),
    ]);
    expect([started.status, answered.status]).toEqual([202, 202]);
    const place = started.headers.get('location') ?? '';
    expect((await api.get('ward', place)).body).toMatchObject({ state: 'received', kind: 'start' });
    expect((await api.get('ward-2', place)).status).toBe(404);
    expect((await api.get('ward', `/api/discharges/${started.body.dischargeId}`)).status).toBe(200);
    const other = await api.post('ward', '/api/discharges', start('0201609996'), { key: 'away' });
    expect([other.status, other.body.type]).toEqual([422, '/problems/key-reused']);
    expect((await api.get(null, '/readyz')).body).toEqual({ postgres: true, temporal: false });

    await temporal.start();
    await eventually(async () => {
      expect((await api.get('ward', place)).body).toMatchObject({
        state: 'accepted',
        dischargeId: started.body.dischargeId,
      });
      expect((await api.get('coordinator', `/api/tasks/${task.id}`)).body).toMatchObject({ status: 'answered' });
    }, patience);
    const again = await api.post('ward', '/api/discharges', body, { key: 'away' });
    expect([again.status, again.body.id]).toEqual([201, started.body.dischargeId]);
    const { body: found } = await api.post('ward', '/api/search', { cpr: '0201609996' });
    expect(found.items).toHaveLength(1);
    const { body: whole } = await api.get('ward', `/api/discharges/${open}`);
    expect(whole.timeline.filter((event: { fact: string }) => event.fact === 'services-answered')).toHaveLength(1);
  }, 120_000);
});

describe('the worker away', () => {
  it('answers 202, and the refusal of what cannot be is found at the submission', async () => {
    const open = await openCase('0504909989');
    const task = await taskOf('coordinator', open, 'answer-services');
    await api.stopWorker();
    const path = `/api/tasks/${task.id}/answer`;
    const first = await api.post('coordinator', path, { answer: 'accept', version: task.version });
    const second = await api.post('coordinator', path, { answer: 'accept', version: task.version });
    expect([first.status, second.status]).toEqual([202, 202]);
    await api.startWorker();
    await eventually(async () => {
      const outcomes = await Promise.all([first, second].map(({ body }) => api.get('coordinator', body.location)));
      expect(outcomes.map(({ body }) => body.state).toSorted()).toEqual(['accepted', 'refused']);
      const refused = outcomes.find(({ body }) => body.state === 'refused');
      expect(refused?.body.problem.type).toBe('/problems/task-closed');
    }, patience);
  }, 120_000);
});

describe('PostgreSQL away', () => {
  it('refuses with 503 and Retry-After, stays up, and takes the same request once when it is back', async () => {
    const open = await openCase('1509819996');
    const task = await taskOf('coordinator', open, 'answer-services');
    await postgres.kill();
    const answer = { answer: 'accept', version: task.version };
    const path = `/api/tasks/${task.id}/answer`;
    for (const reply of [
      await api.post('coordinator', path, answer, { key: 'pg' }),
      await api.get('coordinator', '/api/tasks'),
      await api.post('ward', '/api/discharges', start('2311143995')),
    ]) {
      expect([reply.status, reply.body.type]).toEqual([503, '/problems/database-away']);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await api.get(null, '/healthz')).status).toBe(200);
    expect((await api.get(null, '/readyz')).status).toBe(503);

    await postgres.start();
    const taken = await eventually(async () => {
      const reply = await api.post('coordinator', path, answer, { key: 'pg' });
      expect(reply.status).toBe(200);
      return reply;
    }, patience);
    expect(taken.body).toMatchObject({ status: 'answered' });
    expect((await api.post('coordinator', path, answer, { key: 'pg' })).status).toBe(200);
  }, 120_000);
});

describe('a crash of the API between keeping and deciding', () => {
  it('leaves a start that the sweeper takes up', async () => {
    const body = start('0108629996');
    const caller = { person: 'person-ward', role: 'ward-staff', org: 'hosp-midt', units: ['ward-m1'] };
    const id = randomUUID();
    const long = new Date(Date.now() - 60_000);
    await api.db
      .insertInto('submissions')
      .values({
        id,
        kind: 'start',
        actor: JSON.stringify(caller),
        actor_person: caller.person,
        body_hash: 'x',
        content: JSON.stringify(body),
        state: 'received',
        received_at: long,
      })
      .execute();
    await eventually(async () => {
      const { body: whole } = await api.get('ward', `/api/discharges/${id}`);
      expect(whole).toMatchObject({ id, stage: 'planning', patient: { cpr: '0108629996' } });
    }, patience);
  }, 120_000);
});
