// A publish shows what Temporal knows, whole, and repairs what a lost workflow task showed before it.
// Each test writes through the real tables, triggers and guard.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Publication } from '../../domain/case-view.ts';
import { wholeCase } from '../../store/cases.ts';
import { takeCorrection } from '../../store/corrections.ts';
import type { Database } from '../../store/database.ts';
import { PublicationRefused, StoreError } from '../../store/errors.ts';
import { writePublication } from '../../store/publish.ts';
import { eventually } from '../harness/eventually.ts';
import {
  aCase,
  aClock,
  aMessage,
  anEvent,
  answered,
  aTask,
  caseView,
  HOUR,
  MINUTE,
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

describe('one publish', () => {
  test('shows row, tasks, messages, clocks and events together', async () => {
    const id = await aCase(db);
    const task = aTask();
    const message = aMessage();
    const events = [anEvent(1, { fact: 'opened' }), anEvent(2, { fact: 'task-opened', codes: { task: task.id } })];
    const p = publication(id, [0, 1], {
      version: 3,
      view: caseView({ attention: true, inFlight: 2 }),
      tasks: [task],
      messages: [message],
      clocks: [aClock(task.id, task.due), aClock('receipt', T0 + 30 * MINUTE)],
      events,
    });
    expect(await writePublication(db, p)).toBe('written');
    const found = await shown(id);
    expect(found).toMatchObject({ version: 3, attention: true, nextDue: T0 + 30 * MINUTE, inFlight: 2, view: p.view });
    expect(found.tasks).toEqual([task]);
    expect(found.messages).toEqual([message]);
    expect(found.clocks).toEqual([p.clocks[1], p.clocks[0]]);
    expect(found.events).toEqual(events);
  });

  test('replaces the clocks and keeps what did not change', async () => {
    const id = await aCase(db);
    await writePublication(db, publication(id, [0, 1], { clocks: [aClock('a', T0), aClock('b', T0 + HOUR)] }));
    await writePublication(
      db,
      publication(id, [1, 1], { clocks: [aClock('b', T0 + 2 * HOUR), aClock('c', T0 + HOUR)] }),
    );
    expect((await shown(id)).clocks.map(({ id: clock, due }) => [clock, due])).toEqual([
      ['c', T0 + HOUR],
      ['b', T0 + 2 * HOUR],
    ]);
  });

  test('makes the case row when it is missing, for a rebuilt database', async () => {
    const id = randomUUID();
    await writePublication(db, publication(id, [0, 1], { events: [anEvent(1)] }));
    expect(await shown(id)).toMatchObject({ stage: 'planning', openedAt: T0 + 1, events: [{ number: 1 }] });
  });

  test('tells listeners of the case, and nothing when it is rolled back', async () => {
    const id = await aCase(db);
    const { url } = await testDatabase(1);
    const { default: pg } = await import('pg');
    const listener = new pg.Client({ connectionString: url });
    const { openDatabase } = await import('../../store/database.ts');
    const other = openDatabase(url, { max: 2 });
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.connect();
    try {
      await listener.query('listen changes');
      const broken = publication(id, [0, 1], { events: [anEvent(0)] });
      await expect(writePublication(other, broken)).rejects.toThrow(PublicationRefused);
      await writePublication(other, publication(id, [1, 1]));
      await eventually(() => expect(heard).toEqual([id]));
    } finally {
      await listener.end();
      await other.destroy();
    }
  });
});

describe('the guard', () => {
  test.each([
    ['a later task', [5, 1], 'written'],
    ['the same task, later in it', [4, 3], 'written'],
    ['the very same', [4, 2], 'written'],
    ['the same task, earlier in it', [4, 1], 'stale'],
    ['an earlier task, whatever its number', [3, 9], 'stale'],
  ] as const)('%s after (4, 2): %s %s', async (_name, stamp, outcome) => {
    const id = await aCase(db);
    await writePublication(db, publication(id, [4, 2], { version: 10, tasks: [aTask()] }));
    const second = publication(id, stamp, { version: 20, tasks: [], events: [anEvent(1)] });
    expect(await writePublication(db, second)).toBe(outcome);
    const found = await shown(id);
    const kept = outcome === 'stale';
    expect([found.version, found.tasks.length, found.events.length]).toEqual(kept ? [10, 1, 0] : [20, 0, 1]);
  });

  test('of many at once the latest is what remains', async () => {
    const id = await aCase(db);
    const stamps = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(
      stamps.toReversed().map((n) =>
        writePublication(
          db,
          publication(id, [n, 1], {
            version: n,
            tasks: [aTask()],
            clocks: [aClock(`clock-${n}`, T0)],
            events: [anEvent(1, { learntAt: T0 + n })],
          }),
        ),
      ),
    );
    const found = await shown(id);
    expect(found.version).toBe(19);
    expect(found.tasks).toHaveLength(1);
    expect(found.clocks.map((clock) => clock.id)).toEqual(['clock-19']);
    expect(found.events).toEqual([anEvent(1, { learntAt: T0 + 19 })]);
  });

  test('a lost publish that hangs on its lock is repaired by the one that waited for it', async () => {
    const id = await aCase(db);
    const phantom = aTask();
    await writePublication(db, publication(id, [0, 1]));
    // Both at once: whichever comes first, the later truth has no phantom task.
    await Promise.all([
      writePublication(db, publication(id, [1, 1], { tasks: [phantom], messages: [aMessage()], events: [anEvent(1)] })),
      writePublication(db, publication(id, [2, 1])),
    ]);
    const found = await shown(id);
    expect([found.tasks, found.messages, found.events]).toEqual([[], [], []]);
  });
});

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

describe('what PostgreSQL does not take', () => {
  test('is a PublicationRefused that changes nothing and tells no value', async () => {
    const id = await aCase(db);
    await writePublication(db, publication(id, [0, 1], { version: 7 }));
    const secret = '2512489996';
    const refused = writePublication(db, publication(id, [1, 1], { version: 8, tasks: [aTask({ id: secret })] })).catch(
      (error: unknown) => error,
    );
    const error = await refused;
    expect(error).toBeInstanceOf(PublicationRefused);
    expect(String(error) + JSON.stringify(error)).not.toContain(secret);
    expect((await shown(id)).version).toBe(7);
  });

  test('a failure that passes is not a refusal', async () => {
    const { openDatabase } = await import('../../store/database.ts');
    const away = openDatabase('postgres://postgres@127.0.0.1:1/nowhere', { max: 1 });
    const error = await writePublication(away, publication(randomUUID(), [0, 1])).catch((reason: unknown) => reason);
    await away.destroy();
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ fault: { kind: 'unavailable' } });
  });
});

describe('a correction of a closed case', () => {
  test('publishes its tasks and events under a stamp of its own and leaves the case closed', async () => {
    const id = await aCase(db);
    const closed = caseView({ stage: 'closed', closedAt: T0 });
    await writePublication(db, publication(id, [100, 1], { view: closed, events: [anEvent(1)] }));
    const one = await takeCorrection(db, { caseId: id, submission: randomUUID(), now: T0 });
    const submission = randomUUID();
    const two = await takeCorrection(db, { caseId: id, submission, now: T0 });
    expect(await takeCorrection(db, { caseId: id, submission, now: T0 })).toEqual(two);
    expect([one.number, two.number]).toEqual([1, 2]);
    const [a, b] = [aTask(), aTask()];
    const events = (first: number) => [anEvent(first), anEvent(first + 1)];
    for (const [{ workflowId, firstEvent }, task] of [
      [one, a],
      [two, b],
    ] as const) {
      const p = publication(id, [5, 1], {
        workflowId,
        part: 'correction',
        tasks: [task],
        events: events(firstEvent),
        view: caseView(),
      });
      expect(await writePublication(db, p)).toBe('written');
      expect(await writePublication(db, { ...p, stamp: { time: T0, number: 1 } })).toBe('stale');
    }
    const found = await shown(id);
    expect(found).toMatchObject({ stage: 'closed', closedAt: T0 });
    expect(new Set(found.tasks.map((task) => task.id))).toEqual(new Set([a.id, b.id]));
    expect(found.events).toHaveLength(5);
    // It counts its own events from 0; its answered task stays when it publishes once more.
    const rest = { workflowId: one.workflowId, part: 'correction' as const };
    const done = { ...rest, confirmedEvents: 2, tasks: [answered(a)], events: [anEvent(one.firstEvent + 2)] };
    await writePublication(db, publication(id, [6, 1], done));
    await writePublication(db, publication(id, [7, 1], { ...rest, confirmedEvents: 3 }));
    expect((await shown(id)).tasks.map(({ status }) => status)).toEqual(['open', 'answered']);
    expect(await confirmedNumbers(id)).toEqual([one.firstEvent, one.firstEvent + 1, one.firstEvent + 2]);
  });
});
