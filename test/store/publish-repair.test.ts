// After a lost workflow task the next recorded publish repairs everything that the lost one showed (design 1).
// What is closed and confirmed stays, whatever is lost or published again.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Publication } from '../../domain/case-view.ts';
import { wholeCase } from '../../store/cases.ts';
import type { Database } from '../../store/database.ts';
import { writePublication } from '../../store/publish.ts';
import {
  aCase,
  aClock,
  aMessage,
  anEvent,
  answered,
  aTask,
  caseView,
  HOUR,
  publication,
  T0,
  testDatabase,
} from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db.destroy());

/** What is shown of a case; fails when there is none. */
async function shown(id: string) {
  const found = await wholeCase(db, id);
  if (found === null) throw new Error('no such case');
  return found;
}

const confirmedNumbers = async (id: string): Promise<number[]> =>
  (
    await db
      .selectFrom('events')
      .select('number')
      .where('case_id', '=', id)
      .where('confirmed', '=', true)
      .orderBy('number')
      .execute()
  ).map(({ number }) => number);

describe('after a lost workflow task the next publish shows the truth', () => {
  /** A case with one open task and three confirmed events, as the last recorded publish left it. */
  async function recorded() {
    const id = await aCase(db);
    const task = aTask();
    const message = aMessage();
    const events = [anEvent(1), anEvent(2), anEvent(3, { fact: 'task-opened', codes: { task: task.id } })];
    const base = { tasks: [task], messages: [message] };
    await writePublication(db, publication(id, [0, 1], { ...base, events }));
    const next = (stamp: readonly [number, number], change: Partial<Publication>) =>
      publication(id, stamp, { confirmedEvents: 3, ...base, ...change });
    return { id, task, message, events, next };
  }

  test('numbers its events anew and drops those that never were', async () => {
    const { id, events, next } = await recorded();
    const lost = [anEvent(4, { fact: 'withdrawn' }), anEvent(5), anEvent(6)];
    await writePublication(db, next([10, 1], { events: lost }));
    const truth = [anEvent(4, { fact: 'left', learntAt: T0 + 99 }), anEvent(5, { fact: 'closed' })];
    await writePublication(db, next([20, 1], { events: truth }));
    expect((await shown(id)).events).toEqual([...events, ...truth]);
    expect(await confirmedNumbers(id)).toEqual([1, 2, 3]);
  });

  test('also when the truth has no event at all', async () => {
    const { id, events, next } = await recorded();
    await writePublication(db, next([10, 1], { events: [anEvent(4)] }));
    await writePublication(db, next([20, 1], { events: [] }));
    expect((await shown(id)).events).toEqual(events);
  });

  test('a phantom task and a phantom message are gone', async () => {
    const { id, task, message, next } = await recorded();
    await writePublication(
      db,
      next([10, 1], { tasks: [task, aTask()], messages: [message, aMessage()], events: [anEvent(4)] }),
    );
    await writePublication(db, next([20, 1], {}));
    const found = await shown(id);
    expect([found.tasks, found.messages]).toEqual([[task], [message]]);
  });

  test('a task answered only in the lost one is open again, and can be answered otherwise', async () => {
    const { id, task, next } = await recorded();
    await writePublication(db, next([10, 1], { tasks: [answered(task, 'accept')], events: [anEvent(4)] }));
    expect((await shown(id)).tasks[0]?.status).toBe('answered');
    const truth = answered(task, 'per-service', 'person-team-leader');
    await writePublication(db, next([20, 1], { tasks: [task] }));
    expect((await shown(id)).tasks).toEqual([task]);
    await writePublication(db, next([30, 1], { tasks: [truth], events: [anEvent(4)] }));
    expect((await shown(id)).tasks).toEqual([truth]);
  });

  test('a task answered in the lost one and otherwise in the truth has the true answer', async () => {
    const { id, task, next } = await recorded();
    await writePublication(db, next([10, 1], { tasks: [answered(task, 'accept')], events: [anEvent(4), anEvent(5)] }));
    const truth = answered(task, 'per-service');
    await writePublication(db, next([20, 1], { tasks: [truth], events: [anEvent(4)] }));
    await writePublication(db, next([30, 1], { tasks: [], confirmedEvents: 4 }));
    expect((await shown(id)).tasks).toEqual([truth]);
  });

  test('a task that was opened and closed within the lost one is gone too', async () => {
    const { id, task, next } = await recorded();
    const phantom = aTask();
    await writePublication(db, next([10, 1], { tasks: [task, phantom], events: [anEvent(4)] }));
    await writePublication(db, next([10, 2], { tasks: [task, answered(phantom)], events: [anEvent(4), anEvent(5)] }));
    await writePublication(db, next([20, 1], { tasks: [task], events: [] }));
    expect((await shown(id)).tasks).toEqual([task]);
  });

  test('a clock, the stage and the bed of the lost one are gone', async () => {
    const { id, next } = await recorded();
    await writePublication(
      db,
      next([10, 1], {
        view: caseView({ stage: 'closed', closedAt: T0 + HOUR, leftAt: T0, parties: ['ward-m1', 'gp-041230'] }),
        clocks: [aClock('phantom', T0)],
        events: [anEvent(4)],
      }),
    );
    await writePublication(db, next([20, 1], {}));
    expect(await shown(id)).toMatchObject({
      stage: 'planning',
      closedAt: null,
      leftAt: null,
      nextDue: null,
      parties: ['ward-m1', 'mun-0791-visitation'],
      clocks: [],
    });
  });

  test('whatever was lost, in any mixture: only the truth is there (tasks, events, messages)', async () => {
    const { id, task, events, next } = await recorded();
    // Three lost tasks in a row, each with several publishes.
    for (const [time, size] of [
      [10, 3],
      [20, 1],
      [30, 4],
    ] as const) {
      for (let n = 1; n <= size; n += 1) {
        const lost = Array.from({ length: n * 2 }, (_, k) => anEvent(4 + k, { codes: { lost: true } }));
        const extra = Array.from({ length: n }, () => aTask());
        await writePublication(
          db,
          next([time, n], {
            tasks: [answered(task), ...extra, answered(aTask())],
            messages: [aMessage()],
            events: lost,
          }),
        );
      }
    }
    const truth = [anEvent(4, { fact: 'paused' })];
    await writePublication(db, next([40, 1], { events: truth }));
    await writePublication(db, next([50, 1], { confirmedEvents: 4, events: [anEvent(5)] }));
    const found = await shown(id);
    expect(found.tasks).toEqual([task]);
    expect(found.messages).toHaveLength(1);
    expect(found.events).toEqual([...events, ...truth, anEvent(5)]);
    expect(await confirmedNumbers(id)).toEqual([1, 2, 3, 4]);
  });
});

describe('what is closed and confirmed stays', () => {
  test('closed tasks come once and are kept by every later publish', async () => {
    const id = await aCase(db);
    const [first, second] = [aTask(), aTask({ due: T0 + HOUR })];
    await writePublication(db, publication(id, [0, 1], { tasks: [first, second], events: [anEvent(1), anEvent(2)] }));
    const closed = answered(first);
    await writePublication(
      db,
      publication(id, [1, 1], { confirmedEvents: 2, tasks: [closed, second], events: [anEvent(3)] }),
    );
    for (let n = 2; n < 5; n += 1) {
      await writePublication(db, publication(id, [n, 1], { confirmedEvents: 3, tasks: [second] }));
    }
    expect((await shown(id)).tasks).toEqual([second, closed]);
  });

  test('a lost refresh of everything harms no closed task', async () => {
    const id = await aCase(db);
    const task = aTask();
    await writePublication(db, publication(id, [0, 1], { tasks: [task], events: [anEvent(1)] }));
    const closed = answered(task);
    await writePublication(db, publication(id, [1, 1], { confirmedEvents: 1, tasks: [closed], events: [anEvent(2)] }));
    const all = [anEvent(1), anEvent(2), anEvent(3)];
    await writePublication(db, publication(id, [2, 1], { confirmedEvents: 0, tasks: [closed], events: all }));
    await writePublication(db, publication(id, [3, 1], { confirmedEvents: 2 }));
    expect((await shown(id)).tasks).toEqual([closed]);
  });

  test('a refresh of everything fills an empty database', async () => {
    const id = randomUUID();
    const [task, closed] = [aTask(), answered(aTask())];
    const all = [anEvent(1), anEvent(2), anEvent(3)];
    await writePublication(db, publication(id, [0, 1], { tasks: [task, closed], events: all }));
    await writePublication(db, publication(id, [1, 1], { confirmedEvents: 3, tasks: [task] }));
    const found = await shown(id);
    expect([found.tasks, found.events]).toEqual([[task, closed], all]);
    expect(await confirmedNumbers(id)).toEqual([1, 2, 3]);
  });

  test('a confirmed event takes no change, from a publish or by hand', async () => {
    const id = await aCase(db);
    const first = anEvent(1, { fact: 'opened' });
    await writePublication(db, publication(id, [0, 1], { events: [first] }));
    await writePublication(db, publication(id, [1, 1], { confirmedEvents: 1 }));
    await writePublication(db, publication(id, [2, 1], { events: [anEvent(1, { fact: 'closed' })] }));
    expect((await shown(id)).events).toEqual([first]);
    const broken = { fault: { kind: 'refused', constraint: 'events_final' } };
    await expect(
      db.updateTable('events').set({ actor: 'x' }).where('case_id', '=', id).execute(),
    ).rejects.toMatchObject(broken);
    await expect(db.deleteFrom('events').where('case_id', '=', id).execute()).rejects.toMatchObject(broken);
    await expect(sql`truncate events`.execute(db)).rejects.toMatchObject(broken);
  });
});
