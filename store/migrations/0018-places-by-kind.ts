// A unit may have sheets and places of several kinds (acute bed, relief bed, ...): the kind is part of what a sheet, a
// place and a stated number of free places are known by. What there was before is of the kind its sheet says.
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  // Read from the sheet itself, so that the two can never say different things.
  `alter table unit_sheets add column kind text not null generated always as (sheet->>'kind') stored`,
  `alter table unit_sheets drop constraint unit_sheets_pkey`,
  `alter table unit_sheets add primary key (unit, kind, valid_from)`,
  `alter table unit_sheet_versions add column kind text not null generated always as (sheet->>'kind') stored`,
  `alter table unit_sheet_versions drop constraint unit_sheet_versions_pkey`,
  `alter table unit_sheet_versions add primary key (unit, kind, valid_from, version)`,

  `alter table places add column kind text not null default 'acute'`,
  `update places p set kind = s.kind from unit_sheets s where s.unit = p.unit and s.kind <> p.kind`,
  `alter table places alter column kind drop default`,
  `alter table places drop constraint places_number`,
  `alter table places add constraint places_number unique (unit, kind, number)`,

  `alter table stated_places add column kind text not null default 'acute'`,
  `update stated_places t set kind = s.kind from unit_sheets s where s.unit = t.unit and s.kind <> t.kind`,
  `alter table stated_places alter column kind drop default`,
  `alter table stated_places drop constraint stated_places_pkey`,
  `alter table stated_places add primary key (unit, kind)`,

  `drop function reserve_place(uuid, text, timestamptz, timestamptz, timestamptz, timestamptz)`,
  // As before, among the unit's places of one kind; null: of any. A case has one place at a unit, of whatever kind.
  `create function reserve_place(
    for_case uuid, at_unit text, of_kind text, wanted_from timestamptz, wanted_until timestamptz, lease timestamptz,
    at timestamptz
  ) returns text language plpgsql as $$
  declare
    own holds;
    taken text;
  begin
    perform 1 from places where unit = at_unit order by id for update;
    update holds h set state = 'expired', active = false, ended_at = at
      where h.unit = at_unit and h.active and not hold_stands(h, at);
    select * into own from holds h where h.case_id = for_case and h.unit = at_unit and h.active;
    if found and own.needed_from = wanted_from and own.needed_until = wanted_until
      and exists (select from places p where p.id = own.place and (of_kind is null or p.kind = of_kind)) then
      update holds h set expires_at = greatest(h.expires_at, lease) where h.id = own.id;
      return own.place;
    end if;
    if own.id is not null then
      update holds h set state = 'released', active = false, ended_at = at where h.id = own.id;
    end if;
    insert into holds (place, unit, case_id, state, active, needed_from, needed_until, expires_at, made_at)
      select p.id, p.unit, for_case, 'reserved', true, wanted_from, wanted_until, lease, at
      from places p
      where p.unit = at_unit and (of_kind is null or p.kind = of_kind) and p.active and not exists (
        select from holds h where h.place = p.id and h.active
          and (h.period && tstzrange(wanted_from, wanted_until) or h.needed_until <= at)
      )
      order by p.number, p.id limit 1
      returning place into taken;
    return taken;
  end $$`,
];

export const placesByKind: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
