// The acute bed: fitting units in turn, a place reserved while it is asked for, held by a named yes, given back otherwise.
// Every test takes places in a week of its own, so that they do not take each other's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placesOf } from '../../store/places.ts';
import { DAY } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const bedOf = async (play: Play) => (await play.view()).bed;
const held = (play: Play) => play.until(({ view }) => expect(view?.bed.state).toBe('held'));
/** Places this case has taken, reserved or held. */
const places = async (play: Play) => placesOf(stage.db, play.start.dischargeId);
/** Another period for every test, so that tests do not take each other's places. */
let week = 0;
const begin = () => {
  week += 1;
  const from = new Date(today() + (2 + week * 14) * DAY).toISOString();
  const plan = ordinaryPlan(today());
  return stage.begin({ plan: { ...plan, bed: { capabilities: ['CAP-14'], from, days: 5 } }, gpUnit: null });
};

describe('asking for an acute bed', () => {
  it('reserves while asking and holds with the name of who said yes', async () => {
    const play = await begin();
    const task = await play.openTask('take-patient');
    expect(await bedOf(play)).toMatchObject({ state: 'asked', asked: [{ unit: task.unit }] });
    await play.answer('take-patient', 'accept');
    await held(play);
    expect(await bedOf(play)).toMatchObject({ state: 'held', unit: task.unit, by: `person-${task.unit}` });
    await play.put('withdraw', { reason: 'other' });
  });

  it('asks the next unit after a no, and gives the place back', async () => {
    const play = await begin();
    const first = await play.openTask('take-patient');
    const codes = { reason: 'no-capacity', from: new Date(today() + DAY).toISOString() };
    await play.answer('take-patient', 'decline', codes);
    const next = await play.until(({ tasks, view }) => {
      const open = tasks.find((task) => task.kind === 'take-patient' && task.status === 'open');
      return open?.unit ?? (view?.bed.state === 'none' ? 'none' : fail());
    });
    expect(next).not.toBe(first.unit);
    await play.until(async () => expect((await places(play)).map(({ unit }) => unit)).not.toContain(first.unit));
    await play.put('withdraw', { reason: 'other' });
  });

  it('takes silence as not available, never as a yes', async () => {
    const play = await begin();
    const task = await play.openTask('take-patient');
    await play.clockTo(task.due);
    const after = await play.until(({ tasks }) => tasks.find(({ id }) => id === task.id) ?? fail());
    expect(after).toMatchObject({ status: 'lapsed', answer: null });
    expect((await bedOf(play)).state).not.toBe('held');
    await play.put('withdraw', { reason: 'other' });
  });

  it('holds on a condition only when the ward takes it', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept-on-condition');
    await play.openTask('consider-condition');
    expect((await bedOf(play)).state).toBe('asked');
    await play.answer('consider-condition', 'take');
    await held(play);
    await play.put('withdraw', { reason: 'other' });
  });

  it('makes a task of it when nobody can, and asks again when the ward says so', async () => {
    const play = await begin();
    const no = { reason: 'no-capacity', from: new Date(today() + DAY).toISOString() };
    const noFromAll = async () => {
      for (let units = 0; units < 20; units++) {
        const open = await play.until(({ tasks }) => {
          const found = tasks.find(
            ({ kind, status }) => status === 'open' && (kind === 'take-patient' || kind === 'no-bed-found'),
          );
          return found?.kind ?? fail();
        });
        if (open === 'no-bed-found') return;
        await play.answer('take-patient', 'decline', no);
      }
    };
    await noFromAll();
    expect((await bedOf(play)).state).toBe('none');
    await play.answer('no-bed-found', 'ask-again');
    await play.openTask('take-patient');
    await noFromAll();
    await play.answer('no-bed-found', 'other-way');
    expect((await bedOf(play)).state).toBe('other-way');
    await play.put('withdraw', { reason: 'other' });
  });

  it('lapses by itself when the patient has not come, and gives the ward a task', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept');
    await held(play);
    const bed = await bedOf(play);
    if (bed.state !== 'held') throw new Error('Not held');
    await play.clockTo(bed.until);
    await play.openTask('bed-lapsed');
    await play.answer('bed-lapsed', 'not-needed');
    expect((await bedOf(play)).state).toBe('not-needed');
    await play.put('withdraw', { reason: 'other' });
  });

  it('gives the place back in the same step when the discharge is withdrawn', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept');
    await held(play);
    expect(await places(play)).toHaveLength(1);
    await play.put('withdraw', { reason: 'stays-in-hospital' });
    expect((await play.case()).clocks.map(({ name }) => name)).not.toContain('hold-margin');
    await play.until(async () => expect(await places(play)).toEqual([]));
  });
});

function fail(): never {
  throw new Error('Not there yet');
}
