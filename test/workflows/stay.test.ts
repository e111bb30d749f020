// The stay in a case: every notice of the hospital has its effect, in time, late, twice, and taken back again.
// A cancellation undoes what the notice did; what a person recorded is a person's to change.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StayNotice } from '../../domain/stay.ts';
import type { Change, StayEvent } from '../../domain/stay-order.ts';
import { DAY, HOUR, vans } from './persons.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { stepsDone, waitsFor } from './waits.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The notices of one hospital stay: each an hour after the one before, the admission an hour ago. */
class Hospital {
  readonly #chain = randomUUID();
  readonly #sent: StayNotice[] = [];

  notice(stayEvent: StayEvent, change: Change = 'new', at = today()): StayNotice {
    const id = this.#sent.length === 0 ? this.#chain : randomUUID();
    const made = { id, chain: this.#chain, stayEvent, change, at, toldAt: today() + this.#sent.length };
    this.#sent.push(made);
    return made;
  }
}

const tell = (play: Play, notice: StayNotice) => play.put('stay-notice', notice, vans);
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });

describe('the end of a stay', () => {
  it('is a leaving, told once however often it comes', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('STIN', 'new', today() - HOUR));
    const end = hospital.notice('SLHJ');
    await tell(play, end);
    await tell(play, end);
    const { view, events } = await play.case();
    expect(view).toMatchObject({ stage: 'left', leftAt: end.at, stay: { state: 'ended', endedAt: end.at } });
    expect(events.filter(({ fact }) => fact === 'left')).toHaveLength(1);
    await play.put('report-death', { happenedAt: today() });
  });

  it('is corrected to the right time', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('SLHJ'));
    const right = hospital.notice('SLHJ', 'revise', today() - HOUR / 2);
    await tell(play, right);
    expect(await play.view()).toMatchObject({ stage: 'left', leftAt: right.at, stay: { state: 'ended' } });
    await play.put('report-death', { happenedAt: today() });
  });

  it('is undone when it is cancelled: planning goes on, who knew is told, nothing is missing any more', async () => {
    const play = await stage.begin();
    await play.untilReady();
    const held = (await play.view()).bed;
    const hospital = new Hospital();
    await tell(play, hospital.notice('STIN', 'new', play.start.admittedAt));
    await tell(play, hospital.notice('SLHJ'));
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'yellow' });
    await play.put('send-letter', { sentAt: today() });
    await play.openTask('gp-follow-up');
    await tell(play, hospital.notice('SLHJ', 'cancel'));

    const { view, tasks } = await play.case();
    expect(view).toMatchObject({ stage: 'ready', leftAt: null, letterSentAt: null, gp: 'marked', bed: held });
    expect(view?.stay.state).toBe('admitted');
    expect(tasks.find(({ kind }) => kind === 'gp-follow-up')).toMatchObject({ status: 'withdrawn' });
    // The services start again only when they are confirmed anew, and they pause meanwhile.
    await play.openTask('pause-services');
    const told = await play.until(({ messages }) => {
      const sent = messages.filter(({ kind, state }) => kind === 'still-here' && state === 'sent');
      expect(sent).toHaveLength(4);
      return sent;
    });
    expect(told.map(({ to }) => to).sort()).toEqual([
      'gp-041230',
      'mun-0791-acute',
      'mun-0791-homecare',
      'mun-0791-visitation',
    ]);
    expect(await play.facts()).toContain('not-left');

    // The leaving that then comes runs its course once more.
    await tell(play, hospital.notice('SLHJ', 'new', today() + 1000));
    expect(await play.view()).toMatchObject({ stage: 'left' });
    await play.put('send-letter', { sentAt: today() });
    await play.answer('gp-follow-up', 'accept');
    expect(await play.openTask('book-follow-up')).toMatchObject({ unit: 'gp-041230' });
    // What the practice took by a letter that was none ends with it: nobody is asked for a time.
    await tell(play, hospital.notice('SLHJ', 'cancel'));
    expect((await play.view()).followUps.at(-1)).toMatchObject({ state: 'not-done', reason: 'replaced' });
    await play.until(async () => expect(await play.openKinds()).not.toContain('book-follow-up'));
    await play.put('report-death', { happenedAt: today() });
  });

  it('takes the tasks about what was missing with it when it is cancelled', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('SLHJ'));
    await play.openTask('missing-at-departure');
    await tell(play, hospital.notice('SLHJ', 'cancel'));
    expect(await play.openKinds()).not.toContain('missing-at-departure');
    expect(await play.openKinds()).not.toContain('ring-municipality');
    await play.openTask('answer-services');
    await withdraw(play);
  });

  it('brings a case without a plan back to where the ward is asked for one', async () => {
    const play = await stage.begin({ plan: null, gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('STIN', 'new', today() - HOUR));
    await tell(play, hospital.notice('SLHJ'));
    await tell(play, hospital.notice('SLHJ', 'cancel'));
    expect(await play.view()).toMatchObject({ stage: 'opened', plan: null });
    await play.openTask('state-plan');
    await withdraw(play);
  });

  it('that a ward recorded is not undone by a notice: a person reads it', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await tell(play, hospital.notice('SLHJ'));
    await tell(play, hospital.notice('SLHJ', 'cancel'));
    expect(await play.view()).toMatchObject({ stage: 'left' });
    expect((await play.openTask('read-late-fact')).about).toMatchObject({ what: 'AN_SLHJ' });
    // The ward takes its own record back.
    await play.put('cancel-stay', { stayEvent: 'SLHJ' });
    expect(await play.view()).toMatchObject({ stage: 'planning', leftAt: null });
    await withdraw(play);
  });

  it('never comes from a hospice or another hospital: the ward closes the stay by hand', async () => {
    const play = await stage.begin({ gpUnit: null, plan: null });
    await play.put('leave', { happenedAt: today(), how: 'hospice' });
    expect(await play.view()).toMatchObject({ stage: 'left', stay: { endedAt: null } });
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('leave', () => {
  it('is shown, starts nothing, and ends by an end of leave or by a discharge', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    // A place is asked for when one has been looked for, which takes a moment.
    await play.openTask('take-patient');
    const kinds = await play.openKinds();
    await tell(play, hospital.notice('STOR'));
    expect(await play.view()).toMatchObject({ stage: 'planning', stay: { state: 'on-leave' } });
    expect(await play.openKinds()).toEqual(kinds);
    await tell(play, hospital.notice('SLOR', 'new', today() + 1));
    expect((await play.view()).stay.state).toBe('admitted');
    await tell(play, hospital.notice('STOR', 'new', today() + 2));
    // Not back from leave.
    await tell(play, hospital.notice('SLHJ', 'new', today() + 3));
    expect(await play.view()).toMatchObject({ stage: 'left', stay: { state: 'ended' } });
    await play.put('report-death', { happenedAt: today() + 4 });
  });

  it('is recorded in the hospital’s own system where that tells of it', async () => {
    const play = await stage.begin({ gpUnit: null });
    expect((await play.refused('go-on-leave', { happenedAt: today() })).code).toBe('told-by-hospital');
    await withdraw(play);
  });
});

describe('an admission', () => {
  it('that is cancelled withdraws a case in which nothing was planned', async () => {
    const play = await stage.begin({ plan: null, gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('STIN', 'new', today() - HOUR));
    await tell(play, hospital.notice('STIN', 'cancel'));
    await play.handle.result();
    const { view, events } = await play.case();
    expect(view).toMatchObject({ stage: 'closed', stay: { state: 'cancelled' } });
    expect(events.map(({ fact }) => fact)).toContain('withdrawn');
  });

  it('that is cancelled is for the ward to read when it has planned', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('STIN', 'new', today() - HOUR));
    await tell(play, hospital.notice('STIN', 'cancel'));
    expect((await play.openTask('read-late-fact')).about).toMatchObject({ what: 'AN_STIN' });
    await withdraw(play);
  });

  it('after an acute ambulant contact needs no end between them', async () => {
    const play = await stage.begin({ plan: null, gpUnit: null });
    const hospital = new Hospital();
    await tell(play, hospital.notice('STAA', 'new', today() - 2 * HOUR));
    expect((await play.view()).stay.state).toBe('ambulant');
    await tell(play, hospital.notice('STIN', 'new', today() - HOUR));
    expect((await play.view()).stay.state).toBe('admitted');
    await withdraw(play);
  });
});

describe('a death', () => {
  it('ends planning at once, also when it is told before the end of the stay', async () => {
    const play = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    const end = hospital.notice('SLHJ', 'new', today() - HOUR / 2);
    await tell(play, hospital.notice('MORS'));
    expect(await play.view()).toMatchObject({ stage: 'deceased', leftAt: null });
    await tell(play, end);
    expect(await play.view()).toMatchObject({ stage: 'deceased', leftAt: end.at, stay: { state: 'deceased' } });
  });

  it('that is cancelled is told and rung about, and services and place are asked for anew', async () => {
    const play = await stage.begin();
    await play.untilReady();
    const hospital = new Hospital();
    await tell(play, hospital.notice('STIN', 'new', today() - HOUR));
    await tell(play, hospital.notice('MORS'));
    await play.openTask('close-services');
    await tell(play, hospital.notice('MORS', 'cancel'));
    const { view } = await play.case();
    expect(view).toMatchObject({ stage: 'planning', stay: { state: 'admitted' }, readyAt: null });
    const kinds = await play.openKinds();
    expect(kinds).not.toContain('close-services');
    expect(kinds).not.toContain('after-death');
    expect((await play.openTask('ring-municipality')).about).toMatchObject({ why: 'not-dead' });
    await play.openTask('answer-services');
    await play.openTask('take-patient');
    await play.sent('alive');
    await withdraw(play);
  });
});

describe('when the patient left or died', () => {
  const moved = async (play: Play) => (await play.case()).events.filter(({ fact }) => fact === 'death-moved');

  it('is put right for a death too, by the ward and by the hospital', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.put('report-death', { happenedAt: today() - HOUR });
    await play.put('correct-stay', { stayEvent: 'MORS', happenedAt: today() - 2 * HOUR });
    const at = (await play.view()).stay.since ?? expect.unreachable('nobody died');
    expect(await moved(play)).toMatchObject([{ happenedAt: at }]);

    const told = await stage.begin({ gpUnit: null });
    const hospital = new Hospital();
    await tell(told, hospital.notice('MORS', 'new', today() - HOUR));
    const corrected = hospital.notice('MORS', 'revise', today() - 3 * HOUR);
    await tell(told, corrected);
    expect(await moved(told)).toMatchObject([{ happenedAt: corrected.at }]);
    expect((await told.facts()).filter((fact) => fact === 'deceased')).toHaveLength(1);
  });

  it('is put right for a hospice, whose stay no notice ends', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.put('leave', { happenedAt: today() - HOUR, how: 'hospice' });
    const happenedAt = today() - 3 * HOUR;
    await play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt });
    expect(await play.view()).toMatchObject({ leftAt: happenedAt, stay: { state: 'admitted', endedAt: null } });
    expect((await play.case()).events.filter(({ fact }) => fact === 'left-moved')).toMatchObject([{ happenedAt }]);
    await play.put('report-death', { happenedAt: today() });
  });

  it('is recorded when planning was withdrawn: what a notice tells is read too, what the ward says is not', async () => {
    const begun = async () => {
      const play = await stage.begin({ gpUnit: null });
      await play.receipt('plan');
      await play.put('withdraw', { reason: 'other' });
      expect((await play.view()).stage).toBe('withdrawn');
      return play;
    };
    const told = await begun();
    const hospital = new Hospital();
    const end = hospital.notice('SLHJ', 'new', today() - HOUR);
    await tell(told, end);
    expect(await told.view()).toMatchObject({ stage: 'withdrawn', leftAt: end.at });
    expect((await told.openTask('read-late-fact')).about).toMatchObject({ what: 'discharged-home' });
    await tell(told, hospital.notice('SLHJ', 'revise', end.at - HOUR));
    expect((await told.facts()).filter((fact) => fact.startsWith('left'))).toEqual(['left', 'left-moved']);

    const said = await begun();
    await said.put('leave', { happenedAt: today() - HOUR, how: 'home' });
    expect(await said.facts()).toContain('left');
    expect(await said.openKinds()).not.toContain('read-late-fact');
  });
});

describe('a stay of which no end is told', () => {
  it('is asked about a day after the planned leaving, again and again, until the ward says that the patient has left', async () => {
    const play = await stage.begin({ gpUnit: null });
    await play.receipt('plan');
    const planned = Date.parse((play.start.plan?.bed?.from ?? '').toString());
    await play.clockTo(planned + DAY + 60_000);
    await play.answer('still-here', 'still-here');
    expect((await play.view()).leftAt).toBeNull();
    // What is said of one round holds for no other, and the one that has ended can still be put right.
    const [second, first, ...more] = await waitsFor(play, 'leaving-overdue');
    expect([first?.id, second?.id, more]).toEqual(['leaving-overdue', 'leaving-overdue.2', []]);
    expect(first).toMatchObject({ unit: 'ward-m1', until: expect.any(Number) });
    expect(second).toMatchObject({ unit: 'ward-m1', until: null });
    // A database that has lost them gets them back with all else.
    await play.parts.db.deleteFrom('ended_clocks').where('case_id', '=', play.start.dischargeId).execute();
    await play.put('refresh', { whole: true });
    await play.until(async () => expect(await waitsFor(play, 'leaving-overdue')).toEqual([second, first]));
    await play.clockTo(await play.due('leaving-overdue'));
    const from = today();
    const at = new Date(from - HOUR).toISOString();
    await play.answer('still-here', 'left', { at, how: 'home' });
    expect(await stepsDone(play, 'leaving-recorded', from)).toEqual([1, 0]);
    expect(await play.view()).toMatchObject({ stage: 'left', leftAt: Date.parse(at), stay: { state: 'ended' } });
    await play.put('report-death', { happenedAt: today() });
  });

  it('is not asked about when another day is planned, or when the end is told after all', async () => {
    const play = await stage.begin({ gpUnit: null });
    const first = await play.due('leaving-overdue');
    const plan = play.start.plan ?? expect.unreachable('no plan');
    const at = new Date(today() + 9 * DAY).toISOString();
    const later = { ...plan, version: 2, date: { kind: 'at', at } as const, changed: ['date'] as const };
    await play.put('change-plan', { base: 1, plan: later });
    await play.until(({ clocks }) => {
      expect(clocks.find(({ name }) => name === 'leaving-overdue')?.due).toBe(Date.parse(at) + DAY);
    });
    expect(first).toBeLessThan(Date.parse(at));
    await play.clockTo(Date.parse(at) + DAY + 60_000);
    await play.openTask('still-here');
    await tell(play, new Hospital().notice('SLHJ'));
    expect(await play.openKinds()).not.toContain('still-here');
    await play.put('report-death', { happenedAt: today() });
  });
});
