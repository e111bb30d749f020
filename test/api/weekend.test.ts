// A discharge on a Saturday over HTTP: refused until the agreement by phone is written down, then documented in a letter.
// Who was spoken with and what was agreed stay in PostgreSQL; whether the municipality is notified is seen on the case.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendings } from '../../store/messages.ts';
import { eventually } from '../harness/eventually.ts';
import { at, fridayDate, saturdayDate } from '../workflows/days.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
let id: string;
beforeAll(async () => {
  api = await runApi();
  id = await started('0201919990', at(saturdayDate(), '11:00'));
  await arranged();
});
afterAll(() => api?.stop());

async function started(cpr: string, leaving: number): Promise<string> {
  const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const date = { kind: 'at', at: new Date(leaving).toISOString() };
  const { status, text, body } = await api.post('ward', '/api/discharges', {
    ...start,
    patient: { ...start.patient, cpr },
    stay: { ...start.stay, episodeId: randomUUID() },
    plan: { ...start.plan, date, hasRunningServices: false, bed: null },
  });
  expect(status, text).toBe(201);
  return body.id;
}
/** All but an agreement by phone. */
async function arranged(): Promise<void> {
  await answer('coordinator', 'answer-services', {});
  await answer('ward', 'agree-follow-up', {}, 'not-needed');
}
const seen = async () => (await api.get('ward', `/api/discharges/${id}`)).body;
const ready = () => api.post('ward', `/api/discharges/${id}/actions/ready`, {});
const taskOf = (user: string, kind: string) =>
  eventually(async () => {
    const { body } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
    return body.items[0] ?? expect.unreachable(`no ${kind}`);
  });
async function answer(user: string, kind: string, fields: object, code?: string) {
  const task = await taskOf(user, kind);
  const body = { answer: code ?? task.answers[0]?.code, version: task.version, ...fields };
  return api.post(user, `/api/tasks/${task.id}/answer`, body);
}
const said = {
  spokeWith: 'Vera Visitator',
  phone: '87000291',
  calledAt: new Date().toISOString(),
  agreed: 'Hjemmesygeplejen kommer lørdag kl. 20 og søndag kl. 9',
  situation: 'Kan hjem lørdag middag',
};

describe('a discharge on a Saturday', () => {
  it('is refused with what is missing, and the case says that a call is', async () => {
    const refused = await ready();
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/not-ready']);
    expect(refused.body.missing).toEqual([
      {
        code: 'weekend-agreement',
        label: 'Udskrivelse i weekend eller på helligdag er ikke aftalt med kommunen på telefon',
      },
    ]);
    const { notified } = await seen();
    expect(notified).toMatchObject({
      state: 'call-missing',
      branch: 'long',
      calls: [{ state: 'needed', unit: { id: 'mun-0791-visitation' }, by: null, why: [{ code: 'weekend' }] }],
    });
  });

  it('has a task that says whom to ring, why, at which number and by when', async () => {
    const task = await taskOf('ward', 'agree-by-phone');
    expect(Date.parse(task.due)).toBe(at(fridayDate(), '12:00'));
    expect(Object.fromEntries(task.lines.map(({ label, text }) => [label, text]))).toMatchObject({
      Enhed: 'Visitationen, Viborg',
      Hvorfor: 'Udskrivelse i en weekend eller på en helligdag kræver en individuel aftale',
      'Ring til': expect.stringMatching(/nummer, \d{8}$/),
      Udskrives: expect.stringMatching(/^\d/),
    });
  });

  it('is agreed only with who said it, the number and what was agreed, by the ward', async () => {
    for (const name of ['spokeWith', 'phone', 'agreed'] as const) {
      const { [name]: _left, ...rest } = said;
      const refused = await answer('ward', 'agree-by-phone', rest, 'agreed');
      expect([refused.status, refused.body.errors.map(({ path }) => path)]).toEqual([400, [name]]);
    }
    const task = await taskOf('ward', 'agree-by-phone');
    const yes = { answer: 'agreed', version: task.version, ...said };
    expect((await api.post('coordinator', `/api/tasks/${task.id}/answer`, yes)).status).toBe(403);
    expect((await ready()).status).toBe(409);
  });

  it('is ready once the agreement is written down', async () => {
    const agreed = await answer('ward', 'agree-by-phone', said, 'agreed');
    expect(agreed.status, agreed.text).toBe(200);
    expect((await seen()).notified).toMatchObject({
      state: 'notified',
      calls: [{ state: 'agreed', by: { id: 'person-ward', name: expect.any(String) }, at: expect.any(String) }],
    });
    const done = await ready();
    expect([done.status, done.body.stage]).toEqual([200, 'ready']);
  });

  it('is documented in a correspondence to the municipality, and no word of it enters Temporal', async () => {
    const letter = await eventually(async () => {
      const message = (await seen()).messages.find(({ kind }) => kind === 'phone-agreement');
      const [sent] = await sendings(api.db, message?.id ?? expect.unreachable('no letter'));
      return sent ?? expect.unreachable('not sent');
    });
    for (const word of ['Talt med: Vera Visitator', 'lørdag kl. 20', 'Situation: Kan hjem']) {
      expect(letter.raw).toContain(word);
    }
    const history = await api.service.temporal.workflow.getHandle(`discharge-${id}`).fetchHistory();
    const text = Buffer.from(JSON.stringify(history)).toString('utf8');
    for (const word of ['Vera', '87000291', 'Hjemmesygeplejen', 'middag']) expect(text).not.toContain(word);
  });

  it('of a patient who was to leave on Friday and is there on Saturday needs it too: the patient is not ready any more', async () => {
    const [friday, saturday] = [at(fridayDate(), '11:00'), at(saturdayDate(), '08:00')];
    id = await started('0201609996', friday);
    await arranged();
    expect((await ready()).body.stage).toBe('ready');
    const moved = await api.post(null, '/dev/clock/advance', { to: new Date(saturday).toISOString() });
    expect(moved.status, moved.text).toBe(200);
    expect(await seen()).toMatchObject({ stage: 'planning', notified: { state: 'call-missing' } });
    expect((await ready()).body.missing.map(({ code }) => code)).toEqual(['weekend-agreement']);
  });
});
