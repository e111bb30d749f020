// Planned against done (planlagt mod gennemført): every item of follow-up by where it ended up, counted from the events.
// An item counts for the unit that is to carry it out and the week in which its window ends, as they were last agreed.
import { sql } from 'kysely';
import type { NotDoneReason } from '../domain/follow-up.ts';
import { notDoneReasons } from '../domain/follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';

export interface FollowUpQuery {
  /** The first and the first later instant, epoch ms: items whose window ends in between. */
  readonly from: number;
  readonly until: number;
  /** Only items of these units; all when left out. */
  readonly units?: readonly UnitId[];
}

/** The figures of one unit in one week. `planned` is the sum of done, declined, not done and open. */
export interface FollowUpCount {
  readonly unit: UnitId;
  /** ISO week in Denmark in which the windows end, `2026-W53`. */
  readonly week: string;
  readonly planned: number;
  /** Booked at some time, whatever came of it. */
  readonly booked: number;
  readonly done: number;
  /** Of those done, at a time within the window. */
  readonly doneInWindow: number;
  readonly declined: number;
  /** Neither done nor ended yet, or a missed one that is chased. */
  readonly open: number;
  /** Ended without being done, by reason; reasons that are still chased count here while they are the newest word. */
  readonly notDone: Readonly<Partial<Record<NotDoneReason, number>>>;
}

interface Group {
  readonly unit: UnitId;
  readonly week: string;
  readonly last: string;
  readonly reason: string | null;
  readonly items: number;
  readonly booked: number;
  readonly inWindow: number;
}

/** By unit and week, ordered. Reads the events of items of the period alone (index events_follow_up). */
export async function followUpCounts(db: Database | Work, query: FollowUpQuery): Promise<readonly FollowUpCount[]> {
  const { rows } = await groups(query).execute(db);
  const found = new Map<string, FollowUpCount>();
  for (const row of rows) {
    const key = `${row.unit} ${row.week}`;
    found.set(key, added(found.get(key) ?? { ...NONE, unit: row.unit, week: row.week }, row));
  }
  return [...found.values()];
}

const NONE = { planned: 0, booked: 0, done: 0, doneInWindow: 0, declined: 0, open: 0, notDone: {} };

function added(sum: FollowUpCount, { last, reason, items, booked, inWindow }: Group): FollowUpCount {
  const all = { ...sum, planned: sum.planned + items, booked: sum.booked + booked };
  switch (last) {
    case 'follow-up-done':
      return { ...all, done: sum.done + items, doneInWindow: sum.doneInWindow + inWindow };
    case 'follow-up-declined':
      return { ...all, declined: sum.declined + items };
    case 'follow-up-not-done': {
      const why = isReason(reason) ? reason : 'other';
      return { ...all, notDone: { ...sum.notDone, [why]: (sum.notDone[why] ?? 0) + items } };
    }
    default:
      return { ...all, open: sum.open + items };
  }
}

const isReason = (code: string | null): code is NotDoneReason => code !== null && Object.hasOwn(notDoneReasons, code);

function groups({ from, until, units }: FollowUpQuery) {
  return sql<Group>`
    with named as (
      select distinct case_id, codes->>'item' as item from events
      where fact in ('follow-up-planned', 'follow-up-changed')
        and codes->>'until' >= ${instant(from)} and codes->>'until' < ${instant(until)}
    ), items as (
      select named.case_id, named.item,
        (array_agg(codes order by number desc)
          filter (where fact in ('follow-up-planned', 'follow-up-changed')))[1] as plan,
        (array_agg(fact order by number desc))[1] as last,
        (array_agg(codes->>'reason' order by number desc) filter (where fact = 'follow-up-not-done'))[1] as reason,
        (array_agg(codes->>'at' order by number desc) filter (where fact = 'follow-up-done'))[1] as done_at,
        bool_or(fact = 'follow-up-booked') as booked
      from named join events on events.case_id = named.case_id and events.codes->>'item' = named.item
      where fact in ('follow-up-planned', 'follow-up-changed', 'follow-up-booked', 'follow-up-done',
        'follow-up-not-done', 'follow-up-declined')
      group by named.case_id, named.item
    )
    select plan->>'unit' as unit, last, case when last = 'follow-up-not-done' then reason end as reason,
      to_char((plan->>'until')::timestamptz at time zone 'Europe/Copenhagen', 'IYYY-"W"IW') as week,
      count(*)::integer as items, (count(*) filter (where booked))::integer as booked,
      (count(*) filter (where last = 'follow-up-done' and done_at >= plan->>'from' and done_at <= plan->>'until'))::integer
        as "inWindow"
    from items
    where plan->>'until' >= ${instant(from)} and plan->>'until' < ${instant(until)}
      ${units === undefined ? sql`` : sql`and plan->>'unit' = any(${[...units]}::text[])`}
    group by 1, 2, 3, 4
    order by unit, week
  `;
}
