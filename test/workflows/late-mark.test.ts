// The follow-up mark when it comes or changes late: a mark that was taken always has its effect.
// And no heads-up of a stay that is over.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, doctor, HOUR } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const plan = () => ({ ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false });
const mark = (play: Play, urgency: 'red' | 'green' | null) =>
  play.put('mark-follow-up', { recommended: urgency !== null, what: urgency && 'gp-visit', urgency }, doctor);

/** Left with the letter, and with follow-up still to be agreed, so that the case stays open. */
async function left(urgency: 'green' | null): Promise<Play> {
  const play = await stage.begin({ plan: plan() });
  if (urgency !== null) await mark(play, urgency);
  await play.put('leave', { happenedAt: today(), how: 'home' });
  await play.put('send-letter', { sentAt: today() });
  return play;
}

describe('a follow-up mark', () => {
  it('opens the task of the practice also when it is set after the letter went out unmarked', async () => {
    const play = await left(null);
    await play.until(({ view }) => expect(view?.gp).toBe('not-needed'));
    await mark(play, 'red');
    expect((await play.openTask('gp-follow-up')).about).toMatchObject({ urgency: 'red' });
    await play.put('report-death', { happenedAt: today() });
  });

  it('that becomes more urgent is asked about anew, with its own time', async () => {
    const play = await left('green');
    const before = await play.openTask('gp-follow-up');
    await mark(play, 'red');
    const after = await play.openTask('gp-follow-up');
    expect(after.id).not.toBe(before.id);
    expect(after.due).toBeLessThan(before.due);
    await play.put('report-death', { happenedAt: today() });
  });

  it('that is taken back takes the question back', async () => {
    const play = await left('green');
    await play.openTask('gp-follow-up');
    await mark(play, null);
    expect(await play.openKinds()).not.toContain('gp-follow-up');
    expect((await play.view()).gp).toBe('not-needed');
    await play.put('report-death', { happenedAt: today() });
  });

  it('that the practice does not follow is no yes', async () => {
    const play = await left('green');
    await play.answer('gp-follow-up', 'not-followed');
    expect((await play.view()).gp).toBe('not-followed');
    await play.put('report-death', { happenedAt: today() });
  });

  it('that says the same again leaves the question as it is', async () => {
    const play = await left('green');
    const before = await play.openTask('gp-follow-up');
    await mark(play, 'green');
    expect((await play.openTask('gp-follow-up')).id).toBe(before.id);
    await play.put('report-death', { happenedAt: today() });
  });

  it('that changes after the practice said yes is asked about anew, and taken back is told to who took it', async () => {
    const play = await left('green');
    await play.answer('gp-follow-up', 'accept');
    await play.openTask('book-follow-up');
    await mark(play, 'red');
    expect((await play.openTask('gp-follow-up')).about).toMatchObject({ urgency: 'red' });
    await play.answer('gp-follow-up', 'accept', { at: new Date(today() + HOUR).toISOString() });
    await play.until(({ view }) => {
      expect(view?.gp).toBe('accepted');
      expect(view?.followUps).toMatchObject([{ state: 'not-done', reason: 'replaced' }, { state: 'booked' }]);
    });
    expect(await play.openKinds()).not.toContain('book-follow-up');
    await mark(play, null);
    expect((await play.openTask('recommendation-withdrawn')).unit).toBe('gp-041230');
    const { gp, followUps } = await play.view();
    expect([gp, followUps[1]]).toMatchObject(['not-needed', { state: 'not-done', reason: 'not-needed' }]);
    // Nobody there has seen it: the ward rings.
    await play.clockTo((await play.openTask('recommendation-withdrawn')).due);
    const about = { unit: 'gp-041230', what: 'recommendation-withdrawn' };
    expect(await play.openTask('ring-practice')).toMatchObject({ unit: 'ward-m1', about });
    await play.put('report-death', { happenedAt: today() });
  });

  it('that the practice takes is what was agreed with it before, when that is the same', async () => {
    const play = await stage.begin({ plan: plan() });
    await mark(play, 'green');
    const at = (days: number): string => new Date(today() + days * DAY).toISOString();
    const from = at(5);
    const item = { what: 'gp-visit', from, until: at(6), bookBy: from, booker: 'gp-041230' };
    await play.answer('agree-follow-up', 'agreed', { items: [item] });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.put('send-letter', { sentAt: today() });
    await play.openTask('book-follow-up');
    await play.answer('gp-follow-up', 'accept', { at: from });
    // One item, and the time that the practice has said is its time: nobody asks for it once more.
    await play.until(({ view }) =>
      expect(view?.followUps).toMatchObject([{ state: 'booked', bookedAt: Date.parse(from) }]),
    );
    await play.until(async () => expect(await play.openKinds()).not.toContain('book-follow-up'));
    await mark(play, null);
    expect((await play.openTask('recommendation-withdrawn')).unit).toBe('gp-041230');
    expect((await play.view()).followUps).toMatchObject([{ state: 'booked' }]);
    await play.put('report-death', { happenedAt: today() });
  });

  it('that the practice takes after it has been there is no visit more', async () => {
    const play = await stage.begin({ plan: plan() });
    await mark(play, 'green');
    const from = new Date(today() + HOUR).toISOString();
    const item = { what: 'gp-visit', from, until: new Date(today() + 2 * HOUR).toISOString(), bookBy: from };
    await play.answer('agree-follow-up', 'agreed', { items: [{ ...item, booker: 'gp-041230' }] });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.put('send-letter', { sentAt: today() });
    const [planned] = (await play.view()).followUps;
    await play.put('end-follow-up', { item: planned?.id ?? '', how: 'done', at: today() });
    await play.until(({ view }) => expect(view?.followUps).toMatchObject([{ state: 'done' }]));
    await play.answer('gp-follow-up', 'accept');
    await play.until(({ view }) => expect(view?.gp).toBe('accepted'));
    expect((await play.view()).followUps).toMatchObject([{ state: 'done' }]);
    expect(await play.openKinds()).not.toContain('book-follow-up');
    await play.put('report-death', { happenedAt: today() });
  });

  it('that changes while the department has it stays with the department, with the new urgency', async () => {
    const play = await left('green');
    await play.answer('gp-follow-up', 'hand-back', { reason: 'hospital-task' });
    await play.openTask('name-who-follows-up');
    await mark(play, 'red');
    const { about } = await play.until(({ tasks }) => {
      const found = tasks.find(({ kind, status }) => kind === 'name-who-follows-up' && status === 'open');
      expect(found?.about['urgency']).toBe('red');
      return found ?? { about: {} };
    });
    expect(about).toMatchObject({ why: 'mark-changed' });
    expect(await play.openKinds()).not.toContain('gp-follow-up');
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('a heads-up', () => {
  it('is not sent for a patient who has left already', async () => {
    const play = await stage.begin({ plan: null });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.openTask('agree-follow-up');
    expect((await play.case()).messages.map(({ kind }) => kind)).not.toContain('heads-up');
    await play.put('report-death', { happenedAt: today() });
  });
});
