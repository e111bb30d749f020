// A held place over HTTP: who may renew and withdraw it, what its task offers, and who is responsible once the patient is there.
// On a real PostgreSQL, a real Temporal, a worker and simulated partners.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const DAY = 24 * 3_600_000;
let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const taskOf = (user: string, id: string, kind: string) =>
  eventually(async () => {
    const { body } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
    const [task] = body.items;
    if (task === undefined) throw new Error(`No task ${kind}`);
    return task;
  });

/** Answers with the task's own example, as a client that knows nothing else would. */
async function answer(user: string, id: string, kind: string, code: string): Promise<void> {
  const task = await taskOf(user, id, kind);
  const found = task.answers.find((one) => one.code === code);
  const body = { ...found?.example, answer: code, version: task.version };
  const { status, text } = await api.post(user, `/api/tasks/${task.id}/answer`, body);
  expect(status, text).toBe(200);
}

async function held(cpr: string): Promise<string> {
  const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const body = { ...start, patient: { ...start.patient, cpr }, stay: { ...start.stay, episodeId: randomUUID() } };
  const { body: opened } = await api.post('ward', '/api/discharges', body);
  await answer('acute-nurse', opened.id, 'take-patient', 'accept');
  await eventually(async () => {
    const { body: seen } = await api.get('ward', `/api/discharges/${opened.id}`);
    expect(seen.bed).toMatchObject({ state: 'held', arrival: expect.any(String) });
  });
  return opened.id;
}

const caseFor = async (user: string, id: string) => (await api.get(user, `/api/discharges/${id}`)).body;
const moves = async (user: string, id: string) => (await caseFor(user, id)).allowedActions.map((one) => one.name);

describe('a held place', () => {
  it('is renewed by who asked for it and withdrawn by its unit, and by nobody else', async () => {
    const id = await held('0201919990');
    expect(await moves('ward', id)).toContain('renew-hold');
    expect(await moves('ward', id)).not.toContain('withdraw-hold');
    expect(await moves('acute-nurse', id)).toContain('withdraw-hold');
    expect(await moves('coordinator', id)).not.toContain('renew-hold');
    const actions = `/api/discharges/${id}/actions`;
    const arrival = new Date(Date.now() + 12 * DAY).toISOString();
    expect((await api.post('coordinator', `${actions}/renew-hold`, { arrival })).status).toBe(403);
    expect((await api.post('ward', `${actions}/withdraw-hold`, { reason: 'other' })).status).toBe(403);
    const past = await api.post('ward', `${actions}/renew-hold`, { arrival: '2026-01-01T10:00:00Z' });
    expect([past.status, past.body.errors[0]?.path]).toEqual([400, 'arrival']);
    expect((await api.post('ward', `${actions}/renew-hold`, { arrival, note: 'Feber' })).status).toBe(200);
    await eventually(async () => expect((await caseFor('ward', id)).bed).toMatchObject({ state: 'held', arrival }));
    const withdrawn = await api.post('acute-nurse', `${actions}/withdraw-hold`, { reason: 'no-capacity' });
    expect(withdrawn.status, withdrawn.text).toBe(200);
    const task = await taskOf('ward', id, 'bed-lapsed');
    expect(task.lines).toContainEqual({ label: 'Hvorfor', text: 'Trukket tilbage af enheden' });
    const again = await api.post('acute-nurse', `${actions}/withdraw-hold`, { reason: 'no-capacity' });
    expect(again.status).toBeGreaterThanOrEqual(400);
    await api.post('ward', `${actions}/withdraw`, { reason: 'other' });
  });

  it('says who is responsible with name and phone once the patient is there, and has every answer as its task shows it', async () => {
    const id = await held('0201919995');
    expect((await caseFor('ward', id)).responsibility).toBeNull();
    const happenedAt = (await api.get(null, '/dev/clock')).body.now;
    await api.post('ward', `/api/discharges/${id}/actions/leave`, { happenedAt, how: 'acute-bed' });
    await answer('acute-nurse', id, 'has-arrived', 'not-arrived');
    await answer('ward', id, 'ring-not-arrived', 'not-found');
    await answer('ward', id, 'ring-not-arrived', 'arrived');
    await eventually(async () => {
      const { bed, responsibility } = await caseFor('acute-nurse', id);
      expect(bed).toMatchObject({ state: 'in-use', label: 'I brug', arrivedAt: expect.any(String) });
      expect(bed).toMatchObject({
        unit: { id: 'mun-0791-acute' },
        place: expect.stringMatching(/^mun-0791-acute\/\d$/),
      });
      expect(responsibility).toMatchObject({
        who: { id: 'ward-m1', name: 'Medicinsk Afsnit M1', phone: '87001000' },
        until: new Date(Date.parse(happenedAt) + 3 * DAY).toISOString(),
        after: { id: 'gp-041230', phone: expect.stringMatching(/^\d{8}$/) },
      });
    });
    await answer('acute-nurse', id, 'reassess-stay', 'stop');
    await answer('acute-nurse', id, 'closing-note', 'sent');
    await eventually(async () => {
      const { bed, documents, responsibility } = await caseFor('ward', id);
      expect([bed.state, responsibility]).toEqual(['ended', null]);
      expect(documents.find(({ kind }) => kind === 'acute-closing-note')).toMatchObject({
        standard: 'XDIS22',
        state: 'sent',
        sentAt: expect.any(String),
      });
    });
  });
});
