// One discharge through the public API on real parts: started, answered, held, left; and who may see what of it.
// On a real PostgreSQL, a real Temporal, a worker and simulated partners.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepReadmissions } from '../../api/open-stay.ts';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));

const inThreeDays = (): string => new Date(Date.now() + 72 * 3_600_000).toISOString();

/** The example with a stay of its own for each test, and without a bed unless asked for: the unit has few places. */
function body(cpr = '2509479989', { bed = false } = {}) {
  const start = example('discharge');
  return {
    ...start,
    patient: { ...start.patient, cpr },
    stay: { ...start.stay, episodeId: randomUUID() },
    // Not needed at once, so its unit is asked on the page and not rung.
    plan: { ...start.plan, bed: bed ? { ...start.plan.bed, from: inThreeDays() } : null },
  };
}

async function started(cpr: string, needs = {}): Promise<Reply['body']> {
  const reply = await api.post('ward', '/api/discharges', body(cpr, needs));
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const taskOf = (user: string, dischargeId: string, kind: string) =>
  eventually(async () => {
    const { body: page } = await api.get(user, `/api/tasks?dischargeId=${dischargeId}&kind=${kind}`);
    const [task, ...more] = page.items;
    if (task === undefined || more.length > 0) throw new Error(`${page.items.length} tasks of kind ${kind}`);
    return task;
  });

describe('starting', () => {
  it('opens a case, shows it, and gives it again for the same stay and for the same key', async () => {
    const start = body('0201919990');
    const first = await api.post('ward', '/api/discharges', start, { key: 'start-1' });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.headers.get('location')).toBe(`/api/discharges/${first.body.id}`);
    expect(first.body).toMatchObject({ stage: 'planning', patient: { cpr: '0201919990' }, plan: { version: 1 } });
    expect(first.body.plan.lines.find((line: { field: string }) => line.field === 'medicine')).toMatchObject({
      text: null,
      shown: 'ikke angivet',
    });
    const again = await api.post('ward', '/api/discharges', start, { key: 'start-1' });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const sameStay = await api.post('ward', '/api/discharges', start);
    expect([sameStay.status, sameStay.body.id]).toEqual([200, first.body.id]);
    const other = await api.post('ward', '/api/discharges', body('0201919990'), { key: 'start-1' });
    expect([other.status, other.body.type]).toEqual([422, '/problems/key-reused']);
  });

  it('gives two who start the same stay at once one case', async () => {
    const start = body('0201609995');
    const replies = await Promise.all([1, 2, 3].map(() => api.post('ward', '/api/discharges', start)));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 200, 201]);
  });

  it('opens a linked case for a new stay of the same person and ends planning of the old one', async () => {
    const first = await started('0201609996');
    const second = await started('0201609996');
    expect(second.links.previous).toBe(`/api/discharges/${first.id}`);
    await eventually(async () => {
      const { body: old } = await api.get('ward', `/api/discharges/${first.id}`);
      expect(old.stage).toMatch(/readmitted|closed/);
      expect(old.links.next).toBe(`/api/discharges/${second.id}`);
    });
  });

  it('ends the planning of the stay before also when the process that opened it died before that', async () => {
    const { id: earlier } = await started('0108589995');
    const { id: later } = await started('0108629996');
    // As a crash between the two leaves it: linked, and nobody has told the earlier case.
    const { db } = api;
    await db.updateTable('cases').set({ next: later }).where('id', '=', earlier).execute();
    const opened = new Date(Date.now() - 60_000);
    await db.updateTable('cases').set({ previous: earlier, opened_at: opened }).where('id', '=', later).execute();
    await sweepReadmissions(api.service);
    const { timeline } = (await api.get('ward', `/api/discharges/${earlier}`)).body;
    expect(timeline.map(({ fact }) => fact)).toContain('readmitted');
  });

  it('keeps the case when the stay goes on in another hospital, and never joins another person', async () => {
    const start = body('0504909995');
    const first = await api.post('ward', '/api/discharges', start);
    const there = await api.post('ward-2', '/api/discharges', {
      ...start,
      stay: { ...start.stay, hospitalUnit: 'ward-h1' },
    });
    expect([there.status, there.body.id]).toEqual([200, first.body.id]);
    expect(there.body.hospitalUnit.id).toBe('ward-h1');
    const stranger = await api.post('ward', '/api/discharges', {
      ...start,
      patient: { ...start.patient, cpr: '0108589995' },
    });
    expect([stranger.status, stranger.body.type]).toEqual([409, '/problems/other-person']);
  });

  it('is for wards, and for their own ward only', async () => {
    expect((await api.post('coordinator', '/api/discharges', body())).status).toBe(403);
    expect((await api.post('ward-2', '/api/discharges', body())).status).toBe(403);
    expect((await api.post(null, '/api/discharges', body())).status).toBe(401);
  });
});

describe('tasks', () => {
  it('asks, answers once, tells the second who was first, and refuses a stale form', async () => {
    const { id } = await started('0504909989');
    const task = await taskOf('coordinator', id, 'answer-services');
    expect(task.answers[0]).toMatchObject({ code: 'accept', label: 'Ja til alle ydelser' });
    const path = `/api/tasks/${task.id}`;
    const claimed = await api.post('coordinator', `${path}/claim`);
    expect(claimed.body).toMatchObject({ claimedBy: 'person-coordinator', version: 2 });
    const other = await api.post('team-leader', `${path}/answer`, { answer: 'accept', version: 2 });
    expect([other.status, other.body.type, other.body.claimedBy]).toEqual([
      409,
      '/problems/task-claimed',
      'Karen Koordinator',
    ]);
    const stale = await api.post('coordinator', `${path}/answer`, { answer: 'accept', version: 1 });
    expect([stale.status, stale.body.type, stale.body.version]).toEqual([409, '/problems/stale-version', 2]);
    const answered = await api.post(
      'coordinator',
      `${path}/answer`,
      { answer: 'accept', version: 2, note: 'Alt er klar' },
      { key: 'k1' },
    );
    expect(answered.body).toMatchObject({
      status: 'answered',
      answer: { code: 'accept', fields: { note: 'Alt er klar' } },
    });
    const replay = await api.post(
      'coordinator',
      `${path}/answer`,
      { answer: 'accept', version: 2, note: 'Alt er klar' },
      { key: 'k1' },
    );
    expect(replay.status).toBe(200);
    const late = await api.post('team-leader', `${path}/answer`, { answer: 'accept', version: 2 });
    expect([late.status, late.body.type, late.body.answeredBy]).toEqual([
      409,
      '/problems/task-closed',
      'Karen Koordinator',
    ]);
    const { body: whole } = await api.get('ward', `/api/discharges/${id}`);
    expect(whole.services.every((service: { state: string }) => service.state === 'accepted')).toBe(true);
  });

  it('shows an asked acute unit the need and not the person, until it holds the place', async () => {
    const { id } = await started('0201919996', { bed: true });
    const task = await taskOf('acute-nurse', id, 'take-patient');
    expect(task.patient).toEqual({
      name: null,
      cpr: null,
      ageBand: expect.stringMatching(/^(under 18|18-64|65-79|80\+)$/),
    });
    expect(task.lines.map((line: { label: string }) => line.label)).toEqual(['Skal kunne', 'Fra', 'Døgn']);
    const before = await api.get('acute-nurse', `/api/discharges/${id}`);
    expect(JSON.stringify(before.body)).not.toMatch(/0201919996|Testperson|Eksempelvej/);
    expect((await api.post('acute-nurse', '/api/search', { cpr: '0201919996' })).body.items).toEqual([]);
    const yes = await api.post('acute-nurse', `/api/tasks/${task.id}/answer`, {
      answer: 'accept',
      version: task.version,
    });
    expect(yes.status, JSON.stringify(yes.body)).toBe(200);
    await eventually(async () => {
      const { body: after } = await api.get('acute-nurse', `/api/discharges/${id}`);
      expect(after.bed).toMatchObject({ state: 'held', unit: { id: 'mun-0791-acute' } });
      expect(after.patient.cpr).toBe('0201919996');
    });
    expect((await api.post('acute-nurse', '/api/search', { cpr: '0201919996' })).body.items).toHaveLength(1);
  });

  it('claims, assigns and releases many at once, each with its outcome', async () => {
    const { id } = await started('0201919995');
    const services = await taskOf('coordinator', id, 'answer-services');
    const report = await taskOf('coordinator', id, 'admission-report');
    const bulk = { action: 'claim', tasks: [services.id, report.id, randomUUID()] };
    const { body: done } = await api.post('coordinator', '/api/tasks/bulk', bulk);
    expect(done.items.map((item: { outcome: string }) => item.outcome)).toEqual(['accepted', 'accepted', 'refused']);
    expect(done.items[2]?.problem.type).toBe('/problems/not-found');
    const { body: moved } = await api.post('team-leader', '/api/tasks/bulk', {
      action: 'assign',
      tasks: [services.id],
      to: 'person-team-leader',
    });
    expect(moved.items[0]).toMatchObject({ outcome: 'accepted', version: 3 });
    const mine = await api.get('team-leader', '/api/tasks?person=me');
    expect(mine.body.items.map((task: { id: string }) => task.id)).toContain(services.id);
  });
});

describe('the case', () => {
  it('knows what is missing before it is ready, and records leaving all the same', async () => {
    const { id } = await started('0108589995');
    const ready = await api.post('ward', `/api/discharges/${id}/actions/ready`, {});
    expect([ready.status, ready.body.type]).toEqual([409, '/problems/not-ready']);
    expect(ready.body.missing.map((one: { code: string }) => one.code)).toContain('services-answered');
    expect(ready.body.allowed).toContain('leave');
    const now = (await api.get(null, '/dev/clock')).body.now;
    const left = await api.post('ward', `/api/discharges/${id}/actions/leave`, {
      happenedAt: now,
      how: 'home',
      note: 'Hentet af datteren',
    });
    expect(left.status, JSON.stringify(left.body)).toBe(200);
    expect(left.body).toMatchObject({ stage: 'left' });
    expect(left.body.timeline.find((event: { fact: string }) => event.fact === 'left')?.note).toBe(
      'Hentet af datteren',
    );
    const twice = await api.post('ward', `/api/discharges/${id}/actions/leave`, { happenedAt: now, how: 'home' });
    expect([twice.status, twice.body.type]).toEqual([409, '/problems/wrong-moment']);
    expect(twice.body.allowed).toContain('send-letter');
    const ahead = await api.post('ward', `/api/discharges/${id}/actions/report-death`, {
      happenedAt: '2099-01-01T00:00:00Z',
    });
    expect(ahead.body.errors[0]?.path).toBe('happenedAt');
  });

  it('changes the plan from its version, tells what is new, and refuses a stale one', async () => {
    const { id } = await started('0108629996', { bed: true });
    const changed = await api.post('ward', `/api/discharges/${id}/actions/change-plan`, example('change-plan'));
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect(changed.body.plan.version).toBe(2);
    expect(changed.body.plan.changes.map((change: { field: string }) => change.field)).toEqual([
      'date',
      'services',
      'bed',
      'course',
    ]);
    const stale = await api.post('ward', `/api/discharges/${id}/actions/change-plan`, example('change-plan'));
    expect([stale.status, stale.body.type, stale.body.version]).toEqual([409, '/problems/stale-version', 2]);
    const whole = await api.get('ward', `/api/discharges/${id}`);
    expect(whole.body.plan.version).toBe(2);
  });

  it('is a 404 for other organisations, and shows operators no person', async () => {
    const { id } = await started('0104909995');
    for (const user of ['ward-2', 'coordinator-2', 'gp-2', 'operator-2', 'vans']) {
      expect((await api.get(user, `/api/discharges/${id}`)).status, user).toBe(404);
      expect((await api.post(user, `/api/discharges/${id}/actions/withdraw`, { reason: 'other' })).status, user).toBe(
        404,
      );
    }
    const seen = await api.get('operator', `/api/discharges/${id}`);
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toMatch(/0104909995|Testperson|Eksempelvej|Anne Afdeling|Lungebetændelse/);
    expect((await api.post('ward-2', '/api/search', { cpr: '0104909995' })).body.items).toEqual([]);
    expect((await api.post('coordinator', '/api/search', { cpr: '010490-9995' })).body.items).toHaveLength(1);
    expect((await api.post('coordinator', '/api/search', { name: 'bruno test' })).body.items.length).toBeGreaterThan(0);
    const { body: line } = await api.get('coordinator', '/api/discharges?limit=1');
    expect(line.items[0]?.patient.cpr).toMatch(/^\d{6}-xxxx$/);
    expect(line.next).toEqual(expect.any(String));
    expect((await api.get('coordinator', `/api/discharges?limit=1&cursor=${line.next}`)).status).toBe(200);
  });

  it('lets only a doctor set the follow-up mark', async () => {
    const { id } = await started('1509819996');
    const mark = { recommended: true, what: 'gp-visit', urgency: 'red' };
    expect((await api.post('ward', `/api/discharges/${id}/actions/mark-follow-up`, mark)).status).toBe(403);
    const marked = await api.post('doctor', `/api/discharges/${id}/actions/mark-follow-up`, mark);
    expect(marked.body.mark).toMatchObject({ recommended: true, urgency: 'red', by: { name: 'Lars Læge' } });
  });

  it('closes after a withdrawal, takes nothing more, and turns a late fact into a task', async () => {
    const { id } = await started('2311143995');
    const withdrawn = await api.post('ward', `/api/discharges/${id}/actions/withdraw`, { reason: 'stays-in-hospital' });
    expect(withdrawn.status, JSON.stringify(withdrawn.body)).toBe(200);
    await eventually(async () => expect((await api.get('ward', `/api/discharges/${id}`)).body.stage).toBe('closed'), {
      within: 20_000,
    });
    const refused = await api.post('ward', `/api/discharges/${id}/actions/withdraw`, { reason: 'other' });
    expect([refused.status, refused.body.type, refused.body.allowed]).toEqual([409, '/problems/case-closed', []]);
    const now = (await api.get(null, '/dev/clock')).body.now;
    const late = await api.post(
      'ward',
      '/api/events',
      { type: 'device-delivered', dischargeId: id, happenedAt: now },
      { key: 'late' },
    );
    expect(late.status, JSON.stringify(late.body)).toBe(202);
    const task = await taskOf('ward', id, 'read-late-fact');
    const read = await api.post('ward', `/api/tasks/${task.id}/answer`, { answer: 'done', version: task.version });
    expect(read.status, JSON.stringify(read.body)).toBe(200);
  });
});
