// What a finished patient waits for (årsag til ventetid): stated by one side, asked of the other.
// Silence lets it stand, since it moves money alone; who disputes it says what it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, doctor, HOUR, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = (): Promise<Play> =>
  stage.begin({
    plan: { ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false },
    gpUnit: null,
    admittedAt: today() - 2 * DAY,
  });

describe('what the wait is put down to', () => {
  const stated = async (play: Play) =>
    (await play.case()).events
      .filter(({ fact }) => fact.startsWith('delay-cause'))
      .map(({ fact, codes }) => [fact, codes['cause']]);

  it('is asked of the other side, and stands when it says nothing in time: silence moves money alone', async () => {
    const play = await begin();
    await play.put('mark-finished', { finishedAt: today() }, doctor);
    const from = today() - HOUR;
    await play.put('state-delay-cause', { cause: 'municipality', from, until: null }, ward);
    const task = await play.openTask('agree-delay-cause', 'mun-0791-visitation');
    expect(task.about).toMatchObject({ cause: 'municipality', from: new Date(from).toISOString() });
    await play.clockTo(task.due);
    expect(await play.openKinds()).not.toContain('agree-delay-cause');
    expect((await play.case()).tasks.find(({ id }) => id === task.id)).toMatchObject({
      status: 'lapsed',
      answer: null,
    });
    expect(await stated(play)).toEqual([
      ['delay-cause-stated', 'municipality'],
      ['delay-cause-undisputed', 'municipality'],
    ]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('is what the side that disputes it says, once the first one lets that stand; a newer statement ends the question', async () => {
    const play = await begin();
    await play.put('mark-finished', { finishedAt: today() }, doctor);
    const from = today() - HOUR;
    await play.put('state-delay-cause', { cause: 'municipality', from, until: null }, ward);
    await play.answer('agree-delay-cause', 'disputed', { cause: 'hospital' });
    await play.openTask('agree-delay-cause', 'ward-m1');
    await play.put('state-delay-cause', { cause: 'citizen', from, until: null }, ward);
    const open = (await play.case()).tasks.filter(
      ({ kind, status }) => kind === 'agree-delay-cause' && status === 'open',
    );
    expect(open.map(({ unit, about }) => [unit, about['cause']])).toEqual([['mun-0791-visitation', 'citizen']]);
    await play.answer('agree-delay-cause', 'undisputed');
    expect(await stated(play)).toEqual([
      ['delay-cause-stated', 'municipality'],
      ['delay-cause-stated', 'hospital'],
      ['delay-cause-stated', 'citizen'],
      ['delay-cause-undisputed', 'citizen'],
    ]);
    await play.put('withdraw', { reason: 'other' });
  });
});
