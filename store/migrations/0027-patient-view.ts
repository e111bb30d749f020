// Relatives that a patient has named, what was consented to, whether the address is protected, and the links by which a
// patient or relative sees the plan. Of links, codes and sessions only hashes are kept; what was said is append-only.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  `create table relatives (
    id uuid primary key,
    case_id uuid not null references cases,
    relation text not null,
    authority text not null check (authority in ('none', 'decides')),
    name text,
    phone text,
    by_person text not null,
    by_org text not null,
    at timestamptz not null,
    removed_at timestamptz,
    check (case when removed_at is null then name is not null and phone is not null else name is null and phone is null end)
  )`,
  `create index relatives_case on relatives (case_id)`,
  `create table consents (
    number bigint generated always as identity primary key,
    case_id uuid not null references cases,
    purpose text not null,
    relative uuid references relatives,
    answer text not null check (answer in ('given', 'refused', 'withdrawn')),
    form text not null check (form in ('oral', 'written')),
    said_by uuid references relatives,
    said_at timestamptz not null,
    valid_from timestamptz not null,
    valid_until timestamptz check (valid_until > valid_from),
    by_person text not null,
    by_org text not null,
    at timestamptz not null
  )`,
  `create index consents_case on consents (case_id)`,
  `create trigger consents_final before update or delete on consents
    for each row execute function refuse_change('consents_final')`,
  `create table address_protection (
    number bigint generated always as identity primary key,
    case_id uuid not null references cases,
    state text not null check (state in ('none', 'protected')),
    by_person text not null,
    by_org text not null,
    at timestamptz not null
  )`,
  `create index address_protection_case on address_protection (case_id, number)`,
  `create trigger address_protection_final before update or delete on address_protection
    for each row execute function refuse_change('address_protection_final')`,
  `create table view_links (
    id uuid primary key,
    case_id uuid not null references cases,
    relative uuid references relatives,
    token_hash bytea not null unique,
    by_person text not null,
    by_org text not null,
    at timestamptz not null,
    wrong_tries integer not null default 0,
    ended_at timestamptz,
    ended_why text,
    check ((ended_at is null) = (ended_why is null))
  )`,
  // One link for each who may see; a new one takes the place of the one before.
  `create unique index view_links_one on view_links (case_id, relative) nulls not distinct where ended_at is null`,
  `create table view_codes (
    id uuid primary key,
    link_id uuid not null references view_links,
    wanted_at timestamptz not null,
    minutes integer not null,
    attempts integer not null default 0,
    taken_at timestamptz,
    salt bytea,
    hash bytea,
    ends_at timestamptz,
    sent_at timestamptz,
    used_at timestamptz
  )`,
  `create index view_codes_link on view_codes (link_id, wanted_at)`,
  `create index view_codes_unsent on view_codes (wanted_at) where sent_at is null`,
  `create table view_sessions (
    token_hash bytea primary key,
    link_id uuid not null references view_links,
    at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create index view_sessions_link on view_sessions (link_id)`,
];

export const patientView: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
