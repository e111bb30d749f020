// What people say of a wait that the clocks tell otherwise, and what lead times are counted from: answered tasks by the
// time they ended, with the first due time that was missed. The index has all that a report reads. And whom a late task
// has gone to.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const waitsAndLeadTimes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table waiting_corrections (
        case_id uuid not null references cases,
        waiting text not null,
        number integer not null check (number >= 1),
        change jsonb not null,
        reason text not null,
        by_person text not null,
        by_org text not null,
        at timestamptz not null,
        primary key (case_id, waiting, number)
      )
    `.execute(db);
    await sql`
      create trigger waiting_corrections_final before update or delete on waiting_corrections
        for each row execute function refuse_change('waiting_corrections_final')
    `.execute(db);
    await sql`
      alter table tasks add column missed timestamptz generated always as (instant_of(view->'missed')) stored
    `.execute(db);
    await sql`
      create index tasks_ended on tasks (closed_at) include (kind, unit, status, opened_at, due, missed)
        where status in ('answered', 'lapsed')
    `.execute(db);
    // Rungs that late tasks have climbed, and tasks that block: few among all that is on the record.
    await sql`
      create index events_escalations on events ((codes->>'task'))
        where fact = 'task-escalated' or (fact = 'not-in-time' and codes->>'effect' = 'block')
    `.execute(db);
    await sql`
      create index tasks_escalated on tasks (due, id)
        where status = 'open' and (missed is not null or escalated_to is not null)
    `.execute(db);
  },
};
