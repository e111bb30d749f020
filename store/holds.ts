// The places of one unit as they are taken in a period: asked for, held, in use. Who lies there is the case's to say.
// Only what stands now; what has run out or was given back is history.
import { sql } from 'kysely';
import type { DischargeId, UnitId } from '../domain/ids.ts';
import type { PlaceKind } from '../domain/organisations.ts';
import { now } from './clock.ts';
import type { Database } from './database.ts';
import { standing } from './places.ts';
import { at, ms } from './times.ts';

/** A place that is taken; times are epoch ms. */
export interface TakenPlace {
  readonly place: string;
  readonly kind: PlaceKind;
  readonly state: 'reserved' | 'held' | 'in-use';
  readonly from: number;
  readonly until: number;
  /** When it ends by itself if nothing more happens. */
  readonly expiresAt: number;
  readonly dischargeId: DischargeId;
  /** Units that take part in its case. */
  readonly parties: readonly UnitId[];
}

/** What is taken of a unit's places in a period (epoch ms), and how many places of each kind it has; in the order it is needed. */
export async function takenPlaces(
  db: Database,
  unit: UnitId,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<{ readonly places: ReadonlyMap<PlaceKind, number>; readonly taken: readonly TakenPlace[] }> {
  const time = await now(db);
  const [places, taken] = await Promise.all([
    sql<{ kind: PlaceKind; count: number }>`
      select kind, count(*)::integer as count from places where unit = ${unit} and active group by kind order by kind
    `.execute(db),
    sql<{
      place: string;
      kind: PlaceKind;
      state: TakenPlace['state'];
      needed_from: Date;
      needed_until: Date;
      expires_at: Date;
      case_id: string;
      parties: string[] | null;
    }>`
      select h.*, p.kind, c.parties from holds h join places p on p.id = h.place left join cases c on c.id = h.case_id
      where h.unit = ${unit} and ${standing(time)}
        and (h.period && tstzrange(${at(from)}, ${at(until)}) or h.needed_until <= ${at(time)})
      order by h.needed_from, h.place, h.id
    `.execute(db),
  ]);
  return {
    places: new Map(places.rows.map(({ kind, count }) => [kind, count])),
    taken: taken.rows.map((row) => ({
      place: row.place,
      kind: row.kind,
      state: row.state,
      from: ms(row.needed_from),
      until: ms(row.needed_until),
      expiresAt: ms(row.expires_at),
      dischargeId: row.case_id,
      parties: row.parties ?? [],
    })),
  };
}

/** The cases that have a place at the unit, held or asked for, and whose patient has not come yet. */
export async function casesAt(db: Database, unit: UnitId): Promise<readonly DischargeId[]> {
  const time = await now(db);
  const { rows } = await sql<{ case_id: string }>`
    select distinct h.case_id from holds h
    where h.unit = ${unit} and h.state in ('reserved', 'held') and ${standing(time)} order by h.case_id
  `.execute(db);
  return rows.map(({ case_id }) => case_id);
}
