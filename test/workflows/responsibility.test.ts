// The department's 72 hours after a stay: begun with the leaving, warned of, ended by themselves, handed on to the GP; and
// what ends them before that. Each test ends its case.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../domain/plan.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { DAY, HOUR, somebodyOf, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { windowOver } from './window.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

interface How extends Partial<DischargeStart> {
  stayed?: number;
  ago?: number;
  services?: Plan['services'];
}

/** Home with home nursing after a stay of some days; the services are agreed. */
async function home(how: How = {}) {
  const { stayed = 2 * DAY, ago = 0, services = ['home-nursing'], ...start } = how;
  const plan = { ...ordinaryPlan(today()), services, hasRunningServices: false, bed: null };
  const play = await stage.begin({ plan, gpUnit: 'gp-041230', admittedAt: today() - stayed - ago, ...start });
  // A municipality that does nothing after the leaving gets no plan.
  if (services.length > 0) await play.toldAndSeen();
  if (play.start.gpUnit !== null) await play.receipt('heads-up');
  await play.answer('admission-report', 'done');
  if (services.length > 0) await play.answer('answer-services', 'accept');
  await play.answer('agree-follow-up', 'not-needed');
  const leftAt = today() - ago;
  await play.put('leave', { happenedAt: leftAt, how: 'home' });
  // Days before the plan said, so the municipality is rung about today.
  if (services.length > 0) await play.answer('ring-municipality', 'called', { result: 'reached' });
  await play.put('send-letter', { sentAt: today() });
  return { play, leftAt };
}
const ends = async (play: Play) => {
  await play.put('report-death', { happenedAt: today() });
};
const kinds = async (play: Play) => (await play.case()).tasks.map(({ kind }) => kind);

describe('the 72 hours', () => {
  it('begin with the leaving, are warned of on both sides, end by themselves, and the GP is told; then the case closes', async () => {
    const { play, leftAt } = await home();
    const until = leftAt + 72 * HOUR;
    await play.until(({ view }) =>
      expect(view?.extended).toEqual({
        unit: 'ward-m1',
        from: leftAt,
        until,
        rule: 'rm-2026.1/extended-responsibility-end',
      }),
    );
    expect(await play.due('extended-responsibility-end')).toBe(until);
    // Nothing else is left, and yet the case is open: questions under the window can be asked and answered on it.
    expect([(await play.case()).stage, await play.openKinds()]).toEqual(['left', []]);
    await play.clockTo(until - 12 * HOUR - 60_000);
    expect(await play.openKinds()).toEqual([]);
    await play.clockTo(until - 12 * HOUR);
    for (const unit of ['ward-m1', 'mun-0791-homecare']) {
      expect(await play.openTask('extended-ends-soon', unit)).toMatchObject({
        due: until,
        about: { unit: 'ward-m1', after: 'gp-041230' },
      });
    }
    const seen = await play.openTask('extended-ends-soon', 'mun-0791-homecare');
    const body = { task: seen.id, version: seen.version, answer: 'done', codes: {} };
    await play.put('answer-task', body, somebodyOf(seen.unit));
    await play.clockTo(until);
    const told = await play.receipt('responsibility-passed');
    expect(told.to).toBe('gp-041230');
    await play.handle.result();
    const { events, tasks, view } = await play.case();
    expect(events.find(({ fact }) => fact === 'extended-ended')).toMatchObject({
      happenedAt: until,
      codes: { to: 'gp-041230' },
    });
    expect(tasks.find(({ unit, kind }) => kind === 'extended-ends-soon' && unit === 'ward-m1')?.status).toBe('lapsed');
    expect(view?.extended?.until).toBe(until);
  });

  it.each([
    ['a stay of less than a day', { stayed: 23 * HOUR }],
    ['services without nursing', { services: ['meals'] }],
    ['no services at all', { services: [] }],
  ] as const)('are not for %s: the case closes at once', async (_, change) => {
    const { play } = await home({ ...change, gpUnit: null });
    await play.handle.result();
    expect((await play.view()).extended).toBeUndefined();
    expect(await play.facts()).not.toContain('extended-begun');
  });

  it.each([
    ['the ward states, without new ones', { ...ordinaryPlan(today()), services: [], bed: null }, null, true],
    ['the municipality paused, of a leaving without a plan', null, 'done', true],
    ['nobody knows of, of a leaving without a plan', null, null, false],
    [
      'the ward states, and the municipality does not have',
      { ...ordinaryPlan(today()), services: [], bed: null },
      'none',
      false,
    ],
  ] as const)('are, with services that go on which %s', async (_, plan, answer, covered) => {
    const play = await stage.begin({ plan, gpUnit: null, admittedAt: today() - 2 * DAY });
    if (answer !== null) await play.answer('pause-services', answer);
    const leftAt = today();
    await play.put('leave', { happenedAt: leftAt, how: 'home' });
    if (covered) await play.until(({ view }) => expect(view?.extended?.until).toBe(leftAt + 72 * HOUR));
    else expect((await play.view()).extended).toBeUndefined();
    await play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt: leftAt - HOUR });
    if (covered) await play.until(({ view }) => expect(view?.extended?.until).toBe(leftAt + 71 * HOUR));
    else expect(await play.facts()).not.toContain('extended-begun');
    await ends(play);
  });

  it('warn at once, of a leaving that is learnt of shortly before the end', async () => {
    const { play } = await home({ ago: 70 * HOUR, gpUnit: null });
    await play.openTask('extended-ends-soon', 'ward-m1');
    await windowOver(play);
    await play.handle.result();
  });

  it('warn nobody when they are over before anybody hears of the leaving', async () => {
    const { play, leftAt } = await home({ ago: 80 * HOUR, gpUnit: null });
    await play.handle.result();
    expect(await kinds(play)).not.toContain('extended-ends-soon');
    const ended = (await play.case()).events.find(({ fact }) => fact === 'extended-ended');
    expect(ended?.happenedAt).toBe(leftAt + 72 * HOUR);
  });

  it('follow the leaving when its time is put right, also out of the window', async () => {
    const { play, leftAt } = await home({ stayed: 26 * HOUR, gpUnit: null });
    await play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt: leftAt - HOUR });
    await play.until(({ view }) => expect(view?.extended?.until).toBe(leftAt + 71 * HOUR));
    expect(await play.due('extended-responsibility-end')).toBe(leftAt + 71 * HOUR);
    await play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt: leftAt - 4 * HOUR });
    await play.handle.result();
    expect((await play.view()).extended).toBeNull();
  });

  it('are none when the leaving is taken back, and begin anew with the next', async () => {
    const { play } = await home({ gpUnit: null });
    await play.due('extended-responsibility-end');
    await play.put('cancel-stay', { stayEvent: 'SLHJ' });
    const { view, clocks } = await play.case();
    expect(view?.extended).toBeNull();
    expect(clocks.map(({ name }) => name)).not.toContain('extended-responsibility-end');
    const again = today();
    await play.put('leave', { happenedAt: again, how: 'nursing-home' });
    await play.until((c) => expect(c.view?.extended?.from).toBe(again));
    await ends(play);
  });

  it.each([
    ['a death', (play: Play) => ends(play)],
    ['an early readmission', (play: Play) => play.put('readmit', { next: crypto.randomUUID() })],
  ])('end at once with %s: nobody is warned any more', async (_, happens) => {
    const { play } = await home();
    const until = await play.due('extended-responsibility-end');
    await play.clockTo(until - 12 * HOUR);
    await play.openTask('extended-ends-soon', 'ward-m1');
    await happens(play);
    expect(await play.openKinds()).not.toContain('extended-ends-soon');
    expect((await play.case()).clocks.map(({ name }) => name)).not.toContain('extended-responsibility-end');
    expect((await play.case()).messages.map(({ kind }) => kind)).not.toContain('responsibility-passed');
  });

  it('never begin for a discharge that is withdrawn', async () => {
    const play = await stage.begin({ gpUnit: null, admittedAt: today() - 3 * DAY });
    await play.put('withdraw', { reason: 'other' }, ward);
    expect(await play.facts()).not.toContain('extended-begun');
  });

  it('stop at nobody when no GP is known: the fact says so', async () => {
    const { play } = await home({ gpUnit: null });
    await windowOver(play);
    await play.handle.result();
    const { events, messages } = await play.case();
    expect(events.find(({ fact }) => fact === 'extended-ended')?.codes).toMatchObject({ to: null });
    expect(messages.map(({ kind }) => kind)).not.toContain('responsibility-passed');
  });
});

describe('a question under the 72 hours', () => {
  const nurse = { ...somebodyOf('mun-0791-homecare'), role: 'coordinator' } as const;
  const ask = (play: Play, acute: boolean) =>
    play.put('ask-department', { thread: `urn:uuid:${crypto.randomUUID()}`, acute, answerBy: null }, nurse);

  it('awaits its answer at the department, and both are on the record with who and when', async () => {
    const { play } = await home({ gpUnit: null });
    await play.due('extended-responsibility-end');
    await ask(play, false);
    const task = await play.openTask('answer-question', 'ward-m1');
    expect(task.about).toMatchObject({ asker: 'mun-0791-homecare' });
    await play.answer('answer-question', 'answer', {}, ward);
    const { events, tasks } = await play.case();
    expect(events.find(({ fact }) => fact === 'question-asked')).toMatchObject({
      actor: nurse.person,
      codes: { unit: 'mun-0791-homecare', to: 'ward-m1', category: 'extended-care-responsibility' },
    });
    expect(tasks.find(({ id }) => id === task.id)?.answer).toMatchObject({ by: ward.person, code: 'answer' });
    await ends(play);
  });

  it('that is acute is asked by phone: a call of whoever asks, with no task for the department', async () => {
    const { play } = await home({ gpUnit: null });
    await play.due('extended-responsibility-end');
    await ask(play, true);
    expect(await play.openTask('ring-first', 'mun-0791-homecare')).toMatchObject({ about: { unit: 'ward-m1' } });
    await play.answer('ring-first', 'called', { result: 'reached' });
    expect(await kinds(play)).not.toContain('answer-question');
    await ends(play);
  });

  it('is refused before the patient has left, and when the 72 hours are over: it is the GP who is asked', async () => {
    const body = { thread: 'urn:uuid:1', acute: false, answerBy: null };
    const before = await stage.begin({ gpUnit: null });
    expect(await before.refused('ask-department', body, nurse)).toMatchObject({ code: 'wrong-moment' });
    await before.put('withdraw', { reason: 'other' });
    const { play } = await home();
    await play.clockTo(await play.due('extended-responsibility-end'));
    await play.sent('responsibility-passed');
    expect(await play.refused('ask-department', body, nurse)).toMatchObject({ code: 'wrong-moment' });
    await play.receipt('responsibility-passed');
    await play.handle.result();
  });
});
