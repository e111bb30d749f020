// What must be settled before a unit is asked or a patient comes: an agreement that is not in force, who confirms for the unit,
// and training of its staff. What the rules say of the day is stood in for here; test/activities/fitting-units tries them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fitting } from '../../activities/contract.ts';
import { missing } from '../../domain/gate.ts';
import { DAY } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let around: Partial<Fitting> = {};
let stage: Stage;
beforeAll(async () => {
  stage = await openStage((real) => ({
    async fittingUnits(...asked) {
      const found = await real.fittingUnits(...asked);
      return { ...found, fitting: found.fitting.map((one) => ({ ...one, ...around })) };
    },
  }));
});
afterAll(() => stage.close());

const begin = (how: Partial<Fitting>) => {
  around = how;
  const plan = { ...ordinaryPlan(today()), services: [], hasRunningServices: false };
  const from = new Date(today() + 9 * DAY).toISOString();
  return stage.begin({ plan: { ...plan, bed: { capabilities: ['CAP-14'], from, days: 5 } } });
};
const stop = { agreement: 'iv', reason: 'not-joined', ring: 'mun-0791-visitation' };

describe('a task whose agreement is not in force', () => {
  it('is asked of nobody until the single case has been agreed on by phone, and then once and for all', async () => {
    const play = await begin({ singleCase: stop });
    const { about } = await play.openTask('single-case', 'ward-m1');
    expect(about).toEqual({ agreement: 'iv', agreementStop: 'not-joined', unit: 'mun-0791-visitation' });
    expect(await play.openKinds()).not.toContain('take-patient');
    await play.answer('single-case', 'agreed');
    await play.answer('take-patient', 'decline', { reason: 'other', from: new Date(today() + 10 * DAY).toISOString() });
    await play.answer('take-patient', 'decline', { reason: 'other', from: new Date(today() + 10 * DAY).toISOString() });
    await play.answer('no-bed-found', 'ask-again');
    await play.openTask('take-patient');
    expect(await play.facts()).toEqual(expect.arrayContaining(['agreement-stopped', 'single-case-agreed']));
    expect((await play.facts()).filter((fact) => fact === 'agreement-stopped')).toHaveLength(1);
    await play.put('withdraw', { reason: 'other' });
  });

  it('comes to no place when nothing is agreed', async () => {
    const play = await begin({ singleCase: stop });
    await play.answer('single-case', 'not-agreed');
    await play.openTask('no-bed-found');
    expect(await play.facts()).not.toContain('bed-asked');
    await play.put('withdraw', { reason: 'other' });
  });
});

it('a unit for which somebody else confirms is asked there, and the place is its own', async () => {
  const play = await begin({ confirmer: 'mun-0791-visitation' });
  const { about } = await play.openTask('take-patient', 'mun-0791-visitation');
  expect(about).toMatchObject({ placeUnit: 'mun-0791-acute' });
  await play.answer('take-patient', 'accept');
  await play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'held', unit: 'mun-0791-acute' }));
  await play.put('withdraw', { reason: 'other' });
});

it('training that is needed first is a task of the unit, and nobody is ready before it is done', async () => {
  const play = await begin({ training: ['CAP-14'] });
  await play.answer('take-patient', 'accept');
  expect((await play.openTask('train-staff', 'mun-0791-acute')).about).toEqual({ capabilities: ['CAP-14'] });
  expect(missing(await play.view())).toContain('training-done');
  await play.answer('train-staff', 'done');
  await play.until(({ view }) => expect(view === null ? [] : missing(view)).not.toContain('training-done'));
  await play.put('withdraw', { reason: 'other' });
});
