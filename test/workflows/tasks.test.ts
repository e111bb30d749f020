// Two people and one task: claim, release, assign, stale forms, and answering at once.
// Only people change the version of a task; a reminder never makes an open form stale.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/actor.ts';
import { ordinaryPlan } from './plans.ts';
import type { Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const person = (name: string, role: Actor['role'] = 'coordinator'): Actor => ({
  person: name,
  role,
  org: 'mun-0791',
  units: ['mun-0791-visitation'],
});
const karen = person('karen');
const kurt = person('kurt');
const begin = async () => {
  const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
  return { play, task: await play.openTask('answer-services') };
};

describe('a task', () => {
  it('is held by one person; another is told who', async () => {
    const { play, task } = await begin();
    await play.put('claim-task', { task: task.id }, karen);
    expect(await play.refused('claim-task', { task: task.id }, kurt)).toMatchObject({
      code: 'task-claimed',
      details: { by: 'karen' },
    });
    await play.put('release-task', { task: task.id }, karen);
    await play.put('claim-task', { task: task.id }, kurt);
    await play.put('assign-task', { task: task.id, to: 'karen' }, person('tove', 'team-leader'));
    expect((await play.openTask('answer-services')).claimedBy).toBe('karen');
    await play.put('withdraw', { reason: 'other' });
  });

  it('refuses a form that is older than what a person has done since, but not after a reminder', async () => {
    const { play, task } = await begin();
    await play.toNextDeadline();
    await play.put('claim-task', { task: task.id }, karen);
    const stale = { task: task.id, version: task.version, answer: 'accept', codes: {} };
    expect(await play.refused('answer-task', stale, karen)).toMatchObject({
      code: 'stale-version',
      details: { version: 2 },
    });
    await play.put('answer-task', { ...stale, version: 2 }, karen);
    await play.put('withdraw', { reason: 'other' });
  });

  it('takes the first of two answers at once and tells the other who it was', async () => {
    const { play, task } = await begin();
    const body = { task: task.id, version: task.version, answer: 'accept', codes: {} };
    const outcomes = await Promise.allSettled([
      play.put('answer-task', body, karen),
      play.put('answer-task', body, kurt),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes[0]?.status === 'fulfilled' ? 'karen' : 'kurt';
    expect(await play.refused('answer-task', body, kurt)).toMatchObject({
      code: 'task-closed',
      details: { by: winner },
    });
    await play.put('withdraw', { reason: 'other' });
  });

  it('gives one outcome to the same submission put three times', async () => {
    const { play, task } = await begin();
    const body = { task: task.id, version: task.version, answer: 'accept', codes: {} };
    const id = 'b0b0b0b0-0000-4000-8000-000000000002';
    const outcomes = await Promise.all([1, 2, 3].map(() => play.put('answer-task', body, karen, id)));
    expect(new Set(outcomes.map(({ version }) => version)).size).toBe(1);
    expect((await play.facts()).filter((fact) => fact === 'task-answered')).toHaveLength(1);
    await play.put('withdraw', { reason: 'other' });
  });

  it('shows who of the unit has seen it, and so what the unit was told', async () => {
    const { play, task } = await begin();
    await play.receipt('plan');
    await play.put('see-task', { task: task.id }, karen);
    const { tasks, messages } = await play.case();
    expect(tasks.find(({ id }) => id === task.id)).toMatchObject({ seenBy: 'karen', version: 1 });
    expect(messages.find(({ kind }) => kind === 'plan')).toMatchObject({ seenBy: 'karen' });
    await play.put('withdraw', { reason: 'other' });
  });
});
