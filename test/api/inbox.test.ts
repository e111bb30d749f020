// The inbox and the list of discharges as a person works with them: order, filters, pages, and what is done to tasks
// beside answering. A form that is open stays good while clocks and machines go on.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

const cprs = ['0201609996', '0201919990', '0108629996', '0504909989'];
let api: RunningApi;
let ids: readonly string[];

beforeAll(async () => {
  api = await runApi();
  const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const opened: string[] = [];
  for (const cpr of cprs) {
    const stay = { ...start.stay, episodeId: randomUUID() };
    const patient = { ...start.patient, cpr };
    const body = { ...start, patient, stay, plan: { ...start.plan, bed: null } };
    opened.push((await api.post('ward', '/api/discharges', body)).body.id);
  }
  ids = opened;
  await eventually(async () => {
    const { body: page } = await api.get('coordinator', '/api/tasks?kind=answer-services');
    expect(page.items).toHaveLength(cprs.length);
  });
});
afterAll(() => api?.stop());

/** All items of a list, page by page. */
async function pages(user: string, path: string, limit: number): Promise<readonly Seen[]> {
  const items: Seen[] = [];
  for (let cursor = ''; ; ) {
    const { body: page } = await api.get(user, `${path}&limit=${limit}${cursor}`);
    items.push(...page.items);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    if (page.next === null) return items;
    cursor = `&cursor=${page.next}`;
  }
}

const oneTask = async (index: number, kind = 'answer-services'): Promise<Seen> => {
  const { body: page } = await api.get('coordinator', `/api/tasks?dischargeId=${ids[index]}&kind=${kind}`);
  const [task] = page.items;
  if (task === undefined) throw new Error(`no task of kind ${kind}`);
  return task;
};

const times = (items: readonly Seen[]): number[] => items.map(({ due }) => Date.parse(due));

describe('the inbox', () => {
  it('shows least time left first, the same in pages of any size', async () => {
    const whole = await pages('coordinator', '/api/tasks?status=open', 200);
    expect(whole.length).toBeGreaterThan(cprs.length);
    expect(times(whole)).toEqual(times(whole).toSorted((a, b) => a - b));
    for (const limit of [1, 3]) {
      const paged = await pages('coordinator', '/api/tasks?status=open', limit);
      expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    }
  });

  it('is narrowed by unit, kind, case and person', async () => {
    const unit = await pages('coordinator', '/api/tasks?unit=mun-0791-visitation', 200);
    expect(new Set(unit.map((task) => task.unit))).toEqual(new Set(['mun-0791-visitation']));
    const kind = await pages('coordinator', '/api/tasks?kind=admission-report', 200);
    expect(new Set(kind.map((task) => task.kind))).toEqual(new Set(['admission-report']));
    const ofCase = await pages('coordinator', `/api/tasks?dischargeId=${ids[1]}`, 200);
    expect(new Set(ofCase.map((task) => task.dischargeId))).toEqual(new Set([ids[1]]));
    expect(await pages('coordinator', '/api/tasks?person=person-nobody', 200)).toEqual([]);
    expect(await pages('coordinator', '/api/tasks?unit=ward-m1', 200)).toEqual([]);
  });
});

describe('a task', () => {
  it('is seen by the first named person, and that makes no open form stale', async () => {
    const { id } = await oneTask(0);
    const seen = await api.post('team-leader', `/api/tasks/${id}/seen`);
    expect(seen.body, seen.text).toMatchObject({
      seenBy: 'person-team-leader',
      seenByName: 'Tove Teamleder',
      version: 1,
    });
    const later = await api.post('coordinator', `/api/tasks/${id}/seen`);
    expect(later.body).toMatchObject({ seenBy: 'person-team-leader', version: 1 });
    const { messages } = (await api.get('ward', `/api/discharges/${ids[0]}`)).body;
    expect(messages.find(({ kind }) => kind === 'plan')).toMatchObject({ seenBy: { name: 'Tove Teamleder' } });
  });

  it('is given back by its holder or the team leader, one or many', async () => {
    const { id } = await oneTask(1);
    await api.post('coordinator', `/api/tasks/${id}/claim`);
    const mine = await pages('coordinator', '/api/tasks?person=me', 200);
    expect(mine.map((task) => task.id)).toEqual([id]);
    expect((await api.post('coordinator', `/api/tasks/${id}/release`)).body).toMatchObject({
      claimedBy: null,
      version: 3,
    });
    const many = [id, (await oneTask(2)).id];
    for (const [user, action] of [
      ['coordinator', 'claim'],
      ['team-leader', 'release'],
    ] as const) {
      const { body: done } = await api.post(user, '/api/tasks/bulk', { action, tasks: many });
      expect(done.items.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    }
    await api.post('team-leader', `/api/tasks/${id}/claim`);
    const held = await api.post('coordinator', `/api/tasks/${id}/release`);
    expect([held.status, held.body.type, held.body.claimedBy]).toEqual([
      409,
      '/problems/task-claimed',
      'Tove Teamleder',
    ]);
  });

  it('takes the answer of a form that was opened before its reminder', async () => {
    const task = await oneTask(3);
    await eventually(
      async () => {
        await api.post(null, '/dev/clock/advance', { toNextDeadline: true });
        expect((await api.get('coordinator', `/api/tasks/${task.id}`)).body.reminders).toBeGreaterThan(0);
      },
      { within: 40_000 },
    );
    const answer = { answer: 'accept', version: task.version };
    const reply = await api.post('coordinator', `/api/tasks/${task.id}/answer`, answer);
    expect(reply.body, reply.text).toMatchObject({ status: 'answered' });
    const closed = await pages('coordinator', '/api/tasks?status=closed', 1);
    expect(closed.map(({ id }) => id)).toContain(task.id);
  });
});

describe('a message', () => {
  it('is seen by a person of the unit it was sent to, and nobody else', async () => {
    const { messages } = (await api.get('ward', `/api/discharges/${ids[2]}`)).body;
    const headsUp = messages.find(({ kind }) => kind === 'heads-up');
    const path = `/api/discharges/${ids[2]}/messages/${headsUp?.id}/seen`;
    expect((await api.post('ward', path)).status).toBe(403);
    const seen = await api.post('gp', path);
    expect(seen.status, seen.text).toBe(200);
    const { messages: after } = (await api.get('ward', `/api/discharges/${ids[2]}`)).body;
    expect(after.find(({ id }) => id === headsUp?.id)).toMatchObject({ seenBy: { name: 'Pia Praksis' } });
    expect((await api.post('gp', `/api/discharges/${ids[1]}/messages/${headsUp?.id}/seen`)).status).toBe(404);
  });
});

describe('the list of discharges', () => {
  it('is sorted and cut into pages without losing or doubling one', async () => {
    for (const sort of ['newest', 'next-due']) {
      const paged = await pages('ward', `/api/discharges?sort=${sort}`, 1);
      expect(paged.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
      const key = paged.map((line) => Date.parse(sort === 'newest' ? line.openedAt : line.nextDue));
      expect(key).toEqual(key.toSorted((a, b) => (sort === 'newest' ? b - a : a - b)));
    }
  });

  it('is narrowed by stage, place and attention', async () => {
    const count = async (filter: string) => (await pages('ward', `/api/discharges?${filter}`, 50)).length;
    expect(await count('stage=planning,ready')).toBe(cprs.length);
    expect(await count('stage=closed')).toBe(0);
    expect(await count('open=true')).toBe(cprs.length);
    expect(await count('open=false')).toBe(0);
    expect(await count('municipality=0791&unit=ward-m1')).toBe(cprs.length);
    expect(await count('municipality=0615')).toBe(0);
    expect((await count('attention=true')) + (await count('attention=false'))).toBe(cprs.length);
  });
});
