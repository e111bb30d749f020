// Every version of every capability sheet (kompetenceark), as it stood from when to when, and what units say is free.
// What a sheet said on a date, and what was known of it then, are asked of this table; unit_sheets holds what stands now.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const capabilitySheets: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table unit_sheet_versions (
        unit text not null,
        valid_from text not null,
        version integer not null,
        sheet jsonb not null,
        changed_by text not null,
        changed_at timestamptz not null,
        primary key (unit, valid_from, version)
      )
    `.execute(db);
    await sql`
      insert into unit_sheet_versions (unit, valid_from, version, sheet, changed_by, changed_at)
      select unit, valid_from, version, sheet, changed_by, changed_at from unit_sheets
    `.execute(db);
    // Written with the sheet itself, so that no way of changing one can leave the record out.
    await sql`
      create function keep_sheet_version() returns trigger language plpgsql as $$
      begin
        insert into unit_sheet_versions (unit, valid_from, version, sheet, changed_by, changed_at)
        values (new.unit, new.valid_from, new.version, new.sheet, new.changed_by, new.changed_at);
        return new;
      end $$
    `.execute(db);
    await sql`
      create trigger unit_sheets_versions after insert or update on unit_sheets
      for each row execute function keep_sheet_version()
    `.execute(db);
    await sql`
      create trigger unit_sheet_versions_final before update or delete on unit_sheet_versions
      for each row execute function refuse_change('unit_sheet_versions_final')
    `.execute(db);
    await sql`
      create table stated_places (
        unit text primary key,
        free integer not null check (free >= 0),
        stated_by text not null,
        stated_at timestamptz not null
      )
    `.execute(db);
  },
};
