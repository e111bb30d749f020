// A finished patient over the API: nine days over New Year, a correction that comes late, and the months' statements.
// What the service says is compared with a recount of the case's own timeline that shares no code with it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import { recount } from '../recount/recount.ts';
import type { day } from './finished-shapes.ts';
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

/** A patient of Viborg with nothing planned but the way home. */
async function started(
  cpr: string,
  user: 'ward' | 'ward-2' = 'ward',
  admittedAt?: string,
  episodeId: string = randomUUID(),
): Promise<string> {
  const here = user === 'ward' ? { ward: 'ward-m1', municipality: '0791' } : { ward: 'ward-h1', municipality: '0615' };
  const reply = await api.post(user, '/api/discharges', {
    ...example,
    gp: undefined,
    municipality: here.municipality,
    patient: { ...example.patient, cpr },
    stay: {
      episodeId,
      hospitalUnit: here.ward,
      admittedAt: admittedAt ?? example.stay.admittedAt,
    },
    plan: {
      ...example.plan,
      date: { kind: 'unknown' },
      bed: null,
      services: [],
      serviceNotes: {},
      hasRunningServices: false,
    },
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}

const to = async (at: string): Promise<void> => {
  const moved = await api.post(null, '/dev/clock/advance', { to: new Date(at).toISOString() });
  expect(moved.status, moved.text).toBe(200);
};
const act = (user: string, id: string, name: string, body: object): Promise<Reply> =>
  api.post(user, `/api/discharges/${id}/actions/${name}`, body);
async function acted(user: string, id: string, name: string, body: object): Promise<void> {
  const reply = await act(user, id, name, body);
  expect(reply.status, `${name}: ${reply.text}`).toBe(200);
}
const finished = (at: string) => ({ finishedAt: at, ownTasksDone: true, doctor: 'Lars Læge' });

const timeline = z.looseObject({
  timeline: z.array(
    z.looseObject({
      number: z.int(),
      fact: z.string(),
      happenedAt: z.string(),
      codes: z.record(z.string(), z.unknown()),
    }),
  ),
});

const daysOf = async (user: string, id: string) =>
  payable.parse((await api.get(user, `/api/discharges/${id}/payable-days`)).body);
const of = (municipality: string, month: string): string =>
  `/api/statements?municipality=${municipality}&month=${month}`;
const stated = async (user: string, municipality: string, month: string) =>
  statement.parse((await api.get(user, of(municipality, month))).body);
/** The independent program, on what anybody can read of the case. */
const recounted = async (id: string, today: string) =>
  recount(timeline.parse((await api.get('ward', `/api/discharges/${id}`)).body).timeline, '0791', rates, today);
const asNights = (days: readonly z.infer<typeof day>[]) =>
  days.map((one) => ({
    date: one.date,
    number: one.dayNumber,
    payer: one.payer.municipality,
    kroner: one.kroner.total,
    care: one.care.code,
  }));

describe('a finished patient over New Year', () => {
  let id = '';
  const cpr = '0201609996';
  beforeAll(async () => {
    await to('2026-12-28T08:30+01:00');
    id = await started(cpr);
    await to('2026-12-28T09:05+01:00');
    await acted('doctor', id, 'mark-finished', { finishedAt: '2026-12-28T09:00:00+01:00', ownTasksDone: true });
    await to('2027-01-06T10:40+01:00');
    await acted('ward', id, 'leave', { happenedAt: '2027-01-06T10:30:00+01:00', how: 'home' });
  });

  it('has nine days, which both sides, the region and an independent recount agree on', async () => {
    const found = await daysOf('ward', id);
    const dates = found.days.map(({ date }) => date.slice(5)).join(' ');
    expect(dates).toBe('12-28 12-29 12-30 12-31 01-01 01-02 01-03 01-04 01-05');
    expect(found.days[2]?.ground.text).toMatch(/^Færdigbehandlet .*28.*dag 3$/);
    // 2 days at 4,600 and 2 at 6,900 kr. in 2026, 5 at 7,080 in 2027: all made up, and said to be.
    expect(found.totals).toMatchObject({ days: 9, kroner: { region: 21_000, state: 37_400, total: 58_400 } });
    expect(found.days.every(({ rate }) => rate.invented)).toBe(true);
    expect(found.notes.join()).toMatch(/OPDIGTET.*2026.*OPDIGTET.*2027/);
    // What the law's text leaves open is said with the days: which rule, what it counts, and that it must be confirmed.
    expect(new Set(found.days.map(({ ground }) => ground.rule))).toEqual(new Set(['2017-01-01']));
    const [counting, ...others] = found.countingRules;
    expect([counting?.from, counting?.confidence, others]).toEqual(['2017-01-01', 'L', []]);
    expect(counting?.why).toContain('udskrivningsdagen tælles ikke med');
    expect(await daysOf('coordinator', id)).toEqual({ ...found, knownAt: expect.any(String) });
    expect(await daysOf('agreement-manager', id)).toMatchObject({ days: found.days });
    expect(asNights(found.days)).toEqual(await recounted(id, '2027-01-06'));
  });

  it('is shown with the doctor who decided it, to those who see the whole case, and is not ready for it', async () => {
    const { body } = await api.get('coordinator', `/api/discharges/${id}`);
    const finishedBy = { doctor: 'Lars Læge', ownTasksDone: true, withdrawnAt: null };
    expect(body).toMatchObject({ finished: finishedBy, readyAt: null });
    const others = { finished: { doctor: null, ownTasksDone: true } };
    expect((await api.get('operator', `/api/discharges/${id}`)).body).toMatchObject(others);
  });

  it('stands in the statement of each month, for the municipality that pays and for the region', async () => {
    const december = await stated('coordinator', '0791', '2026-12');
    expect(december).toMatchObject({ state: 'final', totals: { days: 4, due: { total: 23_000 } }, differences: [] });
    expect(december.countingRules).toEqual((await daysOf('ward', id)).countingRules);
    const january = await stated('agreement-manager', '0791', '2027-01');
    expect(january).toMatchObject({ state: 'provisional', totals: { days: 5, due: { total: 35_400 } } });
    expect([...december.days, ...january.days].every(({ discharge }) => discharge === id)).toBe(true);
    expect(asNights([...december.days, ...january.days])).toEqual(await recounted(id, '2027-01-06'));
  });

  it('is for nobody else: another municipality, a ward, a practice, somebody of no organisation here', async () => {
    for (const user of ['coordinator-2', 'ward', 'gp', 'operator', 'agreement-manager-2']) {
      const reply = await api.get(user, of('0791', '2027-01'));
      expect([user, reply.status, reply.body.type]).toEqual([user, 403, '/problems/not-allowed']);
    }
    expect((await api.get('coordinator-2', of('0615', '2027-01'))).status).toBe(200);
    expect((await api.get('coordinator-2', `/api/discharges/${id}/payable-days`)).status).toBe(404);
    expect((await api.get('ward-2', `/api/discharges/${id}/payable-days`)).status).toBe(404);
    expect((await api.get('agreement-manager', `/api/discharges/${randomUUID()}/payable-days`)).status).toBe(404);
  });

  it('comes as CSV and XLSX with Danish headings, the ground of each day, and no name or CPR number', async () => {
    const csv = await api.send('GET', 'coordinator', of('0791', '2027-01'), { headers: { accept: 'text/csv' } });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toContain('faerdigbehandlede-0791-2027-01.csv');
    const [header = '', ...lines] = csv.text.trim().split('\r\n');
    expect(header.split(';').slice(1, 6)).toEqual(['Forløb', 'Dato', 'Dag nr.', 'Begrundelse', 'Årsag til ventetid']);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(
      /^Dag;[0-9a-f-]{36};2027-01-01;5;Færdigbehandlet .*;2027 OPDIGTET;2017-01-01;2360;4720;7080$/,
    );

    const response = await fetch(`${api.url}${of('0791', '2027-01')}`, {
      headers: {
        authorization: `Bearer ${await api.token('coordinator')}`,
        accept: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const [headings = [], first = [], ...rest] = await readSheet(bytes, 'Opgørelse');
    expect(headings).toEqual(header.replace('\uFEFF', '').split(';'));
    expect(first.slice(0, 4)).toEqual(['Dag', id, new Date('2027-01-01T00:00:00Z'), 5]);
    expect(first.slice(-3)).toEqual([2360, 4720, 7080]);
    expect(rest).toHaveLength(4);
    const about = await readSheet(bytes, 'Om opgørelsen');
    expect(about).toContainEqual(['I alt (kr.)', 35_400]);
    expect(about).toContainEqual(['Tælleregel fra 2017-01-01', expect.stringContaining('tælles ikke med')]);
    expect(about.flat().join()).toContain('OPDIGTET');
    const json = (await api.get('coordinator', of('0791', '2027-01'))).text;
    for (const text of [csv.text, json, JSON.stringify([headings, first, rest, about])]) {
      expect(text).not.toMatch(new RegExp(`${cpr}|${example.patient.name}|Testperson`));
    }
    const none = await api.send('GET', 'coordinator', of('0791', '2027-01'), { headers: { accept: 'image/png' } });
    expect([none.status, none.body.type]).toEqual([406, '/problems/not-acceptable']);
  });

  it.each([
    ['municipality=0791&month=2027-13', 'month'],
    ['municipality=0791&month=2031-01', 'month'],
    ['municipality=0100&month=2027-01', 'municipality'],
    ['month=2027-01', 'municipality'],
  ])('?%s is refused, naming the field', async (query, field) => {
    const reply = await api.get('agreement-manager', `/api/statements?${query}`);
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).toContain(`"path":"${field}"`);
  });

  it('a correction that comes late is a line for each day in the next statement; what was stated stays', async () => {
    await to('2027-02-03T10:00+01:00');
    const before = [await stated('coordinator', '0791', '2026-12'), await stated('coordinator', '0791', '2027-01')];
    expect(before[1]?.state).toBe('final');
    const unexplained = await act('ward', id, 'correct-finished', {
      what: 'finished-at',
      at: '2026-12-29T14:00:00+01:00',
    });
    expect(unexplained.status).toBe(400);
    const note = 'Stuegang var først den 29. kl. 14';
    await acted('ward', id, 'correct-finished', { what: 'finished-at', at: '2026-12-29T14:00:00+01:00', note });
    expect([await stated('coordinator', '0791', '2026-12'), await stated('coordinator', '0791', '2027-01')]).toEqual(
      before,
    );

    const february = await stated('coordinator', '0791', '2027-02');
    expect(february.days).toEqual([]);
    expect(february.differences.map(({ date, kroner: { total } }) => [date.slice(5), total])).toEqual([
      ['12-28', -4600],
      ['12-29', 0],
      ['12-30', -2300],
      ['12-31', 0],
      ['01-01', 0],
      ['01-02', 0],
      ['01-03', 0],
      ['01-04', 0],
      ['01-05', 0],
    ]);
    const found = await daysOf('ward', id);
    expect(asNights(found.days)).toEqual(await recounted(id, '2027-02-03'));
    expect(found.corrections.map(({ statement: month }) => month)).toEqual(Array(9).fill('2027-02'));
    const all = [...before, february].reduce((sum, { totals: { due } }) => sum + due.total, 0);
    expect(all).toBe(found.totals.kroner.total);
    const csv = await api.send('GET', 'coordinator', of('0791', '2027-02'), { headers: { accept: 'text/csv' } });
    expect(csv.text).toMatch(
      /\r\nDifference;[^\r]*Opgjort i 2026-12: 4600 kr\. \(Færdigbehandlet [^)]*, dag 1, kommunen, somatik, [^)]*\)\. Nu: ingen betaling;/,
    );
    const { body } = await api.get('ward', `/api/discharges/${id}`);
    expect(body.timeline.find(({ fact }) => fact === 'finished-corrected')).toMatchObject({ note });
  });

  it('a residence learnt late moves the days to the municipality that pays, which sees those and no more', async () => {
    await acted('ward', id, 'change-residence', { municipality: '0615', from: '2027-01-04' });
    const other = await daysOf('coordinator-2', id);
    expect(other.days.map(({ date }) => date)).toEqual(['2027-01-04', '2027-01-05']);
    expect((await api.get('coordinator-2', `/api/discharges/${id}`)).status).toBe(404);
    const [theirs, ours] = [
      await stated('coordinator-2', '0615', '2027-02'),
      await stated('coordinator', '0791', '2027-02'),
    ];
    expect(theirs.totals.due.total).toBe(2 * 7080);
    expect(ours.differences.filter(({ after }) => after === null).map(({ date }) => date)).toEqual([
      '2026-12-28',
      '2027-01-04',
      '2027-01-05',
    ]);
    expect(asNights((await daysOf('ward', id)).days)).toEqual(await recounted(id, '2027-02-03'));
  });
});

describe('what is handed in about a finished patient', () => {
  it('names the doctor, and says that the own tasks are done', async () => {
    const id = await started('0201919990');
    const at = (await api.get(null, '/dev/clock')).body.now;
    const anonymous = await act('ward', id, 'mark-finished', { finishedAt: at, ownTasksDone: true });
    expect(JSON.stringify(anonymous.body)).toContain('"path":"doctor"');
    const undone = await act('doctor', id, 'mark-finished', { finishedAt: at, ownTasksDone: false });
    expect(JSON.stringify(undone.body)).toContain('"path":"ownTasksDone"');
    expect((await act('coordinator', id, 'mark-finished', finished(at))).status).toBe(403);
    await acted('ward', id, 'mark-finished', finished(at));
    const twice = await act('ward', id, 'mark-finished', finished(at));
    expect([twice.status, twice.body.type]).toEqual([409, '/problems/wrong-moment']);
    const early = { withdrawnAt: '2027-01-01T00:00:00+01:00', reason: 'ill-again' };
    expect((await act('ward', id, 'withdraw-finished', early)).body.type).toBe('/problems/wrong-times');
    const cause = { cause: 'region-place', from: at, note: 'Pladsen er først ledig torsdag' };
    await acted('coordinator', id, 'state-delay-cause', cause);
    // It is recorded, and stands in the way of nothing.
    await acted('ward', id, 'leave', { happenedAt: at, how: 'home' });
    expect((await daysOf('ward', id)).days).toEqual([]);
  });

  it('after the case has closed is recorded on it, and nobody gets a task', async () => {
    const id = await started('0201919996');
    const at = new Date(Date.parse((await api.get(null, '/dev/clock')).body.now) - 3 * 86_400_000).toISOString();
    await acted('ward', id, 'mark-finished', finished(at));
    await acted('ward', id, 'withdraw', { reason: 'other', note: 'Bliver' });
    await eventually(async () => expect((await api.get('ward', `/api/discharges/${id}`)).body.stage).toBe('closed'), {
      within: 60_000,
    });
    expect((await daysOf('ward', id)).days).toHaveLength(3);
    const later = { what: 'finished-at', at: new Date(Date.parse(at) + 86_400_000).toISOString(), note: 'Dagen efter' };
    await acted('ward', id, 'correct-finished', later);
    await eventually(async () => expect((await daysOf('ward', id)).days).toHaveLength(2));
    const { body } = await api.get('ward', `/api/discharges/${id}`);
    expect(body.timeline.at(-1)).toMatchObject({ fact: 'finished-corrected' });
    expect((await api.get('ward', `/api/tasks?dischargeId=${id}&status=open`)).body.items).toEqual([]);
    expect((await act('ward', id, 'mark-finished', finished(at))).body.type).toBe('/problems/wrong-moment');
  });

  it('in a year without a rate is counted as an error that names the year, not as a guess', async () => {
    const id = await started('0108629996', 'ward-2', '2025-12-20T10:00:00+01:00');
    await acted('ward-2', id, 'mark-finished', finished('2025-12-30T09:00:00+01:00'));
    await acted('ward-2', id, 'leave', { happenedAt: '2026-01-02T09:00:00+01:00', how: 'home' });
    for (const path of [`/api/discharges/${id}/payable-days`, of('0615', '2027-02')]) {
      const reply = await api.get('agreement-manager', path);
      expect([reply.status, reply.body.type]).toEqual([409, '/problems/rate-missing']);
      expect(reply.body).toMatchObject({ rates: [{ year: 2025, care: 'somatic', label: 'Somatik 2025' }] });
    }
  });
});
