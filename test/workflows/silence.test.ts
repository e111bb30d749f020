// Silence (tavshed) at every step: what the rule says happens, once for each reason, and what happened and why stands on
// the task and on the case. Also late, told twice, answered in the same moment, and for effects no rule file has today.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskView } from '../../domain/case-view.ts';
import type { ClockName } from '../../domain/clocks.ts';
import type { SilenceEffect } from '../../domain/silence.ts';
import { advance, now } from '../../store/clock.ts';
import { HOUR } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { expectEveryStationOnce } from './stations.ts';

/** Effects that this file has the rules say, beside those of the rule files. */
const said = new Map<ClockName, SilenceEffect>();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(({ rulings }) => ({
    rulings: async (queries) =>
      (await rulings(queries)).map((ruled) => ({ ...ruled, silence: said.get(ruled.clock) ?? ruled.silence })),
  }));
});
afterAll(() => stage.close());

const begin = (change = {}) => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null, ...change }, gpUnit: null });
const factsOf = async (play: Play, fact: string, task: string) =>
  (await play.case()).events.filter((event) => event.fact === fact && event.codes['task'] === task);
const taskNow = (play: Play, id: string): Promise<TaskView> =>
  play.until(({ tasks }) => {
    const found = tasks.find((task) => task.id === id);
    if (found === undefined) throw new Error('The task is gone');
    return found;
  });

/** Moves on, deadline by deadline and told twice of each, until silence has done something at the task. */
async function untilSilent(play: Play, id: string): Promise<TaskView> {
  for (let moves = 0; moves < 60; moves++) {
    const task = await taskNow(play, id);
    if (task.silence !== undefined) return task;
    await play.toNextDeadline();
    await play.put('tick', {});
  }
  throw new Error('Silence did nothing');
}

describe('what happened and why', () => {
  it('stands on the task and on the case: which due time passed, by which rule, and what follows', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    const task = await untilSilent(play, asked.id);
    expect(task).toMatchObject({ status: 'open', missed: asked.due, silence: { effect: 'call', rule: asked.rule } });
    const why = { due: new Date(asked.due).toISOString(), rule: asked.rule };
    expect(await factsOf(play, 'not-in-time', asked.id)).toMatchObject([
      { codes: { effect: 'call', clock: 'answer-services', ...why } },
    ]);
    const rungs = await factsOf(play, 'task-escalated', asked.id);
    expect(rungs.map(({ codes }) => codes['to'])).toEqual(['team-leader', 'on-call', 'ward']);
    for (const { codes } of rungs) expect(codes).toMatchObject(why);
    await play.put('withdraw', { reason: 'other' });
  });

  it('counts a new due time after a call as a reason of its own, and forgets the first one never', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    await untilSilent(play, asked.id);
    const calls = (await play.case()).tasks.filter(
      ({ about, status }) => status === 'open' && about['task'] === asked.id,
    );
    expect(calls.map(({ kind }) => kind)).toEqual(['ring-municipality']);
    const codes = { result: 'reached' };
    await play.put('answer-task', { task: calls[0]?.id ?? '', version: 1, answer: 'called', codes });
    const again = await play.openTask('answer-services');
    expect([again.due > asked.due, again.missed]).toEqual([true, asked.due]);
    for (let moves = 0; moves < 60 && (await factsOf(play, 'not-in-time', asked.id)).length < 2; moves++) {
      await play.toNextDeadline();
      await play.put('tick', {});
    }
    const dues = (await factsOf(play, 'not-in-time', asked.id)).map(({ codes }) => codes['due']);
    expect(dues).toEqual([asked.due, again.due].map((due) => new Date(due).toISOString()));
    await play.put('withdraw', { reason: 'other' });
  });

  it('is told of a message that got no receipt: sent again as often as the rule says, then rung about', async () => {
    const play = await begin();
    const message = await play.sent('plan');
    for (let sendings = 1; sendings <= 3; sendings++) {
      await play.sent('plan', sendings);
      await play.clockTo(await play.due('receipt'));
    }
    await play.openTask('ring-party');
    const { events } = await play.case();
    const silences = events.filter(({ fact, codes }) => fact === 'not-in-time' && codes['message'] === message.id);
    expect(silences.map(({ codes }) => codes['effect'])).toEqual(['send-again', 'send-again', 'call']);
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('an escalation is neither lost nor repeated', () => {
  it('when nobody was there for days: every station once, in its order', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    await play.clockTo(asked.due + 96 * HOUR);
    await play.put('tick', {});
    await expectEveryStationOnce(play, asked.id);
    await play.put('withdraw', { reason: 'other' });
  });

  it('when ten tell the case of the time at once', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    for (let moves = 0; moves < 60 && (await taskNow(play, asked.id)).silence === undefined; moves++) {
      const due = Math.min(...(await play.case()).clocks.map((clock) => clock.due));
      await advance(stage.db, Math.max(0, Math.ceil(due - (await now(stage.db)))));
      await Promise.all(Array.from({ length: 10 }, () => play.put('tick', {})));
    }
    const of = async (fact: string) => (await factsOf(play, fact, asked.id)).length;
    expect([await of('task-reminded'), await of('task-escalated'), await of('not-in-time')]).toEqual([1, 3, 1]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('and never comes beside an answer given in the same moment', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    // The answer itself brings the news that the time has run out.
    await advance(stage.db, Math.ceil(asked.due + 96 * HOUR - (await now(stage.db))));
    const body = { task: asked.id, version: asked.version, answer: 'accept', codes: {} };
    await play.put('answer-task', body);
    const task = await taskNow(play, asked.id);
    expect([task.status, task.answer?.code]).toEqual(['answered', 'accept']);
    expect(await factsOf(play, 'not-in-time', asked.id)).toEqual([]);
    expect(await factsOf(play, 'task-escalated', asked.id)).toEqual([]);
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('the effect is the one that the rule says', () => {
  it.each(['block', 'escalate'] as const)(
    '%s: the question stays open, and the case asks for attention',
    async (effect) => {
      said.set('admission-report', effect);
      const play = await begin({ services: [], hasRunningServices: false });
      const asked = await play.openTask('admission-report');
      expect(await untilSilent(play, asked.id)).toMatchObject({ status: 'open', silence: { effect } });
      expect((await play.view()).attention).toBe(true);
      expect(await play.openKinds()).not.toContain('ring-municipality');
      await play.answer('admission-report', 'done');
      said.delete('admission-report');
      await play.put('withdraw', { reason: 'other' });
    },
  );

  it('a no: no conference is held, and nobody is said to have answered', async () => {
    said.set('answer-conference', { answer: 'no' });
    const play = await begin({ services: [] });
    const times = [new Date(today() + 200 * HOUR).toISOString()];
    const participants = ['mun-0791-visitation'];
    await play.put('propose-conference', { conference: crypto.randomUUID(), times, video: true, participants });
    const asked = await play.openTask('answer-conference');
    const task = await untilSilent(play, asked.id);
    expect(task).toMatchObject({ status: 'lapsed', answer: null, silence: { effect: { answer: 'no' } } });
    await play.until(async ({ events }) => expect(events.map(({ fact }) => fact)).toContain('conference-declined'));
    expect(await play.openKinds()).not.toContain('choose-conference-time');
    said.delete('answer-conference');
    await play.put('withdraw', { reason: 'other' });
  });

  it('a no: a unit that does not answer leaves every booked time as it was, whoever has said yes before', async () => {
    const play = await begin({ services: [], hasRunningServices: false });
    await play.answer('admission-report', 'done');
    const at = (hours: number) => new Date(today() + hours * HOUR).toISOString();
    const booker = 'mun-0791-homecare';
    const items = ['wound-check', 'outpatient-check'].map((what) => ({
      ...{ what, booker, place: 'with-owner', from: at(1500), until: at(1600), bookBy: at(1400) },
    }));
    await play.answer('agree-follow-up', 'agreed', { items });
    await play.answer('book-follow-up', 'booked', { at: at(1500) });
    await play.answer('book-follow-up', 'booked', { at: at(1550) });
    const { followUps } = await play.view();
    const times = followUps.map(({ id: item, what, owner: unit, bookedAt: was }, index) => ({
      ...{ item, what, unit, was, at: today() + (1510 + index) * HOUR },
    }));
    await play.put('propose-shared-days', { times, largest: 2, unit: 'ward-m1' });
    expect((await play.refused('propose-shared-days', { times, largest: 2, unit: 'ward-m1' })).code).toBe(
      'proposal-open',
    );
    await play.answer('patient-on-shared-days', 'yes');
    await play.answer('move-time', 'yes');
    const asked = await play.openTask('move-time');
    expect(await untilSilent(play, asked.id)).toMatchObject({ status: 'lapsed', answer: null });
    const { sharedDays = [], followUps: after } = await play.until(({ view }) => {
      const settled = view?.sharedDays?.some(({ standing }) => standing.state === 'unanswered');
      if (view === null || settled !== true) throw new Error('Not settled yet');
      return view;
    });
    expect(sharedDays.map(({ standing }) => standing)).toEqual([{ state: 'unanswered', by: booker }]);
    expect(after.map(({ bookedAt }) => bookedAt)).toEqual(followUps.map(({ bookedAt }) => bookedAt));
    // Who said yes hears that nothing came of it.
    expect(await play.openKinds()).toEqual(expect.arrayContaining(['keep-time', 'tell-patient-days']));
    await play.put('withdraw', { reason: 'other' });
  });
});
