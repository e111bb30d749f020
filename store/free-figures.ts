// What is known of free places (ledige pladser): those nobody has taken through us, and what the units themselves say.
// Of many units in one question, so that a match looks at all of them at once.
import { sql } from 'kysely';
import type { CapabilityCode } from '../domain/capability-codes.ts';
import { isCapabilityCode } from '../domain/capability-codes.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { FreeFigure } from '../domain/needs.ts';
import type { PlaceKind } from '../domain/organisations.ts';
import { now } from './clock.ts';
import type { Database } from './database.ts';
import { standing } from './places.ts';
import type { KindAtUnit } from './sheets.ts';
import { at, ms } from './times.ts';

/** What is known of the places of a kind at a unit; undefined for one without such places. */
export type FreeFigures = (of: KindAtUnit) => FreeFigure | undefined;

/** The figures of these units for a period (epoch ms). */
export async function freeFigures(
  db: Database,
  units: readonly UnitId[],
  period: { readonly from: number; readonly until: number },
): Promise<FreeFigures> {
  const time = await now(db);
  const list = [...units];
  const { rows } = await sql<{
    unit: string;
    kind: PlaceKind;
    unheld: number;
    next_free: Date | null;
    free: number | null;
    stated_at: Date | null;
    needed: readonly { code: string; citizens: number }[] | null;
  }>`
    with taken as (
      select h.*, p.kind from holds h join places p on p.id = h.place where h.unit = any(${list}::text[]) and ${standing(time)}
        and (h.period && tstzrange(${at(period.from)}, ${at(period.until)}) or h.needed_until <= ${at(time)})
    ), there as (
      select t.unit, t.kind, code, count(distinct t.case_id)::integer as citizens
      from taken t join cases c on c.id = t.case_id,
        jsonb_array_elements_text(c.view->'plan'->'bed'->'capabilities') as code
      where t.state in ('held', 'in-use') and t.needed_from <= ${at(Math.max(time, period.from))}
      group by t.unit, t.kind, code
    )
    select p.unit, p.kind,
      (count(*) filter (where not exists (select from taken t where t.place = p.id)))::integer as unheld,
      (select min(case when t.state = 'reserved' then t.expires_at else t.needed_until end) from taken t
        where t.unit = p.unit and t.kind = p.kind) as next_free,
      s.free, s.stated_at,
      (select jsonb_agg(jsonb_build_object('code', code, 'citizens', citizens)) from there
        where there.unit = p.unit and there.kind = p.kind)
        as needed
    from places p left join stated_places s on s.unit = p.unit and s.kind = p.kind
    where p.active and p.unit = any(${list}::text[])
    group by p.unit, p.kind, s.free, s.stated_at
  `.execute(db);
  const figures = new Map(
    rows.map(({ unit, kind, unheld, next_free, free, stated_at, needed }): [string, FreeFigure] => [
      keyOf({ unit, kind }),
      {
        unheld,
        nextFree: unheld > 0 || next_free === null ? null : instant(ms(next_free)),
        stated: free === null || stated_at === null ? null : { free, at: instant(ms(stated_at)) },
        inUse: inUse(needed ?? []),
      },
    ]),
  );
  return (of) => figures.get(keyOf(of));
}

const keyOf = ({ unit, kind }: KindAtUnit): string => `${unit}/${kind}`;

function inUse(needed: readonly { code: string; citizens: number }[]): Partial<Record<CapabilityCode, number>> {
  const found: Partial<Record<CapabilityCode, number>> = {};
  for (const { code, citizens } of needed) if (isCapabilityCode(code)) found[code] = citizens;
  return found;
}

/** A unit says how many of its places of a kind are free now. */
export async function statePlaces(
  db: Database,
  {
    unit,
    kind,
    free,
    by,
    at: time,
  }: KindAtUnit & { readonly free: number; readonly by: PersonId; readonly at: number },
): Promise<void> {
  const stated = { free, stated_by: by, stated_at: at(time) };
  await db
    .insertInto('stated_places')
    .values({ unit, kind, ...stated })
    .onConflict((conflict) => conflict.columns(['unit', 'kind']).doUpdateSet(stated))
    .execute();
}
