// Lead times (gennemløbstider): how long steps took, from what ended in a period, counted in the database. Of tasks it reads
// one index that has all it needs (tasks_ended, migrations/0019), so it costs what ended in the period and no more.
import { sql } from 'kysely';
import type { UnitId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { saidByStep, stepsEnded } from './step-times.ts';
import { at } from './times.ts';

/** What the figures are kept apart by. */
export const leadTimeParts = ['step', 'unit', 'week'] as const;
export type LeadTimePart = (typeof leadTimeParts)[number];

export interface LeadTimeQuery {
  /** The first and the first later instant, epoch ms: tasks that ended in between. */
  readonly from: number;
  readonly until: number;
  readonly by: readonly LeadTimePart[];
  /** Only tasks of these units; all when left out. */
  readonly units?: readonly UnitId[];
  /** Only tasks of this kind, or this step of `clockSteps`. */
  readonly step?: string;
}

/** The figures of one group. Times are minutes of elapsed time, not of working hours. */
export interface LeadTime {
  /** Kind of task or step of `clockSteps`; null when it is not asked to be kept apart. The same holds for the others. */
  readonly step: string | null;
  readonly unit: UnitId | null;
  /** ISO week in Denmark in which the tasks ended, `2026-W53`. */
  readonly week: string | null;
  /** Tasks that a person answered, and steps that were done. */
  readonly answered: number;
  /** Tasks that ended by silence. */
  readonly lapsed: number;
  /** Answered at or before the first due time. */
  readonly inTime: number;
  /** Of those answered, null when there are none. */
  readonly median: number | null;
  readonly percentile90: number | null;
}

/**
 * The figures of every group in which a task ended, by step, unit and week. Withdrawn tasks count nowhere: what was asked
 * was not needed any more. A step that begins with a clock counts as a whole (store/step-times.ts). The percentiles interpolate between two values (SQL percentile_cont).
 */
export async function leadTimes(db: Database | Work, query: LeadTimeQuery): Promise<readonly LeadTime[]> {
  const { rows } = await leadTimesSql(query).execute(db);
  return rows;
}

/** The statement; tests ask the database how it goes about it. */
export function leadTimesSql({ from, until, by, units, step }: LeadTimeQuery) {
  const kept = {
    step: sql`kind`,
    unit: sql`unit`,
    week: sql`to_char(closed_at at time zone 'Europe/Copenhagen', 'IYYY-"W"IW')`,
  };
  const part = (name: LeadTimePart) => (by.includes(name) ? kept[name] : sql`null::text`);
  return sql<LeadTime>`
    select step, unit, week,
      (count(*) filter (where status = 'answered'))::integer as answered,
      (count(*) filter (where status = 'lapsed'))::integer as lapsed,
      (count(*) filter (where status = 'answered' and in_time))::integer as "inTime",
      round((percentile_cont(0.5) within group (order by minutes) filter (where status = 'answered'))::numeric, 1)::float8
        as median,
      round((percentile_cont(0.9) within group (order by minutes) filter (where status = 'answered'))::numeric, 1)::float8
        as percentile90
    from (
      select ${part('step')} as step, ${part('unit')} as unit, ${part('week')} as week, status, in_time, minutes
      from (
        select kind, unit, status, closed_at, closed_at <= coalesce(missed, due) as in_time,
          extract(epoch from closed_at - opened_at) / 60 as minutes
        from tasks
        where status in ('answered', 'lapsed') and closed_at >= ${at(from)} and closed_at < ${at(until)} and not ${saidByStep}
        union all ${stepsEnded(from, until)}
      ) each_one
      where true
        ${units === undefined ? sql`` : sql`and unit = any(${[...units]}::text[])`}
        ${step === undefined ? sql`` : sql`and kind = ${step}`}
    ) ended
    group by step, unit, week
    order by step, unit, week
  `;
}
