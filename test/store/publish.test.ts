// A publish shows what Temporal knows, whole, and repairs what a lost workflow task showed before it.
// Each test writes through the real tables, triggers and guard.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeCase } from '../../store/cases.ts';
import { takeCorrection } from '../../store/corrections.ts';
import type { Database } from '../../store/database.ts';
import { PublicationRefused, StoreError } from '../../store/errors.ts';
import { writePublication } from '../../store/publish.ts';
import { endedClocks } from '../../store/waiting.ts';
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
  test('keeps a clock that ended and by which somebody was waited for, once however often it is told, and none of a stale one', async () => {
    const id = await aCase(db);
    const clock = { ...aClock('gp-letter', T0 + HOUR), from: T0 };
    const ended = [{ ...clock, until: T0 + MINUTE }];
    expect(await writePublication(db, publication(id, [1, 1], { clocks: [clock] }))).toBe('written');
    expect(await endedClocks(db, id)).toEqual([]);
    expect(await writePublication(db, publication(id, [2, 1], { ended }))).toBe('written');
    expect(await writePublication(db, publication(id, [2, 2], { ended }))).toBe('written');
    expect([await endedClocks(db, id), (await shown(id)).clocks]).toEqual([ended, []]);
    const other = [{ ...clock, id: 'gp-letter.2', until: T0 + HOUR }];
    expect(await writePublication(db, publication(id, [1, 2], { ended: other }))).toBe('stale');
    expect(await endedClocks(db, id)).toEqual(ended);
  });

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

describe('what PostgreSQL does not take', () => {
  test('is a PublicationRefused that changes nothing and tells no value', async () => {
    const id = await aCase(db);
    await writePublication(db, publication(id, [0, 1], { version: 7 }));
    const secret = '0201919990';
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
