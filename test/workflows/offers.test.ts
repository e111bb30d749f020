// What a unit can answer beside yes and no: a later time, a part, a condition; each is the asker's to take or refuse.
// And what the unit that is chosen is sent, and that nobody is told of a place before a named person has said yes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../domain/gate.ts';
import { documentRows } from '../../domain/own-standard.ts';
import { sendings } from '../../store/messages.ts';
import { placesOf } from '../../store/places.ts';
import { DAY, HOUR } from './persons.ts';
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
let week = 0;
const begin = async () => {
  week += 1;
  const from = new Date(today() + (2 + week * 14) * DAY).toISOString();
  const plan = { ...ordinaryPlan(today()), services: [], hasRunningServices: false };
  return stage.begin({ plan: { ...plan, bed: { capabilities: ['CAP-14', 'CAP-15'], from, days: 5 } } });
};
const neededFrom = (play: Play): number => Date.parse(play.start.plan?.bed?.from ?? '');
const held = (play: Play) => play.until(({ view }) => (view?.bed.state === 'held' ? view.bed : fail()));
const askedNow = (play: Play, unit: string) =>
  play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'asked', asked: [{ unit }] }));
const rows = ({ events, view }: Awaited<ReturnType<Play['case']>>) =>
  view === null ? undefined : documentRows(events, view).find(({ kind }) => kind === 'acute-referral');
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });
const no = (reason: string) => ({ reason, from: new Date(today() + DAY).toISOString() });

describe('a later time', () => {
  it('that is taken is the time from which the place is reserved and held', async () => {
    const play = await begin();
    const later = neededFrom(play) + 2 * DAY;
    const { id } = await play.answer('take-patient', 'offer-later', { from: new Date(later).toISOString() });
    const { about } = await play.openTask('consider-condition');
    expect(about).toEqual({ what: 'bed-later', unit: FIRST, task: id, from: new Date(later).toISOString() });
    await askedNow(play, FIRST);
    await play.answer('consider-condition', 'take');
    expect((await held(play)).until).toBe(later + 4 * HOUR);
    expect((await places(play)).map(({ state, from, until }) => [state, from, until])).toEqual([
      ['held', later, later + 5 * DAY],
    ]);
    await withdraw(play);
  });

  it('that is refused gives the place back, tells the unit and asks the next one', async () => {
    const play = await begin();
    const from = new Date(neededFrom(play) + DAY).toISOString();
    await play.answer('take-patient', 'offer-later', { from });
    await play.answer('consider-condition', 'refuse');
    await askedNow(play, SECOND);
    await play.openTask('not-chosen', FIRST);
    await play.until(async () => expect((await places(play)).map(({ unit }) => unit)).toEqual([SECOND]));
    await withdraw(play);
  });

  it('that nobody has taken is no yes, however long it waits', async () => {
    const play = await begin();
    await play.answer('take-patient', 'offer-later', { from: new Date(neededFrom(play) + DAY).toISOString() });
    const { due } = await play.openTask('consider-condition');
    await play.clockTo(due + HOUR);
    expect(await play.view()).toMatchObject({ attention: true, bed: { state: 'asked' } });
    await withdraw(play);
    await play.until(async () => expect(await places(play)).toEqual([]));
  });
});

describe('a part', () => {
  it('that is taken leaves the rest with the asker, and the patient is not ready before it is solved', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept-part', { cannot: ['CAP-15', 'CAP-32'] });
    expect((await play.openTask('consider-condition')).about).toMatchObject({ what: 'bed-part', cannot: ['CAP-15'] });
    await play.answer('consider-condition', 'take');
    expect(await held(play)).toMatchObject({ unit: FIRST, open: ['CAP-15'] });
    expect((await play.case()).events.find(({ fact }) => fact === 'bed-part-open')?.codes).toEqual({
      unit: FIRST,
      capabilities: ['CAP-15'],
    });
    expect(missing(await play.view())).toContain('bed-covers-needs');
    expect(await play.refused('ready', {})).toMatchObject({ code: 'not-ready' });
    await play.answer('cover-rest', 'other-way');
    await play.until(({ view }) => expect(view === null ? [] : missing(view)).not.toContain('bed-covers-needs'));
    expect((await play.view()).bed.state).toBe('held');
    await withdraw(play);
  });

  it('that concerns nothing the patient needs is a yes', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept-part', { cannot: ['CAP-32'] });
    expect(await held(play)).not.toHaveProperty('open');
    await withdraw(play);
  });

  it('leaves no task about the rest when the place goes back', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept-part', { cannot: ['CAP-15'] });
    await play.answer('consider-condition', 'take');
    await play.openTask('cover-rest');
    const before = play.start.plan ?? ordinaryPlan(today());
    await play.put('change-plan', { base: 1, plan: { ...before, version: 2, bed: null, changed: ['bed'] } });
    await play.until(async () => expect(await play.openKinds()).not.toContain('cover-rest'));
    await withdraw(play);
  });
});

describe('the unit that is chosen', () => {
  it('gets the written referral from the system of the asker, who has a task about it after the yes', async () => {
    const play = await begin();
    await play.openTask('take-patient');
    expect(await play.openKinds()).not.toContain('send-referral');
    await play.answer('take-patient', 'accept');
    const before = await held(play);
    const task = await play.openTask('send-referral');
    expect(task).toMatchObject({ unit: 'ward-m1', about: { unit: FIRST } });
    expect(rows(await play.case())).toMatchObject({ state: 'not-sent', expected: true });
    await play.answer('send-referral', 'sent');
    await play.until((now) => expect(rows(now)).toMatchObject({ state: 'sent', version: 1 }));
    // The yes stands on its own, and this service sends no letter in its stead.
    expect(await held(play)).toEqual(before);
    expect((await play.case()).messages.filter(({ to }) => to === FIRST)).toEqual([]);
    await withdraw(play);
  });

  it('has it also when a system has reported it: nobody is asked any more', async () => {
    const play = await begin();
    await play.answer('take-patient', 'accept');
    await play.openTask('send-referral');
    const document = { kind: 'acute-referral', stage: 'arrived', version: 1 } as const;
    await play.put('note-fact', { what: 'document', happenedAt: today(), mustRead: false, document });
    await play.until(async () => expect(await play.openKinds()).not.toContain('send-referral'));
    expect(rows(await play.case())).toMatchObject({ state: 'arrived' });
    await withdraw(play);
  });

  it('is not told of by any message before it has said yes', async () => {
    const play = await begin();
    await play.receipt('plan');
    await play.receipt('heads-up');
    await play.answer('take-patient', 'accept-on-condition');
    await play.openTask('consider-condition');
    const { messages } = await play.case();
    expect(messages.map(({ to }) => to).sort()).toEqual(['gp-041230', 'mun-0791-visitation']);
    for (const { id } of messages) {
      const letters = await sendings(stage.db, id);
      expect(letters.length).toBeGreaterThan(0);
      for (const { raw } of letters) expect(raw).not.toContain('Akutpladserne');
    }
    await withdraw(play);
  });
});

describe('a unit that said no', () => {
  it('for want of room although a place was free has broken a promise', async () => {
    const play = await begin();
    await play.answer('take-patient', 'decline', no('no-capacity'));
    await askedNow(play, SECOND);
    await play.answer('take-patient', 'decline', no('equipment-missing'));
    await play.openTask('no-bed-found');
    const broken = (await play.case()).events.filter(({ fact }) => fact === 'promise-broken');
    expect(broken.map(({ codes }) => codes)).toEqual([{ unit: FIRST, how: 'refused-though-free' }]);
    await withdraw(play);
  });

  it('is asked again first when the asker chooses it', async () => {
    const play = await begin();
    await play.answer('take-patient', 'decline', no('outside-hours'));
    await askedNow(play, SECOND);
    await play.answer('take-patient', 'decline', no('outside-hours'));
    const { id: task, version } = await play.openTask('no-bed-found');
    const ward = { task, version, answer: 'ask-again', codes: { unit: 'ward-m1' } };
    expect((await play.refused('answer-task', ward)).code).toBe('unit-not-asked');
    await play.answer('no-bed-found', 'ask-again', { unit: SECOND });
    await askedNow(play, SECOND);
    await play.answer('take-patient', 'decline', no('outside-hours'));
    await askedNow(play, FIRST);
    await withdraw(play);
  });
});

function fail(): never {
  throw new Error('Not there yet');
}
