// Taking a place is one question to the database: whoever waits for a unit waits for as little of the others as can be.
// What the question does stands here; when a hold still counts is said once, for it and for every list (store/places.ts).
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const reservePlace: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // Its time has not run out. One for which the patient has left, or in which the patient lies, counts to the end of
    // its period, and on until the case says that it is over.
    await sql`
      create function hold_stands(h holds, at timestamptz) returns boolean language sql stable as $$
        select (h.needed_until > at and (h.expires_at > at or h.state = 'in-use'))
          or (h.state in ('held', 'in-use') and exists (
            select from cases c where c.id = h.case_id and (h.needed_until > at or c.closed_at is null)
              and (h.state = 'in-use' or c.left_at is not null)))
      $$
    `.execute(db);
    // Gives the place, or null when the unit has none free. Each statement sees what was committed before it, so also
    // what the one before in the line at the lock has taken.
    await sql`
      create function reserve_place(
        for_case uuid, at_unit text, wanted_from timestamptz, wanted_until timestamptz, lease timestamptz, at timestamptz
      ) returns text language plpgsql as $$
      declare
        own holds;
        taken text;
      begin
        perform 1 from places where unit = at_unit order by id for update;
        update holds h set state = 'expired', active = false, ended_at = at
          where h.unit = at_unit and h.active and not hold_stands(h, at);
        select * into own from holds h where h.case_id = for_case and h.unit = at_unit and h.active;
        if found and own.needed_from = wanted_from and own.needed_until = wanted_until then
          update holds h set expires_at = greatest(h.expires_at, lease) where h.id = own.id;
          return own.place;
        end if;
        if found then
          update holds h set state = 'released', active = false, ended_at = at where h.id = own.id;
        end if;
        insert into holds (place, unit, case_id, state, active, needed_from, needed_until, expires_at, made_at)
          select p.id, p.unit, for_case, 'reserved', true, wanted_from, wanted_until, lease, at
          from places p
          where p.unit = at_unit and p.active and not exists (
            select from holds h where h.place = p.id and h.active
              and (h.period && tstzrange(wanted_from, wanted_until) or h.needed_until <= at)
          )
          order by p.number limit 1
          returning place into taken;
        return taken;
      end $$
    `.execute(db);
  },
};
