// One discharge after another, with whatever people, machines and time may do to it in any order; after every step all
// is in order (invariants.ts), what was refused left no trace, and in the end every case closes. RANDOM_SEED tries others.
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { now } from '../../store/clock.ts';
import { placesOf } from '../../store/places.ts';
import type { DecisionName } from '../../workflows/contract.ts';
import { maxCachedWorkflows } from '../harness/servers.ts';
import { expectAllInOrder } from './invariants.ts';
import { HOUR, vans } from './persons.ts';
import type { Ready, Step } from './random-steps.ts';
import { answerTo, planIn, step } from './random-steps.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

const seed = Number(process.env['RANDOM_SEED'] ?? 3);
/** Replaying every task costs time; the same steps are tried, for fewer cases. */
const runs = Number(process.env['RANDOM_RUNS'] ?? (maxCachedWorkflows() === 0 ? 2 : 10));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const start = fc.record({
  days: fc.nat(6),
  bed: fc.boolean(),
  // One where units are asked one after the other, one where two are asked at once.
  municipality: fc.constantFrom('0791', '0615'),
  planned: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  gp: fc.boolean(),
  tellsStay: fc.constantFrom('hospital', 'this-service', 'nobody'),
});
/** Now and then two things are handed in at once. */
const together = fc.array(step, { minLength: 1, maxLength: 2 });

it('keeps every case in order, whatever is done to it, and closes it in the end', { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(start, fc.array(together, { minLength: 4, maxLength: 14 }), async (how, steps) => {
      const done: string[] = [];
      const plan = how.planned ? planIn(how.days, how.bed) : null;
      const { municipality, tellsStay } = how;
      const play = await stage.begin({ plan, gpUnit: how.gp ? 'gp-041230' : null, municipality, tellsStay });
      try {
        await inOrder(play);
        for (const some of steps) {
          if ((await play.view()).stage === 'closed') break;
          done.push(some.map(({ what }) => what).join(' & '));
          await take(play, some);
          await inOrder(play);
        }
        await untilClosed(play, done);
      } catch (error) {
        if (error instanceof Error) error.message = `${error.message}\nafter ${JSON.stringify(how)} ${done.join(', ')}`;
        throw error;
      }
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
});

/** Waits until nothing is under way, and checks everything. */
async function inOrder(play: Play): Promise<void> {
  await play.until(async (c) => {
    expect(c.view?.inFlight).toBe(0);
    const places = await placesOf(stage.db, play.start.dischargeId);
    expectAllInOrder(
      c,
      await now(stage.db),
      places.map(({ place }) => place),
    );
  });
}

async function take(play: Play, some: readonly Step[]): Promise<void> {
  const before = await play.case();
  const moved = some.find((one) => 'hours' in one);
  if (moved !== undefined) {
    if (moved.hours !== 'next-deadline') await play.clockTo(today() + moved.hours * HOUR);
    else if (before.clocks.length > 0) await play.toNextDeadline();
    return;
  }
  const made = await Promise.all(some.map((one) => ('make' in one ? one.make(play) : null)));
  const outcomes = await Promise.all(made.map((one) => (one === null ? 'nothing' : put(play, one))));
  const after = await play.case();
  expect(after.version).toBeGreaterThanOrEqual(before.version);
  if (outcomes.includes('accepted')) return;
  const news = after.events.slice(before.events.length);
  expect(news.filter(({ actor }) => actor !== 'service')).toEqual([]);
}

/** Puts a decision; refused ones are refused by name. One that a case's end overtook is told apart as the API does it. */
async function put<K extends DecisionName>(play: Play, { name, body, actor }: Ready<K>): Promise<string> {
  try {
    await play.put(name, body, actor);
    return 'accepted';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      expect((await play.view()).stage, name).toBe('closed');
      return 'closed';
    }
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    expect(error.cause, name).toMatchObject({ type: expect.stringMatching(/^[a-z]+(-[a-z]+)+$/) });
    return 'refused';
  }
}

/** Ends the case if nobody has, and then everybody does what is asked of them. */
async function untilClosed(play: Play, done: string[]): Promise<void> {
  const { stage: at } = await play.view();
  if (at === 'left') await play.put('report-death', { happenedAt: today() });
  else if (['opened', 'planning', 'paused', 'ready'].includes(at)) await play.put('withdraw', { reason: 'other' });
  done.push('end');
  for (let rounds = 0; rounds < 40; rounds++) {
    await inOrder(play);
    const { view, tasks, messages } = await play.case();
    if (view?.stage === 'closed') {
      await play.handle.result();
      return;
    }
    const message = messages.find(({ state }) => state === 'sent');
    const task = tasks.find(({ status }) => status === 'open');
    if (message !== undefined) await play.put('receipt', { message: message.id, code: 'ok', problem: null }, vans);
    else if (task !== undefined) await answerAnyhow(play, answerTo(task, 0), task.claimedBy);
    done.push(message === undefined ? `${task?.kind}` : `receipt ${message.kind}`);
  }
  throw new Error(`Not closed: ${JSON.stringify(await play.openKinds())}`);
}

/** By whoever holds the task. */
async function answerAnyhow(play: Play, { name, body, actor }: Ready, holder: string | null): Promise<void> {
  await play.put(name, body, holder === null ? actor : { ...actor, person: holder });
}
