// Call first (ring først) over HTTP: who is rung at which number, a yes only with a name, words that stay in PostgreSQL,
// and who sees the patient: nobody at the unit before its yes, and an asked unit only need, period and age band.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
const HOUR = 3_600_000;
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

async function started(cpr: string, hours: number): Promise<string> {
  const start = example('discharge');
  const at = inHours(hours);
  const { status, body } = await api.post('ward', '/api/discharges', {
    ...start,
    patient: { ...start.patient, cpr },
    stay: { ...start.stay, episodeId: randomUUID() },
    plan: { ...start.plan, date: { kind: 'at', at }, bed: { ...start.plan.bed, from: at } },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const taskOf = (user: string, id: string, kind: string) =>
  eventually(async () => {
    const { body } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
    return body.items[0] ?? expect.unreachable(`no ${kind}`);
  });
const seenBy = (user: string, id: string) => api.get(user, `/api/discharges/${id}`);

describe('a place that is needed today', () => {
  const cpr = '0201919990';
  let id: string;
  beforeAll(async () => {
    id = await started(cpr, 3);
  });

  it('is rung for: the task says whom at which number, and the unit sees nothing yet', async () => {
    const task = await taskOf('ward', id, 'ring-unit');
    const lines = Object.fromEntries(task.lines.map(({ label, text }) => [label, text]));
    expect(lines).toMatchObject({
      Enhed: 'Akutpladserne, Viborg',
      'Ring til': expect.stringMatching(/nummer, \d{8}$/),
    });
    expect((await seenBy('acute-nurse', id)).status).toBe(404);
    const { body } = await api.get('acute-nurse', `/api/tasks?dischargeId=${id}`);
    expect(body.items).toEqual([]);
  });

  it('is no yes without the name of who said it', async () => {
    const task = await taskOf('ward', id, 'ring-unit');
    const path = `/api/tasks/${task.id}/answer`;
    for (const answer of ['accept', 'accept-on-condition', 'offer-later', 'accept-part']) {
      const given = task.answers.find(({ code }) => code === answer)?.example;
      const nameless = { ...given, spokeWith: undefined };
      const reply = await api.post('ward', path, { ...nameless, answer, version: task.version });
      expect([reply.status, reply.text.includes('spokeWith')], reply.text).toEqual([400, true]);
    }
    expect((await seenBy('ward', id)).body.bed.state).toBe('asked');
  });

  it('is a hold with name, time and handover after the named yes, and words stay out of Temporal', async () => {
    const task = await taskOf('ward', id, 'ring-unit');
    const said = { ...example('answer-ring-unit'), version: task.version };
    const reply = await api.post('ward', `/api/tasks/${task.id}/answer`, said);
    expect(reply.status, reply.text).toBe(200);
    const consider = await taskOf('ward', id, 'consider-condition');
    await api.post('ward', `/api/tasks/${consider.id}/answer`, { answer: 'take', version: consider.version });
    const { body } = await eventually(async () => {
      const seen = await seenBy('ward', id);
      expect(seen.body.bed).toMatchObject({ state: 'held', unit: { id: 'mun-0791-acute' }, asked: [] });
      return seen;
    });
    const call = body.tasks.find(({ kind }) => kind === 'ring-unit');
    expect(call?.answer?.fields).toMatchObject({ spokeWith: said.spokeWith, situation: said.situation });
    const history = await api.service.temporal.workflow.getHandle(`discharge-${id}`).fetchHistory();
    const text = Buffer.from(JSON.stringify(history)).toString('utf8');
    for (const word of ['Sofie', 'Lungebetændelse', 'TOBS', '87000003']) expect(text).not.toContain(word);
  });

  it('is followed by the written referral of the ward, and the unit now sees whom it gets', async () => {
    const task = await taskOf('ward', id, 'send-referral');
    const sent = { answer: 'sent', reference: 'XREF22-0002', version: task.version };
    expect((await api.post('ward', `/api/tasks/${task.id}/answer`, sent)).status).toBe(200);
    await eventually(async () => {
      const { body } = await seenBy('acute-nurse', id);
      expect(body.patient).toMatchObject({ cpr });
      expect(body.documents.find(({ kind }) => kind === 'acute-referral')).toMatchObject({
        standard: 'XREF22',
        state: 'sent',
        reference: 'XREF22-0002',
      });
      // It has a standard of its own, and is not sent again as correspondence.
      expect(body.messages.map(({ kind }) => kind).sort()).toEqual(['heads-up', 'plan']);
    });
  });
});

it('an asked unit sees need, period and age band, and nothing else of the case', async () => {
  const id = await started('0201609995', 72);
  const task = await taskOf('acute-nurse', id, 'take-patient');
  expect(task.patient).toEqual({ name: null, cpr: null, ageBand: '65-79' });
  const { body } = await seenBy('acute-nurse', id);
  expect(body).toMatchObject({
    patient: { name: null, cpr: null, address: null, phone: null, ageBand: '65-79' },
    needs: [{ code: 'CAP-14' }, { code: 'CAP-06' }],
    coordinator: null,
    plan: null,
    planVersions: [],
    services: [],
    messages: [],
    units: { visitation: null, gp: null },
    bed: { state: 'asked', asked: [{ unit: { id: 'mun-0791-acute' } }] },
  });
  expect(body.parties.map((party) => party.id).sort()).toEqual(['mun-0791-acute', 'ward-m1']);
  const facts = new Set(body.timeline.map(({ fact }) => fact));
  expect([...facts].sort()).toEqual(['bed-asked', 'task-opened']);
  const list = await api.get('acute-nurse', '/api/discharges');
  expect(list.body.items.find((line) => line.id === id)).toMatchObject({ coordinator: null });
});

it('a practice rings for its own citizen, and nobody of the unit answers for it', async () => {
  const asked = example('place-request');
  const need = { ...asked.need, from: inHours(2) };
  const cpr = '0201609996';
  const opened = await api.post('gp', '/api/place-requests', { ...asked, patient: { ...asked.patient, cpr }, need });
  expect(opened.status, opened.text).toBe(201);
  const { id } = opened.body;
  const task = await taskOf('gp', id, 'ring-unit');
  const path = `/api/tasks/${task.id}/answer`;
  const yes = { answer: 'accept', version: task.version, spokeWith: 'Sygeplejerske Sofie Eksempel' };
  expect((await api.post('acute-nurse', path, yes)).status).toBe(404);
  expect((await api.post('gp', path, yes)).status).toBe(200);
  await eventually(async () => {
    const { body } = await api.get('gp', `/api/place-requests/${id}`);
    expect(body.bed).toMatchObject({ state: 'held', unit: { id: 'mun-0791-acute' } });
    // Of a request the asker writes the referral; the service sends none in its stead.
    expect(body.messages).toEqual([]);
  });
});

it('an acute team sees whom it asks a place for', async () => {
  const asked = example('place-request');
  const cpr = '2103009996';
  const body = {
    ...asked,
    asker: 'mun-0791-acute',
    patient: { ...asked.patient, cpr },
    need: { ...asked.need, from: inHours(72) },
  };
  const opened = await api.post('acute-nurse', '/api/place-requests', body);
  expect(opened.status, opened.text).toBe(201);
  const { id } = opened.body;
  expect((await api.get('acute-nurse', `/api/place-requests/${id}`)).body.patient).toMatchObject({ cpr });
});
