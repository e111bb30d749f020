// Hospital treatment at home and an outgoing team as requests for a place: which unit carries it out, who is responsible for
// the treatment, and until when; before the yes, while it runs, and when it has ended.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownResponsibility, shownUnitResponsibility } from '../../api/schemas/responsibility.ts';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const example = JSON.parse(readFileSync('examples/place-request.json', 'utf8'));
const within = { within: 30_000, every: 100 };
const now = async (): Promise<number> => Date.parse((await api.get(null, '/dev/clock')).body.now);
const iso = (at: number): string => new Date(at).toISOString();
const TEAM = 'mun-0791-team';

/** The practice asks for the team, three days ahead, for four days; the hospital's doctor has given the order. */
async function asked(
  purpose: 'treatment-at-home' | 'outgoing-team',
  cpr: string,
): Promise<{ id: string; from: number }> {
  const from = (await now()) + 3 * DAY;
  const need = { kind: 'acute-team', capabilities: ['CAP-14'], from: iso(from), days: 4 };
  const body = { ...example, patient: { ...example.patient, cpr }, purpose, orderGiver: 'ward-m1', need };
  const { status, text, body: opened } = await api.post('gp', '/api/place-requests', body, { key: randomUUID() });
  expect(status, text).toBe(201);
  return { id: opened.id, from };
}
async function read(id: string, at?: number, user = 'gp') {
  const asked = at === undefined ? '' : `?at=${iso(at)}`;
  const { status, text, body } = await api.get(user, `/api/place-requests/${id}/responsibility${asked}`);
  expect(status, text).toBe(200);
  return shownResponsibility.parse(body);
}

async function answer(user: string, id: string, kind: string, code: string): Promise<void> {
  const task = await eventually(async () => {
    const [found] = (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;
    if (found === undefined) throw new Error(`No task ${kind}`);
    return found;
  }, within);
  const example = task.answers.find((one) => one.code === code)?.example;
  const { status, text } = await api.post(user, `/api/tasks/${task.id}/answer`, {
    ...example,
    answer: code,
    version: task.version,
  });
  expect(status, text).toBe(200);
}

/** The team says yes, is referred to, comes on the day, and is there. */
async function untilThere(id: string, from: number): Promise<void> {
  await answer('team-nurse', id, 'take-patient', 'accept');
  await eventually(async () => {
    const { bed } = (await api.get('gp', `/api/place-requests/${id}`)).body;
    expect(bed).toMatchObject({ state: 'held', unit: { id: TEAM } });
  }, within);
  await answer('gp', id, 'send-referral', 'sent');
  const moved = await api.post(null, '/dev/clock/advance', { to: iso(from + 3 * HOUR + 60_000) });
  expect(moved.status, moved.text).toBe(200);
  await answer('team-nurse', id, 'has-arrived', 'arrived');
  await eventually(async () => {
    expect((await api.get('gp', `/api/place-requests/${id}`)).body.bed.state).toBe('in-use');
  }, within);
}

describe('hospital treatment at home', () => {
  it('has the hospital responsible from the order on, carried out by the team, until its end; then the GP', async () => {
    const { id, from } = await asked('treatment-at-home', '0201609995');
    const until = from + 4 * DAY;
    await eventually(async () => expect((await read(id)).responsible.unit).toBe('ward-m1'), within);
    const before = await read(id);
    expect(before.responsible).toMatchObject({
      ground: 'treatment-at-home',
      unit: 'ward-m1',
      phone: '87001000',
      until: iso(until),
    });
    expect(before.answers.order).toMatchObject({ unit: 'ward-m1', phone: '87001000' });
    expect(before.answers['new-illness'].unit).not.toBe('ward-m1');
    await untilThere(id, from);
    const during = await read(id);
    expect(during).toMatchObject({ planned: false, responsible: { ground: 'treatment-at-home', unit: 'ward-m1' } });
    expect(during.extended).toBeNull();
    expect((await read(id, undefined, 'team-nurse')).responsible.phone).toBe('87001000');
    const after = await read(id, until + HOUR);
    expect(after).toMatchObject({ planned: true, responsible: { ground: 'general-practice' } });
    await answer('team-nurse', id, 'reassess-stay', 'stop');
    expect((await read(id, (await now()) + HOUR)).responsible.ground).toBe('general-practice');
  });
});

describe('an outgoing team', () => {
  it('has the GP responsible until it comes, then whoever gave the order, and the GP again when it has ended', async () => {
    const { id, from } = await asked('outgoing-team', '0201609996');
    const until = from + 4 * DAY;
    expect((await read(id)).responsible.ground).toBe('general-practice');
    expect((await read(id)).answers.order).toMatchObject({ unit: 'ward-m1' });
    await untilThere(id, from);
    const during = await read(id);
    expect(during.responsible).toMatchObject({ ground: 'outgoing-team', unit: 'ward-m1', name: 'Medicinsk Afsnit M1' });
    expect(Math.abs(Date.parse(during.responsible.until ?? '') - until)).toBeLessThan(HOUR);
    const listed = shownUnitResponsibility.parse(
      (await api.get('team-nurse', `/api/units/${TEAM}/responsibility`)).body,
    ).items;
    expect(listed.find(({ dischargeId }) => dischargeId === id)).toMatchObject({
      kind: 'place-request',
      responsible: { ground: 'outgoing-team', unit: 'ward-m1' },
    });
    await answer('team-nurse', id, 'reassess-stay', 'stop');
    expect((await read(id, (await now()) + HOUR)).responsible.ground).toBe('general-practice');
  });
});
