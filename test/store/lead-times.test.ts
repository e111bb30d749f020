// Lead times from the tables: percentiles against a count by hand, weeks over both clock changes and the year, what counts
// as in time, and that a report costs what ended in its period however many tasks there are.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventView, TaskView } from '../../domain/case-view.ts';
import type { FactKind } from '../../domain/facts.ts';
import type { Codes } from '../../domain/fields.ts';
import type { Database } from '../../store/database.ts';
import { followUpCounts } from '../../store/follow-up-report.ts';
import { leadTimes, leadTimesSql } from '../../store/lead-times.ts';
import { messageTimes } from '../../store/message-times.ts';
import { writePublication } from '../../store/publish.ts';
import { aCase, aMessage, aTask, DAY, HOUR, MINUTE, publication, T0, testDatabase } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db?.destroy());
beforeEach(async () => {
  await sql`delete from tasks`.execute(db);
});

/** A task that took `minutes` and ended at `at` (RFC 3339 or epoch ms), due after four hours unless said otherwise. */
function ended(at: string | number, minutes: number, change: Partial<TaskView> = {}): TaskView {
  const closedAt = typeof at === 'number' ? at : Date.parse(at);
  const openedAt = closedAt - minutes * MINUTE;
  return aTask({ status: 'answered', openedAt, closedAt, due: openedAt + 4 * HOUR, ...change });
}
async function publish(tasks: readonly TaskView[]): Promise<void> {
  const id = await aCase(db);
  await writePublication(db, publication(id, [0, 1], { tasks }));
}
const all = { from: T0 - 400 * DAY, until: T0 + 400 * DAY, by: ['step', 'unit', 'week'] } as const;

/** Counted by hand, in another way than the database: sort, and go between two neighbours. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return Math.round((low + (high - low) * (at - Math.floor(at))) * 10) / 10;
}

describe('lead times', () => {
  it('are the median and the 90th percentile of the minutes until an answer', async () => {
    const minutes = [7, 300, 12, 45, 61, 33, 5, 240, 18, 90, 119];
    await publish(minutes.map((took, n) => ended(T0 + n * MINUTE, took)));
    expect(await leadTimes(db, { ...all, by: ['step'] })).toEqual([
      {
        step: 'answer-services',
        unit: null,
        week: null,
        answered: 11,
        lapsed: 0,
        inTime: 10,
        median: percentile(minutes, 0.5),
        percentile90: percentile(minutes, 0.9),
      },
    ]);
  });

  it('are kept apart by step, unit and week, as many of them as are asked for', async () => {
    await publish([
      ended('2026-11-20T10:00:00Z', 10),
      ended('2026-11-20T11:00:00Z', 20, { unit: 'mun-0751-visitation' }),
      ended('2026-11-25T11:00:00Z', 30, { kind: 'admission-report' }),
    ]);
    const apart = (await leadTimes(db, all)).map(({ step, unit, week, median }) => [step, unit, week, median]);
    expect(apart).toEqual([
      ['admission-report', 'mun-0791-visitation', '2026-W48', 30],
      ['answer-services', 'mun-0751-visitation', '2026-W47', 20],
      ['answer-services', 'mun-0791-visitation', '2026-W47', 10],
    ]);
    expect(await leadTimes(db, { ...all, by: ['week'] })).toHaveLength(2);
    const some = { ...all, units: ['mun-0751-visitation'], step: 'answer-services' };
    expect(await leadTimes(db, some)).toMatchObject([{ unit: 'mun-0751-visitation' }]);
  });

  it.each([
    // The last Sunday of October has 25 hours, of March 23; the week is Denmark's, not UTC's.
    ['2026-10-25T22:59:59Z', '2026-W43'],
    ['2026-10-25T23:00:00Z', '2026-W44'],
    ['2027-03-28T21:59:59Z', '2027-W12'],
    ['2027-03-28T22:00:00Z', '2027-W13'],
    // Year change: 31 December 2026 is a Thursday, so the week is that of the old year until Sunday 3 January.
    ['2026-12-31T23:30:00Z', '2026-W53'],
    ['2027-01-03T22:59:59Z', '2026-W53'],
    ['2027-01-03T23:00:00Z', '2027-W01'],
  ])('of a task that ended at %s are of the week %s', async (at, week) => {
    await publish([ended(at, 60)]);
    expect((await leadTimes(db, all)).map((one) => one.week)).toEqual([week]);
  });

  it('count the hour that a night has more or less', async () => {
    const opened = Date.parse('2026-10-24T20:00:00Z');
    await publish([ended(opened + 12 * HOUR, 12 * 60)]);
    expect((await leadTimes(db, all))[0]?.median).toBe(720);
  });

  it('call an answer in time by the first due time, also when the unit got its time again after a call', async () => {
    await publish([
      ended(T0, 60),
      ended(T0, 240),
      ended(T0, 241),
      ended(T0, 400, { due: T0 + DAY, missed: T0 - 160 * MINUTE }),
    ]);
    expect((await leadTimes(db, all))[0]).toMatchObject({ answered: 4, inTime: 2 });
  });

  it('count silence as not in time and without a lead time, and what was withdrawn not at all', async () => {
    await publish([ended(T0, 240, { status: 'lapsed' }), ended(T0, 10, { status: 'withdrawn' }), aTask()]);
    expect(await leadTimes(db, all)).toMatchObject([
      { answered: 0, lapsed: 1, inTime: 0, median: null, percentile90: null },
    ]);
  });

  it('are of the period: from its first instant, up to the first later one', async () => {
    await publish([ended(T0, 10), ended(T0 + DAY, 10)]);
    const day = { ...all, from: T0, until: T0 + DAY };
    expect((await leadTimes(db, day)).reduce((sum, { answered }) => sum + answered, 0)).toBe(1);
  });

  it('are read from one index, without the tasks themselves and without what ended before', async () => {
    await sql`
      insert into tasks (id, case_id, workflow_id, kind, unit, status, due, version, opened_at, closed_at, view)
      select gen_random_uuid(), ${randomUUID()}::uuid, 'w', 'answer-services', 'mun-0791-visitation', 'answered', t, 1,
        t - interval '2 hours', t, '{}'::jsonb
      from (select ${new Date(T0)}::timestamptz - n * interval '5 minutes' as t from generate_series(1, 20000) n) s
    `.execute(db);
    await sql`vacuum analyze tasks`.execute(db);
    const week = leadTimesSql({ ...all, from: T0 - 7 * DAY, until: T0 });
    const { rows } = await sql<Record<string, string>>`explain (analyze, costs off, timing off) ${week}`.execute(db);
    const plan = rows.flatMap((row) => Object.values(row)).join('\n');
    expect(plan).toMatch(/Index Only Scan using tasks_ended on tasks/);
    expect(plan).toMatch(/tasks_ended[\s\S]*?rows=20(?:15|16)\b/);
  });
});

describe('lead times of messages', () => {
  it('go from queued to arrived and from arrived to seen; a missed due time on the record is not in time', async () => {
    const unit = 'mun-0791-visitation';
    const [soon, late, phone, letter, slow] = [
      aMessage({ state: 'arrived', arrivedAt: T0 + 2 * MINUTE, seenAt: T0 + 12 * MINUTE }),
      aMessage({ state: 'arrived', arrivedAt: T0 + 40 * MINUTE, seenAt: T0 + 100 * MINUTE }),
      aMessage({ state: 'told-by-phone' }),
      aMessage({ kind: 'letter', state: 'arrived', arrivedAt: T0 + 2 * MINUTE, seenAt: T0 + 3 * MINUTE }),
      aMessage({ state: 'arrived', arrivedAt: T0 + 2 * MINUTE, seenAt: T0 + 112 * MINUTE }),
    ];
    let number = 0;
    const event = (fact: FactKind, message: string, minutes: number, codes: Codes = {}): EventView => {
      number += 1;
      const learntAt = T0 + minutes * MINUTE;
      const by = { actor: 'person-ward', org: 'hosp-midt', submission: null };
      return { number, fact, ...by, happenedAt: learntAt, learntAt, codes: { message, unit, ...codes } };
    };
    const missed = (message: string, minutes: number, clock: string) =>
      event('not-in-time', message, minutes, { clock, effect: 'call' });
    const events = [
      event('message-arrived', soon.id, 2),
      event('message-arrived', letter.id, 2),
      event('message-seen', letter.id, 3),
      event('message-seen', soon.id, 12),
      missed(late.id, 30, 'receipt'),
      missed(phone.id, 30, 'receipt'),
      event('message-arrived', late.id, 40),
      event('message-told-by-phone', phone.id, 50),
      event('message-seen', late.id, 100),
      // Seen after its time, before anybody was reached by the call about it.
      event('message-arrived', slow.id, 2),
      missed(slow.id, 90, 'message-seen'),
      event('message-seen', slow.id, 112),
    ];
    const id = await aCase(db);
    const messages = [soon, late, phone, letter, slow];
    await writePublication(db, publication(id, [0, 1], { messages, events, confirmedEvents: 0 }));
    const figures = { unit, week: null };
    const query = { ...all, by: ['step', 'unit'] as const };
    expect(await messageTimes(db, query)).toEqual([
      {
        ...figures,
        ...{ step: 'message-arrived', answered: 4, lapsed: 1, inTime: 3, median: 2, percentile90: 28.6 },
      },
      { ...figures, ...{ step: 'message-seen', answered: 3, lapsed: 0, inTime: 2, median: 60, percentile90: 100 } },
    ]);
    // Nobody has seen it and somebody rings: nobody reached is no end; whoever looks after the call has not seen it in time.
    const unseen = aMessage({ state: 'arrived', arrivedAt: T0 + 2 * MINUTE, seenAt: T0 + 700 * MINUTE });
    const call = (result: string, minutes: number): TaskView => ({
      ...ended(T0 + minutes * MINUTE, 10, {
        kind: 'ring-unread',
        unit: 'ward-m1',
        about: { message: unseen.id, unit },
      }),
      answer: { code: 'called', by: 'person-ward', at: T0 + minutes * MINUTE, codes: { result }, submission: '' },
    });
    const about = [event('message-arrived', unseen.id, 2), missed(unseen.id, 480, 'message-seen')];
    const seen = event('message-seen', unseen.id, 700);
    const more = { messages: [unseen], tasks: [call('not-reached', 500), call('reached', 520)], confirmedEvents: 0 };
    const other = await aCase(db);
    const numbered = [...about, seen].map((one, index) => ({ ...one, number: index + 1 }));
    await writePublication(db, publication(other, [0, 1], { ...more, events: numbered }));
    expect(await messageTimes(db, { ...query, step: 'message-seen' })).toEqual([
      { ...figures, ...{ step: 'message-seen', answered: 3, lapsed: 1, inTime: 2, median: 60, percentile90: 100 } },
    ]);
    expect(await messageTimes(db, { ...query, units: ['gp-041230'] })).toEqual([]);
    expect(await messageTimes(db, { ...query, step: 'answer-services' })).toEqual([]);
    expect(await messageTimes(db, { ...all, by: ['unit'] })).toEqual([]);
  });
});

describe('planned against done follow-up', () => {
  let number = 0;
  const event = (fact: FactKind, codes: Codes): EventView => {
    number += 1;
    const when = { happenedAt: T0, learntAt: T0 };
    return { number, fact, actor: 'person-ward', org: 'hosp-midt', ...when, codes, submission: null };
  };
  const plan = (item: string, unit: string, until = '2026-12-04T15:00:00.000Z') =>
    event('follow-up-planned', { item, unit, from: '2026-12-03T08:00:00.000Z', until });
  async function tell(events: () => readonly EventView[]): Promise<void> {
    number = 0;
    const id = await aCase(db);
    const told = events();
    await writePublication(db, publication(id, [0, 1], { events: told, confirmedEvents: 0 }));
  }
  const december = { from: Date.parse('2026-12-01T00:00:00Z'), until: Date.parse('2027-01-01T00:00:00Z') };

  it('counts each item once, by the unit, the week of its window and where it ended up', async () => {
    await tell(() => [
      plan('f1', 'gp-041230'),
      event('follow-up-booked', { item: 'f1', at: '2026-12-03T10:00:00.000Z' }),
      event('follow-up-not-done', { item: 'f1', reason: 'patient-did-not-come' }),
      event('follow-up-booked', { item: 'f1', at: '2026-12-04T10:00:00.000Z' }),
      event('follow-up-done', { item: 'f1', at: '2026-12-04T10:00:00.000Z' }),
      plan('f2', 'gp-041230'),
      event('follow-up-done', { item: 'f2', at: '2026-12-09T10:00:00.000Z' }),
      plan('f3', 'gp-041230'),
      event('follow-up-declined', { item: 'f3' }),
      plan('f4', 'mun-0791-homecare'),
      event('follow-up-booked', { item: 'f4', at: '2026-12-03T10:00:00.000Z' }),
      event('follow-up-not-done', { item: 'f4', reason: 'patient-did-not-come' }),
    ]);
    await tell(() => [plan('f1', 'gp-041230'), plan('f2', 'gp-041230', '2027-02-01T15:00:00.000Z')]);
    expect(await followUpCounts(db, december)).toEqual([
      { ...at('gp-041230'), planned: 4, booked: 1, done: 2, doneInWindow: 1, declined: 1, open: 1, notDone: {} },
      {
        ...at('mun-0791-homecare'),
        ...{ planned: 1, booked: 1, done: 0, doneInWindow: 0, declined: 0, open: 0 },
        notDone: { 'patient-did-not-come': 1 },
      },
    ]);
    expect(await followUpCounts(db, { ...december, units: ['mun-0791-homecare'] })).toHaveLength(1);
  });

  const at = (unit: string) => ({ unit, week: '2026-W49' });

  it('takes an item as it was last agreed, and as open again when what ended it was wrong', async () => {
    await tell(() => [
      plan('f1', 'gp-041230', '2027-11-05T08:00:00.000Z'),
      event('follow-up-not-done', { item: 'f1', reason: 'deceased' }),
      event('follow-up-changed', {
        item: 'f1',
        unit: 'ward-m1',
        from: '2027-11-08T08:00:00.000Z',
        until: '2027-11-09T08:00:00.000Z',
      }),
    ]);
    expect(await followUpCounts(db, { from: Date.parse('2027-11-01'), until: Date.parse('2027-12-01') })).toMatchObject(
      [{ unit: 'ward-m1', week: '2027-W45', open: 1, planned: 1 }],
    );
  });
});
