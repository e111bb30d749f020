// The clock of a worker's machine jumps ahead and back, and the rules are replaced in the middle: nothing comes early,
// nothing comes twice, and what has been counted from the old rules keeps its due time.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Ruled } from '../../domain/ruled.ts';
import { ClockApart } from '../../store/clock.ts';
import { reserve } from '../../store/places.ts';
import { HOUR } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { expectEveryStationOnce } from './stations.ts';

/** What the rules say instead, from when it is set. */
let replaced: ((ruled: Ruled) => Ruled) | null = null;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(({ rulings }) => ({
    rulings: async (queries) => {
      const said = await rulings(queries);
      return replaced === null ? said : said.map(replaced);
    },
  }));
});
afterEach(() => {
  replaced = null;
  vi.restoreAllMocks();
});
afterAll(() => stage.close());

const real = Date.now.bind(Date);
/** The machine of worker and callers is this far from the right time from now on, ms. */
const jump = (by: number): void => void vi.spyOn(Date, 'now').mockImplementation(() => real() + by);
const begin = (change = {}) => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null, ...change }, gpUnit: null });
const happened = async (play: Play): Promise<string[]> =>
  (await play.facts()).filter((fact) => /^(?:task-(?:reminded|escalated|lapsed)|not-in-time)$/.test(fact));
const told = async (play: Play): Promise<void> => {
  await play.put('tick', {});
  await play.put('refresh', { whole: true });
};

describe("a worker's machine whose clock jumps", () => {
  it.each([6 * HOUR, -6 * HOUR, 400 * 24 * HOUR])('by %d ms brings nothing forward', async (by) => {
    const play = await begin();
    await play.sent('plan');
    const { clocks } = await play.case();
    jump(by);
    await told(play);
    expect(await happened(play)).toEqual([]);
    expect((await play.case()).clocks).toEqual(clocks);
    vi.restoreAllMocks();
    await play.put('withdraw', { reason: 'other' });
  });

  it('and back, while a deadline passes, has each effect once and in its order', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    for (const by of [6 * HOUR, -6 * HOUR, 12 * HOUR, 0]) {
      vi.restoreAllMocks();
      if (by === 0) await play.clockTo(asked.due + 96 * HOUR);
      else {
        const next = Math.min(...(await play.case()).clocks.map(({ due }) => due));
        await play.clockTo(next);
        jump(by);
      }
      await told(play);
      await told(play);
    }
    await expectEveryStationOnce(play, asked.id);
    const { events } = await play.case();
    // The record has no gap and goes one way, whatever the machine showed.
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    const learnt = events.map(({ learntAt }) => learntAt);
    expect(learnt).toEqual(learnt.toSorted((a, b) => a - b));
    await play.put('withdraw', { reason: 'other' });
  });

  it.each([6 * HOUR, -6 * HOUR])("by %d ms ends nobody else's reservation: no place is taken by it", async (by) => {
    const wanted = (id: string) => {
      const from = today() + 24 * HOUR;
      return { dischargeId: id, unit: 'mun-0791-acute', from, until: from + 24 * HOUR, leaseUntil: today() + HOUR };
    };
    const [first, second] = [await begin(), await begin()];
    expect((await reserve(stage.db, wanted(first.start.dischargeId))).taken).toBe(false);
    jump(by);
    await expect(reserve(stage.db, wanted(second.start.dischargeId))).rejects.toThrow(ClockApart);
    vi.restoreAllMocks();
    const held = await stage.db
      .selectFrom('holds')
      .select('state')
      .where('case_id', '=', first.start.dischargeId)
      .execute();
    expect(held).toEqual([{ state: 'reserved' }]);
    for (const play of [first, second]) await play.put('withdraw', { reason: 'other' });
  });
});

describe('rules that are replaced in the middle', () => {
  it('leave a running clock its due time, its ladder and its effect, and hold for what starts after them', async () => {
    const play = await begin();
    const asked = await play.openTask('answer-services');
    replaced = (ruled) => ({
      ...ruled,
      due: ruled.due + 1000 * HOUR,
      rule: 'new.2/any',
      remindAt: [],
      ladder: [],
      silence: 'block',
    });
    await told(play);
    expect(await play.openTask('answer-services')).toMatchObject({ due: asked.due, rule: asked.rule });
    await play.clockTo(asked.due + 96 * HOUR);
    const late = await play.until(({ tasks }) => {
      const task = tasks.find(({ id }) => id === asked.id);
      expect(task?.silence).toBeDefined();
      return task;
    });
    expect(late).toMatchObject({
      escalatedTo: 'ward',
      missed: asked.due,
      silence: { effect: 'call', rule: asked.rule },
    });
    // The call that follows begins now, so it has the new rule.
    const { tasks } = await play.case();
    const call = tasks.find(({ kind, about }) => kind === 'ring-municipality' && about['task'] === asked.id);
    expect(call?.rule).toBe('new.2/any');
    await play.put('withdraw', { reason: 'other' });
  });
});
