// When the ward reads a question on the plan: before 14:30 the same day, later the next, weekends too.
// Unread when that day's reading hours end, the municipality rings; that it is unanswered is another matter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../domain/calendar.ts';
import { instant } from '../../domain/ids.ts';
import { threadIdOf } from '../../medcom/care-communication.ts';
import { coordinator, handIn } from './correspondence.ts';
import { at } from './days.ts';
import { somebodyOf } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
/** Whether the rule on reading says whom to tell. */
let hasLadder = true;
beforeAll(async () => {
  stage = await openStage(({ rulings }) => ({
    rulings: async (queries) =>
      (await rulings(queries)).map((ruled) =>
        ruled.clock === 'correspondence-same-day' && !hasLadder ? { ...ruled, ladder: [] } : ruled,
      ),
  }));
});
afterAll(() => stage.close());

const tomorrow = (): string => addDays(localDate(instant(today())), 1);

/** Asked tomorrow at this time of day; gives the date. */
async function askedAt(time: string): Promise<{ play: Play; date: string }> {
  const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null, services: [] }, gpUnit: null });
  await play.toldAndSeen();
  const date = tomorrow();
  await play.clockTo(at(date, time));
  const plan = (await play.case()).messages.find(({ kind }) => kind === 'plan');
  const thread = threadIdOf(plan?.id ?? '');
  await handIn(play, 'ask-about-plan', () => ({ thread, acute: false, answerBy: null }), { text: '?' }, coordinator);
  await play.openTask('answer-question', 'ward-m1');
  return { play, date };
}
/** What the record says of that nobody has looked in time. */
const unread = async (play: Play) =>
  (await play.case()).events
    .filter(({ fact, codes }) => fact === 'not-in-time' && codes['clock'] === 'correspondence-same-day')
    .map(({ codes }) => codes);
const end = (play: Play) => play.put('withdraw', { reason: 'other' });

describe('a question to the ward', () => {
  it('before 14:30 is read the same day; when nobody has looked by 15:00 the municipality rings', async () => {
    const { play, date } = await askedAt('14:20');
    const { clocks } = await play.case();
    expect(clocks.find(({ name }) => name === 'correspondence-same-day')).toMatchObject({
      due: at(date, '15:00'),
      waitsFor: 'ward-m1',
    });
    await play.clockTo(at(date, '14:58'));
    expect(await play.openKinds()).not.toContain('ring-unread');
    await play.clockTo(at(date, '15:00'));
    const call = await play.openTask('ring-unread');
    expect(call).toMatchObject({ unit: 'mun-0791-visitation', about: { unit: 'ward-m1' } });
    const task = await play.openTask('answer-question');
    // The ladder of that clock is told too: the ward's team leader hears that a question lies unread.
    expect(task.escalatedTo).toBe('team-leader');
    const { events } = await play.case();
    const rungs = events.filter(({ fact, codes }) => fact === 'task-escalated' && codes['task'] === task.id);
    expect(rungs.map(({ codes }) => codes)).toMatchObject([{ to: 'team-leader', due: instant(at(date, '15:00')) }]);
    const why = { effect: 'call', due: instant(at(date, '15:00')), rule: 'rm-2026.1/correspondence-same-day' };
    expect(await unread(play)).toMatchObject([{ task: task.id, unit: 'ward-m1', ...why }]);
    await play.put('see-task', { task: task.id }, somebodyOf('ward-m1'));
    expect(await play.openKinds()).not.toContain('ring-unread');
    expect(await play.openKinds()).toContain('answer-question');
    await end(play);
  });

  it('says why somebody rings also where the rule names nobody to tell first', async () => {
    hasLadder = false;
    try {
      const { play, date } = await askedAt('14:20');
      await play.clockTo(at(date, '14:30'));
      await play.openTask('ring-unread');
      const task = await play.openTask('answer-question');
      expect(task.escalatedTo).toBeNull();
      expect(await unread(play)).toMatchObject([{ task: task.id, effect: 'call', due: instant(at(date, '14:30')) }]);
      await end(play);
    } finally {
      hasLadder = true;
    }
  });

  it('after 14:30 is read the next day, and not rung about when somebody has looked or answered', async () => {
    const { play, date } = await askedAt('14:40');
    expect(await play.due('correspondence-same-day')).toBe(at(addDays(date, 1), '15:00'));
    const task = await play.openTask('answer-question');
    await play.put('see-task', { task: task.id }, somebodyOf('ward-m1'));
    expect((await play.case()).clocks.map(({ name }) => name)).not.toContain('correspondence-same-day');
    await end(play);
    const { play: other } = await askedAt('14:40');
    await other.answer('answer-question', 'answer');
    expect((await other.case()).clocks.map(({ name }) => name)).not.toContain('correspondence-same-day');
    await end(other);
  });
});
