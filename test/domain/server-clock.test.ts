// The clock of the Temporal server jumps: a timer that fires is only a reason to look, and what counts is the time that the
// server then says. Nothing comes before its time by that clock, nothing comes twice, and nothing is forgotten.
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../workflows/clock.ts';

/** The server as a workflow sees it: conditions are tested when something has happened, timers fire when it says so. */
const server = vi.hoisted(() => ({
  waiting: new Set<() => boolean>(),
  timers: new Map<() => void, number>(),
}));
vi.mock('@temporalio/workflow', () => ({
  condition: (test: () => boolean, ms?: number) =>
    new Promise<boolean>((resolve) => {
      const end = (held: boolean): true => {
        server.waiting.delete(look);
        server.timers.delete(fire);
        resolve(held);
        return true;
      };
      const look = (): boolean => test() && end(true);
      const fire = (): void => void end(false);
      server.waiting.add(look);
      if (ms !== undefined) server.timers.set(fire, ms);
      look();
    }),
}));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGUN = Date.parse('2027-01-04T08:00:00Z');
const DUES = [1, 2, 5].map((hours) => BEGUN + hours * HOUR);

beforeEach(() => {
  server.waiting.clear();
  server.timers.clear();
});

/** A workflow task at this time of the server, epoch ms; all its timers have fired, rightly or not. */
async function workflowTask(at: number): Promise<void> {
  vi.setSystemTime(at);
  for (const fire of [...server.timers.keys()]) fire();
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
    for (const look of [...server.waiting]) look();
  }
}

/** What has come, when by the server's clock, of the three deadlines of a case. */
async function deadlines(): Promise<{ due: number; at: number }[]> {
  vi.useFakeTimers({ toFake: ['Date'], now: BEGUN });
  const clock = new Clock(0);
  const came: { due: number; at: number }[] = [];
  for (const due of DUES)
    void clock
      .wait(() => false, due)
      .then((held) => {
        if (!held) came.push({ due, at: Date.now() });
      });
  void clock.run();
  await workflowTask(BEGUN);
  return came;
}

describe("the Temporal server's clock", () => {
  it('that jumps ahead, fires a timer and is right again brings nothing forward, and the timer is set again', async () => {
    const came = await deadlines();
    await workflowTask(BEGUN + MINUTE);
    expect(came).toEqual([]);
    expect([...server.timers.values()]).toEqual([HOUR - MINUTE]);
    vi.useRealTimers();
  });

  it('that goes back after a deadline has come does not bring it again, and the next one keeps its time', async () => {
    const came = await deadlines();
    for (const hours of [1, -6, 1, 2, -1, 2]) await workflowTask(BEGUN + hours * HOUR);
    expect(came.map(({ due }) => due)).toEqual(DUES.slice(0, 2));
    expect([...server.timers.values()]).toEqual([3 * HOUR]);
    vi.useRealTimers();
  });

  it('that jumps in any way has each deadline come once, in order, and never before its time by that clock', async () => {
    const jumps = fc.array(fc.integer({ min: -48 * HOUR, max: 48 * HOUR }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(jumps, async (moments) => {
        const came = await deadlines();
        for (const moment of moments) await workflowTask(BEGUN + moment);
        await workflowTask(BEGUN + 6 * HOUR);
        expect(came.map(({ due }) => due)).toEqual(DUES);
        for (const { due, at } of came) expect(at).toBeGreaterThanOrEqual(due);
        vi.useRealTimers();
      }),
      { numRuns: 200 },
    );
  });
});
