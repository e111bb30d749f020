// What asks for a person's eye: a task nobody answers, a step that failed for good. It goes when its reason goes.
// One step goes wrong here on purpose, and one rule cannot be read.
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activities } from '../../activities/contract.ts';
import { DAY, operator, somebodyOf } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let fails = true;
/** No rule for agreeing on follow-up; nobody can find fitting units until that is mended. */
const broken = (real: Activities): Partial<Activities> => ({
  async rulings(queries) {
    if (queries.some(({ clock }) => clock === 'agree-follow-up'))
      throw ApplicationFailure.nonRetryable('agree-follow-up', 'rule-error');
    return real.rulings(queries);
  },
  async fittingUnits(...asked) {
    if (fails) throw new TypeError('a sheet is not what it should be');
    return real.fittingUnits(...asked);
  },
});

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(broken);
});
afterAll(() => stage.close());

describe('a step that failed for good', () => {
  it('asks the operators, who are no party, until they have repaired it', async () => {
    const play = await stage.begin({ gpUnit: null });
    const failed = await play.openTask('step-failed');
    expect(failed).toMatchObject({ unit: 'region-ops', about: { step: 'acute-bed' } });
    await play.answer('agree-follow-up', 'not-needed');
    await play.answer('answer-services', 'accept');
    const { view, parties } = await play.case();
    expect(view?.attention).toBe(true);
    expect(parties).not.toContain('region-ops');
    fails = false;
    await play.put('repair', { repair: 'retry', target: failed.id }, operator);
    await play.openTask('take-patient');
    expect((await play.view()).attention).toBe(false);
    await play.put('withdraw', { reason: 'other' });
    fails = true;
  });

  it('is not stopped by what the patient does not want to be shared', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.openTask('step-failed');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    expect(await play.openKinds()).toContain('step-failed');
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('a rule that cannot be read', () => {
  it('makes its own question due at once, and leaves the others their time', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    const { due, rule } = await play.openTask('agree-follow-up');
    expect([due <= today(), rule]).toEqual([true, 'none']);
    expect((await play.openTask('answer-services')).due).toBeGreaterThan(today());
    expect((await play.sent('plan')).sendings).toBe(1);
    expect((await play.view()).attention).toBe(true);
    await play.answer('agree-follow-up', 'not-needed');
    expect((await play.view()).attention).toBe(false);
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('attention', () => {
  it('ends with the one task that asked for it, though another is late but not yet at its last station', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await play.openTask('answer-services');
    await play.clockTo(today() + DAY + 60_000);
    const late = (await play.case()).tasks.filter(({ status, due }) => status === 'open' && due <= today());
    expect(late.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['agree-follow-up', 'pause-services']));
    expect((await play.view()).attention).toBe(true);
    await play.answer('agree-follow-up', 'not-needed', {}, somebodyOf('ward-m1'));
    expect((await play.view()).attention).toBe(false);
    await play.put('withdraw', { reason: 'other' });
  });
});
