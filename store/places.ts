// Places of units, taken for a case while its unit is asked and held after a named yes (design 5).
// Whoever takes one first ends what has run out by the shared clock, so that no outage of workers blocks a bed.
import { sql } from 'kysely';
import type { DischargeId, UnitId } from '../domain/ids.ts';
import type { PlaceKind } from '../domain/organisations.ts';
import { ClockApart, now, sureTime } from './clock.ts';
import type { Database, Work } from './database.ts';
import { brokeConstraint } from './errors.ts';
import { at, ms } from './times.ts';

/** When a place is needed and until when it may wait for its unit's answer; epoch ms. */
export interface PlaceWanted {
  readonly dischargeId: DischargeId;
  readonly unit: UnitId;
  /** Left out: of whatever kind the unit has. */
  readonly kind?: PlaceKind;
  readonly from: number;
  /** After `from`. */
  readonly until: number;
  readonly leaseUntil: number;
}

/** `taken`: the unit has no place free in that period. An ordinary result. */
export type PlaceReserved = { readonly taken: false; readonly place: string } | { readonly taken: true };

/**
 * Takes a place of the unit for the case. The same case asking the same again has the same place, with the lease
 * prolonged if it is longer now; asking for another period gives back the first.
 */
export async function reserve(db: Database, wanted: PlaceWanted): Promise<PlaceReserved> {
  const { dischargeId, unit, kind = null, from, until, leaseUntil } = wanted;
  try {
    const { rows } = await sql<{ place: string | null }>`
      select reserve_place(${dischargeId}::uuid, ${unit}, ${kind}::text, ${at(from)}::timestamptz, ${at(until)}::timestamptz,
        ${at(leaseUntil)}::timestamptz, sure.at) as place
      from (${sureTime()}) as sure
    `.execute(db);
    const [row] = rows;
    if (row === undefined) throw new ClockApart('the clocks of two machines disagree');
    const { place } = row;
    return place === null ? { taken: true } : { taken: false, place };
  } catch (error) {
    // Cannot happen while all take places through the lock; if somebody does not, the constraint still stands.
    if (brokeConstraint(error, 'holds_one_case')) return { taken: true };
    throw error;
  }
}

/**
 * Turns the case's reservation of a place into a hold until the given time (epoch ms). A reservation that has run out
 * in the meantime is taken up again if nobody else has the place: the yes was given. Again is no fault.
 */
export async function hold(
  db: Database,
  dischargeId: DischargeId,
  place: string,
  until: number,
): Promise<{ readonly held: boolean }> {
  const done = await withUnitOf(db, place, async (work) => {
    const held = await sql`
      update holds set state = 'held', active = true, ended_at = null, expires_at = ${at(until)}
      where id = ${newestOf(dischargeId, place)} and ${onlyPlace}
      returning id
    `.execute(work);
    return { held: held.rows.length > 0 };
  });
  return done ?? { held: false };
}

/** What is to hold of a place from now on, epoch ms; `from` null: as it is. */
export interface PlaceChanged {
  readonly dischargeId: DischargeId;
  readonly place: string;
  readonly state: 'held' | 'in-use';
  readonly from: number | null;
  readonly until: number;
  readonly leaseUntil: number;
}

/**
 * Gives a place that the case has another period, lease or state. One that has run out in the meantime is taken up again
 * when nobody else has it. `changed: false`: somebody else has it in that period, or the case gave it back; then nothing changes.
 */
export async function change(db: Database, wanted: PlaceChanged): Promise<{ readonly changed: boolean }> {
  const { dischargeId, place, state, from, until, leaseUntil } = wanted;
  const begins = from === null ? sql`needed_from` : sql`${at(from)}::timestamptz`;
  const done = await withUnitOf(db, place, async (work) => {
    const changed = await sql`
      update holds set state = ${state}, active = true, ended_at = null, needed_from = ${begins},
        needed_until = greatest(${at(until)}::timestamptz, ${begins} + interval '1 millisecond'), expires_at = ${at(leaseUntil)}
      where id = ${newestOf(dischargeId, place)} and ${onlyPlace}
      returning id
    `.execute(work);
    return { changed: changed.rows.length > 0 };
  });
  return done ?? { changed: false };
}

/** Gives the place back; again, or after it has run out, is no fault. */
export async function release(db: Database, dischargeId: DischargeId, place: string): Promise<void> {
  await db
    .updateTable('holds')
    .set({ state: 'released', active: false, ended_at: at(await now(db)) })
    .where('case_id', '=', dischargeId)
    .where('place', '=', place)
    .where('active', '=', true)
    .execute();
}

export interface FreePlaces {
  readonly unit: UnitId;
  readonly kind: PlaceKind;
  readonly places: number;
  readonly free: number;
}

/** How many places of each kind each unit has and how many are free in a period (epoch ms); without places it is left out. */
export async function freePlaces(
  db: Database | Work,
  units: readonly UnitId[],
  period: { readonly from: number; readonly until: number },
): Promise<readonly FreePlaces[]> {
  const time = await now(db);
  const { rows } = await sql<FreePlaces>`
    select p.unit, p.kind, count(*)::integer as places, (count(*) filter (where not exists (
      select from holds h where h.place = p.id and ${standing(time)}
        and (h.period && tstzrange(${at(period.from)}, ${at(period.until)}) or h.needed_until <= ${at(time)})
    )))::integer as free
    from places p where p.active and p.unit = any(${[...units]}::text[]) group by p.unit, p.kind
    order by p.unit, p.kind
  `.execute(db);
  return rows;
}

/** What a case has taken and not given back. */
export interface PlaceHeld {
  readonly place: string;
  readonly unit: UnitId;
  readonly state: 'reserved' | 'held' | 'in-use';
  readonly from: number;
  readonly until: number;
  readonly expiresAt: number;
}

export async function placesOf(db: Database | Work, dischargeId: DischargeId): Promise<readonly PlaceHeld[]> {
  const time = await now(db);
  const { rows } = await sql<{
    place: string;
    unit: string;
    state: 'reserved' | 'held' | 'in-use';
    needed_from: Date;
    needed_until: Date;
    expires_at: Date;
  }>`
    select h.* from holds h where h.case_id = ${dischargeId} and ${standing(time)} order by h.id
  `.execute(db);
  return rows.map((row) => ({
    place: row.place,
    unit: row.unit,
    state: row.state,
    from: ms(row.needed_from),
    until: ms(row.needed_until),
    expiresAt: ms(row.expires_at),
  }));
}

/** Does it while nobody else takes a place of the unit; null when there is no such place or somebody else has it. */
async function withUnitOf<T>(db: Database, place: string, run: (work: Work) => Promise<T>): Promise<T | null> {
  try {
    return await db.transaction().execute(async (work) => {
      const { rows } = await sql<{ unit: string }>`select unit from places where id = ${place}`.execute(work);
      const unit = rows[0]?.unit;
      if (unit === undefined) return null;
      const time = await now(work);
      await lockUnit(work, unit);
      await endExpired(work, unit, time);
      return await run(work);
    });
  } catch (error) {
    if (brokeConstraint(error, 'holds_one_case')) return null;
    throw error;
  }
}

/** The case's row for a place, also when it has run out; not one it gave back. */
const newestOf = (dischargeId: DischargeId, place: string) => sql`(
  select id from holds where case_id = ${dischargeId} and place = ${place} and state <> 'released'
  order by active desc, id desc limit 1
)`;

/** A row that has run out counts again only while the case has no other place of that unit. */
const onlyPlace = sql`(active or not exists (
  select from holds own where own.case_id = holds.case_id and own.unit = holds.unit and own.active))`;

/** Who takes or holds a place of this unit waits here for the others. */
const lockUnit = (work: Work, unit: UnitId) =>
  sql`select id from places where unit = ${unit} order by id for update`.execute(work);

/** A hold `h` that still counts at `time` (epoch ms): migration 0013 says when that is. */
export const standing = (time: number) => sql`(h.active and hold_stands(h, ${at(time)}::timestamptz))`;

async function endExpired(work: Work, unit: UnitId, time: number): Promise<void> {
  await sql`
    update holds h set state = 'expired', active = false, ended_at = ${at(time)}
    where h.unit = ${unit} and h.active and not ${standing(time)}
  `.execute(work);
}
