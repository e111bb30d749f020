// What a case waits for over HTTP: derived while nobody types anything, ended by an answer, corrected with a reason by a
// party, with the original beside it; never by somebody who is only asked, and never twice over one another.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shownWaiting, shownWaitings } from '../../api/schemas/waiting.ts';
import { causeOf } from '../../api/waiting.ts';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
let id = '';
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
beforeAll(async () => {
  api = await runApi();
  const body = { ...start, stay: { ...start.stay, episodeId: randomUUID() } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  id = reply.body.id;
});
afterAll(() => api?.stop());

const path = () => `/api/discharges/${id}/waiting`;
const read = async (user = 'ward') => shownWaitings.parse((await api.get(user, path())).body);
const of = async (code: string, user = 'ward') => {
  const found = (await read(user)).items.find(({ what }) => what.code === code && what.of === 'task');
  if (found === undefined) throw new Error(`Nobody waits for ${code}`);
  return found;
};
const put = (user: string, waiting: string, body: unknown) => api.send('PUT', user, `${path()}/${waiting}`, { body });

describe('what a case waits for', () => {
  it('is there without anybody typing it: whom, on whose side, since when, until when', async () => {
    const found = await eventually(() => of('answer-services'));
    expect(found).toMatchObject({
      what: { label: 'Svar på ydelser efter udskrivning' },
      unit: { id: 'mun-0791-visitation', phone: expect.stringMatching(/^\d{8}$/) },
      cause: { code: 'municipality', label: 'Kommunen' },
      until: null,
      lateMinutes: 0,
      counts: true,
      version: 0,
      original: null,
    });
    expect(found.due).not.toBeNull();
    const { open, items } = await read();
    expect(open).toBe(items.filter(({ until }) => until === null).length);
    expect(open).toBeGreaterThan(3);
    expect((await of('agree-follow-up')).cause.code).toBe('hospital');
  });

  it('has ended when the unit has answered, with when', async () => {
    const { items } = z
      .object({ items: z.array(z.looseObject({ id: z.string(), version: z.number(), kind: z.string() })) })
      .parse((await api.get('coordinator', `/api/tasks?dischargeId=${id}&kind=answer-services`)).body);
    const [task] = items;
    await api.post('coordinator', `/api/tasks/${task?.id ?? ''}/answer`, { answer: 'accept', version: task?.version });
    const found = await eventually(async () => {
      const one = await of('answer-services');
      expect(one.until).not.toBeNull();
      return one;
    });
    expect(Date.parse(found.until ?? '')).toBeGreaterThanOrEqual(Date.parse(found.from));
  });

  it('is of the parties: a stranger finds nothing, an asked unit its own, operators no words', async () => {
    expect((await api.get('coordinator-2', path())).status).toBe(404);
    const own = (await read('acute-nurse')).items;
    expect(own.every(({ unit }) => unit.id === 'mun-0791-acute')).toBe(true);
    expect((await read('operator')).items.length).toBe((await read()).items.length);
  });
});

describe('a correction', () => {
  it('needs a reason, is of a party that sees the whole case, and lies not ahead', async () => {
    const { id: waiting } = await of('agree-follow-up');
    expect((await put('ward', waiting, { version: 0, cause: 'citizen' })).status).toBe(400);
    expect((await put('operator', waiting, { version: 0, cause: 'citizen', reason: 'x' })).status).toBe(403);
    expect((await put('acute-nurse', waiting, { version: 0, cause: 'citizen', reason: 'x' })).status).toBe(403);
    expect((await put('coordinator-2', waiting, { version: 0, cause: 'citizen', reason: 'x' })).status).toBe(404);
    expect((await put('ward', 'nothing', { version: 0, cause: 'citizen', reason: 'x' })).status).toBe(404);
    const ahead = new Date(Date.now() + 86_400_000).toISOString();
    expect((await put('ward', waiting, { version: 0, until: ahead, reason: 'x' })).status).toBe(400);
    const before = '2020-01-01T00:00:00Z';
    expect((await put('ward', waiting, { version: 0, until: before, reason: 'x' })).body).toMatchObject({
      errors: [{ path: 'until' }],
    });
  });

  it('holds beside the original, and a later one goes before it', async () => {
    const told = await of('agree-follow-up');
    const reason = 'Borgeren ville tale med sin datter først';
    const first = await put('ward', told.id, { version: 0, cause: 'citizen', reason });
    expect(first.status, first.text).toBe(200);
    expect(first.body).toMatchObject({
      cause: { code: 'citizen', label: 'Borgeren' },
      from: told.from,
      original: { cause: { code: 'hospital' }, from: told.from },
      corrections: [{ reason, by: { id: 'person-ward' } }],
      version: 1,
    });
    expect((await of('agree-follow-up', 'operator')).corrections).toMatchObject([{ reason: null, by: { name: null } }]);
    const stale = await put('coordinator', told.id, { version: 0, cause: 'municipality', reason });
    expect([stale.status, stale.body]).toMatchObject([409, { type: '/problems/stale-version', version: 1 }]);
    const none = await put('coordinator', told.id, { version: 1, counts: false, reason: 'Var aftalt på telefon' });
    expect(none.body).toMatchObject({ counts: false, cause: { code: 'hospital' }, version: 2 });
    const back = await put('ward', told.id, { version: 2, reason: 'Rettet tilbage' });
    expect(back.body).toMatchObject({ counts: true, cause: { code: 'hospital' }, version: 3 });
    expect(shownWaiting.parse(back.body).corrections).toHaveLength(3);
  });

  it('of two at once keeps one', async () => {
    const { id: waiting, version } = await of('admission-report');
    const both = await Promise.all(
      ['ward', 'coordinator'].map((user) => put(user, waiting, { version, cause: 'citizen', reason: user })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await of('admission-report')).version).toBe(version + 1);
  });

  it('of what a clock waited for holds after the clock has ended, and can still be made then', async () => {
    const leaving = async () => {
      const found = (await read()).items.find(({ what }) => what.code === 'leaving-overdue');
      return found ?? expect.unreachable('Nobody waits for the leaving');
    };
    const { id: waiting } = await eventually(leaving);
    const reason = 'Datteren kunne først hente om aftenen';
    expect((await put('ward', waiting, { version: 0, cause: 'citizen', reason })).status).toBe(200);
    const left = { happenedAt: new Date().toISOString(), how: 'home' };
    expect((await api.post('ward', `/api/discharges/${id}/actions/leave`, left)).status).toBe(200);
    const ended = await eventually(async () => {
      const one = await leaving();
      expect(one.until).not.toBeNull();
      return one;
    });
    expect(ended).toMatchObject({ id: waiting, version: 1, cause: { code: 'citizen' }, lateMinutes: 0 });
    expect(ended.original?.until).toBe(ended.until);
    const again = await put('coordinator', waiting, { version: 1, counts: false, reason: 'Alt var aftalt' });
    expect([again.status, again.body.counts], again.text).toEqual([200, false]);
    // What has arrived in time says so.
    const arrived = (await read()).items.find(({ what, until }) => what.of === 'arrival' && until !== null);
    expect(arrived).toMatchObject({ lateMinutes: 0 });
  });

  it('stays in PostgreSQL as it was: nobody can change or remove one', async () => {
    await expect(api.db.deleteFrom('waiting_corrections').execute()).rejects.toThrow(/waiting_corrections_final/);
  });
});

describe('on whose side a place lies', () => {
  it('follows who operates it on the day', () => {
    const { registry } = api.service;
    expect(causeOf(registry, 'mun-0791-acute', Date.parse('2026-12-31T12:00:00Z'))).toBe('municipality');
    const operator = { municipality: '0791', kind: 'acute', unit: 'mun-0791-acute', fact: 'operator' } as const;
    const from = { validFrom: '2027-01-01', validTo: null };
    const region = registry.organisations.find(({ kind }) => kind === 'region')?.id ?? '';
    const taken = {
      ...registry,
      placeFacts: [
        ...registry.placeFacts.filter(({ unit }) => unit !== operator.unit),
        { ...operator, ...from, is: region },
      ],
    };
    expect(causeOf(taken, 'mun-0791-acute', Date.parse('2027-01-01T12:00:00Z'))).toBe('region-place');
    expect(causeOf(registry, 'region-ops', Date.parse('2027-01-01T12:00:00Z'))).toBe('operations');
  });
});
