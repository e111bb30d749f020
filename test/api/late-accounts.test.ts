// What comes when the case has closed: a leaving put right, an end that a notice tells, decisions recorded and corrected late.
// Days, statements and who is responsible follow from the facts, and what an open case would refuse is refused.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import { eventually } from '../harness/eventually.ts';
import { municipality, ward } from '../medcom/fixtures.ts';
import { recount } from '../recount/recount.ts';
import { payable, statement } from './finished-shapes.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const { rates } = JSON.parse(readFileSync('rules/rates.json', 'utf8'));

async function started(cpr: string, admittedAt: string, episodeId: string = randomUUID()): Promise<string> {
  const plan = { ...example.plan, date: { kind: 'unknown' }, bed: null, services: [], serviceNotes: {} };
  const reply = await api.post('ward', '/api/discharges', {
    ...{ ...example, gp: undefined, patient: { ...example.patient, cpr } },
    stay: { episodeId, hospitalUnit: 'ward-m1', admittedAt },
    plan: { ...plan, hasRunningServices: false },
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}

const to = async (at: string): Promise<void> => {
  const moved = await api.post(null, '/dev/clock/advance', { to: new Date(at).toISOString() });
  expect(moved.status, moved.text).toBe(200);
};
const act = (id: string, name: string, body: object, user = 'ward', key?: string): Promise<Reply> =>
  api.send('POST', user, `/api/discharges/${id}/actions/${name}`, { body, ...(key === undefined ? {} : { key }) });
async function acted(id: string, name: string, body: object, user = 'ward'): Promise<void> {
  const reply = await act(id, name, body, user);
  expect(reply.status, `${name}: ${reply.text}`).toBe(200);
}
const problem = async (id: string, name: string, body: object): Promise<string> => {
  const { status, body: told } = await act(id, name, body);
  expect(status, name).toBe(409);
  return String(told.type).replace('/problems/', '');
};
const caseOf = async (id: string) => (await api.get('ward', `/api/discharges/${id}`)).body;
const openTasks = async (id: string): Promise<string[]> =>
  (await api.get('ward', `/api/tasks?dischargeId=${id}&status=open`)).body.items.map(({ kind }) => kind);

/** Whatever is asked is answered until the case has come to its end. */
const closed = (id: string): Promise<void> =>
  eventually(
    async () => {
      for (const user of ['ward', 'coordinator']) {
        const { items } = (await api.get(user, `/api/tasks?dischargeId=${id}`)).body;
        for (const task of items) {
          const said = task.answers.find(({ code }) => code === 'not-needed') ?? task.answers[0];
          const body = { version: task.version, answer: said?.code, ...said?.example };
          await api.post(user, `/api/tasks/${task.id}/answer`, body);
        }
      }
      expect((await caseOf(id)).stage).toBe('closed');
    },
    { within: 60_000, every: 300 },
  );

const payableOf = async (id: string) =>
  payable.parse((await api.get('ward', `/api/discharges/${id}/payable-days`)).body);
const datesOf = async (id: string): Promise<string> =>
  (await payableOf(id)).days.map(({ date }) => date.slice(5)).join(' ');
const stated = async (month: string) =>
  statement.parse((await api.get('coordinator', `/api/statements?municipality=0791&month=${month}`)).body);
const responsibleAt = async (id: string, at: string): Promise<string> => {
  const { body } = await api.get('ward', `/api/discharges/${id}/responsibility?at=${encodeURIComponent(at)}`);
  return body.responsible.ground;
};
/** Whether the unit's list has the case at a time, with the same answer. */
const listedAt = async (id: string, at: string): Promise<string> => {
  const path = `/api/units/ward-m1/responsibility?limit=100&at=${encodeURIComponent(at)}`;
  const found = (await api.get('ward', path)).body.items.find((one) => one.dischargeId === id);
  return found === undefined ? 'not listed' : found.responsible.ground;
};

describe('a leaving that is put right when the case has closed', () => {
  let id = '';
  beforeAll(async () => {
    await to('2026-12-28T08:30+01:00');
    id = await started('0201609996', '2026-12-20T08:00:00+01:00');
    await acted(id, 'mark-finished', {
      finishedAt: '2026-12-28T08:00:00+01:00',
      ownTasksDone: true,
      doctor: 'Lars Læge',
    });
    await to('2027-01-06T10:40+01:00');
    await acted(id, 'leave', { happenedAt: '2027-01-06T10:30:00+01:00', how: 'home' });
    await acted(id, 'send-letter', { sentAt: '2027-01-06T10:35:00+01:00' });
    await closed(id);
    await to('2027-02-03T10:00+01:00');
  });

  it('by the ward: days, statement, responsibility and the case follow it, and nobody gets a task', async () => {
    const before = [await stated('2026-12'), await stated('2027-01')];
    const note = 'Patienten gik allerede mandag';
    await acted(id, 'correct-stay', { stayEvent: 'SLHJ', happenedAt: '2027-01-04T12:00:00+01:00', note });
    expect(await datesOf(id)).toBe('12-28 12-29 12-30 12-31 01-01 01-02 01-03');
    const february = await stated('2027-02');
    expect(february.differences.map(({ date, kroner: { total } }) => [date.slice(5), total])).toEqual([
      ['01-04', -7080],
      ['01-05', -7080],
    ]);
    expect([await stated('2026-12'), await stated('2027-01')]).toEqual(before);
    expect(await responsibleAt(id, '2027-01-04T11:00:00+01:00')).toBe('hospital');
    expect(await responsibleAt(id, '2027-01-05T11:00:00+01:00')).not.toBe('hospital');
    const body = await caseOf(id);
    expect(body.leftAt).toBe('2027-01-04T11:00:00.000Z');
    expect(body.timeline.slice(-2)).toMatchObject([
      { fact: 'stay-told', codes: { notice: 'RE_SLHJ' } },
      { fact: 'left-moved', happenedAt: '2027-01-04T11:00:00.000Z', note },
    ]);
    expect(await openTasks(id)).toEqual([]);
    const nights = recount(JSON.parse(JSON.stringify(body.timeline)), '0791', rates, '2027-02-03');
    expect(nights.map(({ date, kroner }) => [date, kroner])).toEqual(
      (await payableOf(id)).days.map(({ date, kroner: { total } }) => [date, total]),
    );
  });

  it('is refused where an open case would refuse it: another event, before the admission, in the future, by others', async () => {
    const at = '2027-01-04T12:00:00+01:00';
    expect(await problem(id, 'correct-stay', { stayEvent: 'MORS', happenedAt: at })).toBe('wrong-moment');
    expect(await problem(id, 'leave', { happenedAt: at, how: 'home' })).toBe('wrong-moment');
    const early = { stayEvent: 'SLHJ', happenedAt: '2026-12-19T12:00:00+01:00' };
    expect(await problem(id, 'correct-stay', early)).toBe('wrong-times');
    expect((await act(id, 'correct-stay', { ...early, happenedAt: '2027-03-01T12:00:00+01:00' })).status).toBe(400);
    expect((await act(id, 'correct-stay', { ...early, happenedAt: at }, 'coordinator')).status).toBe(403);
    expect((await caseOf(id)).leftAt).toBe('2027-01-04T11:00:00.000Z');
  });

  it('a decision that was ended and made anew before the leaving is recorded with its real times, once for each key', async () => {
    const ill = { withdrawnAt: '2026-12-30T09:00:00+01:00', reason: 'ill-again' };
    const key = randomUUID();
    expect((await act(id, 'withdraw-finished', ill, 'ward', key)).status).toBe(200);
    expect((await act(id, 'withdraw-finished', ill, 'ward', key)).status).toBe(200);
    expect(await datesOf(id)).toBe('12-28 12-29');
    expect(await caseOf(id)).toMatchObject({
      finishedAt: null,
      finished: { number: 1, withdrawnAt: expect.any(String) },
    });
    expect(await problem(id, 'withdraw-finished', ill)).toBe('wrong-moment');
    const again = { ownTasksDone: true, doctor: 'Karen Læge' };
    const early = { finishedAt: '2026-12-19T12:00:00+01:00', ...again };
    expect(await problem(id, 'mark-finished', early)).toBe('wrong-times');
    await acted(id, 'mark-finished', { finishedAt: '2027-01-02T09:00:00+01:00', ...again });
    expect(await datesOf(id)).toBe('12-28 12-29 01-02 01-03');
    expect((await caseOf(id)).finished).toMatchObject({ number: 2, doctor: 'Karen Læge', withdrawnAt: null });
    const facts = (await caseOf(id)).timeline.filter(({ fact }) => fact === 'finished-withdrawn');
    expect(facts).toHaveLength(1);
    expect(await openTasks(id)).toEqual([]);
  });

  it('the first of two decisions is put right by its number; what cannot be is refused and changes nothing', async () => {
    const note = 'Rettet efter stuegangsnotatet';
    const days = await datesOf(id);
    for (const [body, code] of [
      [{ what: 'withdrawn-at', at: '2027-01-05T09:00:00+01:00', decision: 1 }, 'wrong-times'],
      [{ what: 'withdrawn-at', at: '2027-01-03T09:00:00+01:00' }, 'wrong-moment'],
      [{ what: 'no-withdrawal', decision: 1 }, 'wrong-moment'],
      [{ what: 'no-decision', decision: 3 }, 'wrong-moment'],
      [{ what: 'finished-at', at: '2026-12-19T09:00:00+01:00', decision: 1 }, 'wrong-times'],
    ] as const) {
      expect(await problem(id, 'correct-finished', { ...body, note }), JSON.stringify(body)).toBe(code);
    }
    expect(await datesOf(id)).toBe(days);
    await acted(id, 'correct-finished', { what: 'withdrawn-at', at: '2026-12-31T09:00:00+01:00', decision: 1, note });
    expect(await datesOf(id)).toBe('12-28 12-29 12-30 01-02 01-03');
    await acted(id, 'correct-finished', { what: 'no-decision', note });
    expect(await datesOf(id)).toBe('12-28 12-29 12-30');
    expect((await caseOf(id)).finished).toMatchObject({ number: 1 });
    await acted(id, 'correct-finished', { what: 'no-decision', note });
    expect(await caseOf(id)).toMatchObject({ finished: null, finishedAt: null });
    expect(await problem(id, 'correct-finished', { what: 'no-decision', note })).toBe('wrong-moment');
  });
});

describe('a stay whose planning was withdrawn', () => {
  const cpr = '0201919990';
  const episode = randomUUID();
  let id = '';
  const iso = (time: string): string => new Date(time).toISOString();

  it('is over for responsibility when its case has closed and nobody has told an end, alone and in the list of the ward', async () => {
    await to('2027-02-10T09:00+01:00');
    id = await started(cpr, '2027-02-08T08:00:00+01:00', episode);
    await acted(id, 'mark-finished', {
      finishedAt: '2027-02-09T08:00:00+01:00',
      ownTasksDone: true,
      doctor: 'Lars Læge',
    });
    await to('2027-02-12T09:00+01:00');
    await acted(id, 'withdraw', { reason: 'citizen-declines' });
    await closed(id);
    await to('2027-02-20T09:00+01:00');
    for (const [at, ground] of [
      ['2027-02-11T09:00:00+01:00', 'hospital'],
      ['2027-02-19T09:00:00+01:00', 'general-practice'],
    ] as const) {
      expect([at, await responsibleAt(id, at)]).toEqual([at, ground]);
      expect([at, await listedAt(id, at)]).toEqual([at, ground === 'hospital' ? ground : 'not listed']);
    }
  });

  it('ends when the hospital tells it, and again when it puts that right: recorded, counted, and read by the ward', async () => {
    const raws: string[] = [];
    const send = async (change: 'new' | 'revise', end: string): Promise<void> => {
      const about = {
        bundleId: randomUUID(),
        headerId: randomUUID(),
        sender: ward,
        sentAt: iso('2027-02-20T09:00+01:00'),
      };
      const person = { ...about, receiver: municipality, patient: { cpr, family: 'Elmer', given: ['Bruno'] } };
      const start = {
        ...person,
        episode: { value: episode },
        stayEvent: 'STIN',
        start: iso('2027-02-08T08:00+01:00'),
      } as const;
      if (raws.length === 0) raws.push(buildHospitalNotification({ ...start, headerId: randomUUID() }));
      const next = { ...person, previous: sentNotices(raws), stayEvent: 'SLHJ', change, end: iso(end) } as const;
      raws.push(buildHospitalNotification(next));
      const headers = { 'content-type': 'application/fhir+json' };
      const reply = await api.send('POST', 'vans', '/api/medcom', { body: raws.at(-1), headers });
      expect(reply.text).toContain('"ok"');
    };
    await send('new', '2027-02-15T10:00+01:00');
    expect((await caseOf(id)).timeline.map(({ fact }) => fact)).toContain('left');
    expect(await caseOf(id)).toMatchObject({ leftAt: iso('2027-02-15T10:00+01:00'), stay: { state: 'ended' } });
    for (const [at, ground] of [
      ['2027-02-14T09:00:00+01:00', 'hospital'],
      ['2027-02-16T09:00:00+01:00', 'general-practice'],
    ] as const) {
      expect([at, await responsibleAt(id, at)]).toEqual([at, ground]);
      expect([at, await listedAt(id, at)]).toEqual([at, ground === 'hospital' ? ground : 'not listed']);
    }
    expect(await openTasks(id)).toContain('read-late-fact');
    expect(await problem(id, 'correct-stay', { stayEvent: 'SLHJ', happenedAt: iso('2027-02-14T09:00Z') })).toBe(
      'wrong-moment',
    );

    // Counting ended with the planning; a leaving before that ends it earlier.
    expect(await datesOf(id)).toBe('02-09 02-10 02-11');
    await send('revise', '2027-02-11T10:00+01:00');
    expect(await datesOf(id)).toBe('02-09 02-10');
    expect((await caseOf(id)).timeline.map(({ fact }) => fact).filter((fact) => fact.startsWith('left'))).toEqual([
      'left',
      'left-moved',
    ]);
    expect(await responsibleAt(id, '2027-02-14T09:00:00+01:00')).toBe('general-practice');
    // The lists have it, and the next stay finds it: what comes of this one is not told of that.
    const { items } = (await api.get('ward', '/api/discharges?open=false&limit=200')).body;
    expect(items.find((line) => line.id === id)).toMatchObject({ leftAt: iso('2027-02-11T10:00+01:00') });
    const next = await started(cpr, '2027-02-20T08:00:00+01:00');
    expect((await caseOf(next)).links).toMatchObject({ previous: `/api/discharges/${id}` });
    await acted(next, 'withdraw', { reason: 'started-by-mistake' });
  });

  it('ends when the ward says so where no notice comes, with a death put right after it', async () => {
    const other = await started('0201919996', '2027-02-18T08:00:00+01:00');
    await acted(other, 'withdraw', { reason: 'other', note: 'Aftalt på anden vis' });
    await closed(other);
    expect((await caseOf(other)).allowedActions.map(({ name }) => name)).toContain('leave');
    await acted(other, 'leave', { happenedAt: '2027-02-19T10:00:00+01:00', how: 'other-hospital' });
    expect(await caseOf(other)).toMatchObject({ leftAt: iso('2027-02-19T10:00+01:00') });
    await acted(other, 'correct-stay', { stayEvent: 'SLHJ', happenedAt: '2027-02-19T09:00:00+01:00' });
    expect(await caseOf(other)).toMatchObject({ leftAt: iso('2027-02-19T09:00+01:00') });
    await acted(other, 'report-death', { happenedAt: '2027-02-20T08:30:00+01:00' });
    await acted(other, 'correct-stay', { stayEvent: 'MORS', happenedAt: '2027-02-20T08:00:00+01:00' });
    const died = { state: 'deceased', since: iso('2027-02-20T08:00+01:00') };
    expect((await caseOf(other)).stay).toMatchObject(died);
    expect(await responsibleAt(other, '2027-02-20T08:15:00+01:00')).toBe('deceased');
    await acted(other, 'cancel-stay', { stayEvent: 'MORS' });
    expect(await responsibleAt(other, '2027-02-20T08:15:00+01:00')).not.toBe('deceased');
    expect(await openTasks(other)).toEqual([]);
  });
});

describe('a case that never was about the patient', () => {
  it('takes no account of days, since none of them would be counted', async () => {
    const id = await started('2509479989', '2027-02-19T08:00:00+01:00');
    await acted(id, 'withdraw', { reason: 'wrong-person' });
    await closed(id);
    const finished = { finishedAt: '2027-02-19T12:00:00+01:00', ownTasksDone: true, doctor: 'Lars Læge' };
    expect(await problem(id, 'mark-finished', finished)).toBe('wrong-moment');
  });
});

describe('a patient who is ill again', () => {
  it('is not finished from when the ward says, which stands in the days', async () => {
    await to('2027-03-05T09:00+01:00');
    const id = await started('0504909995', '2027-03-01T08:00:00+01:00');
    await acted(id, 'mark-finished', {
      finishedAt: '2027-03-02T08:00:00+01:00',
      ownTasksDone: true,
      doctor: 'Lars Læge',
    });
    const illSince = '2027-03-04T22:00:00+01:00';
    expect((await act(id, 'pause', { reason: 'awaiting-examination', illSince })).status).toBe(400);
    expect((await act(id, 'pause', { reason: 'ill-again', illSince: '2027-03-06T22:00:00+01:00' })).status).toBe(400);
    await acted(id, 'pause', { reason: 'ill-again', illSince });
    expect(await datesOf(id)).toBe('03-02 03-03');
  });
});
