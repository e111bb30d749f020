// Nobody is asked twice for the same, nobody is forgotten: services over a pause, answers in parts, calls nobody took,
// tasks that have become pointless, and services that must start again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DischargeDate, Plan } from '../../domain/plan.ts';
import { DAY, HOUR } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = (change: Partial<Plan> = {}) =>
  stage.begin({ plan: { ...ordinaryPlan(today()), bed: null, ...change }, gpUnit: null });
const later = () => new Date(today() + 5 * DAY).toISOString();
const declined = () => ({ service: 'devices', answer: 'decline', reason: 'no-capacity', from: later() });
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });
const unknown: DischargeDate = { kind: 'unknown' };

describe('the municipality', () => {
  it('is not asked again over a pause for what it has answered: the no is still for the ward', async () => {
    const play = await begin({ services: ['devices'] });
    await play.answer('answer-services', 'per-service', { services: [declined()] });
    await play.openTask('find-other-way');
    await play.put('pause', { reason: 'ill-again' });
    await play.put('resume', {});
    expect((await play.openTask('find-other-way')).about).toMatchObject({ service: 'devices', said: 'declined' });
    expect(await play.openKinds()).not.toContain('answer-services');
    await withdraw(play);
  });

  it('is asked at once for what it left out, while the ward still thinks about a no', async () => {
    const play = await begin();
    await play.answer('answer-services', 'per-service', { services: [declined()] });
    expect((await play.openTask('answer-services')).about['services']).toEqual(['home-nursing']);
    await play.openTask('find-other-way');
    await play.answer('answer-services', 'accept');
    await play.answer('find-other-way', 'ask-again');
    expect((await play.openTask('answer-services')).about['services']).toEqual(['devices']);
    await withdraw(play);
  });
});

describe('a call', () => {
  it('is made again when nobody was reached: the silent unit gets no new time by it', async () => {
    const play = await begin({ services: ['devices'], hasRunningServices: false });
    await play.answer('admission-report', 'done');
    await play.answer('agree-follow-up', 'not-needed');
    for (let moves = 0; moves < 40 && !(await play.openKinds()).includes('ring-municipality'); moves++) {
      await play.toNextDeadline();
    }
    const { due } = await play.openTask('answer-services');
    await play.answer('ring-municipality', 'called', { result: 'not-reached' });
    await play.openTask('ring-municipality');
    expect((await play.openTask('answer-services')).due).toBe(due);
    await play.answer('ring-municipality', 'called', { result: 'reached' });
    expect((await play.openTask('answer-services')).due).toBeGreaterThan(due);
    await withdraw(play);
  });
});

describe('what was missing when the patient left', () => {
  it('is no task any more when it comes after all', async () => {
    const play = await begin({ services: ['devices'], hasRunningServices: false });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect(await play.openKinds()).toContain('ring-municipality');
    await play.answer('answer-services', 'accept');
    await play.answer('agree-follow-up', 'not-needed');
    await play.until(async () => {
      const open = await play.openKinds();
      expect(open).not.toContain('ring-municipality');
      expect(open).not.toContain('missing-at-departure');
    });
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('services that start again', () => {
  it('are confirmed when the patient leaves, when no date was known before', async () => {
    const play = await begin({ services: [], date: unknown });
    expect(await play.openKinds()).not.toContain('confirm-resume');
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.answer('confirm-resume', 'confirm');
    expect((await play.view()).resume).toBe('confirmed');
    await play.put('report-death', { happenedAt: today() });
  });

  it('are not asked about when the municipality has said that none run', async () => {
    const play = await begin({ services: [] });
    await play.due('resume-opens');
    await play.answer('pause-services', 'none');
    await play.until(({ clocks }) => expect(clocks.map(({ name }) => name)).not.toContain('resume-opens'));
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect(await play.openKinds()).not.toContain('confirm-resume');
    await play.put('report-death', { happenedAt: today() });
  });

  it('are not confirmed any more when the date changes', async () => {
    const play = await begin({ services: [] });
    await play.clockTo(await play.due('resume-opens'));
    await play.answer('confirm-resume', 'confirm');
    const at = new Date(today() + 6 * DAY).toISOString();
    const plan: Plan = { ...ordinaryPlan(today()), services: [], bed: null, version: 2, changed: ['date'] };
    await play.put('change-plan', { base: 1, plan: { ...plan, date: { kind: 'at', at } } });
    expect((await play.view()).resume).toBe('not-asked');
    await withdraw(play);
  });

  it('are called off with whoever has confirmed them', async () => {
    const play = await begin({ services: [] });
    await play.clockTo(await play.due('resume-opens'));
    await play.answer('confirm-resume', 'confirm');
    await withdraw(play);
    await play.until(({ messages }) => {
      const told = messages.filter(({ kind }) => kind === 'withdrawal').map(({ to }) => to);
      expect(told.sort()).toEqual(['mun-0791-homecare', 'mun-0791-visitation']);
    });
  });
});

describe('a conference', () => {
  const proposal = (at: number) => ({
    conference: 'c2',
    times: [new Date(at).toISOString()],
    video: true,
    participants: ['mun-0791-visitation'],
  });

  it('is waited for with a clock people see, and its decisions are due when they were agreed to be', async () => {
    const play = await begin({ services: [] });
    const at = today() + 4 * HOUR;
    await play.put('propose-conference', proposal(at));
    await play.answer('answer-conference', 'accept', { at: new Date(at).toISOString() });
    expect(await play.due('conference')).toBe(at);
    await play.clockTo(at);
    const due = today() + 30 * HOUR;
    const decisions = [{ unit: 'mun-0791-visitation', due: new Date(due).toISOString() }];
    await play.answer('conference-decisions', 'decided', { decisions });
    expect((await play.openTask('carry-out-decision')).due).toBe(due);
    await withdraw(play);
  });

  it('is not held any more when the patient has left before it', async () => {
    const play = await begin({ services: [] });
    const at = today() + 4 * HOUR;
    await play.put('propose-conference', proposal(at));
    await play.answer('answer-conference', 'accept', { at: new Date(at).toISOString() });
    await play.put('propose-conference', { ...proposal(at), conference: 'c3' });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect(await play.openKinds()).not.toContain('answer-conference');
    expect((await play.case()).clocks.map(({ name }) => name)).not.toContain('conference');
    expect((await play.facts()).filter((fact) => fact === 'conference-declined')).toHaveLength(2);
    await play.put('report-death', { happenedAt: today() });
  });
});
