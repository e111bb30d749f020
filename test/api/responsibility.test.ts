// Who is medically responsible, over HTTP: at any hour each of the four questions has one answer with a number, past or
// future, for one case and for all of a unit's; only for those who may see the case.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
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
    expect((await api.get('coordinator', path)).status).toBe(403);
    expect((await api.get('ward', '/api/units/nowhere/responsibility')).status).toBe(404);
  });
});
