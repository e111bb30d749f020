// The inbox with 10,000 open and 100,000 closed tasks: the right ones, in order, page by page.
// That it stays fast is asserted by what PostgreSQL reads, not by a stopwatch.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cursor } from '../../store/cursor.ts';
import { decodeCursor, encodeCursor } from '../../store/cursor.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import type { InboxQuery } from '../../store/tasks.ts';
import { countOpen, inbox, inboxSql, task } from '../../store/tasks.ts';
import { freshDatabase } from '../harness/servers.ts';
import { HOUR, T0 } from './fixtures.ts';

let db: Database;

beforeAll(async () => {
  db = openDatabase(await freshDatabase(), { max: 4, statementTimeoutMs: 60_000 });
  // 40 units, 250 open tasks each; dues repeat, so that ids decide too.
  await sql`
    insert into tasks (id, case_id, workflow_id, kind, unit, status, due, version, claimed_by, opened_at, closed_at, view)
    select id, gen_random_uuid(), 'discharge-' || n, 'answer-services', unit, status, due, 1,
      case when n % 10 = 0 then 'person-1' end, ${new Date(T0)}::timestamptz, closed_at,
      jsonb_build_object('id', id, 'unit', unit, 'status', status, 'kind', 'answer-services',
        'due', (extract(epoch from due) * 1000)::bigint, 'closedAt', (extract(epoch from closed_at) * 1000)::bigint)
    from (
      select n, gen_random_uuid() as id, 'unit-' || n % 40 as unit,
        case when n <= 10000 then 'open' else 'answered' end as status,
        ${new Date(T0)}::timestamptz + (n % 977) * interval '1 minute' as due,
        case when n > 10000 then ${new Date(T0)}::timestamptz + (n % 991) * interval '1 minute' end as closed_at
      from generate_series(1, 110000) n
    ) made
  `.execute(db);
  await sql`analyze tasks`.execute(db);
});
afterAll(() => db.destroy());

const query = (change: Partial<InboxQuery> = {}): InboxQuery => ({
  units: ['unit-3', 'unit-4'],
  status: 'open',
  cursor: null,
  limit: 50,
  ...change,
});

/** All pages one after the other. */
async function everything(change: Partial<InboxQuery>) {
  const found: { id: string; due: number; closedAt: number | null; unit: string }[] = [];
  let cursor: Cursor | null = null;
  do {
    const page = await inbox(db, query({ ...change, cursor }));
    found.push(...page.items.map(({ task: { id, due, closedAt, unit } }) => ({ id, due, closedAt, unit })));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

describe('what it shows', () => {
  test('all open tasks of the units, each once, least time left first', async () => {
    const found = await everything({ limit: 37 });
    expect(found).toHaveLength(500);
    expect(new Set(found.map(({ id }) => id)).size).toBe(500);
    expect(new Set(found.map(({ unit }) => unit))).toEqual(new Set(['unit-3', 'unit-4']));
    const inOrder = found.toSorted((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
    expect(found).toEqual(inOrder);
  });

  test('closed ones: the last closed first', async () => {
    const found = await everything({ status: 'closed', units: ['unit-7'], limit: 400 });
    expect(found).toHaveLength(2500);
    const inOrder = found.toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? -1 : 1));
    expect(found).toEqual(inOrder);
  });

  test('one person, one kind, one case, no unit, every unit', async () => {
    // Every tenth task is claimed: all of unit-0's, none of unit-3's.
    expect((await inbox(db, query({ person: 'person-1' }))).items).toHaveLength(0);
    expect(await everything({ units: ['unit-0'], person: 'person-1', limit: 200 })).toHaveLength(250);
    expect((await inbox(db, query({ kind: 'take-patient' }))).items).toEqual([]);
    expect((await inbox(db, query({ units: [] }))).items).toEqual([]);
    expect(await everything({ units: 'all', limit: 4000 })).toHaveLength(10_000);
    const [one] = (await inbox(db, query({ limit: 1 }))).items;
    if (one === undefined) throw new Error('none');
    expect((await inbox(db, query({ dischargeId: one.dischargeId }))).items).toEqual([one]);
    expect(await task(db, one.task.id)).toEqual(one);
  });

  test('a unit named twice is one unit', async () => {
    expect(await everything({ units: ['unit-3', 'unit-3'], limit: 300 })).toHaveLength(250);
  });

  test('counts: open, and late among them', async () => {
    expect(await countOpen(db, ['unit-3', 'unit-4'], T0 + 24 * HOUR)).toEqual({ open: 500, late: 500 });
    expect(await countOpen(db, ['unit-3'], T0)).toEqual({ open: 250, late: 0 });
  });

  test('cursors travel as text, and anything else is none', () => {
    const cursor = { at: T0, id: '0b0f9d3c-0c8f-4a54-9a3d-5f0a4f1f2a11' };
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
    for (const text of ['', 'x', encodeCursor({ at: T0, id: "' or 1" }), '%%%']) expect(decodeCursor(text)).toBeNull();
  });
});

describe('what it costs', () => {
  /** How PostgreSQL runs a page: the scans it makes, with the rows they gave. */
  async function scansOf(change: Partial<InboxQuery>): Promise<{ index: string; rows: number }[]> {
    const { rows } = await sql<{
      'QUERY PLAN': string;
    }>`explain (analyze, costs off) ${inboxSql(query(change))}`.execute(db);
    return rows
      .map((row) => row['QUERY PLAN'])
      .filter((line) => line.includes('Scan') && !line.includes('Function Scan'))
      .map((line) => ({
        index: /using (\w+)/.exec(line)?.[1] ?? line,
        rows: Math.round(Number(/rows=([\d.]+)/.exec(line)?.[1]) * Number(/loops=(\d+)/.exec(line)?.[1])),
      }));
  }

  test.each([
    ['two units', {}, 'tasks_inbox', 102],
    ['a later page', { cursor: { at: T0 + 8 * HOUR, id: '00000000-0000-4000-8000-000000000000' } }, 'tasks_inbox', 102],
    ['every unit', { units: 'all' }, 'tasks_due', 51],
    ['closed ones', { status: 'closed' }, 'tasks_closed_inbox', 102],
  ] as const)(
    '%s: a page is read from the partial index, no more rows than it may need',
    async (_name, change, index, most) => {
      const scans = await scansOf(change);
      expect(scans.map((scan) => scan.index)).toEqual([index]);
      expect(scans[0]?.rows).toBeLessThanOrEqual(most);
    },
  );
});
