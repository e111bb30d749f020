// The GP: a heads-up without a task, a task that opens with the marked letter, and who follows up when nobody answers.
// A practice is rung in its opening hours and never on the way to an on-call doctor.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const plan = () => ({ ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false });

async function left(change: Parameters<Stage['begin']>[0] = {}, mark = true): Promise<Play> {
  const play = await stage.begin({ plan: plan(), ...change });
  if (play.start.gpUnit !== null) await play.receipt('heads-up');
  await play.answer('admission-report', 'done');
  await play.answer('agree-follow-up', 'not-needed');
  if (mark) await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'red' }, doctor);
  await play.put('leave', { happenedAt: today(), how: 'home' });
  return play;
}
const letter = (play: Play) => play.put('send-letter', { sentAt: today() });

describe('the GP loop', () => {
  it('makes no task of the heads-up and none before the letter', async () => {
    const play = await left();
    expect(await play.openKinds()).toEqual([]);
    await letter(play);
    expect(await play.openTask('gp-follow-up')).toMatchObject({ unit: 'gp-041230', about: { urgency: 'red' } });
    await play.answer('gp-follow-up', 'accept');
    await play.handle.result();
    expect((await play.view()).gp).toBe('accepted');
  });

  it('opens no task for an unmarked letter', async () => {
    const play = await left({}, false);
    await letter(play);
    await play.handle.result();
    expect((await play.view()).gp).toBe('not-needed');
    expect(await play.facts()).not.toContain('task-lapsed');
  });

  it('reminds the ward of a letter that is missing at its limit', async () => {
    const play = await left();
    await play.toNextDeadline();
    await play.openTask('send-letter');
    await letter(play);
    expect(await play.openKinds()).toEqual(['gp-follow-up']);
    await play.answer('gp-follow-up', 'not-followed');
    await play.handle.result();
  });

  it('has the ward name who follows up after a hand-back', async () => {
    const play = await left();
    await letter(play);
    await play.answer('gp-follow-up', 'hand-back', { reason: 'needs-other-service' });
    expect((await play.view()).gp).toBe('handed-back');
    await play.answer('name-who-follows-up', 'named');
    await play.handle.result();
    expect((await play.view()).gp).toBe('other-way');
  });

  it('has the ward ring a silent practice, asks once more, and then names who follows up', async () => {
    const play = await left();
    await letter(play);
    const untilOpen = async (kind: string) => {
      for (let moves = 0; moves < 20 && !(await play.openKinds()).includes(kind); moves++) await play.toNextDeadline();
    };
    await untilOpen('ring-practice');
    const { due } = await play.openTask('ring-practice');
    const when = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', weekday: 'short', hour: '2-digit' });
    const { weekday, hour } = Object.fromEntries(when.formatToParts(due).map(({ type, value }) => [type, value]));
    expect(['Sat', 'Sun']).not.toContain(weekday);
    expect(Number(hour)).toBeGreaterThanOrEqual(8);
    expect(Number(hour)).toBeLessThan(17);
    await play.answer('ring-practice', 'called', { result: 'reached' });
    await play.openTask('gp-follow-up');
    await untilOpen('ring-practice');
    await play.answer('ring-practice', 'called', { result: 'not-reached' });
    await play.answer('name-who-follows-up', 'named');
    await play.handle.result();
    expect(
      (await play.case()).tasks.some(({ escalatedTo, kind }) => kind === 'gp-follow-up' && escalatedTo === 'on-call'),
    ).toBe(false);
  });

  it.each([
    ['no GP', { gpUnit: null }, 'no-gp'],
    ['a closed practice', { gpUnit: 'gp-061259' }, 'practice-closed'],
  ])('asks the ward who follows up with %s', async (_, change, why) => {
    const play = await left(change);
    await letter(play);
    expect((await play.openTask('name-who-follows-up')).about['why']).toBe(why);
    await play.answer('name-who-follows-up', 'not-needed');
    await play.handle.result();
  });
});
