// A practice asks for a place for a citizen at home: the same asking and holding, without a stay, and never before a yes
// does anybody learn who it is.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const example = JSON.parse(readFileSync('examples/place-request.json', 'utf8'));
const within = { within: 30_000, every: 100 };
const shown = z.looseObject({
  id: z.string(),
  kind: z.string(),
  stage: z.string(),
  links: z.looseObject({ self: z.string(), next: z.string().nullable() }),
  request: z
    .looseObject({ orderGiver: z.looseObject({ id: z.string() }), referredAt: z.string().nullable() })
    .nullable(),
  patient: z.looseObject({ name: z.string().nullable(), cpr: z.string().nullable() }).nullable(),
  bed: z.looseObject({ state: z.string(), unit: z.looseObject({ id: z.string() }).nullable() }),
  tasks: z.array(z.looseObject({ id: z.string(), kind: z.string(), status: z.string(), version: z.number() })),
  timeline: z.array(z.looseObject({ fact: z.string() })),
  messages: z.array(z.looseObject({ kind: z.string() })),
  documents: z.array(z.looseObject({ kind: z.string(), state: z.string(), reference: z.string().nullable() })),
  allowedActions: z.array(z.looseObject({ name: z.string() })),
});
type Shown = z.infer<typeof shown>;

const now = async (): Promise<number> => Date.parse((await api.get(null, '/dev/clock')).body.now);
const inDays = async (days: number): Promise<string> => new Date((await now()) + days * 86_400_000).toISOString();

async function asks(more: { cpr?: string; from?: string; need?: object } = {}): Promise<Shown> {
  const body = {
    ...example,
    patient: { ...example.patient, cpr: more.cpr ?? example.patient.cpr },
    need: { ...example.need, from: more.from ?? (await inDays(3)), ...more.need },
  };
  const reply = await api.post('gp', '/api/place-requests', body, { key: randomUUID() });
  expect(reply.status, reply.text).toBe(201);
  return shown.parse(reply.body);
}

const read = async (user: string, id: string): Promise<Shown> =>
  shown.parse((await api.get(user, `/api/place-requests/${id}`)).body);
const act = (user: string, id: string, name: string, body: object = {}): Promise<Reply> =>
  api.post(user, `/api/place-requests/${id}/actions/${name}`, body);

const openTask = (user: string, id: string, kind: string) =>
  eventually(async () => {
    const found = (await read(user, id)).tasks.find((task) => task.kind === kind && task.status === 'open');
    if (found === undefined) throw new Error(`no open ${kind}`);
    return found;
  }, within);

async function answer(user: string, id: string, kind: string, body: object): Promise<Reply> {
  const task = await openTask(user, id, kind);
  return api.post(user, `/api/tasks/${task.id}/answer`, { ...body, version: task.version });
}

const until = (id: string, check: (c: Shown) => void): Promise<void> =>
  eventually(async () => check(await read('gp', id)), within);

describe('a request for a place', () => {
  it('is asked of units that see the need and the age, and becomes known by name to the chosen one alone', async () => {
    const { id, kind, request, links } = await asks();
    expect([kind, request?.orderGiver.id, links.self]).toEqual([
      'place-request',
      'gp-041230',
      `/api/place-requests/${id}`,
    ]);
    await openTask('acute-nurse', id, 'take-patient');
    expect((await read('acute-nurse', id)).patient).toMatchObject({ name: null, cpr: null });
    expect((await read('gp', id)).tasks.map((task) => task.kind)).toEqual(['take-patient']);
    expect((await answer('acute-nurse', id, 'take-patient', { answer: 'accept' })).status).toBe(200);
    await until(id, ({ bed }) => expect([bed.state, bed.unit?.id]).toEqual(['held', 'mun-0791-acute']));
    expect((await read('acute-nurse', id)).patient).toMatchObject({ name: 'Karla Eksempel' });
    const referred = await answer('gp', id, 'send-referral', { answer: 'sent', reference: 'XREF22-0001' });
    expect(referred.status, referred.text).toBe(200);
    await until(id, ({ request: asked, messages, documents }) => {
      expect(asked?.referredAt).not.toBeNull();
      expect(documents.map(({ kind: what, state, reference }) => [what, state, reference])).toEqual([
        ['acute-referral', 'sent', 'XREF22-0001'],
      ]);
      expect(messages).toEqual([]);
    });
  });

  it('has no stay: nobody is asked for services, reports or follow-up, and it stands in no list of discharges', async () => {
    const { id } = await asks({ cpr: '0201609996' });
    await openTask('acute-nurse', id, 'take-patient');
    const { tasks } = await read('gp', id);
    expect(tasks.map((task) => task.kind)).toEqual(['take-patient']);
    const items = z.array(z.looseObject({ id: z.string() }));
    const listed = async (path: string) => items.parse((await api.get('gp', path)).body.items).map((one) => one.id);
    expect(await listed('/api/place-requests')).toContain(id);
    expect(await listed('/api/discharges')).not.toContain(id);
    expect((await api.get('gp-2', `/api/place-requests/${id}`)).status).toBe(404);
    expect((await act('acute-nurse', id, 'withdraw', { reason: 'other' })).status).toBe(403);
    expect((await act('gp', id, 'withdraw', { reason: 'citizen-declines' })).status).toBe(200);
    await until(id, ({ stage, bed }) => expect([stage, bed.state]).toEqual(['closed', 'not-needed']));
  });

  it('lapses when no referral follows the yes, and says so on the request', async () => {
    const { id } = await asks({ cpr: '0504909995' });
    await answer('acute-nurse', id, 'take-patient', { answer: 'accept' });
    await until(id, ({ bed }) => expect(bed.state).toBe('held'));
    await api.post(null, '/dev/clock/advance', { by: 'PT120H' });
    await until(id, ({ timeline, bed }) => {
      expect(timeline.map(({ fact }) => fact)).toContain('bed-lapsed');
      expect(bed.state).not.toBe('held');
    });
    await openTask('gp', id, 'bed-lapsed');
  });

  it('ends when the citizen is admitted, and the stay is linked to it', async () => {
    const { id } = await asks({ cpr: '0504909989' });
    await answer('acute-nurse', id, 'take-patient', { answer: 'accept' });
    await until(id, ({ bed }) => expect(bed.state).toBe('held'));
    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const stay = { ...start.stay, episodeId: randomUUID(), admittedAt: new Date((await now()) + 1_000).toISOString() };
    const body = { ...start, patient: { ...start.patient, cpr: '0504909989' }, stay };
    const started = await api.post('ward', '/api/discharges', body);
    expect(started.status, started.text).toBe(201);
    await until(id, ({ stage, links, bed }) => {
      expect(stage).toBe('closed');
      expect(links.next).toBe(`/api/discharges/${started.body.id}`);
      expect(bed.state).toBe('not-needed');
    });
  });

  it('of a unit that could take the citizen itself is never put to that unit, and says why', async () => {
    const body = {
      ...example,
      patient: { ...example.patient, cpr: '0201919990' },
      asker: 'mun-0791-acute',
      gp: null,
      orderGiver: 'gp-041230',
      need: { ...example.need, from: await inDays(3) },
    };
    const { status, body: opened, text } = await api.post('acute-nurse', '/api/place-requests', body);
    expect(status, text).toBe(201);
    await eventually(async () => {
      const { timeline, tasks } = await read('acute-nurse', opened.id);
      const passed = timeline.find(({ fact }) => fact === 'bed-passed-over');
      expect(JSON.stringify(passed)).toContain('spørger selv');
      expect(tasks.map(({ kind }) => kind)).toEqual(['take-patient']);
    }, within);
    const mine = z.object({ items: z.array(z.looseObject({ kind: z.string() })) });
    const inbox = await api.get('acute-nurse', `/api/tasks?dischargeId=${opened.id}`);
    expect(mine.parse(inbox.body).items.map(({ kind }) => kind)).toEqual([]);
    expect((await act('acute-nurse', opened.id, 'withdraw', { reason: 'other' })).status).toBe(200);
  });

  it('is opened once for one key, and refused with the field that is wrong', async () => {
    const key = randomUUID();
    const body = {
      ...example,
      patient: { ...example.patient, cpr: '0201919996' },
      need: { ...example.need, from: await inDays(2) },
    };
    const first = await api.post('gp', '/api/place-requests', body, { key });
    const again = await api.post('gp', '/api/place-requests', body, { key });
    expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
    const other = await api.post('gp', '/api/place-requests', { ...body, asker: 'ward-m1' });
    expect(other.status).toBe(403);
    const wrong = await api.post('gp', '/api/place-requests', { ...body, need: { ...body.need, days: 0 } });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('need.days')]);
  });
});
