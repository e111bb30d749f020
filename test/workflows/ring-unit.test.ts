// Call first (ring først): an acute or same-day need begins with a call of the asker's, and no page answer replaces it.
// Not reached goes up the unit's ladder, a call back is a new call, and only the named yes takes the place.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskView } from '../../domain/case-view.ts';
import { placesOf } from '../../store/places.ts';
import { DAY, HOUR, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const FIRST = 'mun-0791-acute';
const SECOND = 'mun-0615-acute';
const places = (play: Play) => placesOf(stage.db, play.start.dischargeId);
/** The patient is to leave in some hours; without services and a practice, so that a test shows one thing. */
const begin = async () => {
  const at = new Date(today() + 3 * HOUR).toISOString();
  const bed = { capabilities: ['CAP-14'], from: at, days: 2 } as const;
  const plan = { ...ordinaryPlan(today()), date: { kind: 'at', at } as const, services: [], bed };
  return stage.begin({ plan: { ...plan, hasRunningServices: false }, gpUnit: null });
};
/** Ends the case, so that its place is free for the next test. */
async function end(play: Play): Promise<void> {
  await play.put('withdraw', { reason: 'other' });
  await play.until(async () => expect(await places(play)).toEqual([]));
}
const call = (play: Play, rung: string, unit = FIRST): Promise<TaskView> =>
  play.until(({ tasks }) => {
    const open = tasks.find(({ kind, status }) => kind === 'ring-unit' && status === 'open');
    expect(open?.about).toMatchObject({ unit, rung });
    if (open === undefined) throw new Error('No call');
    return open;
  });
const asked = async (play: Play) => (await play.case()).tasks.filter(({ kind }) => kind === 'take-patient');

describe('a need of the same day', () => {
  it('begins with a call of the asker; the unit has nothing on its page, and its place is reserved', async () => {
    const play = await begin();
    const task = await call(play, 'unit');
    expect(task.unit).toBe('ward-m1');
    expect(Object.keys(task.about).sort()).toEqual(['capabilities', 'days', 'from', 'rung', 'unit']);
    const { view, parties } = await play.case();
    expect(view?.bed).toMatchObject({ state: 'asked', asked: [{ unit: FIRST }] });
    expect(parties).not.toContain(FIRST);
    expect((await places(play)).map(({ unit, state }) => [unit, state])).toEqual([[FIRST, 'reserved']]);
    await play.answer('ring-unit', 'accept', {}, ward);
    await play.until(async ({ view: now }) => expect(now?.bed).toMatchObject({ state: 'held', by: ward.person }));
    expect((await play.openTask('send-referral')).about).toEqual({ unit: FIRST, address: 'mun-0791-visitation' });
    expect((await play.case()).parties).toContain(FIRST);
    expect(await asked(play)).toEqual([]);
    await end(play);
  });

  it('goes up the ladder when nobody is reached, and after the last number to the next unit', async () => {
    const play = await begin();
    for (const rung of ['unit', 'team-leader', 'on-call']) {
      await call(play, rung);
      await play.answer('ring-unit', 'not-reached');
    }
    await call(play, 'unit', SECOND);
    expect((await places(play)).map(({ unit }) => unit)).toEqual([SECOND]);
    const declined = (await play.case()).events.filter(({ fact }) => fact === 'bed-declined');
    expect(declined.map(({ codes }) => codes)).toEqual([{ unit: FIRST, reason: 'not-reached' }]);
    await end(play);
  });

  it('keeps the place until an agreed call back, which is a call of its own at that time', async () => {
    const play = await begin();
    const first = await call(play, 'unit');
    const at = today() + 100 * 60_000;
    await play.answer('ring-unit', 'call-back', { at: new Date(at).toISOString() });
    const again = await play.until(({ tasks }) => {
      const open = tasks.find(({ kind, status, id }) => kind === 'ring-unit' && status === 'open' && id !== first.id);
      return open ?? fail();
    });
    expect(again).toMatchObject({ about: { unit: FIRST, rung: 'unit' }, due: at });
    const [reserved] = await places(play);
    expect(reserved?.expiresAt).toBeGreaterThan(at);
    await play.answer('ring-unit', 'accept');
    await play.until(async ({ view }) => expect(view?.bed.state).toBe('held'));
    await end(play);
  });

  it('stays with the asker when nobody rings: late, told to the leader, and nobody else is asked', async () => {
    const play = await begin();
    const task = await call(play, 'unit');
    await play.clockTo(task.due);
    const late = await play.until(({ tasks }) => tasks.find(({ id }) => id === task.id) ?? fail());
    expect(late).toMatchObject({ status: 'open', escalatedTo: 'team-leader' });
    expect(await asked(play)).toEqual([]);
    await end(play);
  });

  it('asks the next unit after a no, and counts a place that was free as a promise broken', async () => {
    const play = await begin();
    await call(play, 'unit');
    await play.answer('ring-unit', 'decline', { reason: 'no-capacity' });
    await call(play, 'unit', SECOND);
    const broken = (await play.case()).events.filter(({ fact }) => fact === 'promise-broken');
    expect(broken.map(({ codes }) => codes)).toEqual([{ unit: FIRST, how: 'refused-though-free' }]);
    await play.answer('ring-unit', 'decline', { reason: 'competence-missing' });
    await play.openTask('no-bed-found');
    expect((await play.facts()).filter((fact) => fact === 'promise-broken')).toHaveLength(1);
    await end(play);
  });

  it('has a condition said on the phone taken by the asker before the place is held', async () => {
    const play = await begin();
    await call(play, 'unit');
    await play.answer('ring-unit', 'accept-on-condition');
    expect((await play.openTask('consider-condition')).about).toMatchObject({ what: 'bed-condition', unit: FIRST });
    expect((await play.view()).bed.state).toBe('asked');
    await play.answer('consider-condition', 'take');
    await play.until(async ({ view }) => expect(view?.bed.state).toBe('held'));
    await end(play);
  });

  it('takes one result of one call: the second one is told who was first', async () => {
    const play = await begin();
    const { id, version } = await call(play, 'unit');
    await play.put('answer-task', { task: id, version, answer: 'accept', codes: {} });
    const second = { task: id, version, answer: 'decline', codes: { reason: 'no-capacity' } };
    expect(await play.refused('answer-task', second)).toMatchObject({
      code: 'task-closed',
      details: { by: ward.person },
    });
    await play.until(async ({ view }) => expect(view?.bed.state).toBe('held'));
    await end(play);
  });

  it('gives the call and the place up in the step in which the discharge is withdrawn; nobody there was told', async () => {
    const play = await begin();
    await call(play, 'unit');
    await end(play);
    const { tasks, messages } = await play.case();
    expect(tasks.find(({ kind }) => kind === 'ring-unit')?.status).toBe('withdrawn');
    expect(messages.map(({ to }) => to)).not.toContain(FIRST);
  });

  it('is not rung about while the patient wants nothing shared', async () => {
    const play = await begin();
    await call(play, 'unit');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    await play.until(async () => expect(await play.openKinds()).not.toContain('ring-unit'));
    await end(play);
  });

  it('is asked about on the page instead when the plan moves to a later day', async () => {
    const play = await begin();
    await call(play, 'unit');
    const at = new Date(today() + 3 * DAY).toISOString();
    const before = play.start.plan ?? ordinaryPlan(today());
    const bed = { capabilities: ['CAP-14'], from: at, days: 2 } as const;
    const plan = { ...before, version: 2, date: { kind: 'at', at } as const, bed, changed: ['date', 'bed'] as const };
    await play.put('change-plan', { base: 1, plan });
    await play.openTask('take-patient');
    expect(await play.openKinds()).not.toContain('ring-unit');
    await end(play);
  });
});

function fail(): never {
  throw new Error('Not there yet');
}
