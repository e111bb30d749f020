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

async function started(cpr: string, episodeId: string = randomUUID(), plan: object = {}): Promise<string> {
  const stay = { ...start.stay, episodeId };
  const body = { ...start, patient: { ...start.patient, cpr }, stay, plan: { ...start.plan, bed: null, ...plan } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}

const tasksOf = async (user: string, id: string, kind: string): Promise<readonly Seen[]> =>
  (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;

const someTask = (user: string, id: string, kind: string): Promise<Seen> =>
  eventually(async () => {
    const [task, ...more] = await tasksOf(user, id, kind);
    if (task === undefined || more.length > 0) throw new Error(`not one task of kind ${kind}`);
    return task;
  });

const factsOf = async (id: string): Promise<string[]> =>
  (await api.get('ward', `/api/discharges/${id}`)).body.timeline.map(({ fact }) => fact);

const event = async (type: string, dischargeId: string): Promise<Reply> => {
  const { now: happenedAt } = (await api.get(null, '/dev/clock')).body;
  return api.post('ward', '/api/events', { type, dischargeId, happenedAt });
};

const letter = (
  cpr: string,
  episode: string,
  sender = municipality,
  text = 'Vi siger ja til alle ydelser. Hilsen Visitationen',
): string =>
  buildCareCommunication({
    ...care,
    bundleId: randomUUID(),
    headerId: randomUUID(),
    sender,
    receiver: ward,
    patient: { ...care.patient, cpr },
    topic: 'Ydelser',
    text,
    episode: { system: care.episode?.system ?? '', value: episode },
  });
const send = (body: string): Promise<Reply> =>
  api.send('POST', 'vans', '/api/medcom', { body, headers: { 'content-type': 'application/fhir+json' } });

describe('a letter of the municipality', () => {
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
    expect(await factsOf(id)).toContain('criterion-stated');
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

describe('what the practice says of a marked letter', () => {
  const practice = { sor: '1099061000016005', gln: '5790009900061', name: 'Lægerne Eksempelgade' };
  const mark = { recommended: true, what: 'wound-check', urgency: 'red', note: 'Sår på venstre fod' };
  const now = async (): Promise<string> => (await api.get(null, '/dev/clock')).body.now;
  const act = (user: string, id: string, name: string, body: object): Promise<Reply> =>
    api.post(user, `/api/discharges/${id}/actions/${name}`, body);
  const answer = (user: string, { id, version }: Seen, body: object, key: string = randomUUID()): Promise<Reply> =>
    api.post(user, `/api/tasks/${id}/answer`, { version, ...body }, { key });

  /** Left with the letter, the mark set by a doctor. */
  async function left(cpr: string, episode: string = randomUUID(), plan: object = {}): Promise<string> {
    const id = await started(cpr, episode, plan);
    expect((await act('doctor', id, 'mark-follow-up', mark)).status).toBe(200);
    expect((await act('ward', id, 'leave', { happenedAt: await now(), how: 'home' })).status).toBe(200);
    expect((await act('ward', id, 'send-letter', { sentAt: await now() })).status).toBe(200);
    return id;
  }

  /** Whatever else the ward and the municipality are asked is answered, so that the case comes to its end. */
  const closed = (id: string): Promise<void> =>
    eventually(
      async () => {
        for (const user of ['ward', 'coordinator']) {
          const { items } = (await api.get(user, `/api/tasks?dischargeId=${id}`)).body;
          for (const task of items) {
            const said = task.answers.find(({ code }) => code === 'not-needed') ?? task.answers[0];
            await answer(user, task, { answer: said?.code, ...said?.example });
          }
        }
        expect((await api.get('ward', `/api/discharges/${id}`)).body.stage).toBe('closed');
      },
      { within: 60_000, every: 300 },
    );

  it('begins with the mark of a hospital doctor, which a system can report only for a named one', async () => {
    const id = await started('2509479989');
    await someTask('coordinator', id, 'answer-services');
    for (const user of ['ward', 'coordinator', 'gp'])
      expect((await act(user, id, 'mark-follow-up', mark)).status, user).toBe(403);
    const told = { type: 'follow-up-marked', dischargeId: id, happenedAt: await now(), ...mark };
    expect((await api.post('ward', '/api/events', told)).status).toBe(403);
    expect((await api.post('hospital-system-2', '/api/events', told)).status).toBe(404);
    for (const system of ['hospital-system', 'vans']) {
      const unnamed = await api.post(system, '/api/events', told);
      expect([unnamed.status, unnamed.body.errors.map(({ path }) => path)], system).toEqual([400, ['doctor']]);
    }
    const doctor = { name: 'Lars Læge', authorisation: '0B1C2' };
    expect((await api.post('hospital-system', '/api/events', { ...told, doctor })).status).toBe(200);
    const { body: whole } = await api.get('gp', `/api/discharges/${id}`);
    expect(Object.keys(whole)[0]).toBe('mark');
    expect(whole.mark).toMatchObject({ ...mark, whatLabel: 'Sårkontrol', urgencyLabel: 'Rød', doctor });
  });

  it('is asked with the mark on top, and until when the department answers only when it does', async () => {
    const covered = await left('0201609996');
    const { extended } = (await api.get('gp', `/api/discharges/${covered}/responsibility`)).body;
    expect(extended).toMatchObject({ unit: 'ward-m1', phone: '87001000' });
    const task = await someTask('gp', covered, 'gp-follow-up');
    expect(Object.keys(task).slice(0, 2)).toEqual(['mark', 'extended']);
    expect(task).toMatchObject({
      mark: { ...mark, doctor: { name: 'Lars Læge' } },
      extended: { unit: { id: 'ward-m1', phone: '87001000' }, until: Object(extended).until },
    });
    expect(task.lines.slice(0, 2).map(({ text }) => text)).toEqual(['Sårkontrol', 'Rød']);
    const top = async (id: string) => (await api.get('hospital-system', `/api/discharges/${id}`)).body.gp.top;
    expect(JSON.stringify(await top(covered))).toContain('telefon 87001000');

    const alone = await left('0504909995', randomUUID(), { services: [], serviceNotes: {}, hasRunningServices: false });
    const uncovered = await someTask('gp', alone, 'gp-follow-up');
    expect(uncovered.extended).toBeNull();
    expect(JSON.stringify([uncovered.lines, await top(alone)])).not.toContain('87001000');
  });

  it('lands with the ward in seconds when it is no, once, whatever is handed in after it', async () => {
    const id = await left('0504909989');
    const task = await someTask('gp', id, 'gp-follow-up');
    const back = { answer: 'hand-back', reason: 'hospital-task', note: 'Sutur fjernes hos jer' };
    expect((await answer('gp-2', task, back)).status).toBe(404);
    expect((await answer('ward', task, back)).status).toBe(403);
    expect((await answer('gp', task, { answer: 'hand-back' })).body.errors.map(({ path }) => path)).toEqual(['reason']);
    expect((await answer('gp', task, { answer: 'not-followed' })).body.errors.map(({ path }) => path)).toEqual([
      'note',
    ]);
    const began = performance.now();
    expect((await answer('gp', task, back, 'once')).status).toBe(200);
    const owned = await someTask('ward', id, 'name-who-follows-up');
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(JSON.stringify(owned.lines)).toContain('Praksis har givet opfølgningen tilbage');
    const { gp } = (await api.get('gp', `/api/discharges/${id}`)).body;
    expect(gp).toMatchObject({ state: 'handed-back', owner: { unit: { id: 'ward-m1' }, saidYesAt: null } });
    // The same once more is the same; anything else comes too late, and is told who answered.
    expect((await answer('gp', task, back, 'once')).status).toBe(200);
    for (const late of [back, { answer: 'accept' }, { answer: 'propose', at: '2027-01-04T08:00:00Z' }]) {
      const { status, body } = await answer('gp', task, late);
      expect([status, body.type, body.answeredBy]).toEqual([409, '/problems/task-closed', 'Pia Praksis']);
    }
    expect((await factsOf(id)).filter((fact) => fact === 'task-answered')).toHaveLength(1);
    await act('ward', id, 'report-death', { happenedAt: await now() });
    expect((await answer('ward', owned, { answer: 'own' })).body.type).toBe('/problems/task-closed');
  });

  it('counts when it comes as a letter once the ward has read and recorded it', async () => {
    const episode = randomUUID();
    const id = await left('0201919990', episode);
    const task = await someTask('gp', id, 'gp-follow-up');
    await send(letter('0201919990', episode, practice, 'Vi ser hende på onsdag. Hilsen lægerne'));
    const read = await someTask('ward', id, 'read-gp-answer');
    expect((await api.get('gp', `/api/tasks/${task.id}`)).body.status).toBe('open');
    expect((await answer('ward', read, { answer: 'accept' })).status).toBe(200);
    await eventually(async () => {
      expect((await api.get('gp', `/api/tasks/${task.id}`)).body.status).toBe('answered');
      const { gp } = (await api.get('ward', `/api/discharges/${id}`)).body;
      expect(gp).toMatchObject({ owner: { unit: { id: 'gp-041230' }, saidYesAt: expect.any(String) } });
    });
  });

  it('is read by the ward when it comes too late, and when the case has closed, in its own words and once', async () => {
    const episode = randomUUID();
    const id = await left('3001749995', episode, { services: [], serviceNotes: {}, hasRunningServices: false });
    const task = await someTask('gp', id, 'gp-follow-up');
    await api.post(null, '/dev/clock/advance', { by: 'P5D' });
    const call = await someTask('ward', id, 'ring-practice');
    const late = { answer: 'accept', at: '2027-01-04T08:00:00Z', note: 'Vi havde lukket' };
    // Nobody could decide at once, so the practice is not told yet; the ward reads it all the same.
    await api.stopWorker();
    const { status, headers } = await answer('gp', task, late);
    await api.startWorker();
    const read = await someTask('ward', id, 'read-late-fact');
    const { problem } = (await api.get('gp', headers.get('location') ?? '')).body;
    expect([status, problem?.type]).toEqual([202, '/problems/answered-too-late']);
    const tooLate = async (more: object = {}) =>
      expect((await answer('gp', task, { ...late, ...more })).body.type).toBe('/problems/answered-too-late');
    await tooLate();
    expect(await tasksOf('ward', id, 'read-late-fact')).toHaveLength(1);
    expect(read.lines.map(({ text }) => text).slice(-4)).toEqual([
      'Opfølgning anbefalet i epikrisen',
      'Tager opfølgningen',
      expect.stringMatching(/09[.:]00/),
      'Vi havde lukket',
    ]);
    // It answers nothing by itself: who has read it says what it means.
    expect((await api.get('ward', `/api/discharges/${id}`)).body.gp).toMatchObject({ state: 'asked' });
    expect((await answer('ward', read, { answer: 'done' })).status).toBe(200);
    expect((await answer('ward', call, { answer: 'called', result: 'reached' })).status).toBe(200);
    // Asked anew it answers that, and nobody reads what it says to the first.
    const anew = await someTask('gp', id, 'gp-follow-up');
    expect((await answer('gp', task, { ...late, note: 'Nu' })).body.type).toBe('/problems/task-closed');
    expect((await answer('gp', anew, { answer: 'not-followed', note: 'Set i dag' })).status).toBe(200);
    await closed(id);
    await tooLate({ answer: 'hand-back', reason: 'no-capacity', at: undefined });
    const { lines } = await someTask('ward', id, 'read-late-fact');
    expect(lines).toContainEqual({ label: 'Årsag', text: 'Ingen tid, inden det haster' });
    await send(letter('3001749995', episode, practice, 'Hun var her i dag'));
    await eventually(async () => expect(await tasksOf('ward', id, 'read-late-fact')).toHaveLength(2));
    expect((await api.get('ward', `/api/discharges/${id}`)).text).toContain('Hun var her i dag');
  });

  it('is asked all the same when the letter did not arrive, and the ward sends the letter again', async () => {
    const id = await left('0201919996');
    const letterIs = async (stage: string, version: number) =>
      api.post('hospital-system', '/api/events', {
        ...{ type: 'document', document: 'gp-letter', stage, version },
        ...{ dischargeId: id, happenedAt: await now() },
      });
    expect((await letterIs('failed', 1)).body.gp).toMatchObject({ letter: { state: 'failed' } });
    await someTask('ward', id, 'send-letter');
    await someTask('gp', id, 'gp-follow-up');
    await letterIs('failed', 1);
    await letterIs('sent', 2);
    expect((await letterIs('arrived', 2)).body.gp).toMatchObject({ letter: { state: 'arrived' } });
    await eventually(async () => expect(await tasksOf('ward', id, 'send-letter')).toEqual([]));
  });
});
