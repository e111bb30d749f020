// Lead times of messages: from queued to arrived, and from arrived to seen by a person, counted from the events of cases.
// In time is what no missed due time stands on the record for (`not-in-time`), so it is judged by the rule it had then.
import { sql } from 'kysely';
import { mustBeSeenKinds } from '../domain/case-view.ts';
import type { Database, Work } from './database.ts';
import type { LeadTime, LeadTimeQuery } from './lead-times.ts';
import { at } from './times.ts';

/** The steps of a message, with their Danish names. */
export const messageSteps = {
  'message-arrived': 'Meddelelse fra den er klar, til den er modtaget',
  'message-seen': 'Meddelelse fra den er modtaget, til en person har set den',
} as const;
export type MessageStep = keyof typeof messageSteps;

export const isMessageStep = (step: string): step is MessageStep => Object.hasOwn(messageSteps, step);

/**
 * The figures by step, receiving unit and week. A message that was given by phone instead counts as `lapsed`, and so does one
 * that nobody had seen when somebody was rung and reached about it, whoever looks at it later. `message-seen` has the kinds
 * that must be seen (domain/case-view.ts), since no other has a due time for it. Not kept apart by step: none,
 * because a receipt of seconds says nothing beside a task of days.
 */
export async function messageTimes(db: Database | Work, query: LeadTimeQuery): Promise<readonly LeadTime[]> {
  const { by, step } = query;
  if (step === undefined ? !by.includes('step') : !isMessageStep(step)) return [];
  const { rows } = await messageTimesSql(query).execute(db);
  return rows;
}

/** Calls about a message that nobody had seen, at whose end somebody knew of it. */
const rungAbout = sql`select view, closed_at from tasks where kind = 'ring-unread' and status = 'answered'
  and view->'about' ? 'message' and view->'answer'->'codes'->>'result' not in ('not-reached', 'call-back')`;

function messageTimesSql({ from, until, by, units, step }: LeadTimeQuery) {
  const week = sql`to_char(closed_at at time zone 'Europe/Copenhagen', 'IYYY-"W"IW')`;
  return sql<LeadTime>`
    select ${by.includes('step') ? sql`step` : sql`null::text`} as step,
      ${by.includes('unit') ? sql`unit` : sql`null::text`} as unit, ${by.includes('week') ? week : sql`null::text`} as week,
      (count(*) filter (where reached))::integer as answered,
      (count(*) filter (where not reached))::integer as lapsed,
      (count(*) filter (where reached and in_time))::integer as "inTime",
      round((percentile_cont(0.5) within group (order by minutes) filter (where reached))::numeric, 1)::float8 as median,
      round((percentile_cont(0.9) within group (order by minutes) filter (where reached))::numeric, 1)::float8
        as percentile90
    from (
      select ended.step, unit, closed_at, fact not in ('message-told-by-phone', 'rung-about') as reached,
        extract(epoch from closed_at - instant_of(view->(case ended.step when 'message-seen' then 'arrivedAt' else 'queuedAt' end)))
          / 60 as minutes,
        not exists (
          select from events late where late.fact = 'not-in-time' and late.codes->>'message' = ended.message
            and late.codes->>'clock' = case ended.step when 'message-seen' then 'message-seen' else 'receipt' end
        ) as in_time
      from (
        select fact, codes->>'unit' as unit, codes->>'message' as message, learnt_at as closed_at,
          case fact when 'message-seen' then 'message-seen' else 'message-arrived' end as step
        from events
        where fact in ('message-arrived', 'message-told-by-phone', 'message-seen')
          and learnt_at >= ${at(from)} and learnt_at < ${at(until)}
          and not (fact = 'message-seen' and exists (${rungAbout} and tasks.case_id = events.case_id
            and view->'about'->>'message' = codes->>'message' and closed_at <= learnt_at))
        union all
        select 'rung-about', view->'about'->>'unit', view->'about'->>'message', closed_at, 'message-seen'
        from (${rungAbout} and closed_at >= ${at(from)} and closed_at < ${at(until)}) rung
      ) ended
      join messages on messages.id = ended.message::uuid
      where (ended.step <> 'message-seen' or (kind = any(${[...mustBeSeenKinds]}::text[])
          and instant_of(view->'arrivedAt') <= closed_at))
        ${units === undefined ? sql`` : sql`and unit = any(${[...units]}::text[])`}
        ${step === undefined ? sql`` : sql`and ended.step = ${step}`}
    ) ended
    group by 1, 2, 3
    order by 1, 2, 3
  `;
}
