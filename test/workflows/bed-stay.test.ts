// The stay on an acute bed: arrival or the search for who did not come, responsibility, reassessment, and the closing note.
// Each test ends its stay, so that the next finds the places free.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordinaryDay } from '../../dev/ordinary-day.ts';
import { localDate } from '../../domain/calendar.ts';
import type { BedState } from '../../domain/case-view.ts';
import { missing } from '../../domain/gate.ts';
import { instant } from '../../domain/ids.ts';
import { placesOf, reserve } from '../../store/places.ts';
import { at } from './days.ts';
import { DAY, HOUR, somebodyOf } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { windowOver } from './window.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const UNIT = 'mun-0791-acute';
const NEXT = 'mun-0615-acute';
const nurse = { ...somebodyOf(UNIT), role: 'acute-nurse' } as const;
const iso = (at: number): string => new Date(at).toISOString();
const places = (play: Play) => placesOf(stage.db, play.start.dischargeId);

/** A place is held for an arrival days ahead, and the patient has left for it. */
async function left({ how = 'acute-bed', days = 5, gpUnit = null as string | null } = {}) {
  // In the afternoon, so that the hour before is of the same day; and not soon after a Friday's admission, which is rung about.
  const arrival = at(localDate(instant(ordinaryDay(today() + 2 * DAY))), '14:00');
  const bed = { capabilities: ['CAP-14'], from: iso(arrival), days } as const;
  const date = { kind: 'at', at: iso(arrival) } as const;
  const plan = { ...ordinaryPlan(today()), date, services: [], hasRunningServices: false, bed };
  const play = await stage.begin({ plan, gpUnit, admittedAt: arrival - 5 * DAY });
  await play.answer('take-patient', 'accept');
  await play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'held', arrival }));
  await play.answer('send-referral', 'sent');
  await play.answer('agree-follow-up', 'not-needed');
  await play.toldAndSeen();
  if (gpUnit !== null) await play.receipt('heads-up');
  await play.answer('admission-report', 'done');
  await play.clockTo(arrival - HOUR);
  if (how === 'acute-bed') await play.put('leave', { happenedAt: today(), how: 'acute-bed' });
  return { play, arrival };
}

const bedIs = (play: Play, bed: Partial<BedState>) => play.until(({ view }) => expect(view?.bed).toMatchObject(bed));
const inUse = async (play: Play) => {
  await play.answer('has-arrived', 'arrived');
  await bedIs(play, { state: 'in-use', unit: UNIT });
  await play.until(({ view }) => expect(view?.inFlight).toBe(0));
};

/** The stay ends and its note is written, told and arrived: nothing but the letter to the practice is left. */
async function over(play: Play): Promise<void> {
  await play.answer('reassess-stay', 'stop');
  await play.answer('closing-note', 'sent');
  await closed(play);
}
async function passed(play: Play): Promise<void> {
  if ((await play.case()).clocks.some(({ name }) => name === 'extended-responsibility-end')) await windowOver(play);
  await play.handle.result();
}
async function closed(play: Play): Promise<void> {
  await play.put('send-letter', { sentAt: today() });
  await passed(play);
}

describe('arrival', () => {
  it('is asked of the unit when the patient has left, due a while after the agreed time', async () => {
    const { play, arrival } = await left();
    const task = await play.openTask('has-arrived');
    expect(task).toMatchObject({ unit: UNIT, due: arrival + 2 * HOUR });
    await play.answer('has-arrived', 'arrived', { at: iso(today() - 5 * 60_000) });
    await bedIs(play, { state: 'in-use', unit: UNIT });
    expect(missing(await play.view())).toEqual([]);
    await play.until(async () => expect(await places(play)).toMatchObject([{ state: 'in-use', unit: UNIT }]));
    expect((await play.case()).events.find(({ fact }) => fact === 'arrived')?.happenedAt).toBeLessThan(
      today() - HOUR / 15,
    );
    await over(play);
  });

  it('does not lapse however late it gets, and the asker rings until the patient is found: arrived after all', async () => {
    const { play, arrival } = await left();
    const { due } = await play.openTask('has-arrived');
    await play.clockTo(due);
    const call = await play.openTask('ring-not-arrived');
    expect(call).toMatchObject({ unit: 'ward-m1', about: { unit: UNIT } });
    await play.clockTo(arrival + 9 * DAY);
    expect((await play.view()).bed.state).toBe('held');
    expect(await places(play)).toHaveLength(1);
    await play.answer('ring-not-arrived', 'not-found', { result: 'not-reached' });
    const again = await play.openTask('ring-not-arrived');
    expect(again.id).not.toBe(call.id);
    await play.answer('ring-not-arrived', 'arrived');
    await bedIs(play, { state: 'in-use' });
    await over(play);
  });

  it('gives the place back and tells the unit when the patient turns out to be somewhere else', async () => {
    const { play } = await left();
    await play.answer('has-arrived', 'not-arrived');
    expect(await play.facts()).toContain('not-arrived');
    await play.answer('ring-not-arrived', 'elsewhere');
    await play.receipt('bed-released');
    await bedIs(play, { state: 'not-needed' });
    await play.until(async () => expect(await places(play)).toEqual([]));
    await closed(play);
    expect((await play.case()).stage).toBe('closed');
  });

  it('is not asked any more when the leaving is taken back: the place is held as before, and lapses in time', async () => {
    const { play } = await left();
    await play.openTask('has-arrived');
    await play.put('cancel-stay', { stayEvent: 'SLHJ' });
    await play.until(async () => expect(await play.openKinds()).not.toContain('has-arrived'));
    expect((await play.view()).bed.state).toBe('held');
    await play.clockTo(await play.due('hold-margin'));
    await play.openTask('bed-lapsed');
    await play.put('withdraw', { reason: 'other' });
  });

  it('withdrawn by the unit while the patient is on the way: the asker is told at once', async () => {
    const { play } = await left();
    await play.openTask('has-arrived');
    await play.put('withdraw-hold', { reason: 'no-capacity' }, nurse);
    expect((await play.openTask('bed-lapsed')).about['why']).toBe('withdrawn');
    expect(await play.openKinds()).not.toContain('has-arrived');
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('medical responsibility', () => {
  it('is named while the patient is there: by the rule the one who asked for 72 hours, then the GP', async () => {
    const { play } = await left({ gpUnit: 'gp-041230' });
    expect((await play.view()).responsibility).toBeNull();
    const { leftAt } = await play.view();
    await inUse(play);
    await play.until(({ view }) =>
      expect(view?.responsibility).toEqual({
        who: 'ward-m1',
        until: (leftAt ?? 0) + 72 * HOUR,
        after: 'gp-041230',
        rule: expect.stringMatching(/medical-responsibility$/),
      }),
    );
    await play.answer('reassess-stay', 'stop');
    expect((await play.view()).responsibility).toBeNull();
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('the stay', () => {
  it('is reassessed before the limit; nobody decides: it goes up the ladder of the unit and stays open', async () => {
    const { play } = await left({ days: 20 });
    await inUse(play);
    const task = await play.openTask('reassess-stay');
    const { bed } = await play.view();
    const arrivedAt = bed.state === 'in-use' ? bed.arrivedAt : 0;
    expect(task).toMatchObject({ unit: UNIT, due: arrivedAt + 5 * DAY });
    await play.clockTo(task.due - DAY);
    await play.until(({ tasks }) => expect(tasks.find(({ id }) => id === task.id)?.reminders).toBe(1));
    await play.clockTo(task.due + 5 * HOUR);
    await play.until(({ tasks, view }) => {
      expect(tasks.find(({ id }) => id === task.id)).toMatchObject({ status: 'open', escalatedTo: 'on-call' });
      expect(view?.attention).toBe(true);
    });
    expect(await places(play)).toMatchObject([{ state: 'in-use' }]);
    await over(play);
  });

  it('is due at its planned end when that comes first, and prolonged in the database when the place is free', async () => {
    const { play, arrival } = await left({ days: 3 });
    await inUse(play);
    expect((await play.openTask('reassess-stay')).due).toBe(arrival + 3 * DAY);
    const until = arrival + 6 * DAY;
    await play.answer('reassess-stay', 'extend', { until: iso(until) });
    await bedIs(play, { state: 'in-use', until });
    expect(await places(play)).toMatchObject([{ until }]);
    expect((await play.openTask('reassess-stay')).due).toBeGreaterThan(arrival + 4 * DAY);
    await over(play);
  });

  it('is not prolonged when the place is promised to somebody else, and the unit is told so', async () => {
    const { play, arrival } = await left({ days: 3 });
    await inUse(play);
    for (let taken = false; !taken; ) {
      const period = { from: arrival + 3 * DAY, until: arrival + 4 * DAY, leaseUntil: arrival + 9 * DAY };
      ({ taken } = await reserve(stage.db, { dischargeId: crypto.randomUUID(), unit: UNIT, ...period }));
    }
    await play.answer('reassess-stay', 'extend', { until: iso(arrival + 5 * DAY) });
    const again = await play.until(({ tasks }) => {
      const open = tasks.find(({ kind, status }) => kind === 'reassess-stay' && status === 'open');
      if (open?.about['why'] !== 'place-taken') throw new Error('Not asked again');
      return open;
    });
    expect(again.due).toBe(arrival + 3 * DAY);
    expect(await play.facts()).toContain('stay-not-extended');
    expect(await places(play)).toMatchObject([{ until: arrival + 3 * DAY }]);
    // The others' days are over before the next test.
    await play.clockTo(arrival + 5 * DAY);
    await over(play);
  });

  it('that is to end later is asked about then, and never ends by itself', async () => {
    const { play } = await left();
    await inUse(play);
    const leavesAt = today() + DAY;
    await play.answer('reassess-stay', 'stop', { leavesAt: iso(leavesAt), to: 'home' });
    await bedIs(play, { state: 'in-use', until: leavesAt });
    await play.clockTo(leavesAt + HOUR);
    expect((await play.view()).bed.state).toBe('in-use');
    await play.answer('reassess-stay', 'move', { to: 'nursing-home' });
    await bedIs(play, { state: 'ended' });
    const ended = (await play.case()).events.find(({ fact }) => fact === 'stay-ended');
    expect(ended?.codes).toEqual({ unit: UNIT, ending: 'nursing-home' });
    await play.until(async () => expect(await places(play)).toEqual([]));
    await play.answer('closing-note', 'sent');
    await closed(play);
  });

  it('that is to move asks for a place anew, keeps the old one until the arrival, and gives it back then', async () => {
    const { play } = await left();
    await inUse(play);
    await play.answer('reassess-stay', 'move', { to: 'other-acute-bed', leavesAt: iso(today() + 2 * DAY) });
    const asked = await play.openTask('take-patient');
    expect(asked.unit).toBe(NEXT);
    await play.until(async () =>
      expect((await places(play)).map(({ unit, state }) => [unit, state])).toEqual([
        [UNIT, 'in-use'],
        [NEXT, 'reserved'],
      ]),
    );
    await play.answer('take-patient', 'accept');
    await play.until(({ view }) =>
      expect(view?.bed).toMatchObject({ state: 'in-use', unit: UNIT, next: { unit: NEXT } }),
    );
    expect((await play.openTask('send-referral')).about['unit']).toBe(NEXT);
    await play.answer('send-referral', 'sent');
    expect((await places(play)).map(({ unit, state }) => [unit, state])).toEqual([
      [UNIT, 'in-use'],
      [NEXT, 'held'],
    ]);
    expect((await play.openTask('has-arrived')).unit).toBe(NEXT);
    await play.answer('has-arrived', 'arrived');
    await bedIs(play, { state: 'in-use', unit: NEXT });
    await play.until(async () =>
      expect((await places(play)).map(({ unit, state }) => [unit, state])).toEqual([[NEXT, 'in-use']]),
    );
    expect(await play.facts()).toContain('stay-moved');
    expect((await play.openTask('closing-note')).unit).toBe(UNIT);
    await play.answer('closing-note', 'sent');
    expect((await play.openTask('reassess-stay')).unit).toBe(NEXT);
    await over(play);
  });

  it('stays where it is when no other place is found or the next unit takes its yes back, and is reassessed again', async () => {
    const { play } = await left();
    await inUse(play);
    const first = await play.openTask('reassess-stay');
    await play.answer('reassess-stay', 'move', { to: 'other-acute-bed' });
    // Needed now, so the asker rings.
    await play.answer('ring-unit', 'decline', { reason: 'no-staff' });
    await play.answer('no-bed-found', 'other-way');
    const again = await play.openTask('reassess-stay');
    expect(again.id).not.toBe(first.id);
    expect(await places(play)).toMatchObject([{ unit: UNIT, state: 'in-use' }]);
    await play.answer('reassess-stay', 'move', { to: 'other-acute-bed', leavesAt: iso(today() + 2 * DAY) });
    await play.answer('take-patient', 'accept');
    await play.until(({ view }) => expect(view?.bed).toMatchObject({ next: { unit: NEXT } }));
    await play.openTask('has-arrived');
    await play.put('withdraw-hold', { reason: 'no-capacity' }, { ...somebodyOf(NEXT), role: 'acute-nurse' });
    await play.openTask('reassess-stay');
    await play.until(async () => expect(await places(play)).toMatchObject([{ unit: UNIT, state: 'in-use' }]));
    await play.put('report-death', { happenedAt: today() });
    await play.until(async () => expect(await places(play)).toEqual([]));
  });

  it('gives back both places when the patient dies before the move', async () => {
    const { play } = await left();
    await inUse(play);
    await play.answer('reassess-stay', 'move', { to: 'other-acute-bed', leavesAt: iso(today() + 2 * DAY) });
    await play.answer('take-patient', 'accept');
    await play.until(({ view }) => expect(view?.bed).toMatchObject({ next: { unit: NEXT } }));
    await play.put('report-death', { happenedAt: today() });
    await play.until(async () => expect(await places(play)).toEqual([]));
    const told = (await play.case()).messages.filter(({ kind }) => kind === 'death').map(({ to }) => to);
    expect(told).toEqual(expect.arrayContaining([UNIT, NEXT]));
  });

  it('keeps the discharge open until the unit has said that its closing note is sent', async () => {
    const { play } = await left();
    await inUse(play);
    await play.put('send-letter', { sentAt: today() });
    expect((await play.case()).stage).toBe('left');
    await play.answer('reassess-stay', 'stop');
    const task = await play.openTask('closing-note');
    expect(task).toMatchObject({ unit: UNIT, due: expect.closeTo(today() + DAY, -5) });
    expect((await play.case()).stage).toBe('left');
    await play.answer('closing-note', 'sent');
    await passed(play);
    const { stage: ended, messages } = await play.case();
    expect(ended).toBe('closed');
    // It has a standard of its own: this service sends none.
    expect(messages.filter(({ to, kind }) => to === UNIT && kind !== 'responsibility-passed')).toEqual([]);
  });

  it('asks nobody for a closing note that a system has reported as sent', async () => {
    const { play } = await left();
    await inUse(play);
    await play.answer('reassess-stay', 'stop');
    await play.openTask('closing-note');
    const document = { kind: 'acute-closing-note', stage: 'sent', version: 1 } as const;
    await play.put('note-fact', { what: 'document', happenedAt: today(), mustRead: false, document });
    await play.until(async () => expect(await play.openKinds()).not.toContain('closing-note'));
    await closed(play);
  });

  it('ends with the death of the patient, and nothing is asked any more', async () => {
    const { play } = await left();
    await inUse(play);
    await play.put('report-death', { happenedAt: today() }, nurse);
    expect(await play.openKinds()).not.toContain('reassess-stay');
    await play.until(async () => expect(await places(play)).toEqual([]));
    const { view } = await play.case();
    expect([view?.bed.state, view?.responsibility]).toEqual(['not-needed', null]);
  });
});
