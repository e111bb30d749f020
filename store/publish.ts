// Writes what one publish of a case shows, whole or not at all, and repairs what a decision showed that Temporal lost.
// Two statements: the guard takes the row, so that what follows sees everything an earlier publish wrote (design 1).
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Publication } from '../domain/case-view.ts';
import type { Database, Work } from './database.ts';
import { PublicationRefused, StoreError } from './errors.ts';
import { guardCase, guardCorrection } from './publish-guard.ts';
import type { EventSpan } from './publish-rows.ts';
import { rowsOf } from './publish-rows.ts';

/** `stale`: a later publish of this workflow is there already, nothing was written. */
export type Written = 'written' | 'stale';

/**
 * Writes a publication in one transaction and tells listeners (`changes`).
 *
 * - Guard: (workflow time, number), equal or later wins; an earlier one is skipped whole.
 * - Tasks: open ones of this workflow that are not in `p`, and closed ones whose closing came with events that were
 *   never confirmed, are gone: Temporal does not know them.
 * - Messages and clocks: as in `p`, all others of this workflow are gone.
 * - Events up to `confirmedEvents` become final; the others are replaced, and those after the last of `p` are gone.
 *
 * @throws {PublicationRefused} when PostgreSQL does not take the content; {StoreError} otherwise
 */
export async function writePublication(db: Database, p: Publication): Promise<Written> {
  const guard = p.part === 'case' ? guardCase : guardCorrection;
  try {
    return await db.transaction().execute(async (work) => {
      const entry = await guard(work, p);
      if (entry === 'stale') return 'stale';
      await writeAll(work, p, entry.confirmed);
      return 'written';
    });
  } catch (error) {
    if (error instanceof StoreError && error.fault.kind === 'refused') throw new PublicationRefused(error.fault);
    throw error;
  }
}

async function writeAll(work: Work, p: Publication, confirmed: number): Promise<void> {
  const { tasks, messages, clocks, events, span } = rowsOf(p, confirmed);
  const parts: RawBuilder<unknown>[] = [
    ...writeTasks(tasks, p, span),
    ...writeMessages(messages, p),
    ...writeClocks(clocks, p),
    ...writeEvents(events, p, span),
  ];
  await sql`with ${sql.join(parts)} select pg_notify('changes', ${p.dischargeId})`.execute(work);
}

function writeTasks(rows: string, p: Publication, span: EventSpan): RawBuilder<unknown>[] {
  return [
    sql`task_rows as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as t (
        id uuid, kind text, unit text, status text, due timestamptz, version integer, claimed_by text,
        escalated_to text, opened_at timestamptz, closed_at timestamptz, view jsonb
      )
    )`,
    sql`tasks_gone as (
      delete from tasks where workflow_id = ${p.workflowId}
        and (status = 'open' or closed_event > ${span.confirmed}::integer)
        and id not in (select id from task_rows)
    )`,
    sql`tasks_written as (
      insert into tasks as t (id, case_id, workflow_id, kind, unit, status, due, version, claimed_by, escalated_to,
        opened_at, closed_at, closed_event, view)
      select id, ${p.dischargeId}::uuid, ${p.workflowId}::text, kind, unit, status, due, version, claimed_by,
        escalated_to, opened_at, closed_at, case when status = 'open' then null else ${span.last}::integer end, view
      from task_rows
      on conflict (id) do update set unit = excluded.unit, status = excluded.status, due = excluded.due,
        version = excluded.version, claimed_by = excluded.claimed_by, escalated_to = excluded.escalated_to,
        closed_at = excluded.closed_at, view = excluded.view,
        closed_event = case when excluded.status = 'open' then null
          else least(t.closed_event, excluded.closed_event) end
      where t.workflow_id = excluded.workflow_id and (t.view, t.closed_event) is distinct from
        (excluded.view, excluded.closed_event)
    )`,
  ];
}

function writeMessages(rows: string, p: Publication): RawBuilder<unknown>[] {
  return [
    sql`message_rows as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as m (id uuid, kind text, to_unit text, state text, view jsonb)
    )`,
    sql`messages_gone as (
      delete from messages where workflow_id = ${p.workflowId} and id not in (select id from message_rows)
    )`,
    sql`messages_written as (
      insert into messages as m (id, case_id, workflow_id, kind, to_unit, state, view)
      select id, ${p.dischargeId}::uuid, ${p.workflowId}::text, kind, to_unit, state, view from message_rows
      on conflict (id) do update set state = excluded.state, to_unit = excluded.to_unit, view = excluded.view
      where m.workflow_id = excluded.workflow_id and m.view is distinct from excluded.view
    )`,
  ];
}

function writeClocks(rows: string, p: Publication): RawBuilder<unknown>[] {
  return [
    sql`clock_rows as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as c (
        id text, name text, due timestamptz, rule text, waits_for text, view jsonb
      )
    )`,
    sql`clocks_gone as (
      delete from clocks where workflow_id = ${p.workflowId} and id not in (select id from clock_rows)
    )`,
    sql`clocks_written as (
      insert into clocks as c (workflow_id, id, case_id, name, due, rule, waits_for, view)
      select ${p.workflowId}::text, id, ${p.dischargeId}::uuid, name, due, rule, waits_for, view from clock_rows
      on conflict (workflow_id, id) do update set name = excluded.name, due = excluded.due, rule = excluded.rule,
        waits_for = excluded.waits_for, view = excluded.view
      where c.view is distinct from excluded.view
    )`,
  ];
}

function writeEvents(rows: string, p: Publication, span: EventSpan): RawBuilder<unknown>[] {
  return [
    // Numbers that `rows` writes too are left to it: one statement may touch a row once.
    sql`events_final as (
      update events set confirmed = true
      where workflow_id = ${p.workflowId} and not confirmed
        and number <= ${span.confirmed}::integer and number < ${span.first}::integer
    )`,
    sql`events_gone as (
      delete from events where workflow_id = ${p.workflowId} and not confirmed and number > ${span.last}::integer
    )`,
    sql`events_written as (
      insert into events as e (case_id, number, workflow_id, fact, actor, org, happened_at, learnt_at, codes,
        submission, stamp_time, stamp_number, confirmed)
      select ${p.dischargeId}::uuid, number, ${p.workflowId}::text, fact, actor, org, happened_at, learnt_at, codes,
        submission, ${new Date(p.stamp.time)}::timestamptz, ${p.stamp.number}::integer,
        number <= ${span.confirmed}::integer
      from jsonb_to_recordset(${rows}::jsonb) as r (
        number integer, fact text, actor text, org text, happened_at timestamptz, learnt_at timestamptz, codes jsonb,
        submission uuid
      )
      on conflict (case_id, number) do update set workflow_id = excluded.workflow_id, fact = excluded.fact,
        actor = excluded.actor, org = excluded.org, happened_at = excluded.happened_at,
        learnt_at = excluded.learnt_at, codes = excluded.codes, submission = excluded.submission,
        stamp_time = excluded.stamp_time, stamp_number = excluded.stamp_number, confirmed = excluded.confirmed
      where not e.confirmed
    )`,
  ];
}
