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
      create index events_step_ended on events (learnt_at)
        where fact in ('left', 'letter-sent', 'finished', 'document-sent')
    `.execute(db);
    await sql`
      create index events_of_steps on events (case_id, number)
        where fact in ('left', 'left-moved', 'not-left', 'letter-sent', 'finished', 'finished-corrected',
          'finished-withdrawn', 'document-sent', 'transferred')
    `.execute(db);
  },
};
