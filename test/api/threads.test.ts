// The correspondence of a case as people see it: threads with their letters in order, who has read what, who owes an answer
// and by when; and what they write themselves. Every letter that goes out is judged by the validator where it is there.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownThread } from '../../api/schemas/threads.ts';
import { buildCareCommunication, threadIdOf } from '../../medcom/care-communication.ts';
import { earlierLetterOf } from '../../medcom/earlier-letter.ts';
import { now as clockNow } from '../../store/clock.ts';
import { sendings } from '../../store/messages.ts';
import { eventually } from '../harness/eventually.ts';
import { care, municipality, ward } from '../medcom/fixtures.ts';
import { loadValidator } from '../medcom/official.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

const validate = await loadValidator();
let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(async () => {
  const sent = await api.db.selectFrom('sendings').select('raw').execute();
  await api.stop();
  expect(sent.length).toBeGreaterThan(5);
  if (validate !== null) expect(sent.flatMap(({ raw }) => validate(raw))).toEqual([]);
});

/** A bed that is not needed at once is asked for on the page. */
const inThreeDays = (): string => new Date(Date.now() + 72 * 3_600_000).toISOString();
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));

/** A case whose plan has reached the municipality; the message that told it. */
async function started(cpr: string, bed: unknown = null): Promise<{ id: string; plan: string }> {
  const stay = { ...start.stay, episodeId: randomUUID() };
  const body = { ...start, patient: { ...start.patient, cpr }, stay, plan: { ...start.plan, bed } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  const { id } = reply.body;
  const plan = await eventually(async () => {
    const { messages } = (await api.get('ward', `/api/discharges/${id}`)).body;
    const found = messages.find(({ kind, state }) => kind === 'plan' && state === 'arrived');
    return found ?? expect.unreachable('the plan has not arrived');
  });
  return { id, plan: plan.id };
}

const threadsOf = async (user: string, id: string): Promise<readonly ShownThread[]> => {
  const { status, text } = await api.get(user, `/api/discharges/${id}`);
  expect(status, text).toBe(200);
  return JSON.parse(text).threads;
};
const threadOf = async (user: string, id: string, key: string): Promise<ShownThread> =>
  (await threadsOf(user, id)).find((thread) => thread.key === key) ?? expect.unreachable('no such thread');

const texts = ({ letters }: ShownThread) => letters.map(({ segments }) => segments.map(({ text }) => text).join());

const act = (user: string, id: string, action: string, body: unknown): Promise<Reply> =>
  api.post(user, `/api/discharges/${id}/actions/${action}`, body);

const someTask = (user: string, id: string, kind: string): Promise<Seen> =>
  eventually(async () => {
    const [task] = (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;
    return task ?? expect.unreachable(`no task of kind ${kind}`);
  });

const send = async (raw: string): Promise<void> => {
  const headers = { 'content-type': 'application/fhir+json' };
  const reply = await api.send('POST', 'vans', '/api/medcom', { body: raw, headers });
  expect(reply.text).toContain('"ok"');
};

/** A letter of the municipality: a reply to `to`, written so many ms ago. */
async function follows(to: string, text: string, ago = 0): Promise<string> {
  const at = new Date((await clockNow(api.db)) - ago).toISOString();
  const ids = { bundleId: randomUUID(), headerId: randomUUID() };
  const ends = { sender: municipality, receiver: ward, author: { ...care.author, family: 'Visitator' } };
  return buildCareCommunication({
    kind: 'reply',
    to: earlierLetterOf(to),
    ...ids,
    ...ends,
    text,
    writtenAt: at,
    sentAt: at,
  });
}

async function opens(cpr: string, text: string, ago = 0): Promise<string> {
  const at = new Date((await clockNow(api.db)) - ago).toISOString();
  const { episode: _episode, ...plain } = care;
  const ids = { bundleId: randomUUID(), headerId: randomUUID() };
  const ends = { sender: municipality, receiver: ward, patient: { ...care.patient, cpr } };
  return buildCareCommunication({ ...plain, ...ids, ...ends, topic: 'Hjælpemidler', text, writtenAt: at, sentAt: at });
}

const rawOf = async (message: string): Promise<string> =>
  (await sendings(api.db, message))[0]?.raw ?? expect.unreachable('not sent');

describe('a question that comes as a letter on the plan', () => {
  it('is read by the ward, waits in the plan’s thread for its answer, and is answered there', async () => {
    const { id, plan } = await started('2509479989');
    const key = threadIdOf(plan);
    expect(await threadOf('ward', id, key)).toMatchObject({
      topic: 'Plan for udskrivning',
      category: 'discharge',
      awaits: null,
    });
    await send(await follows(await rawOf(plan), 'Skal sengen leveres før?'));
    const task = await someTask('ward', id, 'answer-question');
    const asked = await threadOf('ward', id, key);
    expect(asked.letters).toMatchObject([
      { direction: 'out', from: { id: 'ward-m1' }, to: { id: 'mun-0791-visitation' }, state: 'arrived' },
      { direction: 'in', from: { id: 'mun-0791-visitation' }, to: { id: 'ward-m1' }, read: null },
    ]);
    expect(texts(asked)).toEqual(['', 'Skal sengen leveres før?']);
    expect(asked.awaits).toEqual({
      unit: { id: 'ward-m1', name: 'Medicinsk Afsnit M1' },
      replyBy: task.due,
      task: task.id,
      answerCame: false,
    });
    const reading = await someTask('ward', id, 'read-letter');
    await api.post('ward', `/api/tasks/${reading.id}/seen`, {});
    const [, question] = (await threadOf('coordinator', id, key)).letters;
    expect(question?.read).toMatchObject({ by: { id: 'person-ward' } });

    const replied = await act('ward', id, 'reply', { letter: question?.id, text: 'Ja, dagen før.' });
    expect(replied.status, replied.text).toBe(200);
    await eventually(async () => {
      const answered = await threadOf('coordinator', id, key);
      expect(answered.awaits).toBeNull();
      expect(texts(answered)).toEqual(['', 'Skal sengen leveres før?', 'Ja, dagen før.']);
      expect(answered.letters[2]).toMatchObject({ direction: 'out', state: 'arrived' });
      expect(answered.letters[2]?.segments).toMatchObject([{ author: 'Anne Afdeling' }]);
    });
    // Words of letters are for those who plan with the patient: not for operators.
    expect(await threadsOf('operator', id)).toEqual([]);
  });

  it('is not for a unit that is only asked for a place', async () => {
    const { id } = await started('0108589995', { ...start.plan.bed, from: inThreeDays() });
    await someTask('acute-nurse', id, 'take-patient');
    expect((await threadsOf('ward', id)).length).toBeGreaterThan(0);
    expect(await threadsOf('acute-nurse', id)).toEqual([]);
  });

  it('is known by its standard subject too', async () => {
    const { id } = await started('2509479996');
    const letter = await opens('2509479996', 'Hvornår kommer han hjem?');
    await send(letter.replaceAll('Hjælpemidler', 'Vedr. plejeforløbsplan'));
    await someTask('ward', id, 'answer-question');
    const thread = (await threadsOf('ward', id)).find(({ topic }) => topic === 'Vedr. plejeforløbsplan');
    expect(thread?.awaits).toMatchObject({ unit: { id: 'ward-m1' } });
  });
});

describe('the order of what comes', () => {
  it('is that of the dates: an original that comes after its reply joins the thread in its place', async () => {
    const cpr = '0201609995';
    const { id } = await started(cpr);
    const original = await opens(cpr, 'Har han en rollator?', 60_000);
    const { threadId: key } = earlierLetterOf(original);
    await send(await follows(original, 'Vi har fundet den.'));
    const early = await threadOf('ward', id, key);
    expect(texts(early)).toEqual(['Har han en rollator?', 'Vi har fundet den.']);
    expect(early.letters).toMatchObject([
      { source: 'carried', id: null, from: { id: 'mun-0791-visitation' }, to: { id: 'ward-m1' } },
      { source: 'letter', topic: 'Hjælpemidler' },
    ]);
    await send(original);
    const whole = await threadOf('ward', id, key);
    expect(texts(whole)).toEqual(['Har han en rollator?', 'Vi har fundet den.']);
    expect(whole.letters.map(({ source }) => source)).toEqual(['letter', 'letter']);
  });

  it('keeps two parallel replies, and answers go to the newest', async () => {
    const { id, plan } = await started('0201609996');
    const key = threadIdOf(plan);
    const raw = await rawOf(plan);
    await api.post(null, '/dev/clock/advance', { by: 'PT10M' });
    await send(await follows(raw, 'Nyest'));
    await send(await follows(raw, 'Ældre', 300_000));
    const { letters } = await threadOf('ward', id, key);
    expect(letters.slice(1).map(({ segments }) => segments[0]?.text)).toEqual(['Ældre', 'Nyest']);
    const [, older, newest] = letters;
    const refused = await act('ward', id, 'reply', { letter: older?.id, text: 'Svar' });
    expect([refused.status, refused.body.errors[0]?.path]).toEqual([400, 'letter']);
    expect((await act('ward', id, 'reply', { letter: newest?.id, text: 'Svar' })).status).toBe(200);
  });
});

describe('a question of the municipality on the page', () => {
  it('goes to the ward with the standard subject, and both sides read the answer', async () => {
    const { id, plan } = await started('0108629996');
    const key = threadIdOf(plan);
    const asked = await act('coordinator', id, 'ask-about-plan', { text: 'Er medicinen dosispakket?' });
    expect(asked.status, asked.text).toBe(200);
    const task = await someTask('ward', id, 'answer-question');
    expect(JSON.stringify(task.lines)).toContain('Visitationen');
    const waiting = await threadOf('ward', id, key);
    expect(waiting).toMatchObject({
      topic: 'Vedr. plejeforløbsplan',
      awaits: { unit: { id: 'ward-m1' }, replyBy: task.due },
    });
    expect((await act('ward', id, 'ask-about-plan', { text: 'Nej' })).status).toBe(403);
    const answer = { answer: 'answer', version: task.version, text: 'Ja, til 14 dage.' };
    expect((await api.post('ward', `/api/tasks/${task.id}/answer`, answer)).status).toBe(200);
    for (const user of ['ward', 'coordinator']) {
      const thread = await threadOf(user, id, key);
      expect(texts(thread)).toEqual(['', 'Er medicinen dosispakket?', 'Ja, til 14 dage.']);
      expect(thread.letters.slice(1)).toMatchObject([
        { source: 'page', direction: 'in', from: { id: 'mun-0791-visitation' } },
        { source: 'page', direction: 'out', from: { id: 'ward-m1' }, to: { id: 'mun-0791-visitation' } },
      ]);
      expect(thread.awaits).toBeNull();
    }
  });
});

describe('a letter that the ward writes', () => {
  it('may follow on its own plan, and stays in that thread', async () => {
    const { id, plan } = await started('0201919996');
    const replied = await act('ward', id, 'reply', { letter: plan, text: 'Han kan selv gå på trapper.' });
    expect(replied.status, replied.text).toBe(200);
    await eventually(async () => {
      const { letters } = await threadOf('coordinator', id, threadIdOf(plan));
      expect(letters).toMatchObject([{}, { direction: 'out', to: { id: 'mun-0791-visitation' }, state: 'arrived' }]);
    });
  });

  it('opens a thread, says who owes the answer, and can be sent on', async () => {
    const { id } = await started('3001749995');
    const letter = {
      to: 'mun-0791-visitation',
      topic: 'Nøgle',
      category: 'carecoordination',
      text: 'Har I en nøgle?',
      wanted: true,
    };
    expect((await act('coordinator', id, 'write-letter', letter)).status).toBe(403);
    const own = await act('ward', id, 'write-letter', { ...letter, to: 'ward-m1' });
    expect([own.status, own.body.errors[0]?.path]).toEqual([400, 'to']);
    expect((await act('ward', id, 'write-letter', letter)).status).toBe(200);
    const task = await someTask('coordinator', id, 'answer-question');
    const thread = (await threadsOf('ward', id)).find(({ topic }) => topic === 'Nøgle') ?? expect.unreachable();
    expect(thread).toMatchObject({
      category: 'carecoordination',
      categoryLabel: 'Forløbskoordinering',
      letters: [{ direction: 'out', segments: [{ text: 'Har I en nøgle?' }] }],
      awaits: { unit: { id: 'mun-0791-visitation' }, replyBy: task.due },
    });
    const forward = { letter: thread.letters[0]?.id, to: 'mun-0791-homecare' };
    const sentOn = await act('ward', id, 'forward', forward);
    expect(sentOn.status, sentOn.text).toBe(200);
    await eventually(async () => {
      const on = (await threadsOf('ward', id)).find(({ letters }) => letters[0]?.to.id === 'mun-0791-homecare');
      expect(on?.key).not.toBe(thread.key);
      expect(on?.letters).toMatchObject([{ state: 'arrived', segments: [{ text: 'Sendt videre til orientering.' }] }]);
    });
    const nobody = await act('ward', id, 'forward', { ...forward, letter: randomUUID() });
    expect([nobody.status, nobody.body.errors[0]?.path]).toEqual([400, 'letter']);
  });

  it('when it is acute, goes only after somebody has rung', async () => {
    const { id } = await started('1509819996');
    const letter = { to: 'mun-0791-visitation', topic: 'Ilt', text: 'Ilten mangler', acute: true };
    expect((await act('ward', id, 'write-letter', letter)).status).toBe(200);
    const call = await someTask('ward', id, 'ring-first');
    expect(call).toMatchObject({ unit: 'ward-m1' });
    const written = async () => (await threadsOf('ward', id)).find(({ topic }) => topic === 'Ilt')?.letters;
    expect(await written()).toMatchObject([{ source: 'page', state: null, segments: [{ text: 'Ilten mangler' }] }]);
    expect((await api.get('ward', `/api/discharges/${id}`)).body.messages.map(({ kind }) => kind)).not.toContain(
      'letter',
    );
    const answer = { answer: 'called', version: call.version, result: 'reached' };
    expect((await api.post('ward', `/api/tasks/${call.id}/answer`, answer)).status).toBe(200);
    await eventually(async () => expect(await written()).toMatchObject([{ source: 'letter', state: 'arrived' }]));
  });
});
