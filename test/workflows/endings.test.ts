// How a discharge ends: left with something missing, withdrawn, paused, dead, readmitted, cancelled by the operators.
// A closed case has nothing open: no task, no clock, no hold.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saying, StatedCriterion } from '../../domain/gate-record.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Decided, Decisions } from '../../workflows/contract.ts';
import { DAY, somebodyOf } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const closed = async (play: Play) => {
  await play.handle.result();
  const { stage: end, tasks, clocks } = await play.case();
  expect(end).toBe('closed');
  expect(tasks.filter(({ status }) => status === 'open')).toEqual([]);
  expect(clocks).toEqual([]);
};

describe('ready and left', () => {
  it('refuses ready with what is missing', async () => {
    const play = await stage.begin();
    const { code, details } = await play.refused('ready', {});
    expect(code).toBe('not-ready');
    expect(details['missing']).toEqual(['services-answered', 'bed-held', 'follow-up-agreed']);
    await play.put('withdraw', { reason: 'other' });
  });

  it('records a departure all the same, and every missing thing becomes a task', async () => {
    const play = await stage.begin({ gpUnit: null });
    const happenedAt = today() - 60_000;
    await play.put('leave', { happenedAt, how: 'own-wish' });
    const { stage: now, leftAt, tasks, events } = await play.case();
    expect([now, leftAt]).toEqual(['left', happenedAt]);
    const missing = tasks.filter(({ kind, status }) => kind === 'missing-at-departure' && status === 'open');
    expect(missing.map(({ about }) => about['criterion']).sort()).toEqual([
      'bed-held',
      'follow-up-agreed',
      'services-answered',
    ]);
    expect(tasks.some(({ kind }) => kind === 'ring-municipality')).toBe(true);
    const left = events.find(({ fact }) => fact === 'left');
    expect(left).toMatchObject({ happenedAt });
    expect(left?.learntAt).toBeGreaterThan(happenedAt);
    expect((await play.refused('leave', { happenedAt, how: 'home' })).code).toBe('wrong-moment');
    await play.put('report-death', { happenedAt: today() });
  });

  it('runs the steps after the stay for a patient who left before anybody stated a plan', async () => {
    const play = await stage.begin({ plan: null, gpUnit: null });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.openTask('agree-follow-up');
    expect(await play.openKinds()).not.toContain('state-plan');
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('the gate', () => {
  const say = (
    play: Play,
    criterion: StatedCriterion,
    said: Saying,
    more: Partial<Decisions['state-criterion']> = {},
  ): Promise<Decided> => play.put('state-criterion', { criterion, said, line: 0, happenedAt: today(), ...more });
  const owned = async (play: Play): Promise<readonly string[]> =>
    (await play.case()).tasks
      .filter(({ kind, status }) => kind === 'missing-at-departure' && status === 'open')
      .map(({ about, unit }) => `${about['criterion']} ${unit}`)
      .sort();
  const nothingAsked = (): Plan => ({ ...ordinaryPlan(today()), services: [], hasRunningServices: true, bed: null });

  it('gives each missing thing to who can see to it, also what is withdrawn after leaving, once', async () => {
    const play = await stage.begin({ plan: nothingAsked(), gpUnit: null });
    await play.answer('agree-follow-up', 'declined');
    await say(play, 'devices-there', 'met', { line: 1 });
    await say(play, 'devices-there', 'needed', { line: 2 });
    await say(play, 'key-at-home', 'needed');
    await say(play, 'relatives-told', 'met');
    expect((await play.refused('ready', {})).details['missing']).toEqual(['devices-there', 'key-at-home']);
    await play.put('leave', { happenedAt: today(), how: 'home' });
    const both = ['devices-there mun-0791-visitation', 'key-at-home mun-0791-homecare'];
    expect(await owned(play)).toEqual(both);
    expect((await play.openTask('ring-municipality')).about).toMatchObject({
      why: 'left-missing',
      criteria: ['devices-there', 'key-at-home'],
    });
    await say(play, 'relatives-told', 'withdrawn');
    await say(play, 'relatives-told', 'withdrawn');
    expect(await owned(play)).toEqual([...both, 'relatives-told ward-m1']);
    // Said to be there, and then not again: it is owned again.
    await say(play, 'key-at-home', 'met');
    expect(await owned(play)).toEqual([both[0], 'relatives-told ward-m1']);
    await say(play, 'key-at-home', 'withdrawn');
    expect(await owned(play)).toEqual([...both, 'relatives-told ward-m1']);
    await play.put('report-death', { happenedAt: today() });
  });

  it('keeps an override after the end, and lets it count for the plan it was given for', async () => {
    const play = await stage.begin({ plan: nothingAsked(), gpUnit: null });
    await play.answer('agree-follow-up', 'declined');
    await say(play, 'transport-booked', 'needed');
    const override = { criteria: ['transport-booked' as const], reason: 'cannot-wait' as const };
    await play.put('ready', { override });
    await play.put('pause', { reason: 'ill-again' });
    await play.put('resume', {});
    expect((await play.refused('ready', {})).details['missing']).toEqual(['transport-booked']);
    await play.put('withdraw', { reason: 'other' });
    const { stage: end, view } = await play.case();
    expect(end).toBe('withdrawn');
    expect(view?.gate?.overrides).toMatchObject([{ criterion: 'transport-booked', reason: 'cannot-wait' }]);
    expect(await play.facts()).toContain('criterion-overridden');
  });

  it('leaves with the ward what the patient does not want shared', async () => {
    const play = await stage.begin({ plan: nothingAsked(), gpUnit: null });
    await play.answer('agree-follow-up', 'declined');
    await say(play, 'devices-there', 'needed');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    await play.answer('handle-objection', 'handled');
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect(await owned(play)).toEqual(['devices-there ward-m1']);
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('withdrawn', () => {
  it('ends clocks, tasks and holds in the same step, and closes when the parties have it', async () => {
    const play = await stage.begin();
    await play.receipt('plan');
    await play.receipt('heads-up');
    await play.openTask('take-patient');
    await play.put('withdraw', { reason: 'stays-in-hospital' });
    const { stage: now, tasks, clocks } = await play.case();
    expect(now).toBe('withdrawn');
    expect(tasks.filter(({ status }) => status === 'open')).toEqual([]);
    expect(clocks.filter(({ name }) => name !== 'receipt')).toEqual([]);
    const told = await play.until(({ messages }) => {
      const withdrawals = messages.filter(({ kind, state }) => kind === 'withdrawal' && state === 'sent');
      expect(withdrawals).toHaveLength(2);
      return withdrawals;
    });
    // A unit that was only asked does not know whose place it was: its task is gone, and no letter may tell it.
    expect(told.map(({ to }) => to).sort()).toEqual(['gp-041230', 'mun-0791-visitation']);
    for (const _ of told) await play.receipt('withdrawal');
    await closed(play);
  });

  it('has a person ring the party that gives no receipt, and stays open until then', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await play.receipt('plan');
    await play.put('withdraw', { reason: 'other' });
    await play.receipt('withdrawal', 'fatal-error');
    await play.openTask('ring-party');
    expect((await play.view()).stage).toBe('withdrawn');
    await play.answer('ring-party', 'called', { result: 'reached' });
    await closed(play);
  });

  it('tells nobody when nobody knew', async () => {
    stage.partner = 'away';
    const play = await stage.begin({ plan: null });
    await play.put('withdraw', { reason: 'started-by-mistake' });
    stage.partner = 'takes';
    await closed(play);
    expect((await play.case()).messages).toEqual([]);
  });

  it('allows nothing more but what ties it up', async () => {
    const play = await stage.begin();
    await play.sent('plan');
    await play.put('withdraw', { reason: 'other' });
    const { code, details } = await play.refused('ready', {});
    expect(code).toBe('wrong-moment');
    // And accounts of what happened to the patient all the same.
    const accounts = ['change-residence', 'mark-finished'];
    const allowed = ['leave', 'set-coordinator', 'report-document', 'note-adverse-event', 'repair', ...accounts];
    expect(details).toMatchObject({ stage: 'withdrawn', allowed });
  });
});

describe('paused', () => {
  it('stops asking and holding while the patient is ill again, and starts again with what was confirmed', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.receipt('plan');
    await play.answer('answer-services', 'accept');
    await play.openTask('take-patient');
    await play.put('pause', { reason: 'ill-again' });
    expect((await play.view()).stage).toBe('paused');
    expect(await play.openKinds()).not.toContain('take-patient');
    await play.sent('pause');
    expect((await play.refused('ready', {})).details['allowed']).toContain('resume');
    await play.put('resume', {});
    await play.openTask('take-patient');
    expect(await play.openKinds()).not.toContain('answer-services');
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('death and readmission', () => {
  it('stops requests at once and closes with its own tasks', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await play.receipt('plan');
    await play.put('report-death', { happenedAt: today() });
    expect((await play.view()).stage).toBe('deceased');
    expect(await play.openKinds()).toEqual(['after-death', 'close-services']);
    await play.answer('close-services', 'done');
    await play.answer('after-death', 'done');
    await play.receipt('death');
    await closed(play);
  });

  it('reminds who will report an adverse event before the seven days are over, whatever has ended', async () => {
    const play = await stage.begin({ plan: null, gpUnit: null });
    const [unit, learntAt] = ['gp-041230', today()];
    await play.put('note-adverse-event', { unit, learntAt }, somebodyOf(unit));
    await play.put('report-death', { happenedAt: learntAt });
    await play.answer('after-death', 'done');
    const asked = await play.openTask('report-adverse-event');
    expect(asked).toMatchObject({ unit, claimedBy: `person-${unit}`, due: learntAt + 7 * DAY });
    for (let moves = 0; moves < 9 && (await play.openTask('report-adverse-event')).silence === undefined; moves++)
      await play.toNextDeadline();
    const late = await play.openTask('report-adverse-event');
    expect(late).toMatchObject({ reminders: 1, missed: asked.due, silence: { effect: 'escalate' } });
    await play.answer('report-adverse-event', 'reported', { at: new Date(learntAt).toISOString() });
    await closed(play);
    expect(await play.facts()).toContain('adverse-event-settled');
  });

  it('ends for the linked new stay when the patient is admitted again', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.put('readmit', { next: 'a0a0a0a0-0000-4000-8000-000000000001' });
    await closed(play);
    expect(await play.facts()).toContain('readmitted');
  });

  it('treats a cancel in the Temporal UI as a withdrawal: the parties are told', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await play.receipt('plan');
    await play.handle.cancel();
    await play.receipt('withdrawal');
    await closed(play);
  });
});
