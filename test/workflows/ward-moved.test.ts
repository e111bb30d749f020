// A transfer to another ward: nothing stays behind in the old one, neither a task somebody took nor what operators see.
// And an answer given in the old ward's open form is stale.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hospitalUnit } from '../../temporal/search-attributes.ts';
import { eventually } from '../harness/eventually.ts';
import { DAY, HOUR, somebodyOf, vans, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = () => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });

describe('a transfer', () => {
  it('frees the tasks somebody in the old ward had taken, and moves what is waited for', async () => {
    const play = await begin();
    const task = await play.openTask('agree-follow-up');
    await play.put('claim-task', { task: task.id }, ward);
    const { version } = await play.openTask('agree-follow-up');
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    const moved = await play.openTask('agree-follow-up', 'ward-h1');
    expect(moved).toMatchObject({ id: task.id, claimedBy: null, seenBy: null });
    expect((await play.case()).clocks.filter(({ waitsFor }) => waitsFor === 'ward-m1')).toEqual([]);
    const answer = { task: task.id, answer: 'not-needed', codes: {} };
    expect((await play.refused('answer-task', { ...answer, version }, ward)).code).toBe('stale-version');
    await play.put('answer-task', { ...answer, version: moved.version }, somebodyOf('ward-h1'));
    await play.put('withdraw', { reason: 'other' });
  });

  it('moves the follow-up the old ward was to book', async () => {
    const play = await begin();
    const at = (days: number) => new Date(today() + days * DAY).toISOString();
    const item = { what: 'ward-call', from: at(5), until: at(6), booker: 'ward-m1', bookBy: at(4) };
    await play.answer('agree-follow-up', 'agreed', { items: [item] });
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    await play.answer('book-follow-up', 'booked', { at: at(5) });
    expect((await play.view()).followUps).toMatchObject([{ booker: 'ward-h1', state: 'booked' }]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('is what operators find the case by', async () => {
    const play = await begin();
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    await eventually(async () => {
      const { typedSearchAttributes } = await play.handle.describe();
      expect(typedSearchAttributes.get(hospitalUnit)).toBe('ward-h1');
    });
    await play.put('withdraw', { reason: 'other' });
  });

  const NOTICED = { anotherHospital: false, tellsStay: 'hospital' } as const;
  const moves = async (play: Play) =>
    (await play.case()).events
      .filter(({ fact }) => fact === 'transferred')
      .map(({ codes, happenedAt }) => [codes['from'], codes['to'], happenedAt]);

  it('told of late is recorded when it happened; word of an earlier ward moves nobody back', async () => {
    const now = today();
    const admittedAt = now - 96 * HOUR;
    const play = await stage.begin({ plan: null, gpUnit: null, admittedAt });
    await play.put('transfer', { wardUnit: 'ward-h1', at: now - 24 * HOUR, ...NOTICED });
    await play.put('transfer', { wardUnit: 'ward-p1', at: now - 48 * HOUR, ...NOTICED });
    await play.put('transfer', { wardUnit: 'hospice-h1', at: now - 120 * HOUR, ...NOTICED });
    expect((await play.view()).wardUnit).toBe('ward-h1');
    expect(await moves(play)).toEqual([
      ['ward-m1', 'ward-h1', now - 24 * HOUR],
      ['ward-m1', 'ward-p1', now - 48 * HOUR],
      ['hospice-h1', 'ward-m1', admittedAt],
    ]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('told of after the leaving is recorded, and the ward that let the patient go keeps the case', async () => {
    const play = await begin();
    const at = today() + HOUR;
    await play.clockTo(at + HOUR);
    await play.put('leave', { happenedAt: at + HOUR, how: 'home' });
    const told = { id: 'n1', chain: 'n1', stayEvent: 'STIN', change: 'new', at, toldAt: at, ward: 'ward-h1' } as const;
    await play.put('stay-notice', told, vans);
    expect((await play.view()).wardUnit).toBe('ward-m1');
    expect(await moves(play)).toEqual([['ward-m1', 'ward-h1', at]]);
    await play.put('report-death', { happenedAt: today() });
  });

  it('that a ward told of itself has its time from the notice that comes later', async () => {
    const play = await stage.begin({ wardUnit: 'ward-p1', gpUnit: null });
    const stin = (hours: number, unit: string) => {
      const at = today() - hours * HOUR;
      return { id: unit, chain: unit, stayEvent: 'STIN', change: 'new', at, toldAt: at, ward: unit } as const;
    };
    const second = stin(24, 'ward-p1');
    await play.put('stay-notice', second, vans);
    const first = stin(72, 'ward-m1');
    await play.put('transfer', { wardUnit: first.ward, at: first.at, ...NOTICED });
    await play.put('stay-notice', first, vans);
    expect((await play.view()).wardUnit).toBe('ward-p1');
    expect(await moves(play)).toEqual([['ward-m1', 'ward-p1', second.at]]);
    await play.put('withdraw', { reason: 'other' });
  });

  it('that the hospital puts right has the right time, and one that it takes back never was', async () => {
    const now = today();
    const play = await stage.begin({ plan: null, gpUnit: null, admittedAt: now - 96 * HOUR });
    const at = now - 48 * HOUR;
    const stin = { id: 'p1', chain: 'p1', stayEvent: 'STIN', change: 'new', at, toldAt: at, ward: 'ward-p1' } as const;
    const first = { ...stin, id: 'm1', chain: 'm1', at: now - 96 * HOUR, ward: 'ward-m1' } as const;
    await play.put('stay-notice', first, vans);
    await play.put('transfer', { wardUnit: 'ward-p1', at, ...NOTICED });
    await play.put('stay-notice', stin, vans);
    const right = { ...stin, id: 'p2', change: 'revise', at: now - 24 * HOUR, toldAt: at + 1 } as const;
    await play.put('stay-notice', right, vans);
    const corrected = [
      ['ward-m1', 'ward-p1', at],
      ['ward-m1', 'ward-m1', at],
      ['ward-m1', 'ward-p1', right.at],
    ];
    expect(await moves(play)).toEqual(corrected);
    const { ward: _, ...taken } = { ...stin, id: 'p3', change: 'cancel', at: now, toldAt: at + 2 } as const;
    await play.put('stay-notice', taken, vans);
    expect(await moves(play)).toEqual([...corrected, ['ward-m1', 'ward-m1', right.at]]);
    await play.put('withdraw', { reason: 'other' });
  });
});
