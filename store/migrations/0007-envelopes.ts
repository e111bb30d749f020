// The envelopes that messages came in over VANS, and the receipts that came for ours: not the receipts of the messages.
// An envelope is noted before its message is taken, so that a process that starts again goes on with the same one.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const envelopes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // `id` is that of the received message (inbound.id), which need not be there: an envelope can be refused by itself.
    await sql`
      create table envelopes (
        id uuid primary key,
        number bigint generated always as identity,
        sender text not null,
        envelope uuid not null,
        message uuid not null,
        received_at timestamptz not null,
        unique (sender, envelope, message)
      )
    `.execute(db);
    await sql`create index envelopes_message on envelopes (sender, message)`.execute(db);
    await sql`
      create table envelope_receipts (
        sender text not null,
        envelope uuid not null,
        original uuid not null,
        result text not null check (result in ('positive-message', 'negative-message', 'negative-vans')),
        error_code integer,
        error_text text,
        received_at timestamptz not null,
        primary key (sender, envelope)
      )
    `.execute(db);
    await sql`create index envelope_receipts_original on envelope_receipts (original)`.execute(db);
  },
};
