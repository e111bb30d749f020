// The GP: a heads-up without a task, a task that opens with the marked letter, and who follows up when nobody answers.
// A practice is rung in its opening hours and never on the way to an on-call doctor.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerOf } from '../../domain/gp-follow-up.ts';
import { DAY, doctor, HOUR, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { stepsDone, waitsFor } from './waits.ts';

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
const taken = async (play: Play) => (await play.case()).events.find(({ fact }) => fact === 'follow-up-taken')?.codes;
const letter = (play: Play) => play.put('send-letter', { sentAt: today() });

describe('the GP loop', () => {
  it('makes no task of the heads-up and none before the letter', async () => {
    const play = await left();
    expect(await play.openKinds()).toEqual([]);
    await letter(play);
    expect(await play.openTask('gp-follow-up')).toMatchObject({ unit: 'gp-041230', about: { urgency: 'red' } });
    await play.answer('gp-follow-up', 'accept');
    // What it has taken is chased like every other follow-up: booked, and asked about until it was done.
    expect(await play.openTask('book-follow-up')).toMatchObject({ unit: 'gp-041230', about: { what: 'gp-visit' } });
    await play.answer('book-follow-up', 'declined');
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
    // Reminded before the limit, on the clock that the ward sees; the task comes with the limit.
    await play.clockTo((await play.due('gp-letter')) - HOUR);
    await play.until(({ clocks }) => expect(clocks).toMatchObject([{ name: 'gp-letter', reminders: 1 }]));
    expect([await play.openKinds(), await play.facts()]).toEqual([[], expect.arrayContaining(['letter-reminded'])]);
    const limit = await play.due('gp-letter');
    await play.toNextDeadline();
    // It was late before anybody was asked.
    expect((await play.openTask('send-letter')).missed).toBe(limit);
    expect(await waitsFor(play, 'gp-letter')).toMatchObject([
      { unit: 'ward-m1', due: limit, until: expect.any(Number) },
    ]);
    const from = today();
    await letter(play);
    expect(await stepsDone(play, 'letter-sent', from)).toEqual([1, 0]);
    expect(await play.openKinds()).toEqual(['gp-follow-up']);
    await play.answer('gp-follow-up', 'not-followed');
    await play.handle.result();
    expect((await play.view()).gp).toBe('not-followed');
  });

  it('gives a hand-back to the department at once, which owns the item until a named person says yes', async () => {
    const play = await left();
    await letter(play);
    await play.answer('gp-follow-up', 'hand-back', { reason: 'no-capacity' });
    const handedBack = Date.now();
    const first = await play.openTask('name-who-follows-up');
    expect(Date.now() - handedBack).toBeLessThan(5_000);
    expect(first).toMatchObject({
      unit: 'ward-m1',
      about: { why: 'handed-back', reason: 'no-capacity', urgency: 'red' },
    });
    // Silence closes nothing and moves nothing, however long it lasts.
    while ((await play.case()).clocks.length > 0) await play.toNextDeadline();
    expect(await play.openKinds()).toEqual(['name-who-follows-up']);
    expect(ownerOf(await play.view())).toEqual({ is: 'department', unit: 'ward-m1' });
    // Naming somebody asks them; their no, or their silence, leaves it where it was.
    await play.answer('name-who-follows-up', 'named', { unit: 'mun-0791-homecare' });
    const asked = await play.openTask('take-follow-up');
    expect([asked.unit, ownerOf(await play.view())]).toEqual([
      'mun-0791-homecare',
      { is: 'department', unit: 'ward-m1' },
    ]);
    await play.answer('take-follow-up', 'decline', { reason: 'hospital-task' });
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'declined' });
    await play.answer('name-who-follows-up', 'named', { unit: 'mun-0791-homecare' });
    await play.clockTo((await play.openTask('take-follow-up')).due);
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'no-answer' });
    expect((await play.view()).gp).toBe('handed-back');
    await play.answer('name-who-follows-up', 'named', { unit: 'mun-0791-homecare' });
    await play.answer('take-follow-up', 'accept');
    await play.answer('book-follow-up', 'declined');
    await play.handle.result();
    const view = await play.view();
    expect([view.gp, ownerOf(view)]).toMatchObject(['other-way', { is: 'taker', unit: 'mun-0791-homecare' }]);
  });

  it('takes a time within the window as the yes it is, and a later one only with the yes of the department', async () => {
    const soon = await left();
    await letter(soon);
    const until = (await soon.openTask('gp-follow-up')).about['noLaterThan'];
    await soon.answer('gp-follow-up', 'propose', { at: `${until}` });
    await soon.until(({ view }) => {
      expect(view?.gp).toBe('accepted');
      expect(view?.followUps).toMatchObject([{ state: 'booked', owner: 'gp-041230' }]);
    });
    expect(await taken(soon)).toMatchObject({ unit: 'gp-041230', at: until, rule: expect.stringContaining('window') });

    const late = await left();
    await letter(late);
    const at = new Date(today() + 30 * DAY).toISOString();
    await late.answer('gp-follow-up', 'propose', { at });
    const proposal = await late.openTask('answer-proposal');
    expect(proposal).toMatchObject({ unit: 'ward-m1', about: { at, unit: 'gp-041230' } });
    expect((await late.view()).gp).toBe('proposed');
    await late.toNextDeadline();
    await late.toNextDeadline();
    expect((await late.view()).gp).toBe('proposed');
    await late.answer('answer-proposal', 'decline');
    await late.answer('gp-follow-up', 'accept', { at });
    await late.answer('answer-proposal', 'accept');
    await late.until(({ view }) => expect(view?.followUps).toMatchObject([{ bookedAt: Date.parse(at) }]));
    expect(await taken(late)).toMatchObject({ unit: 'gp-041230', at });
  });

  it('is the department’s when it wants no later time, and its own when it says so or names itself', async () => {
    const play = await left();
    await letter(play);
    await play.answer('gp-follow-up', 'propose', { at: new Date(today() + 30 * DAY).toISOString() });
    await play.answer('answer-proposal', 'other-way');
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'proposal-declined' });
    // Nobody is asked where nobody is.
    await play.answer('name-who-follows-up', 'named', { unit: 'gp-061259' });
    const closed = { why: 'unit-closed', unit: 'gp-061259' };
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject(closed);
    await play.answer('name-who-follows-up', 'named', { unit: 'ward-m1' });
    expect((await play.openTask('book-follow-up')).unit).toBe('ward-m1');
    expect(ownerOf(await play.view())).toMatchObject({ is: 'taker', unit: 'ward-m1' });
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'green' }, doctor);
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'mark-changed' });
    await play.answer('name-who-follows-up', 'own');
    expect((await play.openTask('book-follow-up')).unit).toBe('ward-m1');
    await play.answer('book-follow-up', 'declined');
    await play.handle.result();
  });

  it('has a time that another unit has given called off when something else is recommended', async () => {
    const play = await left({ gpUnit: null });
    await play.clockTo(await play.due('gp-letter'));
    // What the ward says it has sent is sent, also when all begins again.
    await play.answer('send-letter', 'done');
    const at = new Date(today() + DAY).toISOString();
    await play.answer('name-who-follows-up', 'named', { unit: 'mun-0791-homecare' });
    await play.answer('take-follow-up', 'accept', { at });
    await play.until(({ view }) =>
      expect(view?.followUps).toMatchObject([{ owner: 'mun-0791-homecare', bookedAt: Date.parse(at) }]),
    );
    await play.put('mark-follow-up', { recommended: true, what: 'wound-check', urgency: 'green' }, doctor);
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'mark-changed' });
    expect((await play.sent('follow-up-cancelled')).to).toBe('mun-0791-homecare');
    await play.put('report-death', { happenedAt: today() });
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
    await play.answer('ring-practice', 'called', { result: 'reached' });
    expect((await play.openTask('name-who-follows-up')).about).toMatchObject({ why: 'no-answer' });
    await play.answer('name-who-follows-up', 'agreed');
    expect((await play.openTask('book-follow-up')).unit).toBe('ward-m1');
    expect(ownerOf(await play.view())).toMatchObject({ is: 'taker', unit: null });
    expect((await play.case()).tasks.map(({ escalatedTo }) => escalatedTo)).not.toContain('on-call');
  });

  it('takes one answer of two when the practice writes a letter and answers here', async () => {
    const play = await left();
    await letter(play);
    await play.openTask('gp-follow-up');
    const written = { what: 'care-communication', happenedAt: today(), mustRead: true, from: ['gp-041230'] };
    await play.put('note-fact', written, vans);
    const { id: task, version } = await play.openTask('read-gp-answer');
    await play.answer('gp-follow-up', 'hand-back', { reason: 'no-capacity' });
    const late = await play.refused('answer-task', { task, version, answer: 'accept', codes: {} });
    expect([late.code, (await play.view()).gp]).toEqual(['task-closed', 'handed-back']);
    await play.answer('read-gp-answer', 'no-answer');
    expect(await play.openKinds()).toEqual(['name-who-follows-up']);
    await play.put('report-death', { happenedAt: today() });
  });

  it('has what the practice says on the telephone, and is the department’s when nobody is reached there', async () => {
    const play = await left();
    await letter(play);
    await play.clockTo((await play.openTask('gp-follow-up')).due);
    await play.answer('ring-practice', 'answered', { said: 'accept' });
    await play.until(({ view }) => expect(view?.gp).toBe('accepted'));
    const unreached = await left();
    await letter(unreached);
    await unreached.clockTo((await unreached.openTask('gp-follow-up')).due);
    await unreached.answer('ring-practice', 'called', { result: 'not-reached' });
    expect((await unreached.openTask('name-who-follows-up')).about).toMatchObject({ why: 'no-answer' });
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
