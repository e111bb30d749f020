// Who is medically responsible, over HTTP: at any hour each of the four questions has one answer with a number, past or
// future, for one case and for all of a unit's; only for those who may see the case.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ShownThread } from '../../api/schemas/threads.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { eventually } from '../harness/eventually.ts';
import { care, municipality, ward } from '../medcom/fixtures.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const HOUR = 3_600_000;
let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const answer = z.object({
  question: z.string(),
  unit: z.string().nullable(),
  name: z.string().min(1),
  phone: z.string().regex(/^(112|\d{8})$/),
  from: z.string().nullable(),
  until: z.string().nullable(),
});
const who = z.looseObject({
  ground: z.string(),
  unit: z.string().nullable(),
  phone: z.string(),
  until: z.string().nullable(),
});
const moment = z.looseObject({
  dischargeId: z.string(),
  at: z.string(),
  planned: z.boolean(),
  responsible: who,
  after: who.nullable(),
  knownThen: who.nullable(),
  learntLater: z.array(z.looseObject({ fact: z.string(), happenedAt: z.string(), learntAt: z.string() })),
  answers: z.strictObject({
    stay: answer.extend({ acute: z.literal('phone'), category: z.string().nullable() }),
    'new-illness': answer,
    'life-threatening': answer,
    order: answer,
  }),
});
const ofCase = moment.extend({
  extended: z.looseObject({ unit: z.string(), from: z.string(), until: z.string(), planned: z.boolean() }).nullable(),
  periods: z.array(z.looseObject({ ground: z.string(), from: z.string().nullable(), until: z.string().nullable() })),
});
const whole = z.looseObject({
  timeline: z.array(z.looseObject({ fact: z.string(), codes: z.record(z.string(), z.unknown()) })),
});
const ofUnit = z.looseObject({ items: z.array(moment), next: z.string().nullable() });

const now = async (): Promise<number> => Date.parse((await api.get(null, '/dev/clock')).body.now);
const iso = (at: number): string => new Date(at).toISOString();

async function started(cpr: string, admittedAt: number, leaving: number): Promise<string> {
  const plan = {
    ...example.plan,
    date: { kind: 'at', at: iso(leaving) },
    bed: { ...example.plan.bed, from: iso(leaving) },
  };
  const stay = { ...example.stay, episodeId: randomUUID(), admittedAt: iso(admittedAt) };
  const body = { ...example, patient: { ...example.patient, cpr }, stay, plan };
  const { status, text, body: opened } = await api.post('ward', '/api/discharges', body);
  expect(status, text).toBe(201);
  // Nobody knows more of it than that it was opened before its first publish.
  await eventually(async () => {
    const shown = await api.get('ward', `/api/discharges/${opened.id}/responsibility`);
    expect(shown.status, shown.text).toBe(200);
  });
  return opened.id;
}
const read = async (user: string, id: string, at?: number) =>
  ofCase.parse(
    (await api.get(user, `/api/discharges/${id}/responsibility${at === undefined ? '' : `?at=${iso(at)}`}`)).body,
  );

describe('who is medically responsible', () => {
  it('has one answer with a number for each of the four questions at every hour, before, during and after the stay', async () => {
    const today = await now();
    const leaving = today + 30 * HOUR;
    const id = await started('2509479989', today - 30 * HOUR, leaving);
    for (let at = today - 36 * HOUR; at < leaving + 100 * HOUR; at += 3 * HOUR) {
      const found = await read('ward', id, at);
      expect(found.answers['life-threatening'].phone).toBe('112');
      expect([found.at, found.planned]).toEqual([iso(at), at > today]);
    }
    const inWard = await read('ward', id);
    expect(inWard.responsible).toMatchObject({ ground: 'hospital', unit: 'ward-m1', until: iso(leaving) });
    expect(inWard.extended).toMatchObject({
      unit: 'ward-m1',
      from: iso(leaving),
      until: iso(leaving + 72 * HOUR),
      planned: true,
    });
    expect((await read('coordinator', id, leaving + HOUR)).answers.stay).toMatchObject({
      unit: 'ward-m1',
      phone: '87001000',
      acute: 'phone',
      category: 'extended-care-responsibility',
    });
    expect((await read('ward', id, leaving + 73 * HOUR)).responsible.ground).toBe('general-practice');
  });

  it('ends with the next stay too: of the first case, too, the ward of a readmission answers only while it lasts', async () => {
    const today = await now();
    const id = await started('0201609996', today - 50 * HOUR, today + 60 * HOUR);
    const left = (of: string, happenedAt: number) =>
      api.post('ward', `/api/discharges/${of}/actions/leave`, { happenedAt: iso(happenedAt), how: 'home' });
    expect((await left(id, today - 4 * HOUR)).status).toBe(200);
    const again = await started('0201609996', today - 2 * HOUR, today + 60 * HOUR);
    await eventually(async () => {
      expect((await read('ward', id)).responsible).toMatchObject({ ground: 'hospital', until: iso(today + 60 * HOUR) });
    });
    expect((await left(again, today - HOUR)).status).toBe(200);
    await eventually(async () => expect((await read('ward', again)).responsible.ground).toBe('general-practice'));
    for (const at of [today, today + 365 * 24 * HOUR]) {
      const [asked, known] = [await read('ward', id, at), await read('ward', again, at)];
      expect(asked.responsible).toEqual(known.responsible);
      expect(asked.answers).toEqual(known.answers);
    }
    const during = await read('ward', id, today - HOUR - 1);
    expect(during).toMatchObject({ responsible: { ground: 'hospital', until: iso(today - HOUR) } });
  });

  it('is a matter of those who take part: others find no case, and a unit that is only asked may not', async () => {
    const today = await now();
    const id = await started('0201919990', today - HOUR, today + 60 * HOUR);
    const path = `/api/discharges/${id}/responsibility`;
    for (const user of ['ward-2', 'coordinator-2', 'gp-2']) expect((await api.get(user, path)).status, user).toBe(404);
    await eventually(async () => {
      const { body } = await api.get('acute-nurse', `/api/tasks?dischargeId=${id}&kind=take-patient`);
      expect(body.items).toHaveLength(1);
    });
    expect((await api.get('acute-nurse', path)).status).toBe(403);
    expect((await api.get('operator', path)).status).toBe(200);
    expect((await api.get('ward', `${path}?at=tomorrow`)).status).toBe(400);
    expect((await api.get('ward', `/api/discharges/${randomUUID()}/responsibility`)).status).toBe(404);
  });

  it('is listed for all cases of a unit at one time, a page at a time, by its own people alone', async () => {
    const at = (await now()) + 5 * 24 * HOUR;
    const path = `/api/units/ward-m1/responsibility?at=${iso(at)}`;
    const whole = ofUnit.parse((await api.get('ward', path)).body);
    expect(whole.items.length).toBeGreaterThanOrEqual(2);
    for (const item of whole.items) {
      const one = await read('ward', item.dischargeId, at);
      expect([item.planned, item.responsible, item.answers]).toEqual([true, one.responsible, one.answers]);
    }
    const first = ofUnit.parse((await api.get('ward', `${path}&limit=1`)).body);
    const second = ofUnit.parse((await api.get('ward', `${path}&limit=1&cursor=${first.next ?? ''}`)).body);
    expect([...first.items, ...second.items].map(({ dischargeId }) => dischargeId)).toEqual(
      whole.items.slice(0, 2).map(({ dischargeId }) => dischargeId),
    );
    const before = (await now()) - 30 * 24 * HOUR;
    expect(
      ofUnit.parse((await api.get('ward', `/api/units/ward-m1/responsibility?at=${iso(before)}`)).body).items,
    ).toEqual([]);
    // The acute unit was only asked: whose patients they are is no matter of it yet.
    expect(ofUnit.parse((await api.get('acute-nurse', '/api/units/mun-0791-acute/responsibility')).body).items).toEqual(
      [],
    );
    // A stay that began before its case was opened is in the list of that time, as the case itself answers.
    const earlier = (await now()) - 20 * HOUR;
    const then = ofUnit.parse((await api.get('ward', `/api/units/ward-m1/responsibility?at=${iso(earlier)}`)).body);
    const inWard = then.items.filter(({ responsible }) => responsible.ground === 'hospital');
    expect(inWard.map(({ knownThen }) => knownThen?.ground)).toContain('general-practice');
    for (const { dischargeId, responsible } of inWard)
      expect(responsible).toEqual((await read('ward', dischargeId, earlier)).responsible);
    expect((await api.get('coordinator', path)).status).toBe(403);
    expect((await api.get('ward', '/api/units/nowhere/responsibility')).status).toBe(404);
  });
});

describe('under the 72 hours', () => {
  const HOME = 'mun-0791-visitation';
  /** Left two hours ago, to a nursing home, which is only known now; `since`: how long the case has been known. */
  async function leftUnnoticed(cpr: string, since = 'PT0S'): Promise<{ id: string; leftAt: number }> {
    const today = await now();
    const id = await started(cpr, today - 50 * HOUR, today + 60 * HOUR);
    if (since !== 'PT0S') await api.post(null, '/dev/clock/advance', { by: since });
    const leftAt = (await now()) - 2 * HOUR;
    const body = { happenedAt: iso(leftAt), how: 'nursing-home' };
    const reply = await api.post('ward', `/api/discharges/${id}/actions/leave`, body);
    expect(reply.status, reply.text).toBe(200);
    await eventually(async () => expect((await read('ward', id)).responsible.ground).toBe('extended'));
    return { id, leftAt };
  }
  const someTask = (user: string, id: string, kind: string) =>
    eventually(async () => {
      const [task] = (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;
      return task ?? expect.unreachable(`no task of kind ${kind}`);
    });
  const answered = async (user: string, task: { id: string; version: number }, body: object) => {
    const reply = await api.post(user, `/api/tasks/${task.id}/answer`, { version: task.version, ...body });
    expect(reply.status, reply.text).toBe(200);
  };
  const ask = (user: string, id: string, body: object) =>
    api.post(user, `/api/discharges/${id}/actions/ask-department`, body);
  const threadAbout = async (user: string, id: string, text: string): Promise<ShownThread> => {
    const threads: readonly ShownThread[] = JSON.parse((await api.get(user, `/api/discharges/${id}`)).text).threads;
    const found = threads.find(({ letters }) =>
      letters.some(({ segments }) => segments.some((one) => one.text === text)),
    );
    return found ?? expect.unreachable('no such thread');
  };

  it('a moment before the leaving was known says who is responsible, who was thought to be, and what came late', async () => {
    const { id, leftAt } = await leftUnnoticed('0108589995', 'PT4H');
    const between = await read('ward', id, leftAt + HOUR);
    expect(between).toMatchObject({
      responsible: { ground: 'extended', unit: 'ward-m1' },
      knownThen: { ground: 'hospital', unit: 'ward-m1', phone: '87001000' },
      learntLater: [
        { fact: 'left', label: 'Patienten er udskrevet', happenedAt: iso(leftAt) },
        { fact: 'extended-begun', happenedAt: iso(leftAt) },
      ],
    });
    for (const late of between.learntLater) expect(Date.parse(late.learntAt)).toBeGreaterThan(leftAt + HOUR);
    expect(await read('ward', id, leftAt - HOUR)).toMatchObject({
      responsible: { ground: 'hospital' },
      knownThen: null,
    });
    expect(await read('ward', id)).toMatchObject({ knownThen: null, learntLater: [] });
    const list = ofUnit.parse(
      (await api.get('ward', `/api/units/ward-m1/responsibility?at=${iso(leftAt + HOUR)}`)).body,
    );
    const listed = list.items.find(({ dischargeId }) => dischargeId === id);
    expect([listed?.knownThen, listed?.learntLater]).toEqual([between.knownThen, between.learntLater]);
  });

  it('a question goes to the department as a task, and its answer back; both stand on the case with who and when', async () => {
    const { id } = await leftUnnoticed('0201609995');
    const words = 'Skal antibiotika fortsætte uændret?';
    for (const [user, status] of [
      ['ward', 403],
      ['coordinator-2', 404],
    ] as const) {
      expect((await ask(user, id, { text: words })).status).toBe(status);
    }
    const asked = await ask('coordinator', id, { text: words });
    expect(asked.status, asked.text).toBe(200);
    const task = await someTask('ward', id, 'answer-question');
    expect(task).toMatchObject({ unit: 'ward-m1' });
    expect(await threadAbout('ward', id, words)).toMatchObject({
      topic: 'Spørgsmål under udvidet behandlingsansvar',
      category: 'extended-care-responsibility',
      awaits: { unit: { id: 'ward-m1' }, replyBy: task.due },
    });
    await answered('ward', task, { answer: 'answer', text: 'Ja, i fem dage.' });
    for (const user of ['ward', 'coordinator']) {
      const thread = await threadAbout(user, id, 'Ja, i fem dage.');
      expect(thread.awaits).toBeNull();
      expect(thread.letters).toMatchObject([
        { direction: 'in', from: { id: HOME }, to: { id: 'ward-m1' }, segments: [{ text: words }] },
        { direction: 'out', from: { id: 'ward-m1' }, to: { id: HOME } },
      ]);
    }
    const { timeline } = whole.parse((await api.get('coordinator', `/api/discharges/${id}`)).body);
    const about = timeline.filter(({ fact, codes }) => fact === 'question-asked' || codes['task'] === task.id);
    expect(about).toMatchObject([
      {
        fact: 'question-asked',
        by: { id: 'person-coordinator' },
        codes: { to: 'ward-m1', category: 'extended-care-responsibility' },
      },
      { fact: 'task-opened' },
      { fact: 'task-answered', by: { id: 'person-ward' } },
    ]);
    // What hurries is asked by phone: a call of whoever asks.
    expect((await ask('coordinator', id, { text: 'Feberen stiger', acute: true })).status).toBe(200);
    const call = await someTask('coordinator', id, 'ring-first');
    expect([call.unit, JSON.stringify(call.lines)]).toEqual([HOME, expect.stringContaining('Medicinsk Afsnit M1')]);
    await answered('coordinator', call, { answer: 'called', result: 'reached' });
    expect((await api.get('ward', `/api/tasks?dischargeId=${id}&kind=answer-question`)).body.items).toEqual([]);
  });

  it('a letter in the category of its own awaits the department’s answer, which goes back as a letter in the thread', async () => {
    const cpr = '2509479996';
    const { id } = await leftUnnoticed(cpr);
    const { episode: _none, ...plain } = care;
    const at = iso(await now());
    const words = 'Må bandagen skiftes i dag?';
    const raw = buildCareCommunication({
      ...plain,
      ...{ bundleId: randomUUID(), headerId: randomUUID(), sender: municipality, receiver: ward },
      patient: { ...care.patient, cpr },
      ...{ category: 'extended-care-responsibility', topic: 'Bandage', text: words, writtenAt: at, sentAt: at },
    });
    const headers = { 'content-type': 'application/fhir+json' };
    expect((await api.send('POST', 'vans', '/api/medcom', { body: raw, headers })).text).toContain('"ok"');
    const task = await someTask('ward', id, 'answer-question');
    expect(task).toMatchObject({ unit: 'ward-m1' });
    expect(await threadAbout('ward', id, words)).toMatchObject({
      category: 'extended-care-responsibility',
      categoryLabel: 'Udvidet behandlingsansvar',
      awaits: { unit: { id: 'ward-m1' }, task: task.id },
    });
    await answered('ward', task, { answer: 'answer', text: 'Ja, gerne.' });
    await eventually(async () => {
      const thread = await threadAbout('coordinator', id, 'Ja, gerne.');
      expect(thread.letters).toMatchObject([
        { direction: 'in', from: { id: HOME }, to: { id: 'ward-m1' } },
        { direction: 'out', to: { id: HOME }, state: 'arrived' },
      ]);
      expect(thread.awaits).toBeNull();
    });
  });
});
