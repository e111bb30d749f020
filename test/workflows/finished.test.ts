// Finished treatment in a running case: the decision, its end and its corrections, and the notice due the same day.
// It never makes a patient ready and being ready never finishes treatment; it blocks nothing.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionsIn } from '../../domain/finished-record.ts';
import { criteria } from '../../domain/gate-criteria.ts';
import type { Plan } from '../../domain/plan.ts';
import { DAY, doctor, HOUR, vans, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { stepsDone, waitsFor } from './waits.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A patient with nothing to be asked for. */
const begin = (services: Plan['services'] = []): Promise<Play> =>
  stage.begin({
    plan: { ...ordinaryPlan(today()), bed: null, services, hasRunningServices: false },
    gpUnit: null,
    admittedAt: today() - 2 * DAY,
  });
const finish = (play: Play, at: number = today()) => play.put('mark-finished', { finishedAt: at }, doctor);
const noticeSent = (play: Play, happenedAt: number) =>
  play.put(
    'note-fact',
    {
      what: 'document',
      happenedAt,
      mustRead: false,
      document: { kind: 'finished-notice', stage: 'sent', version: 1 },
    },
    vans,
  );
const clocksOf = async (play: Play): Promise<string[]> =>
  (await play.case()).clocks.map(({ name }) => name).filter((name) => name === 'finished-notice');
const end = (play: Play) => play.put('withdraw', { reason: 'other' });

describe('the notice of finished treatment', () => {
  it('sent the same day: nobody is bothered', async () => {
    const play = await begin();
    await finish(play);
    const due = await play.due('finished-notice');
    expect(await waitsFor(play, 'finished-notice')).toMatchObject([{ unit: 'ward-m1', until: null, due }]);
    await play.clockTo(today() + HOUR);
    const from = today();
    await noticeSent(play, from);
    expect(await stepsDone(play, 'finished-notice-sent', from)).toEqual([1, 1]);
    expect(await clocksOf(play)).toEqual([]);
    expect(await waitsFor(play, 'finished-notice')).toMatchObject([{ due, until: expect.any(Number) }]);
    await play.clockTo(due + HOUR);
    expect(await play.openKinds()).not.toContain('send-finished-notice');
    await end(play);
  });

  it('not sent: a task for the ward, which says when it was sent', async () => {
    const play = await begin();
    await finish(play);
    const limit = await play.due('finished-notice');
    await play.clockTo(limit);
    expect(await play.openTask('send-finished-notice')).toMatchObject({ unit: 'ward-m1', missed: limit });
    const at = today() - HOUR;
    await play.answer('send-finished-notice', 'sent', { at: new Date(at).toISOString() }, ward);
    const sent = (await play.case()).events.filter(({ fact }) => fact === 'document-sent');
    expect(sent).toMatchObject([{ happenedAt: at, codes: { document: 'finished-notice' } }]);
    await end(play);
  });

  it('nobody answers: the task stays and the case asks for attention, and nothing else waits for it', async () => {
    const play = await begin();
    await finish(play);
    await play.clockTo(await play.due('finished-notice'));
    const { due } = await play.openTask('send-finished-notice');
    await play.clockTo(due + 12 * HOUR);
    expect(await play.openKinds()).toContain('send-finished-notice');
    expect((await play.view()).attention).toBe(true);
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect(await play.openKinds()).not.toContain('send-finished-notice');
    expect((await play.view()).stage).toBe('left');
  });

  it('reported late: the task goes away', async () => {
    const play = await begin();
    await finish(play);
    await play.clockTo(await play.due('finished-notice'));
    await play.openTask('send-finished-notice');
    await noticeSent(play, today() - 2 * HOUR);
    expect(await play.openKinds()).not.toContain('send-finished-notice');
    await end(play);
  });

  it('reported before the decision was recorded: it is for that decision', async () => {
    const play = await begin();
    await noticeSent(play, today() - HOUR);
    await finish(play, today() - 2 * HOUR);
    expect(await clocksOf(play)).toEqual([]);
    await end(play);
  });

  it('is not needed of a patient who leaves in time, or dies', async () => {
    const play = await begin();
    await finish(play);
    await play.due('finished-notice');
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect(await clocksOf(play)).toEqual([]);
    const other = await begin();
    await finish(other);
    await other.put('report-death', { happenedAt: today() });
    expect(await clocksOf(other)).toEqual([]);
  });

  it('ends with the discharge, withdrawn or cancelled by the operators: no clock runs and no task comes of it', async () => {
    for (const over of [end, (play: Play) => play.handle.cancel()]) {
      // Somebody has to be told of the end, so that the case is still there when the notice would be due.
      const play = await begin(['meals']);
      await finish(play);
      const due = await play.due('finished-notice');
      await over(play);
      await play.until(({ stage }) => expect(stage).toBe('withdrawn'));
      expect(await clocksOf(play)).toEqual([]);
      await play.clockTo(due + HOUR);
      expect(await play.openKinds()).not.toContain('send-finished-notice');
    }
  });
});

describe('the decision', () => {
  it('is withdrawn when the patient is ill again; a new one stands for itself and needs its own notice', async () => {
    const play = await begin();
    const first = today() - 4 * HOUR;
    await finish(play, first);
    await noticeSent(play, first + HOUR);
    await play.put('withdraw-finished', { withdrawnAt: first + 2 * HOUR, reason: 'ill-again' });
    expect(await play.view()).toMatchObject({
      finishedAt: null,
      finished: { number: 1, at: first, withdrawnAt: first + 2 * HOUR },
    });
    await finish(play, first + 3 * HOUR);
    expect(await play.view()).toMatchObject({
      finishedAt: first + 3 * HOUR,
      finished: { number: 2, withdrawnAt: null },
    });
    await play.due('finished-notice');
    const facts = (await play.facts()).filter((fact) => fact.startsWith('finished'));
    expect(facts).toEqual(['finished', 'finished-withdrawn', 'finished']);
    await end(play);
  });

  it('is not made twice, and not withdrawn where none holds; what is possible instead is said', async () => {
    const play = await begin();
    const none = await play.refused('withdraw-finished', { withdrawnAt: today(), reason: 'ill-again' });
    expect(none.code).toBe('wrong-moment');
    await finish(play);
    const { code, details } = await play.refused('mark-finished', { finishedAt: today() });
    expect(code).toBe('wrong-moment');
    expect(details['allowed']).toContain('withdraw-finished');
    expect(details['allowed']).not.toContain('mark-finished');
    await end(play);
  });

  it('ends when planning pauses because the patient is ill again, and only then', async () => {
    const play = await begin();
    await finish(play);
    await play.put('pause', { reason: 'awaiting-examination' });
    expect((await play.view()).finishedAt).not.toBeNull();
    await play.put('resume', {});
    await play.put('pause', { reason: 'ill-again' });
    expect((await play.view()).finishedAt).toBeNull();
    expect(await clocksOf(play)).toEqual([]);
    await play.put('resume', {});
    expect((await play.view()).finishedAt).toBeNull();
    await end(play);
  });

  it('ends when the patient fell ill, where the ward says since when; not before it was made', async () => {
    const play = await begin();
    const at = today() - DAY;
    await finish(play, at);
    const early = { reason: 'ill-again', illSince: at - HOUR } as const;
    expect((await play.refused('pause', early)).code).toBe('wrong-times');
    await play.put('pause', { ...early, illSince: at + HOUR });
    expect((await play.view()).finished).toMatchObject({ at, withdrawnAt: at + HOUR });
    const withdrawn = (await play.case()).events.find(({ fact }) => fact === 'finished-withdrawn');
    expect(withdrawn).toMatchObject({ happenedAt: at + HOUR, codes: { withdrawnBecause: 'ill-again' } });
    await end(play);
  });

  it('before the newest one is put right by its number, and then ends no later than the next begins', async () => {
    const play = await begin();
    const at = today() - 2 * DAY;
    await finish(play, at);
    await play.put('withdraw-finished', { withdrawnAt: at + 4 * HOUR, reason: 'ill-again' });
    await finish(play, at + DAY);
    await play.put('correct-finished', { what: 'withdrawn-at', at: at + 2 * HOUR, decision: 1 });
    expect((await play.view()).finished).toMatchObject({ number: 2, at: at + DAY, withdrawnAt: null });
    const refused = async (body: Parameters<typeof play.refused<'correct-finished'>>[1]) =>
      (await play.refused('correct-finished', body)).code;
    expect(await refused({ what: 'withdrawn-at', at: at + 2 * DAY, decision: 1 })).toBe('wrong-times');
    expect(await refused({ what: 'finished-at', at: at + 3 * HOUR, decision: 1 })).toBe('wrong-times');
    expect(await refused({ what: 'no-withdrawal', at, decision: 1 })).toBe('wrong-moment');
    expect(await refused({ what: 'finished-at', at, decision: 3 })).toBe('wrong-moment');
    await play.put('correct-finished', { what: 'no-decision', at: today(), decision: 1 });
    expect((await play.view()).finished).toMatchObject({ number: 2, at: at + DAY });
    const { events } = await play.case();
    expect(decisionsIn(events)).toMatchObject([{ number: 2, at: at + DAY, withdrawnAt: null }]);
    await end(play);
  });

  it('and its end can be recorded when the patient has left or died: the days follow, and nobody is asked for a notice', async () => {
    const play = await begin();
    await play.put('leave', { happenedAt: today(), how: 'home' });
    const at = today() - DAY;
    await finish(play, at);
    expect(await clocksOf(play)).toEqual([]);
    await play.put('withdraw-finished', { withdrawnAt: at + HOUR, reason: 'ill-again' });
    await finish(play, at + 2 * HOUR);
    expect(await play.view()).toMatchObject({ stage: 'left', finished: { number: 2, at: at + 2 * HOUR } });

    const other = await begin(['meals']);
    await finish(other, at);
    await other.put('report-death', { happenedAt: today() });
    await other.put('withdraw-finished', { withdrawnAt: at + HOUR, reason: 'ill-again' });
    expect(await other.view()).toMatchObject({ stage: 'deceased', finished: { withdrawnAt: at + HOUR } });
    await finish(other, at + 2 * HOUR);
    expect(await clocksOf(other)).toEqual([]);
  });

  it('is put right with the old time on the record; times that do not fit together are refused', async () => {
    const play = await begin();
    const at = today() - DAY;
    await finish(play, at);
    await play.put('correct-finished', { what: 'finished-at', at: at + HOUR });
    expect((await play.view()).finishedAt).toBe(at + HOUR);
    const early = { withdrawnAt: at, reason: 'ill-again' } as const;
    expect((await play.refused('withdraw-finished', early)).code).toBe('wrong-times');
    await play.put('withdraw-finished', { ...early, withdrawnAt: at + 2 * HOUR });
    expect((await play.refused('correct-finished', { what: 'finished-at', at: at + 3 * HOUR })).code).toBe(
      'wrong-times',
    );
    expect((await play.refused('correct-finished', { what: 'withdrawn-at', at })).code).toBe('wrong-times');
    await play.put('correct-finished', { what: 'no-withdrawal', at: today() });
    expect((await play.view()).finishedAt).toBe(at + HOUR);
    await play.put('correct-finished', { what: 'no-decision', at: today() });
    expect(await play.view()).toMatchObject({ finishedAt: null, finished: null });
    expect((await play.refused('correct-finished', { what: 'finished-at', at })).code).toBe('wrong-moment');
    const finished = (await play.case()).events.find(({ fact }) => fact === 'finished');
    expect(finished?.happenedAt).toBe(at);
    await end(play);
  });

  it('is not before the stay: a mistyped year would be days of a year in which the patient was not here', async () => {
    const play = await begin();
    const { admittedAt } = play.start;
    expect((await play.refused('mark-finished', { finishedAt: admittedAt - 1 })).code).toBe('wrong-times');
    await finish(play, admittedAt);
    const early = { what: 'finished-at', at: admittedAt - 1 } as const;
    expect((await play.refused('correct-finished', early)).code).toBe('wrong-times');
    const id = randomUUID();
    const right = {
      id,
      chain: id,
      stayEvent: 'STIN',
      change: 'revise',
      at: admittedAt - HOUR,
      toldAt: today(),
    } as const;
    await play.put('stay-notice', right, vans);
    await play.put('correct-finished', early);
    await end(play);
  });

  it('a cause of the wait and a new residence are on the record, after the patient has left too', async () => {
    const play = await begin();
    await finish(play);
    await play.put('leave', { happenedAt: today(), how: 'home' });
    const from = today() - HOUR;
    expect((await play.refused('state-delay-cause', { cause: 'citizen', from, until: from - 1 })).code).toBe(
      'wrong-times',
    );
    await play.put('state-delay-cause', { cause: 'citizen', from, until: null });
    await play.put('change-residence', { municipality: '0615', from: '2026-12-01' });
    const { events, municipality } = await play.case();
    expect(events.filter(({ fact }) => fact !== 'task-opened').slice(-2)).toMatchObject([
      { fact: 'delay-cause-stated', happenedAt: from, codes: { cause: 'citizen', until: null } },
      { fact: 'residence-changed', codes: { municipality: '0615', from: '2026-12-01' } },
    ]);
    // Who pays is not who plans.
    expect(municipality).toBe('0791');
  });
});

describe('finished and ready', () => {
  it('neither follows from the other', async () => {
    const play = await begin();
    await finish(play);
    expect(await play.view()).toMatchObject({ stage: 'planning', readyAt: null });
    const lacking = (await play.refused('ready', {})).details['missing'];
    expect(lacking).toEqual(['follow-up-agreed']);
    expect(Object.keys(criteria).filter((name) => name.includes('finished'))).toEqual([]);
    await end(play);

    const other = await begin();
    await other.answer('agree-follow-up', 'not-needed');
    await other.put('ready', {});
    expect(await other.view()).toMatchObject({ stage: 'ready', finishedAt: null });
    await finish(other);
    await other.put('withdraw-finished', { withdrawnAt: today(), reason: 'own-tasks' });
    expect((await other.view()).stage).toBe('ready');
    await end(other);
  });
});
