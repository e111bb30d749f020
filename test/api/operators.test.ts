// Operators: their inbox, the named repairs with their record, and that no person or word of a case ever shows to them.
// On real parts; one step is made to fail for good by a plan that no route would take.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDischarge } from '../../api/put.ts';
import { dischargeWorkflowId } from '../../domain/ids.ts';
import { auditOfCase } from '../../store/audit.ts';
import { eventually } from '../harness/eventually.ts';
import { aCase, ward } from '../store/fixtures.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));

async function started(cpr: string): Promise<Seen> {
  const start = example('discharge');
  const stay = { ...start.stay, episodeId: randomUUID() };
  const body = { ...start, patient: { ...start.patient, cpr }, stay, plan: { ...start.plan, bed: null } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
}

/** A case with a step that fails for good: the workflow cannot read the date of its plan. */
async function withFailedStep(): Promise<string> {
  const id = await aCase(api.db);
  const plan = JSON.parse('{"version":1,"date":null,"services":[],"hasRunningServices":true,"bed":null,"changed":[]}');
  const put = await startDischarge(api.service, dischargeWorkflowId(id), {
    dischargeId: id,
    openedBy: ward,
    submission: randomUUID(),
    offset: 0,
    admittedAt: Date.now(),
    municipality: '0791',
    wardUnit: 'ward-m1',
    visitationUnit: 'mun-0791-visitation',
    servicesUnit: 'mun-0791-homecare',
    gpUnit: null,
    coordinator: 'person-ward',
    plan,
    previous: null,
    tellsStay: 'hospital',
  });
  expect(put).toEqual({ kind: 'accepted' });
  return id;
}

const tasksOf = async (user: string, id: string, kind: string): Promise<readonly Seen[]> =>
  (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;

const someTask = (user: string, id: string, kind: string): Promise<Seen> =>
  eventually(async () => {
    const [task] = await tasksOf(user, id, kind);
    if (task === undefined) throw new Error(`no task of kind ${kind}`);
    return task;
  });

const repair = (user: string, id: string, body: object): Promise<Reply> =>
  api.post(user, `/api/discharges/${id}/actions/repair`, body);

describe('a step that failed for good', () => {
  it('is in the operators’ inbox, can be tried again, handed over or closed by hand, each on record', async () => {
    const id = await withFailedStep();
    const failed = await someTask('operator', id, 'step-failed');
    const { body: inbox } = await api.get('operator', '/api/tasks');
    expect(inbox.items.map((task) => task.id)).toContain(failed.id);
    expect(new Set(inbox.items.map(({ unit }) => unit))).toEqual(new Set(['region-ops']));
    expect((await api.get('operator', `/api/discharges/${id}`)).body).toMatchObject({ attention: true, patient: null });

    const again = await repair('operator', id, { repair: 'retry', target: failed.id });
    expect(again.status, again.text).toBe(200);
    const next = await eventually(async () => {
      const open = await tasksOf('operator', id, 'step-failed');
      const one = open.find((task) => task.about.step === failed.about.step && task.id !== failed.id);
      if (one === undefined) throw new Error('it has not failed again yet');
      return one;
    });
    const twice = await repair('operator', id, { repair: 'retry', target: failed.id });
    expect([twice.status, twice.body.type]).toEqual([409, '/problems/task-closed']);

    await repair('operator', id, { repair: 'hand-over', target: next.id });
    const taken = await someTask('ward', id, 'take-over-step');
    const by = { answer: 'done', version: taken.version };
    expect((await api.post('ward', `/api/tasks/${taken.id}/answer`, by)).status).toBe(200);

    const left = await someTask('operator', id, 'step-failed');
    const unsaid = await repair('operator', id, { repair: 'close-by-hand', target: left.id });
    expect([unsaid.status, unsaid.body.errors[0]?.path]).toEqual([400, 'note']);
    const note = 'Klaret på telefon med visitationen';
    const others = await tasksOf('operator', id, 'step-failed');
    for (const { id: target } of others) {
      expect((await repair('operator', id, { repair: 'close-by-hand', target, note })).status).toBe(200);
    }
    await eventually(async () => expect(await tasksOf('operator', id, 'step-failed')).toEqual([]));

    const { timeline } = (await api.get('ward', `/api/discharges/${id}`)).body;
    const repaired = timeline.filter(({ fact, by: { id: person } }) => {
      return fact === 'step-repaired' && person === 'person-operator';
    });
    expect(repaired.map(({ codes }) => codes.how)).toEqual([
      'retry',
      'hand-over',
      ...others.map(() => 'close-by-hand'),
    ]);
    expect(repaired.at(-1)?.note).toBe(note);
    const log = await auditOfCase(api.db, id, 200);
    const logged = log.filter(({ action }) => action === 'repair').map(({ person, details }) => [person, details]);
    expect(logged).toContainEqual([
      'person-operator',
      { submission: expect.any(String), repair: 'hand-over', target: next.id },
    ]);
    // Tried, refused, and logged all the same.
    expect(logged.map(([, details]) => Object(details).repair)).toEqual([
      ...others.map(() => 'close-by-hand'),
      'hand-over',
      'retry',
      'retry',
    ]);
  });

  it('can be answered as the task it is', async () => {
    const id = await withFailedStep();
    const task = await someTask('operator', id, 'step-failed');
    const answer = { answer: 'close-by-hand', version: task.version, note: 'Intet at genoptage' };
    expect((await api.post('ward', `/api/tasks/${task.id}/answer`, answer)).status).toBe(403);
    const reply = await api.post('operator', `/api/tasks/${task.id}/answer`, answer);
    expect(reply.body, reply.text).toMatchObject({ status: 'answered' });
  });

  it('is repaired by operators of this service alone', async () => {
    const id = await withFailedStep();
    const { id: target } = await someTask('operator', id, 'step-failed');
    for (const user of ['ward', 'doctor', 'coordinator', 'team-leader']) {
      expect((await repair(user, id, { repair: 'retry', target })).status, user).toBe(403);
    }
    for (const user of ['operator-2', 'ward-2', 'vans']) {
      expect((await repair(user, id, { repair: 'retry', target })).status, user).toBe(404);
    }
    const other = await repair('operator', id, { repair: 'send-again', target });
    expect([other.status, other.body.type]).toEqual([409, '/problems/nothing-to-repair']);
    const nobody = await repair('operator', id, { repair: 'retry', target: randomUUID() });
    expect(nobody.status).toBe(404);
  });
});

describe('a message that did not arrive', () => {
  it('is sent again by an operator, once, and the ward need not ring any more', async () => {
    const { gln: receiver } = api.service.registry.units.find(({ id }) => id === 'mun-0791-visitation') ?? {
      gln: null,
    };
    await fetch(`${api.simulator}/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'lost', receiver, times: 3 }),
    });
    const { id } = await started('2509479989');
    for (const _sending of [1, 2, 3]) await api.post(null, '/dev/clock/advance', { by: 'PT31M' });
    await someTask('ward', id, 'ring-party');
    const failed = await eventually(async () => {
      const { messages } = (await api.get('operator', `/api/discharges/${id}`)).body;
      const plan = messages.find(({ kind, state }) => kind === 'plan' && state === 'failed');
      if (plan === undefined) throw new Error('not failed yet');
      return plan;
    });
    expect((await repair('operator', id, { repair: 'send-again', target: failed.id })).status).toBe(200);
    await eventually(async () => {
      const { messages } = (await api.get('operator', `/api/discharges/${id}`)).body;
      expect(messages.find((message) => message.id === failed.id)).toMatchObject({ state: 'arrived' });
    });
    const open = await tasksOf('ward', id, 'ring-party');
    expect(open.filter(({ about }) => about.message === failed.id)).toEqual([]);
    const once = await repair('operator', id, { repair: 'send-again', target: failed.id });
    expect([once.status, once.body.type]).toEqual([409, '/problems/nothing-to-repair']);
  });
});

describe('what operators see', () => {
  it('holds no person and no word, wherever they look', async () => {
    const cpr = '0504909995';
    const secrets = ['Bruno', 'Eksempelvej', cpr, 'Hemmelig', 'Lungebet', 'Karen Koordinator', 'Anne Afdeling'];
    const { id } = await started(cpr);
    const noted = { reason: 'ill-again', note: 'Hemmelig note om pausen' };
    await api.post('ward', `/api/discharges/${id}/actions/pause`, noted);
    await api.post('ward', `/api/discharges/${id}/actions/resume`, { note: 'Hemmelig note igen' });
    const task = await someTask('coordinator', id, 'answer-services');
    const services = (await api.get('coordinator', `/api/tasks/${task.id}`)).body.about.services ?? [];
    const answered = await api.post('coordinator', `/api/tasks/${task.id}/answer`, {
      answer: 'per-service',
      version: task.version,
      services: services.map((service) => ({
        service,
        answer: 'accept-on-condition',
        condition: 'Hemmelig betingelse',
      })),
    });
    expect(answered.status, answered.text).toBe(200);
    const event = { type: 'other', dischargeId: id, happenedAt: new Date().toISOString(), note: 'Hemmelig hændelse' };
    await api.post('coordinator', '/api/events', event);
    await api.send('POST', 'vans', '/api/medcom', {
      body: readFileSync('examples/medcom/admission.json', 'utf8').replace('"Bundle"', '"Bundel"'),
      headers: { 'content-type': 'application/fhir+json' },
    });

    const whole = (await api.get('ward', `/api/discharges/${id}`)).text;
    for (const secret of secrets) expect(whole).toContain(secret);
    const { body: asSeen } = await api.get('operator', `/api/discharges/${id}`);
    const refused = await repair('operator', id, { repair: 'retry', target: task.id });
    expect(refused.status).toBe(409);
    const submission = asSeen.timeline.find(({ submission: one }) => one !== null)?.submission;
    const looks = [
      `/api/discharges/${id}`,
      '/api/discharges',
      '/api/tasks',
      `/api/tasks?dischargeId=${id}`,
      `/api/tasks?dischargeId=${id}&status=closed`,
      `/api/tasks/${task.id}`,
      `/api/submissions/${submission}`,
      '/api/operator/items',
      '/metrics',
    ];
    for (const path of looks) {
      const seen = await api.get('operator', path);
      expect(seen.status, path).toBe(200);
      for (const secret of secrets) expect(seen.text, `${secret} at ${path}`).not.toContain(secret);
    }
    for (const secret of secrets) expect(refused.text).not.toContain(secret);
    for (const search of [{ cpr }, { name: 'Bruno' }, { id }]) {
      expect((await api.post('operator', '/api/search', search)).status).toBe(403);
    }
  });
});
