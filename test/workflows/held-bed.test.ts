// A place that is held: both sides warned before it ends, renewed on purpose, lapsed, withdrawn by its unit, matched again.
// Every test takes places in a week of its own, so that they do not take each other's.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordinaryDay } from '../../dev/ordinary-day.ts';
import { placesOf, reserve } from '../../store/places.ts';
import { putSheet, sheets } from '../../store/sheets.ts';
import { DAY, HOUR, somebodyOf, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const UNIT = 'mun-0791-acute';
const iso = (at: number): string => new Date(at).toISOString();
const places = (play: Play) => placesOf(stage.db, play.start.dischargeId);
let week = 0;

/** A place is held for an arrival days ahead; gives the bed as the page has it. */
async function held() {
  week += 1;
  const arrival = ordinaryDay(today() + (2 + week * 14) * DAY);
  const bed = { capabilities: ['CAP-14'], from: iso(arrival), days: 5 } as const;
  const at = { kind: 'at', at: iso(arrival) } as const;
  const plan = { ...ordinaryPlan(today()), date: at, services: [], hasRunningServices: false, bed };
  const play = await stage.begin({ plan, gpUnit: null });
  await play.answer('take-patient', 'accept');
  return { play, bed: await bedHeld(play) };
}

function bedHeld(play: Play) {
  return play.until(({ view }) => {
    const bed = view?.bed;
    if (bed?.state !== 'held' || bed.arrival === undefined || view?.inFlight !== 0) throw new Error('Not held');
    return { ...bed, arrival: bed.arrival };
  });
}

const withdrawn = (play: Play) => play.put('withdraw', { reason: 'other' });
const kinds = (play: Play) => play.openKinds();
const warned = async (play: Play) => {
  await play.clockTo(await play.due('hold-warning'));
  return play.openTask('hold-ends-soon');
};

/** Others take every place of the unit in a period. */
async function takeAll(from: number, days: number): Promise<void> {
  for (;;) {
    const dischargeId = crypto.randomUUID();
    const period = { from, until: from + days * DAY, leaseUntil: from + 30 * DAY };
    const { taken } = await reserve(stage.db, { dischargeId, unit: UNIT, ...period });
    if (taken) return;
  }
}

describe('before the hold ends', () => {
  it('warns the asker and the unit by a task each, an hour before', async () => {
    const { play, bed } = await held();
    expect(await play.due('hold-warning')).toBe(bed.until - HOUR);
    expect(await kinds(play)).not.toContain('hold-ends-soon');
    const task = await warned(play);
    expect(task).toMatchObject({ unit: 'ward-m1', due: bed.until, about: { unit: UNIT, until: iso(bed.until) } });
    expect((await play.case()).events.find(({ fact }) => fact === 'hold-ending')?.codes).toMatchObject({ unit: UNIT });
    const told = await play.openTask('unit-hold-ends-soon');
    expect(told).toMatchObject({ unit: UNIT, due: bed.until, about: { unit: UNIT, until: iso(bed.until) } });
    await play.answer('hold-ends-soon', 'renew', { arrival: iso(bed.arrival + DAY) });
    // The next hold has a warning of its own.
    await play.until(async () => expect(await kinds(play)).not.toContain('unit-hold-ends-soon'));
    await warned(play);
    expect((await play.openTask('unit-hold-ends-soon')).id).not.toBe(told.id);
    await play.answer('unit-hold-ends-soon', 'noted');
    await withdrawn(play);
    expect(await kinds(play)).not.toContain('hold-ends-soon');
  });

  it('takes the warning away by itself when the patient leaves', async () => {
    const { play } = await held();
    await warned(play);
    await play.put('leave', { happenedAt: today(), how: 'acute-bed' });
    expect(await kinds(play)).not.toContain('hold-ends-soon');
    expect((await play.view()).bed.state).toBe('held');
    await play.put('report-death', { happenedAt: today() });
  });

  it('lets it run out when the asker leaves it, and takes the warning away when nobody answers', async () => {
    const { play, bed } = await held();
    await warned(play);
    await play.answer('hold-ends-soon', 'leave-it');
    expect(await bedHeld(play)).toEqual(bed);
    await play.clockTo(bed.until);
    await play.openTask('bed-lapsed');
    const silent = await held();
    await warned(silent.play);
    await silent.play.clockTo(silent.bed.until);
    await silent.play.openTask('bed-lapsed');
    const { tasks } = await silent.play.case();
    expect(tasks.find(({ kind }) => kind === 'hold-ends-soon')).toMatchObject({
      status: 'withdrawn',
      escalatedTo: null,
    });
    await withdrawn(play);
    await withdrawn(silent.play);
  });

  it('renews it to a new arrival, in the database too, and lapses then: ready no more, the reason on the case', async () => {
    const { play, bed } = await held();
    await play.answer('agree-follow-up', 'not-needed');
    await play.put('ready', {});
    await warned(play);
    const arrival = bed.arrival + DAY;
    await play.answer('hold-ends-soon', 'renew', { arrival: iso(arrival) });
    const until = bed.until + DAY;
    await play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'held', until, arrival }));
    expect(await places(play)).toMatchObject([{ from: arrival, until: arrival + 5 * DAY, expiresAt: until }]);
    await play.clockTo(bed.until + HOUR);
    expect((await play.view()).stage).toBe('ready');
    await warned(play);
    await play.clockTo(until);
    const task = await play.openTask('bed-lapsed');
    expect(task.about).toMatchObject({ unit: UNIT, why: 'lapsed' });
    expect((await play.view()).stage).toBe('planning');
    const lapse = (await play.case()).events.find(({ fact }) => fact === 'bed-lapsed');
    expect(lapse?.codes).toEqual({ unit: UNIT, why: 'lapsed' });
    await play.until(async () => expect(await places(play)).toEqual([]));
    await withdrawn(play);
  });

  it('gives it back when the asker lets go, tells the unit, and asks what now', async () => {
    const { play } = await held();
    await warned(play);
    await play.answer('hold-ends-soon', 'let-go');
    expect((await play.sent('bed-released')).to).toBe(UNIT);
    expect((await play.openTask('bed-lapsed')).about['why']).toBe('let-go');
    await play.until(async () => expect(await places(play)).toEqual([]));
    await play.answer('bed-lapsed', 'not-needed');
    await withdrawn(play);
  });
});

describe('renewing', () => {
  it('is the one who asked, while the place is held, and says when somebody else has it then', async () => {
    const { play, bed } = await held();
    const other = somebodyOf('mun-0791-visitation');
    expect(await play.refused('renew-hold', { arrival: bed.arrival + DAY }, other)).toMatchObject({
      code: 'wrong-moment',
    });
    await takeAll(bed.arrival + 5 * DAY, 4);
    await play.put('renew-hold', { arrival: bed.arrival + 2 * DAY });
    const task = await play.openTask('hold-ends-soon');
    expect(task.about['why']).toBe('place-taken');
    expect(await bedHeld(play)).toEqual(bed);
    expect(await places(play)).toMatchObject([{ from: bed.arrival, expiresAt: bed.until }]);
    expect(await play.facts()).toContain('bed-not-renewed');
    await withdrawn(play);
  });

  it('records who renewed, and the place is theirs then', async () => {
    const { play, bed } = await held();
    const arrival = bed.arrival + DAY;
    await play.put('renew-hold', { arrival });
    await play.until(({ view }) => expect(view?.bed).toMatchObject({ state: 'held', arrival }));
    const renewed = (await play.case()).events.find(({ fact }) => fact === 'bed-renewed');
    expect(renewed).toMatchObject({ actor: ward.person, codes: { unit: UNIT, at: iso(arrival) } });
    await play.put('leave', { happenedAt: today(), how: 'acute-bed' });
    expect(await play.refused('renew-hold', { arrival: arrival + DAY })).toMatchObject({ code: 'wrong-moment' });
    await play.put('report-death', { happenedAt: today() });
  });
});

describe('a unit that takes its yes back', () => {
  it('says why; the promise is counted, the gate opens again, and the asker decides', async () => {
    const { play } = await held();
    await play.answer('agree-follow-up', 'not-needed');
    await play.put('ready', {});
    const other = somebodyOf('mun-0791-visitation');
    expect(await play.refused('withdraw-hold', { reason: 'no-capacity' }, other)).toMatchObject({
      code: 'wrong-moment',
    });
    await play.put('withdraw-hold', { reason: 'no-capacity' }, somebodyOf(UNIT));
    expect((await play.openTask('bed-lapsed')).about).toMatchObject({ unit: UNIT, why: 'withdrawn' });
    const { view, events } = await play.case();
    expect([view?.stage, view?.readyAt]).toEqual(['planning', null]);
    expect(events.find(({ fact }) => fact === 'bed-withdrawn')).toMatchObject({
      actor: `person-${UNIT}`,
      codes: { unit: UNIT, reason: 'no-capacity' },
    });
    expect(events.find(({ fact }) => fact === 'promise-broken')?.codes).toEqual({ unit: UNIT, how: 'hold-withdrawn' });
    await play.until(async () => expect(await places(play)).toEqual([]));
    expect(await play.refused('withdraw-hold', { reason: 'other' }, somebodyOf(UNIT))).toMatchObject({
      code: 'wrong-moment',
    });
    await play.answer('bed-lapsed', 'ask-again');
    await play.openTask('take-patient');
    await withdrawn(play);
  });
});

describe('a unit whose sheet has changed', () => {
  /** The unit can, or cannot, do what the patients of these tests need. */
  async function can(yes: boolean): Promise<void> {
    const [row] = await sheets(stage.db, [UNIT]);
    if (row === undefined) throw new Error('No sheet');
    const sheet = { ...row.sheet, capabilities: { ...row.sheet.capabilities, 'CAP-14': yes ? 'yes' : 'no' } } as const;
    await putSheet(stage.db, { sheet, base: row.version, by: 'person-nurse', now: today() });
  }
  const recheck = (play: Play) => play.put('recheck-bed', { unit: UNIT }, somebodyOf('region-ops'));

  it('asks nothing while it fits, and takes the question back when it fits again', async () => {
    const { play } = await held();
    await recheck(play);
    await play.put('recheck-bed', { unit: 'mun-0615-acute' }, somebodyOf('region-ops'));
    await play.until(({ view }) => expect(view?.inFlight).toBe(0));
    expect(await kinds(play)).not.toContain('bed-no-longer-fits');
    await can(false);
    await recheck(play);
    await play.openTask('bed-no-longer-fits');
    await recheck(play);
    await can(true);
    await recheck(play);
    await play.until(async () => expect(await kinds(play)).not.toContain('bed-no-longer-fits'));
    expect((await play.facts()).filter((fact) => fact === 'bed-no-longer-fits')).toHaveLength(1);
    await withdrawn(play);
  });

  it('is kept all the same, or another is looked for at once', async () => {
    const keep = await held();
    const look = await held();
    await can(false);
    try {
      await recheck(keep.play);
      await recheck(look.play);
      await keep.play.answer('bed-no-longer-fits', 'keep');
      expect((await keep.play.view()).bed.state).toBe('held');
      await look.play.answer('bed-no-longer-fits', 'look-for-another');
      expect((await look.play.sent('bed-released')).to).toBe(UNIT);
      await look.play.until(({ view }) => {
        const bed = view?.bed;
        expect(bed?.state === 'none' || (bed?.state === 'asked' && bed.asked.every(({ unit }) => unit !== UNIT))).toBe(
          true,
        );
      });
      expect(await kinds(look.play)).not.toContain('bed-lapsed');
    } finally {
      await can(true);
    }
    await withdrawn(keep.play);
    await withdrawn(look.play);
  });

  it('is told of while the unit is still asked, too', async () => {
    week += 1;
    const bed = { capabilities: ['CAP-14'], from: iso(today() + (2 + week * 14) * DAY), days: 5 } as const;
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed }, gpUnit: null });
    await play.openTask('take-patient', UNIT);
    await can(false);
    try {
      await recheck(play);
      await play.answer('bed-no-longer-fits', 'look-for-another');
      await play.until(({ tasks }) =>
        expect(
          tasks.filter(({ kind, unit, status }) => kind === 'take-patient' && unit === UNIT && status === 'open'),
        ).toEqual([]),
      );
      await play.until(async () => expect((await places(play)).map(({ unit }) => unit)).not.toContain(UNIT));
    } finally {
      await can(true);
    }
    await withdrawn(play);
  });
});
