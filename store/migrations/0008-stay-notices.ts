// The stay notices of citizens with services, in codes: kept until the case of their stay has them, whatever order they come in.
// An end that arrives before its admission waits here; nothing of a citizen without services ever gets here.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const stayNotices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // `handed_at`: when the case got it. The same notice stands under each of its episode ids.
    await sql`
      create table stay_notices (
        inbound uuid not null,
        sender text not null,
        episode text not null,
        notice jsonb not null,
        started_at timestamptz not null,
        told_at timestamptz not null,
        handed_at timestamptz,
        primary key (inbound, episode)
      )
    `.execute(db);
    await sql`create index stay_notices_episode on stay_notices (sender, episode)`.execute(db);
    await sql`create index stay_notices_waiting on stay_notices (told_at) where handed_at is null`.execute(db);
    // A stay that another has followed and that nobody has ended yet: few at any time.
    await sql`create index cases_followed on cases (next) where next is not null and closed_at is null`.execute(db);
  },
};
