// The day of the leaving: what it asks for is decided for the day that it is, also when nobody planned that day, the rules
// change meanwhile, the plan was refused, or the stay began at another time than was told.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../domain/gate.ts';
import { instant } from '../../domain/ids.ts';
import { notifiedOf } from '../../domain/phone-first.ts';
import type { Plan } from '../../domain/plan.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { at, fridayDate, ordinaryDate, saturdayDate } from './days.ts';
import { DAY, HOUR, operator, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

/** The cluster agrees on an earlier cut-off: in force for what is asked from then on. */
let cutOffEarlier = false;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(({ rulings }) => ({
    rulings: async (queries) =>
      (await rulings(queries)).map((ruled) =>
        ruled.clock === 'plan-same-day' && cutOffEarlier ? { ...ruled, due: ruled.due - HOUR } : ruled,
      ),
  }));
});
afterAll(() => stage.close());

const on = (time: number) => ({ kind: 'at', at: instant(time) }) as const;
const undated = { kind: 'unknown' } as const;
const planFor = (date: Plan['date']): Plan => ({
  ...ordinaryPlan(today()),
  ...{ services: ['home-nursing'], hasRunningServices: false, bed: null, date },
});
const begin = (date: Plan['date'], start: Partial<DischargeStart> = {}) =>
  stage.begin({ plan: planFor(date), gpUnit: null, admittedAt: today() - 48 * HOUR, ...start });
const change = (play: Play, changed: Plan['changed'], news: Partial<Plan> = {}) =>
  play.put('change-plan', {
    base: 1,
    plan: { ...(play.start.plan ?? ordinaryPlan(today())), version: 2, changed, ...news },
  });
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });
const leave = (play: Play, happenedAt = today()) => play.put('leave', { happenedAt, how: 'home' });
const calls = async (play: Play) => (await play.view()).calls ?? [];
const missed = async (play: Play) => (await play.view()).gate?.atLeaving?.missing;
const notified = async (play: Play) => {
  const { view, messages } = await play.case();
  return view === null ? null : notifiedOf(view, messages);
};

/** All but a call is there. */
async function arranged(play: Play): Promise<void> {
  await play.receipt('plan');
  await play.answer('answer-services', 'accept');
  await play.answer('agree-follow-up', 'not-needed');
}
describe('a leaving on a day that no plan and no "ready" had named', () => {
  it('lacks the agreement of a Saturday, and somebody rings', async () => {
    const play = await begin(undated);
    await arranged(play);
    await play.clockTo(at(saturdayDate(), '09:00'));
    const leftAt = today();
    await leave(play, leftAt);
    const { about } = await play.openTask('ring-municipality');
    expect(about).toMatchObject({ why: 'left-unnamed-day', leftAt: instant(leftAt), reasons: ['weekend'] });
    await play.until(async () => expect(await missed(play)).toEqual(['weekend-agreement']));
    await play.answer('ring-municipality', 'called', { result: 'reached' });
    expect(await play.openKinds()).not.toContain('ring-municipality');
  });

  it('is not rung about on an ordinary day when the plan was sent in time, and is when it was not', async () => {
    const day = ordinaryDate();
    const inTime = await begin(undated);
    await arranged(inTime);
    await inTime.clockTo(at(day, '14:00'));
    await leave(inTime);
    await inTime.clockTo(at(day, '14:30'));
    const late = await begin(undated);
    await arranged(late);
    await leave(late);
    expect((await late.openTask('ring-municipality')).about).toMatchObject({ why: 'left-unnamed-day', reasons: [] });
    expect(await missed(inTime)).toEqual([]);
    expect(await inTime.openKinds()).not.toContain('ring-municipality');
    await late.answer('ring-municipality', 'called', { result: 'reached' });
  });
});

describe('a patient who is ready', () => {
  async function readyForFriday(): Promise<{ play: Play; friday: string; saturday: string; planned: number }> {
    const [friday, saturday] = [fridayDate(), saturdayDate()];
    const planned = at(friday, '10:00');
    const play = await begin(on(planned));
    await arranged(play);
    await play.put('ready', {});
    return { play, friday, saturday, planned };
  }

  it('is not ready any more when that day is over and the next asks for an agreement, which then holds all that day', async () => {
    const { play, friday, saturday, planned } = await readyForFriday();
    await play.clockTo(at(friday, '23:59') - 2000);
    expect((await play.view()).stage).toBe('ready');
    await play.clockTo(at(saturday, '00:00'));
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['weekend']);
    const { stage: now, calls: open = [] } = await play.view();
    expect([now, open.length]).toEqual(['planning', 1]);
    expect(await play.facts()).toContain('ready-taken-back');
    expect((await play.refused('ready', {})).details['missing']).toEqual(['weekend-agreement']);
    await play.answer('agree-by-phone', 'agreed');
    await play.put('ready', {});
    // Still here later that day: it is the day that was agreed about.
    await play.clockTo(planned + 25 * HOUR);
    await play.answer('still-here', 'still-here');
    await play.due('leaving-overdue');
    expect((await play.view()).stage).toBe('ready');
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await withdraw(play);
  });

  it('stays ready when the next day asks for nothing', async () => {
    const day = ordinaryDate();
    const play = await begin(on(at(day, '10:00')));
    await arranged(play);
    await play.put('ready', {});
    await play.clockTo(at(day, '10:00') + 15 * HOUR);
    expect((await play.view()).stage).toBe('ready');
    await leave(play);
    expect(await missed(play)).toEqual([]);
  });

  it('and has left a little after midnight when the record is put right: rung about, once for each day', async () => {
    const { play, friday, saturday, planned } = await readyForFriday();
    await play.clockTo(at(friday, '23:50'));
    await leave(play);
    await play.clockTo(at(saturday, '08:00'));
    expect(await play.openKinds()).not.toContain('ring-municipality');
    const moved = (time: number) => play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt: time });
    await moved(at(saturday, '00:10'));
    const task = await play.openTask('ring-municipality');
    expect(task.about).toMatchObject({ why: 'left-other-day', reasons: ['weekend'], agreedFor: instant(planned) });
    await play.until(async () => expect(await missed(play)).toEqual(['weekend-agreement']));
    await moved(at(saturday, '00:20'));
    expect((await play.openTask('ring-municipality')).id).toBe(task.id);
    await moved(at(friday, '23:55'));
    await play.until(({ tasks }) => expect(tasks.find(({ id }) => id === task.id)?.status).toBe('withdrawn'));
  });

  it('and leaves on the planned day is not rung about because the rules have changed meanwhile', async () => {
    const day = ordinaryDate();
    const play = await begin(on(at(day, '15:00')));
    await arranged(play);
    await play.clockTo(at(day, '10:00'));
    await play.put('ready', {});
    cutOffEarlier = true;
    await leave(play);
    // A task that must not come has had its chance when the case has been told the time once more.
    await play.clockTo(today() + HOUR);
    cutOffEarlier = false;
    expect(await play.openKinds()).not.toContain('ring-municipality');
  });
});

describe('a plan that was sent by noon', () => {
  it('counts no more when it was refused, and what is sent anew is late: somebody rings', async () => {
    const day = ordinaryDate();
    const play = await begin(on(at(day, '15:00')));
    await play.clockTo(at(day, '08:30'));
    await play.receipt('plan', 'fatal-error');
    await play.answer('answer-services', 'accept');
    await play.answer('agree-follow-up', 'not-needed');
    const { messages } = await play.case();
    const { id = '' } = messages.find(({ kind }) => kind === 'plan') ?? {};
    await play.clockTo(at(day, '13:00'));
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['same-day']);
    await play.put('repair', { repair: 'send-again', target: id }, operator);
    await play.receipt('plan');
    expect((await play.refused('ready', {})).details['missing']).toEqual(['call-recorded']);
    expect(await notified(play)).toBe('call-missing');
    await withdraw(play);
  });

  it('counts when it had to be sent once more after noon, also after another word of the plan is put right', async () => {
    const day = ordinaryDate();
    const play = await begin(on(at(day, '15:00')));
    await play.clockTo(at(day, '11:50'));
    await play.receipt('plan', 'transient-error');
    await play.sent('plan', 2);
    await play.clockTo(at(day, '12:20'));
    await play.receipt('plan');
    expect(await calls(play)).toEqual([]);
    await withdraw(play);
  });
});

describe('what was told of the stay', () => {
  const admission = (
    play: Play,
    chain: string,
    stayEvent: 'STIN' | 'STAA',
    told: { at: number; change: 'new' | 'revise' },
  ) => play.put('stay-notice', { id: randomUUID(), chain, stayEvent, toldAt: today(), ...told }, vans);
  const state = (play: Play, date: Plan['date']) => play.put('change-plan', { base: 0, plan: planFor(date) });

  it('an acute contact without a known day is rung about at once and gets no plan', async () => {
    const play = await stage.begin({ plan: null, gpUnit: null });
    await admission(play, randomUUID(), 'STAA', { at: today() - HOUR, change: 'new' });
    await state(play, undated);
    expect((await play.openTask('agree-by-phone')).about['reasons']).toContain('acute');
    await play.sent('short-stay');
    expect((await play.case()).messages.map(({ kind }) => kind)).not.toContain('plan');
    expect((await play.view()).branch).toBe('ambulant');
    await withdraw(play);
  });

  it('a corrected time of admission makes the stay a short one, and a long one again', async () => {
    const day = ordinaryDate();
    const play = await stage.begin({ plan: null, gpUnit: null, admittedAt: today() - 30 * HOUR });
    const chain = randomUUID();
    const began = today() - 30 * HOUR;
    await admission(play, chain, 'STIN', { at: began, change: 'new' });
    await play.clockTo(at(day, '09:00'));
    await state(play, on(at(day, '16:00')));
    await play.sent('plan');
    expect((await play.view()).branch).toBe('long');
    await admission(play, chain, 'STIN', { at: at(day, '07:00'), change: 'revise' });
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['short-stay']);
    expect((await play.view()).branch).toBe('short');
    await admission(play, chain, 'STIN', { at: began, change: 'revise' });
    await play.until(async () => expect((await play.view()).branch).toBe('long'));
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await withdraw(play);
  });
});

describe('a call that is open', () => {
  it('goes on with its deadline and its ladder when words of the plan change, and begins anew when services do', async () => {
    const play = await begin(on(at(saturdayDate(), '10:00')));
    const { id, due } = await play.openTask('agree-by-phone');
    await play.clockTo(due + 20 * 60_000);
    await change(play, ['wishes']);
    await play.sent('changed-plan');
    expect(await play.openTask('agree-by-phone')).toMatchObject({ id, due, escalatedTo: 'team-leader' });
    const { plan } = await play.view();
    await play.put('change-plan', {
      base: 2,
      plan: {
        ...(plan ?? ordinaryPlan(today())),
        version: 3,
        changed: ['services'],
        services: ['home-nursing', 'meals'],
      },
    });
    await play.until(({ tasks }) => expect(tasks.find((task) => task.id === id)?.status).toBe('withdrawn'));
    expect((await play.openTask('agree-by-phone')).about['planVersion']).toBe(3);
    await withdraw(play);
  });

  it('covers what was told before its yes; what is written later must arrive before the municipality is notified', async () => {
    const play = await begin(on(at(saturdayDate(), '10:00') + 7 * DAY));
    await arranged(play);
    await change(play, ['wishes']);
    await play.sent('changed-plan');
    await play.answer('agree-by-phone', 'agreed');
    await play.until(async () => expect(await notified(play)).toBe('notified'));
    const { plan, calls: said } = await play.view();
    expect(said).toMatchObject([{ state: 'agreed', planVersion: 2 }]);
    await play.put('change-plan', {
      base: 2,
      plan: { ...(plan ?? ordinaryPlan(today())), version: 3, changed: ['wishes'] },
    });
    await play.sent('changed-plan');
    expect(await notified(play)).toBe('not-yet');
    await play.until(async ({ messages }) => {
      const newest = messages.find(
        ({ kind, planVersion, state }) => kind === 'changed-plan' && planVersion === 3 && state === 'sent',
      );
      await play.put('receipt', { message: newest?.id ?? '', code: 'ok', problem: null }, vans);
    });
    await play.until(async () => expect(await notified(play)).toBe('notified'));
    expect(missing(await play.view())).toEqual([]);
    await withdraw(play);
  });
});

describe('a leaving that was taken back', () => {
  const gone = async (play: Play): Promise<void> => {
    await leave(play);
    await play.put('cancel-stay', { stayEvent: 'SLHJ' });
  };

  it('leaves the stay a short one, which gets its plan when it passes the limit after all', async () => {
    const day = ordinaryDate();
    const play = await begin(on(at(day, '16:00')), { admittedAt: at(day, '09:00') });
    await play.clockTo(at(day, '12:00'));
    await play.sent('short-stay');
    await gone(play);
    await play.clockTo(await play.due('stay-branch'));
    await play.sent('plan');
    await withdraw(play);
  });

  it('has somebody ring again about a no, and "ready" is of the day it was said of', async () => {
    const saturday = saturdayDate();
    const refused = await begin(on(at(saturday, '10:00')));
    await refused.answer('agree-by-phone', 'declined', { reason: 'no-capacity' });
    await gone(refused);
    await refused.openTask('agree-by-phone');
    await withdraw(refused);
    const play = await begin(on(at(fridayDate(), '10:00')));
    await arranged(play);
    await play.put('ready', {});
    await gone(play);
    expect((await play.view()).stage).toBe('ready');
    await play.clockTo(await play.due('plan-same-day'));
    await play.openTask('agree-by-phone');
    expect((await play.view()).stage).toBe('planning');
    await withdraw(play);
  });
});
