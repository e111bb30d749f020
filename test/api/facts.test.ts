// What others report has happened: a letter is put before a person and answers nothing, a step that comes too late or
// contradicts stays a fact that somebody reads, and none of it is lost when nobody could decide at once.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { eventually } from '../harness/eventually.ts';
import { care, municipality, ward } from '../medcom/fixtures.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));

async function started(cpr: string, episodeId: string = randomUUID()): Promise<string> {
  const stay = { ...start.stay, episodeId };
  const body = { ...start, patient: { ...start.patient, cpr }, stay, plan: { ...start.plan, bed: null } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}

const tasksOf = async (user: string, id: string, kind: string): Promise<readonly Seen[]> =>
  (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;

const someTask = (user: string, id: string, kind: string): Promise<Seen> =>
  eventually(
    async () => {
      const [task, ...more] = await tasksOf(user, id, kind);
      if (task === undefined || more.length > 0) throw new Error(`not one task of kind ${kind}`);
      return task;
    },
    { within: 30_000, every: 100 },
  );

const factsOf = async (id: string): Promise<string[]> =>
  (await api.get('ward', `/api/discharges/${id}`)).body.timeline.map(({ fact }) => fact);

const event = async (type: string, dischargeId: string): Promise<Reply> => {
  const { now: happenedAt } = (await api.get(null, '/dev/clock')).body;
  return api.post('ward', '/api/events', { type, dischargeId, happenedAt });
};

describe('a letter of the municipality', () => {
  const letter = (cpr: string, episode: string): string =>
    buildCareCommunication({
      ...care,
      bundleId: randomUUID(),
      headerId: randomUUID(),
      sender: municipality,
      receiver: ward,
      patient: { ...care.patient, cpr },
      topic: 'Ydelser',
      text: 'Vi siger ja til alle ydelser. Hilsen Visitationen',
      episode: { system: care.episode?.system ?? '', value: episode },
    });
  const send = (body: string): Promise<Reply> =>
    api.send('POST', 'vans', '/api/medcom', { body, headers: { 'content-type': 'application/fhir+json' } });

  it('gives the ward a task to read it, answers none, and shows its words to those of the case', async () => {
    const episode = randomUUID();
    const id = await started('0201609996', episode);
    const asked = await someTask('coordinator', id, 'answer-services');
    const sent = letter('0201609996', episode);
    expect((await send(sent)).text).toContain('"ok"');
    const read = await someTask('ward', id, 'read-letter');
    expect((await send(sent)).status).toBe(200);
    const { body: whole } = await api.get('ward', `/api/discharges/${id}`);
    expect(whole.received).toMatchObject([
      { topic: 'Ydelser', segments: [{ text: expect.stringContaining('ja til') }] },
    ]);
    expect(whole.services.map(({ state }) => state)).not.toContain('accepted');
    // The question shows that an answer has come, and a form that is open on it stays good.
    const waiting = (await api.get('coordinator', `/api/tasks/${asked.id}`)).body;
    expect(waiting).toMatchObject({ status: 'open', version: 1 });
    expect(JSON.stringify(waiting.lines)).toContain('Modtaget som brev');
    expect((await api.get('operator', `/api/discharges/${id}`)).body.received).toEqual([]);

    const done = await api.post('ward', `/api/tasks/${read.id}/answer`, { answer: 'no-answer', version: read.version });
    expect(done.body, done.text).toMatchObject({ status: 'answered' });
    expect(await tasksOf('ward', id, 'read-letter')).toEqual([]);
    const still = (await api.get('coordinator', `/api/tasks/${asked.id}`)).body;
    expect([still.status, JSON.stringify(still.lines).includes('Modtaget som brev')]).toEqual(['open', false]);
  });

  it('is the municipality’s answer once a named person at the ward has recorded what it says', async () => {
    const episode = randomUUID();
    const id = await started('0504909995', episode);
    const asked = await someTask('coordinator', id, 'answer-services');
    await send(letter('0504909995', episode));
    const read = await someTask('ward', id, 'read-letter');
    expect(
      (await api.post('coordinator', `/api/tasks/${read.id}/answer`, { answer: 'accept', version: 1 })).status,
    ).toBe(403);
    const recorded = await api.post('ward', `/api/tasks/${read.id}/answer`, {
      answer: 'accept',
      version: read.version,
    });
    expect(recorded.status, recorded.text).toBe(200);
    await eventually(async () => {
      expect((await api.get('coordinator', `/api/tasks/${asked.id}`)).body).toMatchObject({ status: 'answered' });
      const { body: whole } = await api.get('ward', `/api/discharges/${id}`);
      expect(new Set(whole.services.map(({ state }) => state))).toEqual(new Set(['accepted']));
      const evidence = whole.timeline.find(({ fact }) => fact === 'answer-recorded');
      expect(evidence?.codes).toMatchObject({ task: asked.id, by: 'person-ward', letter: read.about.submission });
    });
  });

  it('is too late as an answer when the municipality has given its own, and can still be read', async () => {
    const episode = randomUUID();
    const id = await started('0504909989', episode);
    const asked = await someTask('coordinator', id, 'answer-services');
    await send(letter('0504909989', episode));
    const read = await someTask('ward', id, 'read-letter');
    const { version } = (await api.get('coordinator', `/api/tasks/${asked.id}`)).body;
    await api.post('coordinator', `/api/tasks/${asked.id}/answer`, { answer: 'accept', version });
    const body = { answer: 'accept', version: read.version };
    const late = await api.post('ward', `/api/tasks/${read.id}/answer`, body);
    expect([late.status, late.body.type]).toEqual([409, '/problems/task-closed']);
    const seen = await api.post('ward', `/api/tasks/${read.id}/answer`, { ...body, answer: 'no-answer' });
    expect(seen.status, seen.text).toBe(200);
  });

  it('is found its case by the person, and goes to the operators when there is none', async () => {
    const id = await started('0201919990');
    await someTask('coordinator', id, 'answer-services');
    await send(letter('0201919990', randomUUID()));
    await someTask('ward', id, 'read-letter');
    expect((await send(letter('3001749995', randomUUID()))).text).toContain('"ok"');
    const { body: page } = await api.get('operator', '/api/operator/items');
    expect(page.items.map(({ kind }) => kind)).toContain('message-without-case');
  });
});

describe('an event of another system', () => {
  it('is a line on the timeline, and a task for nobody', async () => {
    const id = await started('0201919996');
    const reply = await event('medication-card-updated', id);
    expect(reply.status, reply.text).toBe(200);
    expect(await factsOf(id)).toContain('fact-noted');
    expect(await tasksOf('ward', id, 'read-late-fact')).toEqual([]);
  });

  it('that is a step is taken as one; once more it contradicts, and somebody reads it', async () => {
    const id = await started('0108629996');
    expect((await event('death', id)).body.stage).toBe('deceased');
    const again = await event('death', id);
    expect(again.status, again.text).toBe(200);
    await someTask('ward', id, 'read-late-fact');
    expect((await factsOf(id)).filter((fact) => fact === 'deceased')).toHaveLength(1);
  });

  it('that is refused only when it can be decided at last is a fact all the same', async () => {
    const id = await started('0108589995');
    await api.post('ward', `/api/discharges/${id}/actions/pause`, { reason: 'ill-again' });
    await api.stopWorker();
    const reply = await event('letter-sent', id);
    expect(reply.status, reply.text).toBe(202);
    await api.startWorker();
    const { location } = reply.body;
    await someTask('ward', id, 'read-late-fact');
    expect((await api.get('ward', location)).body).toMatchObject({ state: 'refused' });
    const facts = await factsOf(id);
    expect(facts.filter((fact) => fact === 'document-sent')).toHaveLength(1);
    expect(facts).not.toContain('letter-sent');
  });
});
