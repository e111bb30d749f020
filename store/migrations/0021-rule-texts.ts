// The rule files that processes have had in use, word for word, so that a start with wrong files can go on with the last right ones.
// No persons are in them. Only added to: the newest row is what counts.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const ruleTexts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table rule_texts (
        number bigint generated always as identity primary key,
        hash text not null,
        texts jsonb not null,
        kept_at timestamptz not null
      )
    `.execute(db);
    await sql`
      create trigger rule_texts_final before update or delete on rule_texts
        for each row execute function refuse_change('rule_texts_final')
    `.execute(db);
  },
};
