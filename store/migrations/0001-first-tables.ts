// The tables of cases, tasks, messages, clocks, events and everything handed in.
// Written as SQL, since SQL is what a database operator reads when something is wrong.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  `create extension if not exists pg_trgm`,

  `create table clock (
    id integer primary key default 1 check (id = 1),
    offset_ms bigint not null default 0 check (offset_ms >= 0)
  )`,
  `insert into clock default values`,

  `create table people (
    id text primary key,
    name text not null,
    phone text,
    role text not null,
    org text not null,
    seen_at timestamptz not null
  )`,

  `create table submissions (
    id uuid primary key,
    kind text not null,
    case_id uuid,
    workflow_id text,
    actor jsonb not null,
    actor_person text not null,
    idempotency_key text,
    body_hash text not null,
    content jsonb not null,
    update jsonb,
    state text not null check (state in ('received', 'accepted', 'refused')),
    outcome jsonb,
    received_at timestamptz not null,
    decided_at timestamptz,
    put_at timestamptz,
    attempts integer not null default 0,
    constraint submissions_key unique (actor_person, idempotency_key)
  )`,
  `create index submissions_undecided on submissions ((coalesce(put_at, received_at))) where state = 'received'`,
  `create index submissions_case on submissions (case_id)`,

  `create table cases (
    id uuid primary key,
    workflow_id text not null constraint cases_workflow unique,
    stage text not null,
    municipality text not null,
    ward_unit text not null,
    attention boolean not null,
    version integer not null,
    stamp_time timestamptz,
    stamp_number integer,
    view jsonb,
    parties text[] not null,
    previous uuid,
    next uuid,
    admitted_at timestamptz,
    opened_at timestamptz not null,
    left_at timestamptz,
    closed_at timestamptz,
    next_due timestamptz,
    in_flight integer not null default 0,
    corrections integer not null default 0
  )`,
  `create index cases_parties on cases using gin (parties)`,
  `create index cases_newest on cases (opened_at desc, id)`,
  `create index cases_open on cases (opened_at desc, id) where closed_at is null`,
  `create index cases_in_flight on cases (id) where in_flight > 0`,

  `create table corrections (
    workflow_id text primary key,
    case_id uuid not null references cases,
    number integer not null,
    first_event integer not null,
    submission uuid,
    opened_at timestamptz not null,
    closed_at timestamptz,
    in_flight integer not null default 0,
    stamp_time timestamptz,
    stamp_number integer,
    constraint corrections_number unique (case_id, number)
  )`,

  `create table episodes (
    episode text not null,
    sender text not null,
    stay_number integer not null check (stay_number >= 1),
    case_id uuid not null references cases,
    system text,
    value text not null,
    primary key (episode, sender, stay_number)
  )`,
  `create index episodes_case on episodes (case_id)`,

  `create table patients (
    case_id uuid primary key references cases,
    cpr text not null,
    name text not null,
    address text,
    phone text,
    created_at timestamptz not null
  )`,
  `create index patients_cpr on patients (cpr)`,
  `create index patients_name on patients using gin (lower(name) gin_trgm_ops)`,

  `create table plans (
    case_id uuid not null references cases,
    version integer not null check (version >= 1),
    submission uuid not null,
    content jsonb not null,
    changes jsonb not null,
    by_person text not null,
    at timestamptz not null,
    primary key (case_id, version, submission)
  )`,
  `create index plans_submission on plans (submission)`,

  `create table tasks (
    id uuid primary key,
    case_id uuid not null,
    workflow_id text not null,
    kind text not null,
    unit text not null,
    status text not null check (status in ('open', 'answered', 'withdrawn', 'lapsed')),
    due timestamptz not null,
    version integer not null check (version >= 1),
    claimed_by text,
    escalated_to text,
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_event integer,
    view jsonb not null,
    constraint tasks_closed check ((status = 'open') = (closed_at is null))
  )`,
  `create index tasks_inbox on tasks (unit, due, id) where status = 'open'`,
  `create index tasks_due on tasks (due, id) where status = 'open'`,
  `create index tasks_closed_inbox on tasks (unit, closed_at desc, id) where status <> 'open'`,
  `create index tasks_workflow on tasks (workflow_id)`,
  `create index tasks_case on tasks (case_id)`,

  `create table messages (
    id uuid primary key,
    case_id uuid not null,
    workflow_id text not null,
    kind text not null,
    to_unit text not null,
    state text not null,
    view jsonb not null
  )`,
  `create index messages_workflow on messages (workflow_id)`,
  `create index messages_case on messages (case_id)`,

  `create table sendings (
    bundle_id uuid primary key,
    message_id uuid not null,
    case_id uuid not null,
    sending integer not null check (sending >= 1),
    at timestamptz not null,
    raw text not null,
    constraint sendings_once unique (message_id, sending)
  )`,
  `create index sendings_case on sendings (case_id)`,

  `create table inbound (
    id uuid primary key,
    bundle_id text,
    header_id text,
    sender text,
    event text,
    raw text,
    raw_hash text not null,
    state text not null check (state in ('received', 'decided', 'unreadable', 'duplicate')),
    case_id uuid,
    submission uuid,
    acknowledgement text,
    received_at timestamptz not null,
    decided_at timestamptz
  )`,
  `create unique index inbound_letter on inbound (sender, header_id) where state in ('received', 'decided')`,
  `create index inbound_bundle on inbound (bundle_id)`,
  `create index inbound_header on inbound (header_id)`,
  `create index inbound_raw on inbound (raw_hash)`,

  `create table clocks (
    workflow_id text not null,
    id text not null,
    case_id uuid not null,
    name text not null,
    due timestamptz not null,
    rule text not null,
    waits_for text,
    view jsonb not null,
    primary key (workflow_id, id)
  )`,
  `create index clocks_due on clocks (due)`,
  `create index clocks_case on clocks (case_id)`,

  `create table events (
    case_id uuid not null,
    number integer not null check (number >= 1),
    workflow_id text not null,
    fact text not null,
    actor text not null,
    org text not null,
    happened_at timestamptz not null,
    learnt_at timestamptz not null,
    codes jsonb not null,
    submission uuid,
    stamp_time timestamptz not null,
    stamp_number integer not null,
    confirmed boolean not null,
    primary key (case_id, number)
  )`,
  `create index events_unconfirmed on events (workflow_id, number) where not confirmed`,

  `create table notices (
    task_id uuid not null,
    reason text not null,
    unit text not null,
    at timestamptz not null,
    primary key (task_id, reason)
  )`,

  `create table operator_items (
    id uuid primary key,
    kind text not null,
    about jsonb not null,
    state text not null check (state in ('open', 'done')),
    opened_at timestamptz not null,
    done_at timestamptz,
    done_by text
  )`,
  `create index operator_items_open on operator_items (opened_at, id) where state = 'open'`,

  `create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    person text not null,
    role text not null,
    org text not null,
    action text not null,
    case_id uuid,
    details jsonb not null
  )`,
  `create index audit_log_case on audit_log (case_id, at)`,
  `create index audit_log_person on audit_log (person, at)`,
];

export const firstTables: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
