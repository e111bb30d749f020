// A changed plan or ward, an objection, a conference: who is told what is new, and what must be confirmed again.
// What a change does not touch stays as it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan, PlanField } from '../../domain/plan.ts';
import { HOUR } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = () => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
const version2 = (play: Play, changed: PlanField[], change: Partial<Plan> = {}): Plan => ({
  ...(play.start.plan ?? ordinaryPlan(today())),
  version: 2,
  changed,
  ...change,
});

describe('a changed plan', () => {
  it('is told as a changed plan, and answers it touches must be given again', async () => {
    const play = await begin();
    await play.receipt('plan');
    await play.answer('answer-services', 'accept');
    await play.put('change-plan', { base: 1, plan: version2(play, ['date']) });
    expect(await play.sent('changed-plan')).toMatchObject({ planVersion: 2 });
    expect((await play.openTask('answer-services')).about).toMatchObject({ planVersion: 2 });
    expect((await play.view()).services['devices']?.state).toBe('asked');
    await play.put('withdraw', { reason: 'other' });
  });

  it('leaves confirmations alone that it does not touch', async () => {
    const play = await begin();
    await play.answer('answer-services', 'accept');
    await play.put('change-plan', { base: 1, plan: version2(play, ['wishes']) });
    expect(await play.openKinds()).not.toContain('answer-services');
    expect((await play.view()).services['devices']?.state).toBe('accepted');
    await play.put('withdraw', { reason: 'other' });
  });

  it('asks again only about the service that is new', async () => {
    const play = await begin();
    await play.answer('answer-services', 'accept');
    const services = ['home-nursing', 'devices', 'meals'] as const;
    const plan = version2(play, ['services'], { services, changedServices: ['meals'] });
    await play.put('change-plan', { base: 1, plan });
    expect((await play.openTask('answer-services')).about).toMatchObject({ services: ['meals'], planVersion: 2 });
    expect((await play.view()).services).toMatchObject({
      'home-nursing': { state: 'accepted' },
      devices: { state: 'accepted' },
      meals: { state: 'asked' },
    });
    await play.put('withdraw', { reason: 'other' });
  });

  it('is refused when it was made from an older version', async () => {
    const play = await begin();
    await play.put('change-plan', { base: 1, plan: version2(play, ['wishes']) });
    const { code, details } = await play.refused('change-plan', { base: 1, plan: version2(play, ['date']) });
    expect([code, details]).toEqual(['stale-version', { version: 2 }]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('takes back ready', async () => {
    const play = await stage.begin();
    await play.untilReady();
    await play.put('change-plan', { base: 1, plan: version2(play, ['date']) });
    expect((await play.view()).stage).toBe('planning');
    expect((await play.refused('ready', {})).details['missing']).toContain('services-answered');
    await play.put('withdraw', { reason: 'other' });
  });

  it('asks for a bed again when the need changed, and stops when none is needed', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.openTask('take-patient');
    await play.put('change-plan', { base: 1, plan: version2(play, ['bed'], { bed: null }) });
    await play.until(({ view }) => expect(view?.bed.state).toBe('not-needed'));
    expect(await play.openKinds()).not.toContain('take-patient');
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('an objection to sharing', () => {
  it('stops questions and messages on that basis and becomes a task; consent starts them again', async () => {
    const play = await begin();
    await play.receipt('plan');
    await play.openTask('answer-services');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    expect(await play.openKinds()).toContain('handle-objection');
    expect(await play.openKinds()).not.toContain('answer-services');
    expect((await play.refused('propose-conference', conference())).code).toBe('sharing-objected');
    await play.answer('handle-objection', 'consent-given');
    await play.openTask('answer-services');
    expect((await play.view()).objections).toEqual([]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('leaves what the stay notice carries alone: it needs no consent', async () => {
    const play = await begin();
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    await play.answer('handle-objection', 'handled');
    expect(await play.openKinds()).toContain('admission-report');
    expect((await play.view()).services['devices']?.state).toBe('other-way');
    await play.put('withdraw', { reason: 'other' });
  });
});

const conference = () => ({
  conference: 'c1',
  times: [new Date(today() + 24 * HOUR).toISOString(), new Date(today() + 26 * HOUR).toISOString()],
  video: true,
  participants: ['mun-0791-visitation'],
});

describe('a planning conference', () => {
  it('is agreed, held, and its decisions become tasks', async () => {
    const play = await begin();
    const proposal = conference();
    await play.put('propose-conference', proposal);
    await play.answer('answer-conference', 'accept', { at: proposal.times[0] ?? '' });
    await play.clockTo(Date.parse(proposal.times[0] ?? ''));
    const due = new Date(today() + 48 * HOUR).toISOString();
    await play.answer('conference-decisions', 'decided', {
      decisions: [
        { unit: 'mun-0791-visitation', due },
        { unit: 'ward-m1', due },
      ],
    });
    const units = (await play.case()).tasks.filter(({ kind }) => kind === 'carry-out-decision').map(({ unit }) => unit);
    expect(units.sort()).toEqual(['mun-0791-visitation', 'ward-m1']);
    await play.put('withdraw', { reason: 'other' });
  });

  it('can be answered with other times, which the ward chooses from', async () => {
    const play = await begin();
    await play.put('propose-conference', conference());
    const other = new Date(today() + 30 * HOUR).toISOString();
    await play.answer('answer-conference', 'propose', { times: [other] });
    expect((await play.openTask('choose-conference-time')).about['times']).toEqual([other]);
    await play.answer('choose-conference-time', 'accept', { at: other });
    expect(await play.facts()).toContain('conference-agreed');
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('a transfer', () => {
  it('keeps the case and moves the ward with its tasks', async () => {
    const play = await begin();
    const before = await play.openTask('agree-follow-up');
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    const { tasks, parties } = await play.case();
    expect(tasks.find(({ id }) => id === before.id)).toMatchObject({ unit: 'ward-h1', status: 'open' });
    expect(parties).toContain('ward-h1');
    await play.put('withdraw', { reason: 'other' });
  });
});
