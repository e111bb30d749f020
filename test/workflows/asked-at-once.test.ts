// Several units asked at the same time, where the agreement says so (rules: atOnce): the first hold wins, and the others
// are let go in the same step and told, as far as they know of the patient at all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskView } from '../../domain/case-view.ts';
import { placesOf } from '../../store/places.ts';
import { eventually } from '../harness/eventually.ts';
import { DAY, somebodyOf } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
/** How often a place was to be held, and what must be over before one is. */
let holds = 0;
let before = Promise.resolve();
/** The place is gone when it is to be held. */
let isGone = false;
beforeAll(async () => {
  stage = await openStage(({ holdPlace }) => ({
    async holdPlace(...asked) {
      holds += 1;
      await before;
      return isGone ? { held: false } : holdPlace(...asked);
    },
  }));
});
afterAll(() => stage.close());

const BOTH = ['mun-0615-acute', 'mun-0791-acute'];
const places = (play: Play) => placesOf(stage.db, play.start.dischargeId);
let week = 0;
/** In a municipality whose agreement lets two units be asked at once. Another period for every test. */
const begin = (municipality = '0615') => {
  week += 1;
  const from = new Date(today() + (2 + week * 14) * DAY).toISOString();
  const plan = { ...ordinaryPlan(today()), services: [], hasRunningServices: false };
  return stage.begin({
    municipality,
    plan: { ...plan, bed: { capabilities: ['CAP-14'], from, days: 5 } },
    gpUnit: null,
  });
};
const askedTasks = (play: Play): Promise<TaskView[]> =>
  play.until(({ tasks }) => {
    const open = tasks.filter(({ kind, status }) => kind === 'take-patient' && status === 'open');
    expect(open.map(({ unit }) => unit).sort()).toEqual(BOTH);
    return open.toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
  });
const say = (play: Play, { id, version, unit }: TaskView, answer: string, codes = {}) =>
  play.put('answer-task', { task: id, version, answer, codes }, somebodyOf(unit));
const letters = async (play: Play, unit: string) =>
  (await play.case()).messages.filter(({ to }) => to === unit).map(({ kind }) => kind);
async function oneHeld(play: Play, unit: string): Promise<void> {
  await play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'held', unit }));
  await play.until(async () =>
    expect((await places(play)).map(({ unit: of, state }) => [of, state])).toEqual([[unit, 'held']]),
  );
}

describe('two units asked at once', () => {
  it('are both shown with the place reserved at each', async () => {
    const play = await begin();
    await askedTasks(play);
    const { bed } = await play.view();
    expect(bed.state === 'asked' && bed.asked.map(({ unit }) => unit).sort()).toEqual(BOTH);
    expect((await places(play)).map(({ unit }) => unit).sort()).toEqual(BOTH);
    await play.put('withdraw', { reason: 'other' });
    await play.until(async () => expect(await places(play)).toEqual([]));
  });

  it('end with the first hold: the other task is withdrawn in the same step and no letter says whose it was', async () => {
    const play = await begin();
    const [, second] = await askedTasks(play);
    if (second === undefined) throw new Error('not two');
    await say(play, second, 'accept');
    await play.until(({ view, tasks }) => {
      if (view?.bed.state !== 'held') throw new Error('not held');
      // Never held by one and still asked of another, whenever one looks.
      expect(tasks.filter(({ kind, status }) => kind === 'take-patient' && status === 'open')).toEqual([]);
    });
    await oneHeld(play, second.unit);
    expect(await play.facts()).toContain('bed-released');
    expect(await letters(play, 'mun-0615-acute')).toEqual([]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('are one hold when both say yes in the same moment; the other is told', async () => {
    const play = await begin();
    const both = await askedTasks(play);
    const said = await Promise.allSettled(both.map((task) => say(play, task, 'accept')));
    const taken = both.filter((_, index) => said[index]?.status === 'fulfilled').map(({ unit }) => unit);
    const winner = await play.until(({ view }) => (view?.bed.state === 'held' ? view.bed.unit : fail()));
    await oneHeld(play, winner);
    expect((await play.facts()).filter((fact) => fact === 'bed-held')).toHaveLength(1);
    for (const loser of taken.filter((unit) => unit !== winner)) {
      await play.openTask('not-chosen', loser);
      expect(await letters(play, loser)).toEqual([]);
    }
    await play.put('withdraw', { reason: 'other' });
  });

  it('are one hold, the first, when the second yes comes while it is being made', async () => {
    const play = await begin();
    const [first, second] = await askedTasks(play);
    if (first === undefined || second === undefined) throw new Error('not two');
    let goOn = (): void => undefined;
    before = new Promise((resolve) => {
      goOn = resolve;
    });
    holds = 0;
    await say(play, second, 'accept');
    await eventually(() => expect(holds).toBe(1));
    await say(play, first, 'accept');
    goOn();
    await oneHeld(play, second.unit);
    expect(holds).toBe(1);
    await play.openTask('not-chosen', first.unit);
    await play.put('withdraw', { reason: 'other' });
  });

  it('let go one whose condition is still considered, and tell it', async () => {
    const play = await begin();
    const [first, second] = await askedTasks(play);
    if (first === undefined || second === undefined) throw new Error('not two');
    await say(play, first, 'accept-on-condition');
    await play.openTask('consider-condition');
    await say(play, second, 'accept');
    await oneHeld(play, second.unit);
    expect(await play.openKinds()).not.toContain('consider-condition');
    await play.openTask('not-chosen', first.unit);
    await play.put('withdraw', { reason: 'other' });
  });

  it('go on with the one when the other says no, and come to nobody when both are silent', async () => {
    const play = await begin();
    const [first, second] = await askedTasks(play);
    if (first === undefined || second === undefined) throw new Error('not two');
    await say(play, first, 'decline', { reason: 'competence-missing', from: new Date(today() + DAY).toISOString() });
    await play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'asked', asked: [{ unit: second.unit }] }));
    await play.clockTo(second.due);
    await play.openTask('no-bed-found');
    expect((await play.view()).bed.state).toBe('none');
    expect(await places(play)).toEqual([]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('end in the step in which the plan says that no bed is needed', async () => {
    const play = await begin();
    await askedTasks(play);
    const before = play.start.plan ?? ordinaryPlan(today());
    await play.put('change-plan', { base: 1, plan: { ...before, version: 2, bed: null, changed: ['bed'] } });
    expect(await play.openKinds()).not.toContain('take-patient');
    await play.until(async () => expect(await places(play)).toEqual([]));
    await play.until(({ view }) => expect(view?.bed.state).toBe('not-needed'));
    await play.put('withdraw', { reason: 'other' });
  });
});

it('where the agreement says nothing, one unit is asked at a time', async () => {
  const play = await begin('0791');
  await play.openTask('take-patient');
  expect((await play.openKinds()).filter((kind) => kind === 'take-patient')).toHaveLength(1);
  expect(await places(play)).toHaveLength(1);
  await play.put('withdraw', { reason: 'other' });
});

it('a yes to a place that somebody else has got meanwhile asks the next unit, says why, and tells the first', async () => {
  const play = await begin('0791');
  isGone = true;
  await play.answer('take-patient', 'accept');
  const next = await play.openTask('take-patient', 'mun-0615-acute');
  isGone = false;
  const { events, view } = await play.case();
  expect(view?.bed).toMatchObject({ state: 'asked', asked: [{ unit: next.unit }] });
  expect(events.find(({ fact }) => fact === 'bed-declined')?.codes).toEqual({
    unit: 'mun-0791-acute',
    reason: 'place-gone',
  });
  await play.openTask('not-chosen', 'mun-0791-acute');
  await play.answer('take-patient', 'accept');
  await oneHeld(play, next.unit);
  await play.put('withdraw', { reason: 'other' });
});

function fail(): never {
  throw new Error('Not there yet');
}
