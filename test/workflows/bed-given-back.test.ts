// A place is held for nobody who will not come: left for somewhere else, dead, readmitted, or a plan without a bed.
// And its unit hears of it.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordinaryDay } from '../../dev/ordinary-day.ts';
import { placesOf } from '../../store/places.ts';
import { DAY, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const places = (play: Play) => placesOf(stage.db, play.start.dischargeId);
const free = (play: Play) => play.until(async () => expect(await places(play)).toEqual([]));
let week = 0;
/** Another period for every test, so that tests do not take each other's places. */
function planWithBed() {
  week += 1;
  const at = new Date(ordinaryDay(today() + (2 + week * 14) * DAY)).toISOString();
  const date = { kind: 'at', at } as const;
  const bed = { capabilities: ['CAP-14'], from: at, days: 5 } as const;
  return { ...ordinaryPlan(today()), date, services: [], hasRunningServices: false, bed };
}
const begin = () => stage.begin({ plan: planWithBed(), gpUnit: null });

async function held(): Promise<{ play: Play; unit: string }> {
  const play = await begin();
  const { unit } = await play.answer('take-patient', 'accept');
  await play.until(({ view }) => expect(view?.bed.state).toBe('held'));
  return { play, unit };
}
const leave = (play: Play, how: 'home' | 'acute-bed') => play.put('leave', { happenedAt: today(), how });

describe('a patient who left', () => {
  it('is not asked for any more when it was not for the bed', async () => {
    const play = await begin();
    await play.openTask('take-patient');
    await leave(play, 'home');
    await free(play);
    await play.until(({ view }) => expect(view?.bed.state).toBe('none'));
    expect(await play.openKinds()).not.toContain('take-patient');
    const missing = (await play.case()).tasks.filter(({ kind }) => kind === 'missing-at-departure');
    expect(missing.map(({ about }) => about['criterion'])).toContain('bed-held');
    await play.put('report-death', { happenedAt: today() });
  });

  it('gives the held place back when it was for somewhere else, and the unit hears of it', async () => {
    const { play, unit } = await held();
    await leave(play, 'home');
    await free(play);
    expect((await play.sent('bed-released')).to).toBe(unit);
    // PostgreSQL has freed the place before the case hears of it.
    await play.until(({ view }) => expect(view?.bed.state).toBe('not-needed'));
    await play.put('report-death', { happenedAt: today() });
  });

  it('keeps the place when only a stay notice says that the patient left the hospital', async () => {
    const { play } = await held();
    const id = randomUUID();
    const end = { id, chain: id, stayEvent: 'SLHJ', change: 'new', at: today(), toldAt: today() } as const;
    await play.put('stay-notice', end, vans);
    expect((await play.view()).bed.state).toBe('held');
    expect(await places(play)).toHaveLength(1);
    await play.put('report-death', { happenedAt: today() });
  });

  it('gives the place back with death, also when nobody watches it any more', async () => {
    const { play } = await held();
    await leave(play, 'acute-bed');
    expect(await places(play)).toHaveLength(1);
    await play.put('report-death', { happenedAt: today() });
    await free(play);
  });

  it('gives the place back when admitted again, and the unit hears of it', async () => {
    const { play, unit } = await held();
    await leave(play, 'acute-bed');
    await play.put('readmit', { next: 'a0a0a0a0-0000-4000-8000-000000000002' });
    const message = await play.receipt('bed-released');
    expect(message.to).toBe(unit);
    await play.handle.result();
    expect(await places(play)).toEqual([]);
    expect((await play.view()).bed.state).toBe('not-needed');
  });
});

describe('a changed plan', () => {
  it('tells the unit that held a place which is not needed any more', async () => {
    const { play, unit } = await held();
    const plan = { ...planWithBed(), version: 2, bed: null, changed: ['bed'] as const };
    await play.put('change-plan', { base: 1, plan });
    expect((await play.sent('bed-released')).to).toBe(unit);
    await free(play);
    await play.put('withdraw', { reason: 'other' });
  });

  it('asks for the place from the later date, also when the date stated with the bed was left as it was', async () => {
    const play = await begin();
    await play.openTask('take-patient');
    const later = new Date(Date.parse(play.start.plan?.bed?.from ?? '') + 3 * DAY).toISOString();
    const before = play.start.plan ?? ordinaryPlan(today());
    const plan = { ...before, version: 2, date: { kind: 'at', at: later } as const, changed: ['date'] as const };
    await play.put('change-plan', { base: 1, plan });
    await play.until(async ({ tasks }) => {
      const open = tasks.find(({ kind, status }) => kind === 'take-patient' && status === 'open');
      expect(open?.about['from']).toBe(later);
    });
    await play.put('withdraw', { reason: 'other' });
  });
});

describe('what the ward has decided about the bed', () => {
  it('stands over a pause', async () => {
    const play = await begin();
    await play.until(async () => {
      const open = await play.openKinds();
      if (open.includes('take-patient'))
        await play.answer('take-patient', 'decline', { reason: 'no-capacity', from: new Date(today()).toISOString() });
      expect(open).toContain('no-bed-found');
    });
    await play.answer('no-bed-found', 'other-way');
    await play.put('pause', { reason: 'ill-again' });
    await play.put('resume', {});
    expect((await play.view()).bed.state).toBe('other-way');
    expect(await play.openKinds()).not.toContain('take-patient');
    await play.put('withdraw', { reason: 'other' });
  });

  it('is not ready any more when the place has lapsed', async () => {
    const { play } = await held();
    await play.answer('agree-follow-up', 'not-needed');
    await play.put('ready', {});
    await play.clockTo(await play.due('hold-margin'));
    await play.openTask('bed-lapsed');
    const { stage: now, readyAt } = await play.view();
    expect([now, readyAt]).toEqual(['planning', null]);
    await play.put('withdraw', { reason: 'other' });
  });
});
