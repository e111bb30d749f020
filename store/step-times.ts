// Lead times of steps that begin with a clock, and get a task only when its limit has passed: the letter, the notice of
// finished treatment, the leaving. Counted from the facts that begin and end them, so that those in time count as well.
import { sql } from 'kysely';
import { at } from './times.ts';

/** The steps, with their Danish names. */
export const clockSteps = {
  'letter-sent': 'Epikrise fra udskrivningen, til den er sendt',
  'finished-notice-sent': 'Melding om færdigbehandling fra afgørelsen, til den er sendt',
  'leaving-recorded': 'Udskrivning fra den skete, til den er registreret',
} as const;
export type ClockStep = keyof typeof clockSteps;

export const isClockStep = (step: string): step is ClockStep => Object.hasOwn(clockSteps, step);

/** Tasks whose answer ended such a step after its limit: the step says it. Columns of `tasks`. */
export const saidByStep = sql<boolean>`(kind in ('send-letter', 'send-finished-notice') and status = 'answered'
  and coalesce(missed <= opened_at, false))`;

/**
 * What ended from `from` and before `until` (epoch ms): kind, unit, status, closed_at, in_time, minutes. A step ends when
 * the later of its two facts is learnt, so a letter that was sent before the patient left counts when the patient has.
 *
 * - In time: before the limit whose passing opened a task; for the leaving, before anybody had to ask about it.
 * - A notice that was given by phone when its limit had passed counts as silence, like a message.
 * - What had been taken back by then counts nowhere, and a leaving that was taken back later does not either.
 */
export const stepsEnded = (from: number, until: number) => {
  const inPeriod = sql`e.learnt_at >= ${at(from)} and e.learnt_at < ${at(until)}`;
  return sql`
    select 'letter-sent' as kind, ${ward} as unit, 'answered' as status, e.learnt_at as closed_at,
      ${isInTime('send-letter')} as in_time, ${minutes} as minutes
    from events e
    ${newest('begun', sql`fact = 'left'`)}
    ${newest('moved', sql`fact in ('left', 'left-moved')`)}
    ${newest('done', sql`fact = 'letter-sent'`)}
    where e.fact in ('left', 'letter-sent') and ${inPeriod} and ${stands('not-left')}
      -- A letter about a stay that went on is none of this leaving.
      and not exists (
        select from events back where back.case_id = e.case_id and back.fact = 'not-left'
          and back.number > done.number and back.number < begun.number
          and exists (select from events earlier where earlier.case_id = e.case_id and earlier.fact = 'left'
            and earlier.number < back.number and earlier.happened_at <= done.happened_at))
    union all
    select 'finished-notice-sent', ${ward}, 'answered', e.learnt_at, ${isInTime('send-finished-notice')}, ${minutes}
    from events e
    ${newest('begun', sql`fact = 'finished'`)}
    ${newest('moved', sql`(fact = 'finished' or (fact = 'finished-corrected' and codes->>'corrected' = 'finished-at'))`)}
    cross join lateral (
      select number, happened_at from events sent where sent.case_id = e.case_id and sent.number <= e.number
        and ${isNotice('sent')} and sent.happened_at >= coalesce((
          select happened_at from events ill where ill.case_id = e.case_id and ill.number < begun.number
            and ill.fact = 'finished-withdrawn' order by ill.number desc limit 1), '-infinity')
      order by number limit 1
    ) done
    where (e.fact = 'finished' or ${isNotice('e')}) and ${inPeriod} and ${stands('finished-withdrawn')}
      and greatest(begun.number, done.number) = e.number
    union all
    select 'finished-notice-sent', unit, 'lapsed', closed_at, false, null
    from tasks where kind = 'send-finished-notice' and status = 'answered' and view->'answer'->>'code' = 'by-phone'
      and closed_at >= ${at(from)} and closed_at < ${at(until)}
    union all
    select 'leaving-recorded', ${ward}, 'answered', e.learnt_at,
      not exists (select from tasks t where t.case_id = e.case_id and t.kind = 'still-here'
        and t.opened_at <= e.learnt_at and coalesce(t.closed_at >= e.learnt_at, true)),
      extract(epoch from greatest(e.learnt_at - e.happened_at, interval '0')) / 60
    from events e
    where e.fact = 'left' and ${inPeriod} and not exists (
      select from events back where back.case_id = e.case_id and back.fact = 'not-left' and back.number > e.number)
      -- A case that has closed waited for it no more.
      and not exists (select from cases c where c.id = e.case_id and c.closed_at <= e.learnt_at)
  `;
};

const isNotice = (name: string) => sql`(${sql.ref(`${name}.fact`)} = 'document-sent'
  and ${sql.ref(`${name}.codes`)}->>'document' = 'finished-notice')`;

/** The newest fact of the case of this kind, up to the one that ended the step. */
const newest = (name: string, which: ReturnType<typeof sql>) => sql`
  cross join lateral (
    select number, happened_at, learnt_at from events f where f.case_id = e.case_id and f.number <= e.number and ${which}
    order by f.number desc limit 1
  ) ${sql.ref(name)}`;

/** What began the step has not been taken back since. */
const stands = (end: 'not-left' | 'finished-withdrawn') => sql`not exists (
  select from events back where back.case_id = e.case_id and back.fact = ${sql.lit(end)}
    and back.number > begun.number and back.number < e.number)`;

const minutes = sql`extract(epoch from greatest(done.happened_at - moved.happened_at, interval '0')) / 60`;

const isInTime = (task: 'send-letter' | 'send-finished-notice') => sql`not exists (
  select from tasks t where t.case_id = e.case_id and t.kind = ${sql.lit(task)} and t.opened_at >= begun.learnt_at
    and t.missed <= t.opened_at and t.missed < done.happened_at)`;

/** The ward that had the patient then: the one that the next transfer came from, else the present one. */
const ward = sql`coalesce((
  select codes->>'from' from events next where next.case_id = e.case_id and next.fact = 'transferred' and next.number > e.number
    order by next.number limit 1), (select ward_unit from cases where cases.id = e.case_id))`;
