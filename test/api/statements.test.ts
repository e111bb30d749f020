// What stands in a municipality's statement and what is kept out of it: mistyped years, payers elsewhere, lines of nothing.
// The accounts of an ordinary wait are in finished-days.test.ts.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { payable, statement } from './finished-shapes.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));

/** A patient of Viborg with nothing planned but the way home. */
async function started(cpr: string, admittedAt: string): Promise<string> {
  const reply = await api.post('ward', '/api/discharges', {
    ...example,
    gp: undefined,
    patient: { ...example.patient, cpr },
    stay: { episodeId: randomUUID(), hospitalUnit: 'ward-m1', admittedAt },
    plan: {
      ...example.plan,
      ...{ date: { kind: 'unknown' }, bed: null, services: [], serviceNotes: {}, hasRunningServices: false },
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
const daysOf = async (user: string, id: string) =>
  payable.parse((await api.get(user, `/api/discharges/${id}/payable-days`)).body);
const of = (month: string, municipality = '0791'): string =>
  `/api/statements?municipality=${municipality}&month=${month}`;
const stated = async (month: string) => statement.parse((await api.get('coordinator', of(month))).body);
const closed = (id: string) =>
  eventually(async () => expect((await api.get('ward', `/api/discharges/${id}`)).body.stage).toBe('closed'), {
    within: 60_000,
  });

/** A case that has closed; what is put right of it is told below. */
let short = '';

describe('the days of one case', () => {
  it('show each line that a statement has of them, also of days before the first time that was told', async () => {
    await to('2026-12-02T10:00+01:00');
    const id = await started('3001749995', '2026-11-25T14:00:00+01:00');
    await acted('ward', id, 'mark-finished', finished('2026-12-02T09:00:00+01:00'));
    await to('2026-12-15T10:00+01:00');
    const earlier = { what: 'finished-at', at: '2026-11-29T09:00:00+01:00', note: 'Besluttet søndag' };
    await acted('ward', id, 'correct-finished', earlier);
    const lines = (await stated('2026-12')).differences.filter(({ discharge }) => discharge === id);
    expect(lines.map(({ date, kroner }) => [date, kroner.total])).toEqual([
      ['2026-11-29', 4600],
      ['2026-11-30', 4600],
    ]);
    const { corrections } = await daysOf('coordinator', id);
    expect(corrections).toEqual(lines.map(({ discharge, ...line }) => ({ statement: '2026-12', ...line })));
    await acted('ward', id, 'leave', { happenedAt: '2026-12-15T09:30:00+01:00', how: 'home' });
  });
});

describe('a mistyped year', () => {
  it('is refused, open and closed: nobody was finished before the stay', async () => {
    await to('2026-12-20T10:00+01:00');
    const id = await started('0201609996', '2026-12-18T14:00:00+01:00');
    short = id;
    const mistyped = '2025-12-20T09:00:00+01:00';
    expect((await act('ward', id, 'mark-finished', finished(mistyped))).body.type).toBe('/problems/wrong-times');
    await acted('ward', id, 'mark-finished', finished('2026-12-20T09:00:00+01:00'));
    const wrong = { what: 'finished-at', at: mistyped, note: 'Forkert år' };
    expect((await act('ward', id, 'correct-finished', wrong)).body.type).toBe('/problems/wrong-times');
    await to('2026-12-22T10:00+01:00');
    await acted('ward', id, 'withdraw', { reason: 'other', note: 'Bliver' });
    await closed(id);
    expect((await act('ward', id, 'correct-finished', wrong)).body.type).toBe('/problems/wrong-times');
    expect((await daysOf('ward', id)).days).toHaveLength(2);
    expect((await stated('2026-12')).days.filter(({ discharge }) => discharge === id)).toHaveLength(2);
  });

  it('of a long stay stops the statement, which names the case, until it is put right there', async () => {
    const id = await started('0201919990', '2025-11-20T14:00:00+01:00');
    await acted('ward', id, 'mark-finished', finished('2025-12-20T09:00:00+01:00'));
    const stopped = await api.get('coordinator', of('2026-12'));
    expect([stopped.status, stopped.body.type]).toEqual([409, '/problems/rate-missing']);
    const rates = [{ year: 2025, care: 'somatic', label: 'Somatik 2025' }];
    expect(stopped.body).toMatchObject({ rates, discharges: [id] });
    // Whoever pays none of it is not stopped by it, and cannot tell that there is such a case.
    expect((await api.get('coordinator-2', of('2026-12', '0615'))).status).toBe(200);
    expect((await api.get('coordinator-2', `/api/discharges/${id}/payable-days`)).status).toBe(404);

    await to('2027-01-05T10:00+01:00');
    expect((await api.get('coordinator', of('2026-12'))).status).toBe(409);
    const right = { what: 'finished-at', at: '2026-12-20T09:00:00+01:00', note: 'Det var i år' };
    await acted('ward', id, 'correct-finished', right);
    await acted('ward', id, 'leave', { happenedAt: '2027-01-05T09:00:00+01:00', how: 'home' });
    // December can be read again, also for the others; what it had of this case is put right in January.
    const [december, january] = [await stated('2026-12'), await stated('2027-01')];
    const sum = [...december.days, ...december.differences, ...january.days, ...january.differences]
      .filter(({ discharge }) => discharge === id)
      .reduce((kroner, one) => kroner + one.kroner.total, 0);
    const { days, totals } = await daysOf('ward', id);
    expect(days).toHaveLength(16);
    expect(sum).toBe(totals.kroner.total);
  });

  it('a line of nothing says in the file what is otherwise: the hour, or who said what was waited for', async () => {
    const csv = async (): Promise<string[]> => {
      const { text } = await api.send('GET', 'coordinator', of('2027-01'), { headers: { accept: 'text/csv' } });
      return text.split('\r\n').filter((line) => line.includes(short));
    };
    const hour = { what: 'finished-at', at: '2026-12-20T11:00:00+01:00', note: 'Først efter stuegang' };
    await acted('ward', short, 'correct-finished', hour);
    await eventually(async () => expect(await csv()).toHaveLength(2));
    const [line = ''] = await csv();
    const day = (at: string): string =>
      `4600 kr. (Færdigbehandlet 20.12.2026 ${at}, dag 1, kommunen, somatik, Hospitalsenhed Eksempel Midt)`;
    expect(line).toContain(`;Opgjort i 2026-12: ${day('09.00')}. Nu: ${day('11.00')};`);
    expect(line).toMatch(/^Difference;.*;0;0;0$/);

    const cause = { cause: 'municipality', from: '2026-12-20T00:00:00+01:00', note: 'Aftalt med kommunen' };
    await acted('ward', short, 'state-delay-cause', cause);
    const says = /Eksempel Midt, årsag: formodet: intet andet er sagt\)\. Nu: .*Midt, årsag: angivet af en person\);/;
    await eventually(async () => expect((await csv())[1]).toMatch(says));
  });
});

describe('a patient who moved to a municipality that takes no part here', () => {
  it('is paid for by that one from then on: the old one is not, and the region reads the statement', async () => {
    await acted('ward', short, 'change-residence', { municipality: '0101', from: '2026-12-21' });
    const unknown = await act('ward', short, 'change-residence', { municipality: '0102', from: '2026-12-21' });
    expect([unknown.status, JSON.stringify(unknown.body)]).toEqual([400, expect.stringContaining('Ukendt kommune')]);
    await eventually(async () => {
      const { days } = await daysOf('ward', short);
      expect(days.map(({ date, payer }) => [date, payer])).toEqual([
        ['2026-12-20', { municipality: '0791', name: 'Viborg Kommune (eksempel)' }],
        ['2026-12-21', { municipality: '0101', name: 'København' }],
      ]);
    });
    const theirs = statement.parse((await api.get('agreement-manager', of('2027-01', '0101'))).body);
    expect(theirs.totals.due.total).toBe(4600);
    const { differences } = await stated('2027-01');
    const gone = differences.find(({ discharge, date }) => discharge === short && date === '2026-12-21');
    expect(gone).toMatchObject({ after: null, kroner: { total: -4600 } });
    expect((await api.get('coordinator', of('2027-01', '0101'))).status).toBe(403);
  });
});

describe('a month that has just ended', () => {
  it('is provisional for an hour, in which what is on its way arrives', async () => {
    const state = async () => (await api.get('coordinator', of('2027-01'))).body;
    await to('2027-02-01T00:20+01:00');
    const closed = { knownAt: '2027-01-31T23:00:00.000Z', closesAt: '2027-01-31T23:00:00.000Z' };
    const label = expect.stringContaining('lige afsluttet');
    expect(await state()).toMatchObject({ state: 'provisional', stateLabel: label, ...closed });
    await to('2027-02-01T01:01+01:00');
    expect(await state()).toMatchObject({ state: 'final', finalAt: '2027-02-01T00:00:00.000Z', ...closed });
  });
});
