// Weekends, holidays and Friday afternoons: only by a named person's yes on the phone, before the patient is ready.
// No, nobody reached, a call back and silence are none; the agreement is decided anew when the day changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '../../domain/ids.ts';
import type { Plan } from '../../domain/plan.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { at, fridayDate, holidayDate, ordinaryDate, saturdayDate } from './days.ts';
import { DAY, HOUR } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const dateOf = (leaving: number) => ({ kind: 'at', at: new Date(leaving).toISOString() }) as const;
const begin = (leaving: number, start: Partial<DischargeStart> = {}, date: Plan['date'] = dateOf(leaving)) => {
  const bare = { services: ['home-nursing'], hasRunningServices: false, bed: null } as const;
  const plan: Plan = { ...ordinaryPlan(today()), ...bare, date };
  return stage.begin({ plan, gpUnit: null, admittedAt: today() - 48 * HOUR, ...start });
};
const change = (play: Play, base: number, changed: Plan['changed'], news: Partial<Plan> = {}) =>
  play.put('change-plan', {
    base,
    plan: { ...(play.start.plan ?? ordinaryPlan(today())), version: base + 1, changed, ...news },
  });
const calls = async (play: Play) => (await play.view()).calls ?? [];
const lacking = async (play: Play) => (await play.refused('ready', {})).details['missing'];
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });
const saturday = (time = '10:00') => at(saturdayDate(), time);

/** All but the agreement is there. */
async function arranged(play: Play): Promise<void> {
  await play.receipt('plan');
  await play.answer('answer-services', 'accept');
  await play.answer('agree-follow-up', 'not-needed');
}

describe('a discharge on a Saturday', () => {
  it('is not ready until a named person has said yes on the phone', async () => {
    const play = await begin(saturday());
    await arranged(play);
    expect(await lacking(play)).toEqual(['weekend-agreement']);
    const task = await play.openTask('agree-by-phone');
    expect(task).toMatchObject({
      unit: 'ward-m1',
      rule: 'rm-2026.1/weekend-agreement',
      about: { unit: 'mun-0791-visitation', reasons: ['weekend'], rung: 'unit' },
    });
    expect(task.due).toBe(at(fridayDate(), '12:00'));
    await play.answer('agree-by-phone', 'agreed', { calledAt: new Date(today()).toISOString() });
    await play.put('ready', {});
    expect((await play.view()).stage).toBe('ready');
    expect(await play.facts()).toContain('call-agreed');
    await play.until(({ messages }) => expect(messages.map(({ kind }) => kind)).toContain('phone-agreement'));
    await withdraw(play);
  });

  it('stays blocked by silence, which reminds and climbs the ladder but is never a yes', async () => {
    const play = await begin(saturday());
    await arranged(play);
    const task = await play.openTask('agree-by-phone');
    for (const due of [task.due - 3 * HOUR, task.due + 1000, task.due + 3 * HOUR, saturday('09:00')]) {
      await play.clockTo(due);
    }
    const { tasks, view } = await play.case();
    expect(tasks.find(({ id }) => id === task.id)).toMatchObject({
      status: 'open',
      reminders: 1,
      escalatedTo: 'on-call',
    });
    expect(view?.attention).toBe(true);
    expect(await lacking(play)).toEqual(['weekend-agreement']);
    await withdraw(play);
    expect(await play.openKinds()).not.toContain('agree-by-phone');
  });

  it('stays blocked by a no, until the ward rings again and gets a yes', async () => {
    const play = await begin(saturday());
    await arranged(play);
    await play.answer('agree-by-phone', 'declined', { reason: 'no-capacity' });
    expect(await lacking(play)).toEqual(['weekend-agreement']);
    expect(await calls(play)).toMatchObject([{ state: 'declined' }]);
    await play.answer('no-by-phone', 'ring-again');
    await play.answer('agree-by-phone', 'agreed');
    await play.put('ready', {});
    await withdraw(play);
  });

  it('lets the ward choose another day after a no, which ends the call', async () => {
    const play = await begin(saturday());
    await play.answer('agree-by-phone', 'declined', { reason: 'no-capacity' });
    await play.openTask('no-by-phone');
    await change(play, 1, ['date'], { date: dateOf(at(ordinaryDate(), '10:00') + 14 * DAY) });
    await play.sent('changed-plan');
    expect(await play.openKinds()).not.toContain('no-by-phone');
    expect(await calls(play)).toEqual([]);
    await withdraw(play);
  });

  it('goes up the numbers of the unit when nobody answers, and asks for attention after the last', async () => {
    const play = await begin(saturday());
    for (const rung of ['unit', 'team-leader', 'on-call']) {
      await play.until(({ tasks }) =>
        expect(tasks.find(({ kind, status }) => kind === 'agree-by-phone' && status === 'open')?.about['rung']).toBe(
          rung,
        ),
      );
      await play.answer('agree-by-phone', 'not-reached');
    }
    await play.openTask('agree-by-phone');
    expect((await play.view()).attention).toBe(true);
    await play.answer('agree-by-phone', 'agreed');
    await play.until(({ view }) => expect(view?.attention).toBe(false));
    await withdraw(play);
  });

  it('has the ward ring again at the time that was agreed for a call back', async () => {
    const play = await begin(saturday());
    const later = today() + 5 * HOUR;
    await play.answer('agree-by-phone', 'call-back', { at: new Date(later).toISOString() });
    expect((await play.openTask('agree-by-phone')).due).toBe(later);
    await withdraw(play);
  });

  it('takes one answer of two', async () => {
    const play = await begin(saturday());
    const { id, version } = await play.answer('agree-by-phone', 'agreed');
    const again = { task: id, version, answer: 'declined', codes: {} };
    expect((await play.refused('answer-task', again)).code).toBe('task-closed');
    expect(await calls(play)).toMatchObject([{ state: 'agreed' }]);
    await withdraw(play);
  });

  it('shares nothing on the phone when the patient objects', async () => {
    const play = await begin(saturday());
    await play.openTask('agree-by-phone');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await play.answer('handle-objection', 'consent-given');
    await play.openTask('agree-by-phone');
    await withdraw(play);
  });
});

describe('the day of the leaving', () => {
  it('needs the agreement on a holiday, and on an ordinary day none', async () => {
    const holiday = await begin(at(holidayDate(), '10:00'));
    expect((await holiday.openTask('agree-by-phone')).about['reasons']).toEqual(['weekend']);
    await withdraw(holiday);
    const ordinary = await begin(at(ordinaryDate(), '10:00'));
    await arranged(ordinary);
    await ordinary.put('ready', {});
    await withdraw(ordinary);
  });

  it('is decided anew when it moves into a weekend, and takes back that the patient is ready', async () => {
    const play = await begin(at(ordinaryDate(), '10:00'));
    await arranged(play);
    await play.put('ready', {});
    await change(play, 1, ['date'], { date: dateOf(saturday()) });
    await play.openTask('agree-by-phone');
    expect(await lacking(play)).toContain('weekend-agreement');
    await withdraw(play);
  });

  it('must be agreed again when it or the services change, and not when the words of the plan do', async () => {
    const play = await begin(saturday());
    await arranged(play);
    await play.answer('agree-by-phone', 'agreed');
    await change(play, 1, ['wishes']);
    await play.sent('changed-plan');
    expect(await calls(play)).toMatchObject([{ state: 'agreed' }]);
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await change(play, 2, ['services'], { services: ['home-nursing', 'meals'] });
    await play.answer('agree-by-phone', 'agreed');
    await change(play, 3, ['date'], { date: dateOf(saturday('10:00') + DAY) });
    expect((await play.openTask('agree-by-phone')).about['leaves']).toBe(new Date(saturday() + DAY).toISOString());
    expect(await lacking(play)).toContain('weekend-agreement');
    await withdraw(play);
  });

  it('is the day that it has become when the patient is still here', async () => {
    const play = await begin(at(fridayDate(), '10:00'));
    await arranged(play);
    await play.put('ready', {});
    await play.clockTo(await play.due('leaving-overdue'));
    await play.answer('still-here', 'still-here');
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['weekend']);
    expect((await play.view()).stage).toBe('planning');
    await withdraw(play);
  });

  it('needs no agreement while planning pauses, and a new one when it goes on', async () => {
    const play = await begin(saturday());
    await play.answer('agree-by-phone', 'agreed');
    await play.put('pause', { reason: 'ill-again' });
    expect(await calls(play)).toEqual([]);
    await play.put('resume', {});
    await play.openTask('agree-by-phone');
    await withdraw(play);
  });
});

describe('a day that no plan has named', () => {
  const undated = { kind: 'unknown' } as const;
  async function arrangedFor(date: Plan['date'], now: number): Promise<Play> {
    const play = await begin(0, {}, date);
    await arranged(play);
    await play.clockTo(now);
    return play;
  }

  it('is stopped on a Saturday until the agreement by phone is recorded', async () => {
    const morning = saturday('09:00');
    const play = await arrangedFor(undated, morning);
    expect(await lacking(play)).toEqual(['weekend-agreement']);
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['weekend']);
    expect(await lacking(play)).toEqual(['weekend-agreement']);
    await play.answer('agree-by-phone', 'agreed');
    await play.clockTo(morning + 2 * HOUR);
    await play.put('ready', {});
    expect((await play.view()).stage).toBe('ready');
    await withdraw(play);
  });

  it('needs no call on an ordinary day when this version was sent by noon, and one when it was sent later', async () => {
    const day = ordinaryDate();
    const play = await arrangedFor(undated, at(day, '13:00'));
    await play.put('ready', {});
    await change(play, 1, ['wishes'], { date: undated });
    await play.sent('changed-plan');
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['same-day']);
    expect(await lacking(play)).toEqual(['call-recorded']);
    await withdraw(play);
  });

  it('is rung about when the patient is to leave before the planned day, and not when ready means that day', async () => {
    const day = ordinaryDate();
    const planned = dateOf(at(day, '10:00') + DAY);
    const asPlanned = await arrangedFor(planned, at(day, '09:00'));
    await asPlanned.put('ready', {});
    await withdraw(asPlanned);
    const play = await arrangedFor(planned, at(day, '09:30'));
    const early = await play.refused('ready', { leavesToday: true });
    expect([early.code, early.details['missing']]).toEqual(['not-ready', ['call-recorded']]);
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['same-day']);
    await play.answer('agree-by-phone', 'agreed');
    await play.put('ready', { leavesToday: true });
    expect((await play.view()).stage).toBe('ready');
    await withdraw(play);
  });

  it('is rung about when the patient has left, and not when it is the day that was decided about', async () => {
    const day = ordinaryDate();
    const left = async (leaves: number, now: number): Promise<Play> => {
      const play = await arrangedFor(dateOf(leaves), now);
      await play.put('ready', {});
      await play.put('leave', { happenedAt: now, how: 'home' });
      return play;
    };
    const sameDay = await left(at(day, '13:00'), at(day, '09:00'));
    await sameDay.clockTo(at(day, '09:10'));
    expect(await sameDay.openKinds()).not.toContain('ring-municipality');
    const early = await left(at(day, '10:00') + DAY, at(day, '09:30'));
    expect((await early.openTask('ring-municipality')).about).toMatchObject({
      why: 'left-other-day',
      ...{ leftAt: instant(at(day, '09:30')), agreedFor: instant(at(day, '10:00') + DAY) },
    });
    await early.answer('ring-municipality', 'called', { result: 'reached' });
    expect(await early.openKinds()).not.toContain('ring-municipality');
  });
});

describe('admitted on a Friday afternoon', () => {
  const before = (municipality: string) => {
    const visitationUnit = `mun-${municipality}-visitation`;
    return { municipality, visitationUnit, servicesUnit: `mun-${municipality}-homecare` };
  };
  const friday = (time: string) => at(fridayDate(), time);
  const monday = (time: string) => at(fridayDate(), time) + 3 * DAY;
  const rung = async (municipality: string, admitted: string, out: string) => {
    const play = await begin(monday(out), { ...before(municipality), admittedAt: friday(admitted) });
    await play.openTask('answer-services');
    const task = (await play.case()).tasks.find(({ kind }) => kind === 'agree-by-phone');
    await withdraw(play);
    return task === undefined ? null : [task.about['unit'], task.rule];
  };

  it('and out before Monday noon is rung about as the cluster has agreed: whom, and by which rule', async () => {
    expect(await rung('0791', '14:00', '10:00')).toEqual(['mun-0791-visitation', 'rm-2026.1/midt/friday-afternoon']);
    expect(await rung('0657', '14:00', '10:00')).toEqual(['mun-0657-homecare', 'rm-2026.1/goedstrup/friday-afternoon']);
    expect(await rung('0730', '14:00', '09:00')).toEqual(['mun-0730-visitation', 'rm-2026.1/randers/friday-afternoon']);
  });

  it('is no matter before the afternoon, after Monday noon, or where the cluster counts otherwise', async () => {
    expect(await rung('0791', '11:00', '10:00')).toBeNull();
    expect(await rung('0791', '14:00', '13:00')).toBeNull();
    expect(await rung('0730', '12:30', '09:00')).toBeNull();
    expect(await rung('0730', '14:00', '10:30')).toBeNull();
  });

  it('and out on the Saturday is one call for both reasons when the same people are rung', async () => {
    const play = await begin(saturday('16:00'), { admittedAt: friday('13:00') });
    const { about, rule } = await play.openTask('agree-by-phone');
    expect([about['reasons'], rule]).toEqual([['weekend', 'friday-afternoon'], 'rm-2026.1/weekend-agreement']);
    await play.answer('agree-by-phone', 'agreed');
    await play.until(async () => expect(await calls(play)).toMatchObject([{ state: 'agreed' }]));
    await withdraw(play);
  });
});
