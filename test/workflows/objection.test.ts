// An objection to sharing: everything on that basis stops, nothing else does, the ward is asked once, and with consent
// everything goes on that had stopped, messages too.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { changeWords, keepFirst, newIn } from './worded-plans.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const object = (play: Play, basis: 'health-act-41-2-1' | 'health-act-41-2-2' = 'health-act-41-2-1') =>
  play.put('record-objection', { basis });
const clearings = async (play: Play) => (await play.case()).tasks.filter(({ kind }) => kind === 'handle-objection');
const plain = () => ({ plan: { ...ordinaryPlan(today()), bed: null, services: [] }, gpUnit: null });

describe('an objection', () => {
  it('asks the ward once, however much waits on it, and not again for each unit', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.receipt('plan');
    await play.openTask('take-patient');
    await object(play);
    expect(await play.openKinds()).not.toContain('take-patient');
    expect(await clearings(play)).toHaveLength(1);
    await play.answer('handle-objection', 'handled');
    await play.openTask('no-bed-found');
    expect((await play.view()).services['devices']?.state).toBe('other-way');
    expect(await clearings(play)).toHaveLength(1);
    expect(await play.facts()).not.toContain('bed-declined');
    await play.put('withdraw', { reason: 'other' });
  });

  it('becomes a task also when nothing waits on it just now, and can be cleared up anew', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan');
    await object(play);
    await play.answer('handle-objection', 'handled');
    await object(play);
    await play.answer('handle-objection', 'consent-given');
    expect((await play.view()).objections).toEqual([]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('holds a change of plan back until there is consent, and then tells it and asks again', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await play.receipt('plan');
    await play.openTask('answer-services');
    await object(play);
    const plan = { ...ordinaryPlan(today()), bed: null };
    await play.put('change-plan', { base: 1, plan: { ...plan, version: 2, changed: ['wishes'] } });
    await play.put('change-plan', { base: 2, plan: { ...plan, version: 3, changed: ['diet'] } });
    expect((await play.case()).messages.map(({ kind }) => kind)).toEqual(['plan']);
    await play.answer('handle-objection', 'consent-given');
    expect(await play.sent('changed-plan')).toMatchObject({ planVersion: 3 });
    expect((await play.case()).messages).toHaveLength(2);
    await play.openTask('answer-services');
    await play.put('withdraw', { reason: 'other' });
  });

  it('marks as new also what was held back, and asks again about it', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await keepFirst(play);
    await play.receipt('plan');
    await play.answer('answer-services', 'accept');
    await object(play);
    await changeWords(play, 1, { medicine: 'To døgn med' });
    await changeWords(play, 2, { diet: 'Blød kost' });
    await play.answer('handle-objection', 'consent-given');
    const { id } = await play.sent('changed-plan');
    expect(await newIn(stage, id)).toEqual([
      'Kost det første døgn: Blød kost (før: ikke angivet)',
      'Medicin: To døgn med (før: ikke angivet)',
    ]);
    expect((await play.openTask('answer-services')).about).toMatchObject({ services: ['home-nursing', 'devices'] });
    await play.put('withdraw', { reason: 'other' });
  });

  it('follows a message that was on its way again after consent', async () => {
    const play = await stage.begin(plain());
    const { id } = await play.sent('plan');
    await object(play);
    await play.clockTo(today() + 3 * 3_600_000);
    expect(stage.arrivals.filter((header) => header === id)).toHaveLength(1);
    await play.answer('handle-objection', 'consent-given');
    await play.sent('plan', 2);
    expect(await play.receipt('plan')).toMatchObject({ id });
    expect((await play.case()).messages).toMatchObject([{ id, state: 'arrived' }]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('leaves alone what rests on another basis', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    const { id } = await play.openTask('answer-services');
    await play.sent('plan');
    await object(play, 'health-act-41-2-2');
    expect((await play.openTask('answer-services')).id).toBe(id);
    await play.receipt('plan');
    expect((await play.case()).messages).toMatchObject([{ state: 'arrived' }]);
    await play.put('withdraw', { reason: 'other' });
  });

  it("stops the practice's open question, and the ward names who follows up", async () => {
    const plan = { ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false };
    const play = await stage.begin({ plan });
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'red' }, doctor);
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.put('send-letter', { sentAt: today() });
    await play.openTask('gp-follow-up');
    await object(play, 'health-act-41-2-2');
    expect(await play.openKinds()).not.toContain('gp-follow-up');
    await play.answer('handle-objection', 'handled');
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'sharing-stopped' });
    await play.put('report-death', { happenedAt: today() });
  });

  it('is cleared up anew when parties who knew must hear of a withdrawal', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan');
    await object(play);
    await play.answer('handle-objection', 'handled');
    await play.put('withdraw', { reason: 'citizen-declines' });
    await play.answer('handle-objection', 'consent-given');
    await play.receipt('withdrawal');
    await play.handle.result();
    expect((await play.case()).tasks.filter(({ status }) => status === 'open')).toEqual([]);
  });

  it('does not lose the clearing when the discharge is withdrawn during it', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan');
    await object(play);
    await play.put('withdraw', { reason: 'citizen-declines' });
    expect(await play.openKinds()).toEqual(['handle-objection']);
    await play.answer('handle-objection', 'handled');
    await play.handle.result();
    expect((await play.case()).messages.map(({ kind }) => kind)).toEqual(['plan']);
  });
});
