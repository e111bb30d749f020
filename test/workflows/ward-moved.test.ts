// A transfer to another ward: nothing stays behind in the old one, neither a task somebody took nor what operators see.
// And an answer given in the old ward's open form is stale.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hospitalUnit } from '../../temporal/search-attributes.ts';
import { eventually } from '../harness/eventually.ts';
import { DAY, somebodyOf, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = () => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });

describe('a transfer', () => {
  it('frees the tasks somebody in the old ward had taken, and moves what is waited for', async () => {
    const play = await begin();
    const task = await play.openTask('agree-follow-up');
    await play.put('claim-task', { task: task.id }, ward);
    const { version } = await play.openTask('agree-follow-up');
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    const moved = await play.openTask('agree-follow-up', 'ward-h1');
    expect(moved).toMatchObject({ id: task.id, claimedBy: null, seenBy: null });
    expect((await play.case()).clocks.filter(({ waitsFor }) => waitsFor === 'ward-m1')).toEqual([]);
    const answer = { task: task.id, answer: 'not-needed', codes: {} };
    expect((await play.refused('answer-task', { ...answer, version }, ward)).code).toBe('stale-version');
    await play.put('answer-task', { ...answer, version: moved.version }, somebodyOf('ward-h1'));
    await play.put('withdraw', { reason: 'other' });
  });

  it('moves the follow-up the old ward was to book', async () => {
    const play = await begin();
    const at = (days: number) => new Date(today() + days * DAY).toISOString();
    const item = { what: 'ward-call', from: at(5), until: at(6), booker: 'ward-m1', bookBy: at(4) };
    await play.answer('agree-follow-up', 'agreed', { items: [item] });
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    await play.answer('book-follow-up', 'booked', { at: at(5) });
    expect((await play.view()).followUps).toMatchObject([{ booker: 'ward-h1', state: 'booked' }]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('is what operators find the case by', async () => {
    const play = await begin();
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    await eventually(async () => {
      const { typedSearchAttributes } = await play.handle.describe();
      expect(typedSearchAttributes.get(hospitalUnit)).toBe('ward-h1');
    });
    await play.put('withdraw', { reason: 'other' });
  });
});
