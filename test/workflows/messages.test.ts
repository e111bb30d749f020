// What happens to a message: receipt in time, late, silent, refused, twice; and whether a person has seen it.
// Arrived, seen and answered are three facts, and none of them ever stands for another.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { somebodyOf, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const plain = () => ({ plan: { ...ordinaryPlan(today()), bed: null, services: [] }, gpUnit: null });
const planMessage = (play: Play) => play.until(({ messages }) => messages.find((message) => message.kind === 'plan'));

describe('a message to the municipality', () => {
  it('has arrived with the receipt, and is not seen or answered by it', async () => {
    const play = await stage.begin(plain());
    const message = await play.receipt('plan');
    const after = await planMessage(play);
    expect(after).toMatchObject({ id: message.id, state: 'arrived', seenAt: null, answeredAt: null });
    await play.put('withdraw', { reason: 'other' });
  });

  it('goes out again as the same letter, twice at most, and then a person rings', async () => {
    const play = await stage.begin(plain());
    const { id } = await play.sent('plan');
    for (const sending of [2, 3]) {
      await play.clockTo(await play.due('receipt'));
      expect((await play.sent('plan', sending)).id).toBe(id);
    }
    await play.clockTo(await play.due('receipt'));
    const task = await play.openTask('ring-party');
    expect(task).toMatchObject({ unit: 'ward-m1', about: { message: id, unit: 'mun-0791-visitation' } });
    expect(stage.arrivals.filter((header) => header === id)).toHaveLength(3);
    await play.answer('ring-party', 'called', { result: 'not-reached' });
    await play.answer('ring-party', 'called', { result: 'reached' });
    expect(await planMessage(play)).toMatchObject({ state: 'told-by-phone' });
    await play.put('withdraw', { reason: 'other' });
  });

  it('becomes a task at once after a fatal error, and an operator can have it sent again', async () => {
    const play = await stage.begin(plain());
    const message = await play.receipt('plan', 'fatal-error');
    await play.openTask('ring-party');
    expect(await planMessage(play)).toMatchObject({ state: 'failed', failure: 'x', sendings: 1 });
    await play.put('repair', { repair: 'send-again', target: message.id });
    // A letter of its own: the one that was refused would get the same receipt again.
    const next = await play.receipt('plan');
    expect(next.id).not.toBe(message.id);
    const plans = (await play.case()).messages.filter(({ kind }) => kind === 'plan');
    expect(plans.map(({ id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        [message.id, 'withdrawn'],
        [next.id, 'arrived'],
      ]),
    );
    expect(await play.openKinds()).not.toContain('ring-party');
    await play.put('withdraw', { reason: 'other' });
  });

  it('that no system there can receive becomes a task at once, and the case shows that it goes by phone', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: 'gp-071262' });
    const headsUp = () => play.until(({ messages }) => messages.find(({ kind }) => kind === 'heads-up'));
    const task = await play.openTask('ring-party');
    const id = (await headsUp())?.id;
    expect(task).toMatchObject({ unit: 'ward-m1', about: { unit: 'gp-071262', problem: 'no-way-in', message: id } });
    expect(await headsUp()).toMatchObject({ state: 'failed', failure: 'no-way-in', way: 'phone', sendings: 0 });
    expect(stage.arrivals).not.toContain(id);
    await play.answer('ring-party', 'called', { result: 'reached' });
    expect(await headsUp()).toMatchObject({ state: 'told-by-phone', way: 'phone' });
    expect(await play.sent('plan')).toMatchObject({ way: 'fhir' });
    await play.put('withdraw', { reason: 'other' });
  });

  it('takes a receipt that comes while a person is about to ring', async () => {
    const play = await stage.begin(plain());
    const message = await play.receipt('plan', 'fatal-error');
    await play.openTask('ring-party');
    await play.put('receipt', { message: message.id, code: 'ok', problem: null }, vans);
    expect(await planMessage(play)).toMatchObject({ state: 'arrived' });
    expect(await play.openKinds()).not.toContain('ring-party');
    await play.put('receipt', { message: message.id, code: 'ok', problem: null }, vans);
    expect((await play.facts()).filter((fact) => fact === 'message-arrived')).toHaveLength(1);
    expect(await play.facts()).toContain('receipt-late');
    await play.put('withdraw', { reason: 'other' });
  });

  it('is sent again after a transient error, by the same rule as silence', async () => {
    const play = await stage.begin(plain());
    await play.receipt('plan', 'transient-error');
    const again = await play.sent('plan', 2);
    expect(again.sendings).toBe(2);
    await play.put('withdraw', { reason: 'other' });
  });

  it('becomes a task when the network refuses it', async () => {
    stage.partner = 'refuses';
    try {
      const play = await stage.begin(plain());
      expect((await play.openTask('ring-party')).about['what']).toBe('plan');
      stage.partner = 'takes';
      await play.put('withdraw', { reason: 'other' });
    } finally {
      stage.partner = 'takes';
    }
  });

  it('must be seen by a named person; a person rings when it is not', async () => {
    const play = await stage.begin(plain());
    const message = await play.receipt('plan');
    await play.clockTo(await play.due('message-seen'));
    await play.openTask('ring-unread');
    await play.put('see-message', { message: message.id }, somebodyOf('mun-0791-visitation'));
    expect(await play.openKinds()).not.toContain('ring-unread');
    expect(await planMessage(play)).toMatchObject({ seenBy: 'person-mun-0791-visitation' });
    await play.put('withdraw', { reason: 'other' });
  });
});
