// What the municipality is asked and how it answers: yes, no, a condition, another date, nothing at all.
// Silence reminds, climbs the ladder and makes a person ring; it is never a yes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = (change = {}) => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null, ...change }, gpUnit: null });
const services = async (play: Play) => (await play.view()).services;
const later = new Date(Date.now() + 200 * DAY).toISOString();

/** Nobody does anything; the clock moves from deadline to deadline, told twice each time. */
async function untilRung(play: Play, task: string): Promise<void> {
  for (let moves = 0; moves < 60; moves++) {
    const { tasks } = await play.case();
    if (
      tasks.some(
        ({ kind, about, status }) => kind === 'ring-municipality' && status === 'open' && about['task'] === task,
      )
    )
      return;
    await play.toNextDeadline();
    await play.put('tick', {});
  }
  throw new Error('Nobody was asked to ring');
}

describe('the answer for each service', () => {
  it('takes a yes to all', async () => {
    const play = await begin();
    await play.answer('answer-services', 'accept');
    expect(await services(play)).toMatchObject({
      'home-nursing': { state: 'accepted', by: 'person-mun-0791-visitation' },
      devices: { state: 'accepted' },
    });
    await play.put('withdraw', { reason: 'other' });
  });

  it('keeps a no to one service apart from a yes to another, and the ward takes the date', async () => {
    const play = await begin();
    await play.answer('answer-services', 'per-service', {
      services: [
        { service: 'home-nursing', answer: 'accept' },
        { service: 'devices', answer: 'decline', reason: 'no-capacity', from: later },
      ],
    });
    expect(await services(play)).toMatchObject({
      'home-nursing': { state: 'accepted' },
      devices: { state: 'declined', reason: 'no-capacity', from: later },
    });
    const task = await play.openTask('find-other-way');
    expect(task.about).toMatchObject({ service: 'devices', said: 'declined', from: later });
    await play.answer('find-other-way', 'take-date');
    expect((await services(play))['devices']).toMatchObject({ state: 'accepted', from: later });
    await play.put('withdraw', { reason: 'other' });
  });

  it('lets the ward take or refuse a condition; refused, the municipality is asked again', async () => {
    const play = await begin({ services: ['devices'] });
    const condition = { services: [{ service: 'devices', answer: 'accept-on-condition' }] };
    await play.answer('answer-services', 'per-service', condition);
    expect((await services(play))['devices']?.state).toBe('condition');
    await play.answer('consider-condition', 'refuse');
    await play.openTask('answer-services');
    await play.answer('answer-services', 'per-service', condition);
    await play.answer('consider-condition', 'take');
    expect((await services(play))['devices']?.state).toBe('accepted');
    await play.put('withdraw', { reason: 'other' });
  });

  it('asks again for what an answer left out', async () => {
    const play = await begin();
    await play.answer('answer-services', 'per-service', { services: [{ service: 'devices', answer: 'accept' }] });
    expect((await play.openTask('answer-services')).about['services']).toEqual(['home-nursing']);
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('silence', () => {
  it('reminds, climbs the ladder, and has the ward ring; the question stays open all the while', async () => {
    const play = await begin();
    const task = await play.openTask('answer-services');
    await untilRung(play, task.id);
    const { tasks, events } = await play.case();
    expect(tasks.find(({ id }) => id === task.id)).toMatchObject({ status: 'open', escalatedTo: 'ward' });
    const of = (fact: string) => events.filter((event) => event.fact === fact && event.codes['task'] === task.id);
    expect(of('task-reminded').length).toBeGreaterThan(0);
    expect(of('task-escalated').length).toBeGreaterThan(0);
    expect((await services(play))['devices']?.state).toBe('asked');
    await play.answer('answer-services', 'accept');
    await play.until(async ({ tasks: now }) =>
      expect(
        now.some(
          ({ kind, about, status }) => kind === 'ring-municipality' && status === 'open' && about['task'] === task.id,
        ),
      ).toBe(false),
    );
    await play.put('withdraw', { reason: 'other' });
  });

  it('gives the unit its time again after the call, and rings again when it is still silent', async () => {
    const play = await begin();
    const task = await play.openTask('answer-services');
    await untilRung(play, task.id);
    const ringing = (await play.case()).tasks.find(
      ({ about, status }) => about['task'] === task.id && status === 'open',
    );
    await play.put('answer-task', {
      task: ringing?.id ?? '',
      version: 1,
      answer: 'called',
      codes: { result: 'reached' },
    });
    const again = await play.openTask('answer-services');
    expect([again.id, again.due > today()]).toEqual([task.id, true]);
    await untilRung(play, task.id);
    await play.put('withdraw', { reason: 'other' });
  });

  it('never repeats an escalation for one reason', async () => {
    const play = await begin();
    const task = await play.openTask('answer-services');
    await untilRung(play, task.id);
    const { events } = await play.case();
    const rungs = events
      .filter(({ fact, codes }) => fact === 'task-escalated' && codes['task'] === task.id)
      .map(({ codes }) => codes['to']);
    expect(new Set(rungs).size).toBe(rungs.length);
    await play.put('withdraw', { reason: 'other' });
  });
});

describe("the municipality's own tasks", () => {
  it('asks whether services resume only shortly before it must be confirmed', async () => {
    const play = await begin({ services: [] });
    await play.answer('pause-services', 'done');
    expect(await play.openKinds()).not.toContain('confirm-resume');
    await play.clockTo(await play.due('resume-opens'));
    await play.answer('confirm-resume', 'confirm');
    expect((await play.view()).resume).toBe('confirmed');
    await play.put('withdraw', { reason: 'other' });
  });

  it('has the ward ring when the admission report does not come', async () => {
    const play = await begin({ services: [], hasRunningServices: false, date: { kind: 'unknown' } });
    await play.openTask('admission-report');
    for (let moves = 0; moves < 20 && !(await play.openKinds()).includes('ring-municipality'); moves++) {
      await play.toNextDeadline();
    }
    expect((await play.openTask('ring-municipality')).about).toMatchObject({ what: 'admission-report' });
    await play.put('withdraw', { reason: 'other' });
  });
});
