// Who may do what: without a token nothing, in another organisation's case nothing at all, in one's own what the role may.
// Every route of the API's description is tried, so a new one is tried as soon as it is described.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionExamples } from '../../api/schemas/actions.ts';
import type { ActionName } from '../../domain/moves.ts';
import { actionNames } from '../../domain/moves.ts';
import { auditOfCase } from '../../store/audit.ts';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
const cpr = '2311143995';
const episodeId = randomUUID();

let api: RunningApi;
let whole: Seen;
let task: Seen;
let submission: string;
let routes: readonly { readonly method: string; readonly path: string }[];

beforeAll(async () => {
  api = await runApi();
  const start = example('discharge');
  const body = { ...start, patient: { ...start.patient, cpr }, stay: { ...start.stay, episodeId } };
  const { body: opened } = await api.post('ward', '/api/discharges', body);
  task = await eventually(async () => {
    const { body: page } = await api.get('coordinator', `/api/tasks?dischargeId=${opened.id}&kind=answer-services`);
    const [found] = page.items;
    if (found === undefined) throw new Error('no task yet');
    return found;
  });
  whole = await eventually(async () => {
    const { body: seen } = await api.get('ward', `/api/discharges/${opened.id}`);
    if (seen.messages.length < 2 || seen.bed.state !== 'asked') throw new Error('not told yet');
    return seen;
  });
  submission = whole.timeline.flatMap((event) => event.submission ?? [])[0] ?? '';
  const { body: description } = await api.get(null, '/openapi.json');
  routes = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => ({ method: method.toUpperCase(), path })),
  );
});
afterAll(() => api?.stop());

/** The path with ids of the case, or with ids of nobody. */
const placed = (path: string, nobody: boolean): string => {
  const id = path.startsWith('/api/discharges') ? whole.id : path.startsWith('/api/tasks') ? task.id : submission;
  return path
    .replace('{id}', nobody ? randomUUID() : id)
    .replace('{message}', nobody ? randomUUID() : (whole.messages[0]?.id ?? ''))
    .replace('{code}', 'not-found');
};

/** A body that would do, were the caller allowed. */
function bodyFor(path: string): unknown {
  const action = path.split('/actions/')[1];
  const name = actionNames.find((known) => known === action);
  if (name !== undefined) return name === 'change-plan' ? example('change-plan') : actionExamples[name];
  if (path.endsWith('/answer')) return { answer: 'accept', version: task.version };
  if (path.endsWith('/assign')) return { to: 'person-coordinator' };
  return {};
}

const call = (user: string | null, method: string, path: string, body: unknown): Promise<Reply> =>
  api.send(method, user, path, method === 'GET' ? {} : { body });

const open = ['/healthz', '/readyz', '/metrics', '/problems', '/problems/{code}', '/dev/clock', '/dev/clock/advance'];

describe('without a token', () => {
  it('nothing is open but what tells of the service itself', async () => {
    for (const { method, path } of routes) {
      // The patient's pages ask for a code instead (patient-view.test.ts).
      if (open.includes(path) || /^\/p(?:\/|$)/.test(path)) continue;
      const reply = await call(null, method, placed(path, false), bodyFor(path));
      expect([reply.status, reply.body.type], `${method} ${path}`).toEqual([401, '/problems/not-signed-in']);
      expect(reply.text).not.toContain(cpr);
    }
  });
});

const strangers = [
  'ward-2',
  'doctor-2',
  'coordinator-2',
  'team-leader-2',
  'acute-nurse-2',
  'gp-2',
  'operator-2',
  'agreement-manager-2',
  'agreement-manager',
  'hospital-system-2',
  'municipal-system-2',
  'vans',
];

describe('another organisation', () => {
  it.each(strangers)('finds nothing of the case as %s, on no route, and cannot tell that it is there', async (user) => {
    // What a unit can do is no case.
    const ofCase = routes.filter(({ path }) => path.includes('{id}') && !/^\/api\/(operator|units)/.test(path));
    expect(ofCase.length).toBeGreaterThan(20);
    for (const { method, path } of ofCase) {
      const there = await call(user, method, placed(path, false), bodyFor(path));
      // The region keeps the accounts of all finished-treatment days (docs/finished-days.md).
      if (user === 'agreement-manager' && path.endsWith('/payable-days')) continue;
      const nowhere = await call(user, method, placed(path, true), bodyFor(path));
      expect([there.status, there.body.type], `${user} ${method} ${path}`).toEqual([404, '/problems/not-found']);
      expect(there.text).toBe(nowhere.text);
    }
    const bulk = await api.post(user, '/api/tasks/bulk', { action: 'claim', tasks: [task.id] });
    expect(bulk.body.items).toMatchObject([{ outcome: 'refused', problem: { type: '/problems/not-found' } }]);
  });

  it.each(strangers)('lists and finds nothing of it as %s', async (user) => {
    const lists = ['/api/discharges?limit=200', '/api/tasks?limit=200', `/api/tasks?dischargeId=${whole.id}`];
    for (const path of [...lists, '/api/tasks?unit=mun-0791-visitation']) {
      const reply = await api.get(user, path);
      expect([200, 403], path).toContain(reply.status);
      expect(reply.text).not.toContain(whole.id);
    }
    for (const search of [{ cpr }, { name: 'Bruno' }, { id: whole.id }]) {
      const reply = await api.post(user, '/api/search', search);
      expect([200, 403]).toContain(reply.status);
      expect(reply.text).not.toContain(whole.id);
    }
  });

  it.each(strangers.filter((user) => user !== 'vans'))('reports nothing to it as %s', async (user) => {
    const happenedAt = whole.timeline[0]?.learntAt;
    for (const which of [{ dischargeId: whole.id }, { episodeId }]) {
      const reply = await api.post(user, '/api/events', { type: 'death', happenedAt, ...which });
      expect([403, 404]).toContain(reply.status);
    }
    expect((await api.get('ward', `/api/discharges/${whole.id}`)).body.stage).toBe('planning');
  });

  it('gets no case of a stay that has ended elsewhere by starting it', async () => {
    const start = example('discharge');
    const stay = { ...start.stay, episodeId: randomUUID() };
    const patient = { ...start.patient, cpr: '1509819996' };
    const body = { ...start, patient, stay, plan: { ...start.plan, bed: null } };
    const { body: first } = await api.post('ward', '/api/discharges', body);
    const { now: happenedAt } = (await api.get(null, '/dev/clock')).body;
    await api.post('ward', `/api/discharges/${first.id}/actions/leave`, { happenedAt, how: 'home' });
    // So that nothing shows the case anew, which in truth is still open.
    await api.stopWorker();
    await api.db
      .updateTable('cases')
      .set({ closed_at: new Date(happenedAt) })
      .where('id', '=', first.id)
      .execute();
    const there = { ...body, stay: { ...stay, hospitalUnit: 'ward-h1' } };
    const reply = await api.post('ward-2', '/api/discharges', there);
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
    expect(reply.text).not.toContain(first.id);
    await api.startWorker();
  });
});

describe('one’s own case', () => {
  const all: readonly ActionName[] = actionNames.filter((name) => name !== 'repair');
  const followUps: readonly ActionName[] = ['change-follow-up', 'end-follow-up'];
  const municipal: readonly ActionName[] = [
    'propose-conference',
    'record-objection',
    'set-coordinator',
    'report-death',
    'report-document',
    'note-adverse-event',
    'state-delay-cause',
    'plan-follow-up',
    'change-intensity',
    ...followUps,
    'state-criterion',
  ];
  const notOfTheWard: readonly ActionName[] = ['ask-about-plan', 'ask-department', 'withdraw-hold'];
  const may: Readonly<Record<string, readonly ActionName[]>> = {
    ward: all.filter((name) => name !== 'mark-follow-up' && !notOfTheWard.includes(name)),
    doctor: all.filter((name) => !notOfTheWard.includes(name)),
    coordinator: [...municipal, 'ask-about-plan', 'ask-department'],
    'team-leader': [...municipal, 'ask-about-plan', 'ask-department'],
    'acute-nurse': [
      'report-death',
      'report-document',
      'note-adverse-event',
      'ask-department',
      'state-criterion',
      ...followUps,
    ],
    gp: [
      ...followUps,
      'plan-follow-up',
      'change-intensity',
      'record-objection',
      'report-death',
      'report-document',
      'note-adverse-event',
      'ask-department',
      'state-criterion',
    ],
    operator: ['repair'],
  };

  it.each(Object.keys(may))('lets %s do what the role may, and no more', async (user) => {
    const own = may[user] ?? [];
    for (const name of actionNames) {
      // A body that never fits, so that nothing happens to the case.
      const reply = await api.post(user, `/api/discharges/${whole.id}/actions/${name}`, { unknown: 1 });
      expect([reply.status], `${user} ${name}`).toEqual([own.includes(name) ? 400 : 403]);
    }
    const { allowedActions } = (await api.get(user, `/api/discharges/${whole.id}`)).body;
    expect(allowedActions.filter(({ name }) => !own.some((mine) => mine === name))).toEqual([]);
  });

  it('lets nobody answer or claim a task of another unit', async () => {
    for (const user of ['ward', 'gp', 'operator']) {
      const answer = { answer: 'accept', version: task.version };
      expect((await api.post(user, `/api/tasks/${task.id}/answer`, answer)).status, user).toBe(403);
      expect((await api.post(user, `/api/tasks/${task.id}/claim`)).status, user).toBe(403);
      expect((await api.post(user, `/api/tasks/${task.id}/assign`, { to: 'person-ward' })).status, user).toBe(403);
    }
    // A unit that is only asked for a place does not even see the others' tasks.
    expect((await api.get('acute-nurse', `/api/tasks/${task.id}`)).status).toBe(404);
  });

  it('names as coordinator or holder of a task nobody of an organisation that takes no part', async () => {
    await api.get('coordinator-2', '/api/tasks');
    const named = { coordinator: 'person-coordinator-2', standIn: 'person-ward' };
    const set = await api.post('ward', `/api/discharges/${whole.id}/actions/set-coordinator`, named);
    expect([set.status, set.body.errors.map(({ path }) => path)]).toEqual([400, ['coordinator']]);
    const assigned = await api.post('coordinator', `/api/tasks/${task.id}/assign`, { to: 'person-coordinator-2' });
    expect([assigned.status, assigned.body.errors.map(({ path }) => path)]).toEqual([400, ['to']]);
    const start = example('discharge');
    const opened = await api.post('ward', '/api/discharges', { ...start, coordinator: 'person-coordinator-2' });
    expect([opened.status, opened.body.errors.map(({ path }) => path)]).toEqual([400, ['coordinator']]);
    const right = { coordinator: 'person-coordinator', standIn: 'person-team-leader' };
    const done = await api.post('ward', `/api/discharges/${whole.id}/actions/set-coordinator`, right);
    expect(done.body, done.text).toMatchObject({ coordinator: { id: 'person-coordinator' } });
    expect(done.body).toMatchObject({ standIn: { id: 'person-team-leader' } });
  });
});

describe('the audit log', () => {
  it('has a line for every look and every change, by whom, and not a word of either', async () => {
    const lines = async () => api.db.selectFrom('audit_log').selectAll().orderBy('id').execute();
    const before = (await lines()).length;
    await api.get('ward', '/api/discharges');
    await api.get('ward', `/api/discharges/${whole.id}`);
    await api.get('coordinator', '/api/tasks');
    await api.get('coordinator', `/api/tasks/${task.id}`);
    await api.post('coordinator', '/api/search', { cpr });
    await api.get('ward', `/api/submissions/${submission}`);
    await api.post('coordinator', `/api/tasks/${task.id}/claim`);
    await api.post('ward', `/api/discharges/${whole.id}/actions/pause`, { reason: 'ill-again', note: 'Hemmelig' });
    await api.get('operator', '/api/operator/items');
    const written = (await lines()).slice(before).filter(({ role }) => role !== 'system');
    expect(written.map(({ person, action }) => [person, action])).toEqual([
      ['person-ward', 'list-cases'],
      ['person-ward', 'read-case'],
      ['person-coordinator', 'list-tasks'],
      ['person-coordinator', 'read-task'],
      ['person-coordinator', 'search'],
      ['person-ward', 'read-submission'],
      ['person-coordinator', 'claim-task'],
      ['person-ward', 'pause'],
      ['person-operator', 'list-operator-items'],
    ]);
    expect(JSON.stringify(await lines())).not.toMatch(new RegExp(`${cpr}|Hemmelig|Bruno|Anne Afdeling`));
    const ofCase = await auditOfCase(api.db, whole.id, 500);
    expect(ofCase.map(({ action }) => action)).toEqual(expect.arrayContaining(['start', 'read-case', 'pause']));
  });
});
