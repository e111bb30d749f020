// Many at the same moment: one stay started by twenty, one task answered by ten, one key used by two, clients that hang.
// One wins, the others are told, nothing is there twice.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const body = (cpr: string, episodeId: string = randomUUID()) => ({
  ...start,
  patient: { ...start.patient, cpr },
  stay: { ...start.stay, episodeId },
  plan: { ...start.plan, bed: null },
});
const times = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const statuses = (replies: readonly Reply[]): number[] => replies.map(({ status }) => status).toSorted((a, b) => a - b);

/** What became of it in the end, when that was not known at once: this machine may be busy. */
async function inTheEnd(user: string, reply: Reply): Promise<Pick<Seen, 'state' | 'problem'>> {
  if (reply.status !== 202) return { state: reply.status === 200 ? 'accepted' : 'refused', problem: reply.body };
  return eventually(async () => {
    const { body: kept } = await api.get(user, reply.body.location);
    if (kept.state === 'received') throw new Error('not decided yet');
    return kept;
  });
}

const taskOf = (id: string): Promise<Seen> =>
  eventually(async () => {
    const { body: page } = await api.get('coordinator', `/api/tasks?dischargeId=${id}&kind=answer-services`);
    const [task] = page.items;
    if (task === undefined) throw new Error('no task yet');
    return task;
  });

describe('twenty starts at once', () => {
  it('of one stay, by two people, give one case', async () => {
    const one = body('0201609996');
    const replies = await Promise.all(
      times(20, (n) => api.post(n % 2 === 0 ? 'ward' : 'doctor', '/api/discharges', one)),
    );
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(statuses(replies)).toEqual([...times(19, () => 200), 201]);
    const { body: found } = await api.post('ward', '/api/search', { cpr: '0201609996' });
    expect(found.items).toHaveLength(1);
    const rows = await api.db
      .selectFrom('cases')
      .select('id')
      .where('id', '=', found.items[0]?.id ?? '')
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('under one key give one case and one submission', async () => {
    const one = body('0201919996');
    const replies = await Promise.all(times(20, () => api.post('ward', '/api/discharges', one, { key: 'twenty' })));
    expect(statuses(replies)).toEqual(times(20, () => 201));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    const kept = await api.db.selectFrom('submissions').select('id').where('idempotency_key', '=', 'twenty').execute();
    expect(kept).toHaveLength(1);
  });

  it('of as many stays of one person leave one case going on', async () => {
    const replies = await Promise.all(times(4, () => api.post('ward', '/api/discharges', body('0108629996'))));
    expect(statuses(replies)).toEqual(times(4, () => 201));
    await eventually(
      async () => {
        const { body: found } = await api.post('ward', '/api/search', { cpr: '0108629996' });
        const planned = found.items.filter(({ stage }) => stage === 'planning');
        expect([found.items.length, planned.length]).toEqual([4, 1]);
      },
      { within: 20_000, every: 200 },
    );
  });

  it('under one key by two people are two requests', async () => {
    const [one, other] = [body('0504909989'), body('0504909995')];
    const [mine, yours] = await Promise.all([
      api.post('ward', '/api/discharges', one, { key: 'shared' }),
      api.post('doctor', '/api/discharges', other, { key: 'shared' }),
    ]);
    expect(statuses([mine, yours])).toEqual([201, 201]);
    expect(mine.body.id).not.toBe(yours.body.id);
    const again = await api.post('doctor', '/api/discharges', other, { key: 'shared' });
    expect([again.status, again.body.id]).toEqual([201, yours.body.id]);
  });

  it('under one key with two bodies give one case, and tell the other', async () => {
    const two = ['0104909995', '0108589995'].map((cpr) => body(cpr));
    const replies = await Promise.all(two.map((each) => api.post('ward', '/api/discharges', each, { key: 'two' })));
    expect(statuses(replies)).toEqual([201, 422]);
  });
});

describe('ten answers at once', () => {
  it('to one task: one wins, the nine are told who it was', async () => {
    const { body: opened } = await api.post('ward', '/api/discharges', body('0201609995'));
    const task = await taskOf(opened.id);
    const users = times(10, (n) => (n % 2 === 0 ? 'coordinator' : 'team-leader'));
    const path = `/api/tasks/${task.id}/answer`;
    const replies = await Promise.all(
      users.map((user) => api.post(user, path, { answer: 'accept', version: task.version })),
    );
    const outcomes = await Promise.all(replies.map((reply, n) => inTheEnd(users[n] ?? '', reply)));
    expect(outcomes.filter(({ state }) => state === 'accepted')).toHaveLength(1);
    const { answer } = (await api.get('coordinator', `/api/tasks/${task.id}`)).body;
    for (const { problem } of outcomes.filter(({ state }) => state === 'refused')) {
      expect(problem).toMatchObject({ type: '/problems/task-closed', answeredBy: answer.byName });
    }
    const { timeline } = (await api.get('ward', `/api/discharges/${opened.id}`)).body;
    expect(timeline.filter(({ fact }) => fact === 'services-answered')).toHaveLength(1);
  });

  it('under one key are one answer, given to all', async () => {
    const { body: opened } = await api.post('ward', '/api/discharges', body('1509819996'));
    const task = await taskOf(opened.id);
    const answer = { answer: 'accept', version: task.version, note: 'Ja' };
    const replies = await Promise.all(
      times(10, () => api.post('coordinator', `/api/tasks/${task.id}/answer`, answer, { key: 'ten' })),
    );
    expect(statuses(replies)).toEqual(times(10, () => 200));
    const { timeline } = (await api.get('ward', `/api/discharges/${opened.id}`)).body;
    expect(timeline.filter(({ fact }) => fact === 'task-answered')).toHaveLength(1);
  });
});

describe('listeners that take nothing in', () => {
  it('are let go, and hold up nobody else', async () => {
    const { port } = new URL(api.url);
    const token = await api.token('ward');
    const request = `GET /api/changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const sockets = times(20, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.pause();
      socket.on('error', () => undefined);
      socket.write(request);
      return socket;
    });
    const gauge = async () => /^change_streams (\d+)$/m.exec((await api.get(null, '/metrics')).text)?.[1];
    await eventually(async () => expect(await gauge()).toBe('20'));
    const { body: opened } = await api.post('ward', '/api/discharges', body('2311143995'));
    const reply = await api.get('ward', `/api/discharges/${opened.id}`);
    expect(reply.status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect(await gauge()).toBe('0'));
  });
});
