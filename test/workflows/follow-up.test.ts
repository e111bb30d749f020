// Follow-up: agreed or declined before leaving, booked by its date, asked about when due, until it is done or declined.
// The clock is moved, so weeks pass in seconds through the same code.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const iso = (days: number) => new Date(today() + days * DAY).toISOString();
const item = () => ({ what: 'wound-check', from: iso(5), until: iso(6), booker: 'mun-0791-homecare', bookBy: iso(4) });

async function agreed(): Promise<Play> {
  const plan = { ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false };
  const play = await stage.begin({ plan, gpUnit: null });
  await play.answer('admission-report', 'done');
  await play.answer('agree-follow-up', 'agreed', { items: [item()] });
  return play;
}
const state = async (play: Play) => (await play.view()).followUps[0]?.state;
const leave = async (play: Play) => {
  await play.put('leave', { happenedAt: today(), how: 'home' });
  await play.put('send-letter', { sentAt: today() });
};

describe('a planned follow-up', () => {
  it('is booked, asked about a day after, and done', async () => {
    const play = await agreed();
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await leave(play);
    expect(await play.openKinds()).toEqual([]);
    await play.clockTo(Date.parse(iso(6)) + 1000);
    await play.answer('follow-up-done', 'done');
    await play.handle.result();
    expect(await state(play)).toBe('done');
  });

  it('is taken over by the ward when nobody books it', async () => {
    const play = await agreed();
    await leave(play);
    for (let moves = 0; moves < 20 && !(await play.openKinds()).includes('chase-follow-up'); moves++)
      await play.toNextDeadline();
    await play.answer('chase-follow-up', 'rebooked', { at: iso(9) });
    expect(await state(play)).toBe('booked');
    await play.put('report-death', { happenedAt: today() });
  });

  it('gets a new time when it was not done, and ends when the patient declines', async () => {
    const play = await agreed();
    await play.answer('book-follow-up', 'booked', { at: iso(40) });
    await leave(play);
    await play.clockTo(Date.parse(iso(41)) + 1000);
    await play.answer('follow-up-done', 'not-done', { reason: 'patient-did-not-come', at: iso(50) });
    expect(await state(play)).toBe('booked');
    await play.clockTo(Date.parse(iso(51)) + 1000);
    await play.answer('follow-up-done', 'declined');
    await play.handle.result();
    expect(await state(play)).toBe('declined');
  });
});
