// Places of units and who has them when. Two cases can never have one place at one time: an exclusion constraint
// says so, whatever the code does (design 5).
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  `create extension if not exists btree_gist`,

  `create table unit_sheets (
    unit text not null,
    valid_from text not null,
    sheet jsonb not null,
    version integer not null default 1,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (unit, valid_from)
  )`,

  `create table places (
    id text primary key,
    unit text not null,
    number integer not null check (number >= 1),
    active boolean not null,
    constraint places_number unique (unit, number)
  )`,

  `create table holds (
    id bigint generated always as identity primary key,
    place text not null references places,
    unit text not null,
    case_id uuid not null,
    state text not null check (state in ('reserved', 'held', 'released', 'expired')),
    active boolean not null,
    needed_from timestamptz not null,
    needed_until timestamptz not null,
    period tstzrange generated always as (tstzrange(needed_from, needed_until)) stored,
    expires_at timestamptz not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    constraint holds_period check (needed_from < needed_until),
    constraint holds_active check (active = (state in ('reserved', 'held'))),
    constraint holds_one_case exclude using gist (place with =, period with &&) where (active)
  )`,
  `create unique index holds_once on holds (case_id, unit) where active`,
  `create index holds_unit on holds (unit, expires_at) where active`,
  `create index holds_case on holds (case_id)`,
];

export const places: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
