// Messages when things change quickly: only the newest counts, none is left with nobody following it, and what is known
// of each (arrived, seen, answered) is true.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanField } from '../../domain/plan.ts';
import { sendings } from '../../store/messages.ts';
import { DAY, HOUR, operator, somebodyOf, vans, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const plain = () => ({ plan: { ...ordinaryPlan(today()), bed: null, services: [] }, gpUnit: null });
const change = (play: Play, base: number, changed: PlanField[]) =>
  play.put('change-plan', { base, plan: { ...ordinaryPlan(today()), ...plain().plan, version: base + 1, changed } });
const states = async (play: Play) => (await play.case()).messages.map(({ kind, state }) => `${kind} ${state}`);
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });

describe('a plan that changes while the one before is on its way', () => {
  it('takes its place: the older one is never sent again after it', async () => {
    const play = await stage.begin(plain());
    const first = await play.sent('plan');
    await change(play, 1, ['wishes']);
    const second = await play.sent('changed-plan');
    await change(play, 2, ['diet']);
    await play.until(async () =>
      expect(await states(play)).toEqual(['plan withdrawn', 'changed-plan withdrawn', 'changed-plan sent']),
    );
    await play.clockTo(today() + 40 * 60_000);
    await play.sent('changed-plan', 2);
    for (const { id } of [first, second]) expect(stage.arrivals.filter((header) => header === id)).toHaveLength(1);
    await play.receipt('changed-plan');
    expect(await play.openKinds()).not.toContain('ring-party');
    await play.put('receipt', { message: first.id, code: 'ok', problem: null }, vans);
    expect((await states(play))[0]).toBe('plan arrived');
    await withdraw(play);
  });

  it('ends the call about the older one', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan', 'fatal-error');
    await play.openTask('ring-party');
    await change(play, 1, ['wishes']);
    await play.sent('changed-plan');
    expect(await play.openKinds()).not.toContain('ring-party');
    await withdraw(play);
  });

  it('needs to be seen only in its newest version', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan');
    await change(play, 1, ['wishes']);
    const newest = await play.receipt('changed-plan');
    await play.put('see-message', { message: newest.id }, somebodyOf('mun-0791-visitation'));
    await play.clockTo(today() + 2 * DAY);
    expect(await play.openKinds()).not.toContain('ring-unread');
    await withdraw(play);
  });
});

describe('a pause that ends at once', () => {
  it('is not sent again after the resumption, and nobody rings about it', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan');
    await play.put('pause', { reason: 'ill-again' });
    const { id } = await play.sent('pause');
    await play.put('resume', {});
    await play.receipt('resumption');
    await play.clockTo(today() + 2 * HOUR);
    expect(stage.arrivals.filter((header) => header === id)).toHaveLength(1);
    expect(await states(play)).toEqual(['plan arrived', 'pause withdrawn', 'resumption arrived']);
    expect(await play.openKinds()).not.toContain('ring-party');
    await withdraw(play);
  });
});

describe('a discharge withdrawn while a message is on its way', () => {
  it('leaves no message that nobody follows, and still takes its receipt', async () => {
    const play = await stage.begin(plain());
    const { id } = await play.sent('plan');
    await withdraw(play);
    await play.receipt('withdrawal');
    await play.handle.result();
    expect(await states(play)).toEqual(['plan withdrawn', 'withdrawal arrived']);
    expect((await play.case()).events.filter(({ fact }) => fact === 'message-withdrawn')).toMatchObject([
      { codes: { message: id } },
    ]);
  });

  it('tells a party whom the first sending may have reached', async () => {
    stage.partner = 'away';
    try {
      const play = await stage.begin(plain());
      await play.until(({ view }) => expect(view?.inFlight).toBe(1));
      await withdraw(play);
      stage.partner = 'takes';
      await play.receipt('withdrawal');
      await play.handle.result();
    } finally {
      stage.partner = 'takes';
    }
  });
});

describe('what is known of a message', () => {
  it('is sent again by an operator in a new envelope, which a receiver does not take for a double', async () => {
    const play = await stage.begin(plain());
    const { id } = await play.sent('plan');
    for (const sent of [2, 3]) {
      await play.clockTo(await play.due('receipt'));
      await play.sent('plan', sent);
    }
    await play.clockTo(await play.due('receipt'));
    await play.openTask('ring-party');
    await play.put('repair', { repair: 'send-again', target: id }, operator);
    await play.sent('plan', 4);
    const envelopes = (await sendings(stage.db, id)).map(({ bundleId }) => bundleId);
    expect([envelopes.length, new Set(envelopes).size]).toEqual([4, 4]);
    await withdraw(play);
  });

  it('must still be seen when its receipt came late', async () => {
    const play = await stage.begin(plain());
    const { id } = await play.receipt('plan', 'fatal-error');
    await play.openTask('ring-party');
    await play.put('receipt', { message: id, code: 'ok', problem: null }, vans);
    await play.clockTo(await play.due('message-seen'));
    await play.openTask('ring-unread');
    await withdraw(play);
  });

  it('keeps the ward ringing about an unread one until somebody was reached', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan');
    await play.clockTo(await play.due('message-seen'));
    await play.answer('ring-unread', 'called', { result: 'not-reached' });
    await play.answer('ring-unread', 'called', { result: 'call-back' });
    await play.answer('ring-unread', 'called', { result: 'reached' });
    expect(await play.openKinds()).not.toContain('ring-unread');
    await withdraw(play);
  });

  it('is seen by a person of the unit it went to and nobody else', async () => {
    const play = await stage.begin(plain());
    const { id } = await play.receipt('plan');
    await play.put('see-message', { message: id }, ward);
    expect((await play.case()).messages).toMatchObject([{ seenAt: null }]);
    await play.put('see-message', { message: id }, somebodyOf('mun-0791-visitation'));
    expect((await play.case()).messages).toMatchObject([{ seenBy: 'person-mun-0791-visitation' }]);
    await withdraw(play);
  });

  it('is answered by the answer on services, not by one about something else', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    await play.receipt('plan');
    const times = [new Date(today() + 5 * HOUR).toISOString()];
    const participants = ['mun-0791-visitation'];
    await play.put('propose-conference', { conference: 'c1', times, video: false, participants });
    await play.answer('answer-conference', 'decline', { reason: 'other' });
    expect((await play.case()).messages).toMatchObject([{ answeredAt: null }]);
    await play.answer('answer-services', 'accept');
    expect((await play.case()).messages).toMatchObject([{ answeredAt: expect.any(Number) }]);
    await withdraw(play);
  });
});
