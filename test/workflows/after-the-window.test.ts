// Who has the treatment when the department's 72 hours are over: whoever the agreement names on the place, else the GP, who is
// told once and when it is so; and what a time put right afterwards changes. Each test ends its case.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hands } from '../../domain/responsibility.ts';
import type { StayNotice } from '../../domain/stay.ts';
import { DAY, HOUR, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

/** What a local rule says of an acute bed, where a test has one: whose it is, and how long after the leaving. */
const local: { hands: Hands | null; hours: number } = { hands: null, hours: 72 };
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(({ rulings }) => ({
    rulings: async (queries) =>
      (await rulings(queries)).map((ruled) =>
        ruled.clock === 'medical-responsibility' && local.hands !== null
          ? { ...ruled, hands: local.hands, due: ruled.due + (local.hours - 72) * HOUR, rule: 'local' }
          : ruled,
      ),
  }));
});
afterAll(() => stage.close());

const GP = 'gp-041230';
const told = async (play: Play) => (await play.case()).messages.filter(({ kind }) => kind === 'responsibility-passed');
const ended = async (play: Play) => (await play.case()).events.filter(({ fact }) => fact === 'extended-ended');
const dies = (play: Play) => play.put('report-death', { happenedAt: today() });

describe('on an acute bed', () => {
  /** The patient has come to the bed; gives when the 72 hours end. */
  async function inBed(hands: Hands, hours: number): Promise<{ play: Play; until: number }> {
    Object.assign(local, { hands, hours });
    const play = await stage.begin({ gpUnit: GP, admittedAt: today() - 2 * DAY });
    await play.untilReady();
    const leftAt = await play.leaveAsPlanned('acute-bed');
    await play.answer('has-arrived', 'arrived');
    await play.until(({ view }) => expect(view?.responsibility?.rule).toBe('local'));
    return { play, until: leftAt + 72 * HOUR };
  }

  it('the hospital doctor who has more than 72 hours by a local rule keeps them: the GP is told at their end', async () => {
    const { play, until } = await inBed({ first: 'asker', after: 'gp' }, 96);
    await play.clockTo(until - 12 * HOUR);
    expect((await play.openTask('extended-ends-soon', 'ward-m1')).about).toMatchObject({ after: 'ward-m1' });
    await play.clockTo(until);
    await play.until(async () => expect(await ended(play)).toMatchObject([{ codes: { to: 'ward-m1' } }]));
    expect(await told(play)).toEqual([]);
    await play.clockTo(until + 24 * HOUR);
    await play.sent('responsibility-passed');
    expect(await told(play)).toMatchObject([{ to: GP }]);
    await dies(play);
  });

  it('the unit that has it by a local rule is named as the next, and the GP is told when the stay has ended', async () => {
    const { play, until } = await inBed({ first: 'unit', after: 'unit' }, 72);
    await play.clockTo(until - 12 * HOUR);
    const unit = 'mun-0791-acute';
    expect((await play.openTask('extended-ends-soon', unit)).about).toMatchObject({ after: unit });
    await play.clockTo(until + HOUR);
    await play.until(async () => expect(await ended(play)).toMatchObject([{ codes: { to: unit } }]));
    expect(await told(play)).toEqual([]);
    await play.answer('reassess-stay', 'stop');
    await play.sent('responsibility-passed');
    await dies(play);
  });
});

/** Left two days after the admission with home nursing; the letter is not sent, so the case stays open. */
async function home(stayed = 2 * DAY, told: StayNotice[] = []) {
  const leftAt = today();
  const plan = { ...ordinaryPlan(leftAt), services: ['home-nursing'], bed: null } as const;
  const play = await stage.begin({ plan, gpUnit: GP, admittedAt: leftAt - stayed });
  for (const notice of told) await play.put('stay-notice', notice, vans);
  await play.put('leave', { happenedAt: leftAt, how: 'home' });
  return { play, leftAt };
}
const correct = (play: Play, happenedAt: number) => play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt });

describe('a leaving put right once the 72 hours are over', () => {
  it('to earlier tells the GP nothing new: the window has another end, it did not end again', async () => {
    const { play, leftAt } = await home();
    await play.clockTo(await play.due('extended-responsibility-end'));
    await play.sent('responsibility-passed');
    await correct(play, leftAt - HOUR);
    await play.until(({ view }) => expect(view?.extended?.until).toBe(leftAt + 71 * HOUR));
    await play.until(({ clocks }) =>
      expect(clocks.map(({ name }) => name)).not.toContain('extended-responsibility-end'),
    );
    expect([(await ended(play)).length, (await told(play)).length]).toEqual([1, 1]);
    // The letter was on its way, and is still followed until it has arrived.
    await play.receipt('responsibility-passed');
    expect(await told(play)).toMatchObject([{ state: 'arrived' }]);
    await dies(play);
  });

  it('to later, so that they go on, is told again when they end', async () => {
    const { play, leftAt } = await home();
    await play.clockTo(await play.due('extended-responsibility-end'));
    await play.receipt('responsibility-passed');
    await correct(play, leftAt + 5 * HOUR);
    await play.clockTo(leftAt + 77 * HOUR);
    await play.until(async () => expect(await told(play)).toHaveLength(2));
    expect((await ended(play)).map(({ happenedAt }) => happenedAt - leftAt)).toEqual([72 * HOUR, 77 * HOUR]);
    await dies(play);
  });
});

describe('an admission that the hospital puts right', () => {
  const chain = randomUUID();
  const notice = (change: 'new' | 'revise', at: number): StayNotice => ({
    ...{ id: randomUUID(), chain, stayEvent: 'STIN', change, at, toldAt: today() + (change === 'new' ? 0 : 1) },
  });

  it('to earlier makes the stay long enough for the 72 hours, before the leaving', async () => {
    const at = today();
    const { play, leftAt } = await home(23 * HOUR, [notice('new', at - 23 * HOUR), notice('revise', at - 25 * HOUR)]);
    await play.until(({ view }) => expect(view?.extended?.until).toBe(leftAt + 72 * HOUR));
    await dies(play);
  });

  it('to later, after the leaving, makes it too short', async () => {
    const { play, leftAt } = await home(25 * HOUR, []);
    await play.due('extended-responsibility-end');
    await play.put('stay-notice', notice('new', leftAt - 25 * HOUR), vans);
    await play.put('stay-notice', notice('revise', leftAt - 23 * HOUR), vans);
    await play.until(({ view }) => expect(view?.extended).toBeNull());
    expect((await play.view()).admittedAt).toBe(leftAt - 23 * HOUR);
    await dies(play);
  });
});
