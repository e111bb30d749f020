// Clocks that have ended and said since when somebody was waited for, so that the wait is still there to be read and put
// right. And the facts that end steps which begin with a clock, for their lead times.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const endedWaits: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table ended_clocks (
        case_id uuid not null references cases,
        id text not null,
        view jsonb not null,
        primary key (case_id, id)
      )
    `.execute(db);
    await sql`
      create index events_leaving_ended on events (learnt_at) where fact in ('left', 'letter-sent')
    `.execute(db);
    await sql`
      create index events_finished_ended on events (learnt_at)
        where fact = 'finished' or (fact = 'document-sent' and codes->>'document' = 'finished-notice')
    `.execute(db);
    // What tells of one case how such a step went: few facts of each, read from the index alone, and the rare ones apart.
    // By events_counted instead, a year of a region took four times as long (12 s).
    await sql`
      create index events_of_steps on events (case_id, number) include (fact, happened_at, learnt_at)
        where fact in ('left', 'left-moved', 'letter-sent', 'finished')
    `.execute(db);
    await sql`
      create index events_against_steps on events (case_id, number)
        where fact in ('not-left', 'transferred', 'finished-corrected', 'finished-withdrawn')
          or (fact = 'document-sent' and codes->>'document' = 'finished-notice')
    `.execute(db);
  },
};
