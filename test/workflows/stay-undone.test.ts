// What is taken back of a stay while something else has happened: the case must be where the patient is.
// Deaths and leavings recorded by hand and told by notices, taken back in every order.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StayNotice } from '../../domain/stay.ts';
import type { Change, StayEvent } from '../../domain/stay-order.ts';
import { HOUR, vans } from './persons.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let gate: Promise<void> = Promise.resolve();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(({ publish }) => ({
    publish: async (publication) => {
      await gate;
      await publish(publication);
    },
  }));
});
afterAll(() => stage.close());

const chain = randomUUID();
const notice = (stayEvent: StayEvent, change: Change, at: number, toldAt = at): StayNotice => ({
  id: randomUUID(),
  chain,
  stayEvent,
  change,
  at,
  toldAt,
});
const tell = (play: Play, told: StayNotice) => play.put('stay-notice', told, vans);

describe('a death that was none', () => {
  it('of a patient who has left meanwhile brings the case to after the leaving', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.put('report-death', { happenedAt: today() });
    await tell(play, notice('SLHJ', 'new', today() - HOUR / 2));
    await play.put('cancel-stay', { stayEvent: 'MORS' });
    const { view } = await play.case();
    expect(view).toMatchObject({ stage: 'left', stay: { state: 'ended' } });
    await play.openTask('missing-at-departure');
    await tell(play, notice('SLHJ', 'cancel', today()));
    expect(await play.view()).toMatchObject({ stage: 'planning', leftAt: null, stay: { state: 'admitted' } });
    await play.put('withdraw', { reason: 'other' });
  });

  it('of a patient whose leaving was taken back meanwhile brings the case back to planning', async () => {
    const play = await stage.begin({ gpUnit: null });
    await tell(play, notice('SLHJ', 'new', today() - HOUR / 2));
    await play.put('report-death', { happenedAt: today() });
    await tell(play, notice('SLHJ', 'cancel', today()));
    await play.put('cancel-stay', { stayEvent: 'MORS' });
    expect(await play.view()).toMatchObject({ stage: 'planning', leftAt: null, stay: { state: 'admitted' } });
    await play.put('withdraw', { reason: 'other' });
  });

  it('of a patient who had left asks again about what was missing then', async () => {
    const play = await stage.begin({ gpUnit: null });
    await tell(play, notice('SLHJ', 'new', today() - HOUR / 2));
    await play.openTask('missing-at-departure');
    await play.put('report-death', { happenedAt: today() });
    await play.put('cancel-stay', { stayEvent: 'MORS' });
    expect(await play.view()).toMatchObject({ stage: 'left' });
    await play.openTask('missing-at-departure');
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('an end of stay that was none', () => {
  it('leaves the place held, also when both notices reach the case at once', async () => {
    const play = await stage.begin();
    await play.untilReady();
    const held = (await play.view()).bed;
    let open = (): void => undefined;
    gate = new Promise((done) => {
      open = done;
    });
    const busy = play.put('set-coordinator', { coordinator: 'x', standIn: null });
    await new Promise((done) => setTimeout(done, 500));
    const end = tell(play, notice('SLHJ', 'new', today() - 2000));
    await new Promise((done) => setTimeout(done, 200));
    const cancelled = tell(play, notice('SLHJ', 'cancel', today() - 1000));
    await new Promise((done) => setTimeout(done, 200));
    open();
    await Promise.all([busy, end, cancelled]);
    expect(await play.facts()).not.toContain('bed-lapsed');
    expect(await play.view()).toMatchObject({ stage: 'ready', bed: held });
    await play.put('withdraw', { reason: 'other' });
  });
});
