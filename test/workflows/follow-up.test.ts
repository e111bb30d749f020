// Follow-up: agreed or declined before leaving, booked by its date, asked about when due, until it is over.
// The clock is moved, so weeks pass in seconds through the same code.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Codes } from '../../domain/fields.ts';
import { DAY, HOUR, somebodyOf } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const iso = (days: number) => new Date(today() + days * DAY).toISOString();
const item = (more: Codes = {}): Codes => ({
  ...{ what: 'wound-check', from: iso(5), until: iso(6), booker: 'mun-0791-homecare', bookBy: iso(4) },
  ...more,
});

async function agreed(
  items: readonly Codes[] = [item()],
  more: Codes = {},
  start: Parameters<Stage['begin']>[0] = {},
): Promise<Play> {
  const plan = { ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false };
  const play = await stage.begin({ plan, gpUnit: null, ...start });
  await play.answer('admission-report', 'done');
  await play.answer('agree-follow-up', 'agreed', { items, ...more });
  return play;
}
const itemsOf = async (play: Play) => (await play.view()).followUps;
const state = async (play: Play) => (await itemsOf(play))[0]?.state;
const leave = async (play: Play) => {
  await play.put('leave', { happenedAt: today(), how: 'home' });
  await play.put('send-letter', { sentAt: today() });
};
const die = (play: Play) => play.put('report-death', { happenedAt: today() });

describe('a planned follow-up', () => {
  it('is booked, asked about a day after of whoever carries it out, and done when that was', async () => {
    const play = await agreed([item({ owner: 'mun-0791-acute', place: 'phone' })]);
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await leave(play);
    expect(await play.openKinds()).toEqual([]);
    const check = await play.until(
      ({ clocks }) => clocks.find(({ id }) => id === 'follow-up-f1') ?? expect.unreachable(),
    );
    expect(Math.abs(check.due - Date.parse(iso(6)))).toBeLessThan(HOUR);
    await play.clockTo(Date.parse(iso(6)) + 1000);
    expect(await play.openTask('follow-up-done')).toMatchObject({ unit: 'mun-0791-acute' });
    const heldAt = iso(-1);
    await play.answer('follow-up-done', 'done', { at: heldAt });
    await play.handle.result();
    expect(await itemsOf(play)).toMatchObject([{ state: 'done', doneAt: Date.parse(heldAt), place: 'phone' }]);
  });

  it('is taken over by the ward when nobody books it, and handed on to another who is asked', async () => {
    const play = await agreed();
    await leave(play);
    for (let moves = 0; moves < 20 && !(await play.openKinds()).includes('chase-follow-up'); moves++)
      await play.toNextDeadline();
    await play.answer('chase-follow-up', 'hand-on', { unit: 'mun-0791-acute', bookBy: iso(9) });
    expect(await play.openTask('book-follow-up')).toMatchObject({ unit: 'mun-0791-acute' });
    await play.answer('book-follow-up', 'cannot', { reason: 'no-capacity' });
    await play.answer('chase-follow-up', 'rebooked', { at: iso(9) });
    expect(await state(play)).toBe('booked');
    await die(play);
  });

  it('that nobody says was done is escalated, handed to the ward, and keeps the case open until somebody says', async () => {
    const play = await agreed();
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await leave(play);
    await play.clockTo(Date.parse(iso(6)) + 1000);
    const { id } = await play.openTask('follow-up-done');
    for (let moves = 0; moves < 20 && !(await play.openKinds()).includes('chase-follow-up'); moves++)
      await play.toNextDeadline();
    const asked = (await play.case()).tasks.find((one) => one.id === id);
    expect(asked?.escalatedTo).not.toBeNull();
    expect(await play.openTask('chase-follow-up')).toMatchObject({ unit: 'ward-m1', about: { why: 'not-answered' } });
    await play.clockTo(Date.parse(iso(60)));
    expect(await play.view()).toMatchObject({ stage: 'left', closedAt: null });
    await play.answer('chase-follow-up', 'done');
    await play.handle.result();
    expect(await state(play)).toBe('done');
  });

  it('gets a new time when it was not done, and ends when the patient declines', async () => {
    const play = await agreed();
    await play.answer('book-follow-up', 'booked', { at: iso(40) });
    await leave(play);
    await play.clockTo(Date.parse(iso(41)) + 1000);
    await play.answer('follow-up-done', 'not-done', { reason: 'patient-did-not-come', at: iso(50) });
    expect(await state(play)).toBe('booked');
    await play.clockTo(Date.parse(iso(51)) + 1000);
    await play.answer('follow-up-done', 'declined');
    await play.handle.result();
    expect(await state(play)).toBe('declined');
  });

  it('falls away when the patient dies, and comes back to be booked when that was wrong', async () => {
    const play = await agreed();
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await die(play);
    expect(await itemsOf(play)).toMatchObject([{ state: 'not-done', reason: 'deceased' }]);
    expect((await play.sent('death')).to).toBe('mun-0791-homecare');
    await play.put('cancel-stay', { stayEvent: 'MORS' });
    expect(await itemsOf(play)).toMatchObject([{ state: 'planned', revision: 2 }]);
    await play.openTask('book-follow-up');
    await die(play);
  });

  it('falls away when the patient is admitted again, and who has a time for it is told', async () => {
    const play = await agreed();
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await leave(play);
    await play.put('readmit', { next: 'd-next' });
    expect(await itemsOf(play)).toMatchObject([{ state: 'not-done', reason: 'readmitted' }]);
    expect((await play.receipt('follow-up-cancelled')).to).toBe('mun-0791-homecare');
    await play.handle.result();
  });
});

describe('a patient who does not come', () => {
  const missed = async (more: Codes, start: Parameters<Stage['begin']>[0] = {}): Promise<Play> => {
    const play = await agreed([item({ what: 'outpatient-check', booker: 'ward-m1' })], more, start);
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await leave(play);
    await play.clockTo(Date.parse(iso(6)) + 1000);
    await play.answer('follow-up-done', 'not-done', { reason: 'patient-did-not-come' });
    return play;
  };

  it('is looked for by the ward, and by the municipality when vulnerable', async () => {
    const anybody = await missed({});
    expect(await anybody.openTask('reach-out')).toMatchObject({ unit: 'ward-m1' });
    await anybody.answer('reach-out', 'book-again');
    await anybody.openTask('book-follow-up');
    const vulnerable = await missed({ reach: 'vulnerable' });
    expect(await vulnerable.openTask('reach-out')).toMatchObject({ unit: 'mun-0791-homecare' });
    await vulnerable.answer('reach-out', 'not-found');
    await vulnerable.answer('chase-follow-up', 'not-needed');
    await vulnerable.handle.result();
    expect(await itemsOf(vulnerable)).toMatchObject([{ state: 'not-done', reason: 'not-needed' }]);
    await die(anybody);
  });

  it('is looked for by whom the municipality’s own rule says: in Horsens the visitation for psychiatric patients', async () => {
    const horsens = {
      municipality: '0615',
      visitationUnit: 'mun-0615-visitation',
      servicesUnit: 'mun-0615-homecare',
    };
    const psychiatric = await missed({ reach: 'psychiatric' }, horsens);
    expect(await psychiatric.openTask('reach-out')).toMatchObject({ unit: 'mun-0615-visitation' });
    await die(psychiatric);
    const ordinary = await missed({}, horsens);
    expect(await ordinary.openTask('reach-out')).toMatchObject({ unit: 'mun-0615-homecare' });
    await die(ordinary);
  });
});

describe('follow-up home visits', () => {
  it('have the window of the rule, counted from the leaving, and come one after the other', async () => {
    const visits = { what: 'follow-up-home-visit', booker: 'mun-0791-homecare', contacts: 2 };
    const play = await agreed([visits]);
    await leave(play);
    await play.until(({ view }) => {
      const [first] = view?.followUps ?? [];
      const days = ((first?.from ?? 0) - today()) / DAY;
      expect([days > 5, days < 7]).toEqual([true, true]);
    });
    await play.answer('book-follow-up', 'booked', { at: iso(7) });
    expect(await play.openKinds()).toEqual([]);
    await play.clockTo(Date.parse(iso(8)) + 1000);
    await play.answer('follow-up-done', 'done');
    const second = await play.openTask('book-follow-up');
    expect(second.about).toMatchObject({ what: 'follow-up-home-visit' });
    const days = (Date.parse(`${second.about['from']}`) - today()) / DAY;
    expect([days > 11, days < 14]).toEqual([true, true]);
    await play.answer('book-follow-up', 'declined');
    await play.handle.result();
    expect((await itemsOf(play)).map((one) => one.state)).toEqual(['done', 'declined']);
  });
});

describe('rehabilitation', () => {
  const gop = { what: 'rehabilitation', booker: 'mun-0791-visitation' };

  it('is offered within seven days of the leaving', async () => {
    const play = await agreed([gop]);
    await leave(play);
    const { due } = await play.openTask('offer-rehabilitation');
    expect(Math.round((due - today()) / DAY)).toBe(7);
    await play.answer('offer-rehabilitation', 'offered', { at: iso(6) });
    expect(await state(play)).toBe('booked');
    expect(await play.facts()).not.toContain('rehabilitation-late');
    await die(play);
  });

  it('counts from a later medical start; when nobody offers, the ward tells of the private choice', async () => {
    const play = await agreed([{ ...gop, start: iso(10) }]);
    await leave(play);
    const { due } = await play.openTask('offer-rehabilitation');
    expect(Math.round((due - today()) / DAY)).toBe(17);
    await play.clockTo(due);
    expect(await play.openTask('tell-private-choice')).toMatchObject({ unit: 'ward-m1' });
    await play.answer('tell-private-choice', 'private', { bookBy: iso(3) });
    await play.until(({ tasks }) => {
      const open = tasks.filter(({ status }) => status === 'open').map(({ kind }) => kind);
      expect(open).toEqual(['book-follow-up']);
    });
    expect(await itemsOf(play)).toMatchObject([{ place: 'private-supplier', state: 'planned' }]);
    expect(await play.facts()).toEqual(expect.arrayContaining(['rehabilitation-late', 'private-choice-told']));
    await die(play);
  });

  it('that is offered too late is a breach, and the municipality tells of the choice', async () => {
    const play = await agreed([gop]);
    await leave(play);
    const task = await play.openTask('offer-rehabilitation');
    const late = { at: iso(12), reason: 'no-capacity' };
    await play.answer('offer-rehabilitation', 'later', late, somebodyOf(task.unit));
    expect(await play.openTask('tell-private-choice')).toMatchObject({ unit: 'mun-0791-visitation' });
    await play.answer('tell-private-choice', 'waits');
    expect(await itemsOf(play)).toMatchObject([{ state: 'booked', bookedAt: Date.parse(late.at) }]);
    await die(play);
  });
});

describe('follow-up that people change', () => {
  const gop = { what: 'rehabilitation', booker: 'mun-0791-visitation' };

  it('takes one more item when all that was agreed is over, and the case stays open for it', async () => {
    const play = await agreed([item()]);
    await play.answer('book-follow-up', 'declined');
    await play.put('leave', { happenedAt: today(), how: 'home' });
    expect((await play.refused('change-follow-up', { item: 'f9', to: {} })).code).toBe('unknown-follow-up');
    await play.put('plan-follow-up', { item: item({ what: 'ward-call', booker: 'ward-m1' }), replaces: null });
    await play.put('send-letter', { sentAt: today() });
    expect(await play.openTask('book-follow-up')).toMatchObject({ about: { what: 'ward-call', place: 'phone' } });
    await play.answer('book-follow-up', 'booked', { at: iso(1) });
    expect((await play.view()).stage).toBe('left');
    const last = (await itemsOf(play)).at(-1)?.id ?? '';
    await play.put('end-follow-up', { item: last, how: 'done', at: today() });
    await play.handle.result();
    expect((await itemsOf(play)).map((one) => one.state)).toEqual(['declined', 'done']);
  });

  it('replaces an old rehabilitation plan by a new one, which is linked, and tells who had the time', async () => {
    const play = await agreed([gop]);
    await play.answer('offer-rehabilitation', 'offered', { at: iso(4) });
    await play.put('plan-follow-up', {
      item: { what: 'specialised-rehabilitation', booker: 'ward-m1', from: iso(4), until: iso(9), bookBy: iso(4) },
      replaces: 'f1',
    });
    const [old, now] = await play.until(({ view }) => {
      expect(view?.followUps).toHaveLength(2);
      return view?.followUps ?? [];
    });
    expect(old).toMatchObject({ state: 'not-done', reason: 'replaced' });
    expect(now).toMatchObject({ replaces: 'f1', owner: 'ward-m1', state: 'planned' });
    expect((await play.sent('follow-up-cancelled')).to).toBe('mun-0791-visitation');
    expect(await play.openTask('book-follow-up')).toMatchObject({ unit: 'ward-m1' });
    expect((await play.refused('change-follow-up', { item: 'f1', to: { place: 'home' } })).code).toBe('wrong-moment');
    await die(play);
  });

  it('asks another unit when it is moved, and ends when a person says that it is not needed', async () => {
    const play = await agreed([item()]);
    await play.answer('book-follow-up', 'booked', { at: iso(5) });
    await play.put('change-follow-up', { item: 'f1', to: { booker: 'mun-0791-acute', owner: 'mun-0791-acute' } });
    expect(await play.openTask('book-follow-up')).toMatchObject({ unit: 'mun-0791-acute' });
    expect((await play.sent('follow-up-cancelled')).to).toBe('mun-0791-homecare');
    await play.put('change-follow-up', { item: 'f1', to: { place: 'phone', at: Date.parse(iso(5)) } });
    expect(await itemsOf(play)).toMatchObject([{ state: 'booked', place: 'phone', owner: 'mun-0791-acute' }]);
    // Another unit is waited for: what somebody has said of the first one's wait holds for it no more.
    await play.until(({ clocks }) => expect(clocks.map(({ id }) => id)).toContain('follow-up-f1.2'));
    await play.put('end-follow-up', { item: 'f1', how: 'not-needed', at: null });
    expect(await itemsOf(play)).toMatchObject([{ state: 'not-done', reason: 'not-needed' }]);
    await die(play);
  });
});
