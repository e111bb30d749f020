// What units can do (kompetenceark) as they are now, and the places that go with them.
// The files of rules/ fill them once; after that units change their own, each change with who and when.
import { sql } from 'kysely';
import type { LocalDate } from '../domain/calendar.ts';
import { addDays, localDate } from '../domain/calendar.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

/** The places of one kind at one unit: what a sheet is about. */
export type KindAtUnit = Pick<UnitSheet, 'unit' | 'kind'>;

export interface SheetRow {
  readonly sheet: UnitSheet;
  /** Counts changes of this sheet, from 1. */
  readonly version: number;
  readonly changedBy: PersonId;
  /** Epoch ms by the shared clock. */
  readonly changedAt: number;
}

/** Every sheet of these units, or of all; past and future ones too, as the match decides by date. */
export async function sheets(
  db: Database | Work,
  units: readonly UnitId[] | 'all' = 'all',
): Promise<readonly SheetRow[]> {
  let query = db.selectFrom('unit_sheets').selectAll().orderBy('unit').orderBy('kind').orderBy('valid_from');
  if (units !== 'all') {
    if (units.length === 0) return [];
    query = query.where('unit', 'in', [...units]);
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    sheet: row.sheet,
    version: row.version,
    changedBy: row.changed_by,
    changedAt: ms(row.changed_at),
  }));
}

/** Puts the sheets of the rule files where there are none yet; what units have changed stays. May run again any time. */
export async function seedSheets(db: Database, list: readonly UnitSheet[], now: number): Promise<void> {
  await db.transaction().execute(async (work) => {
    for (const sheet of list) {
      await work
        .insertInto('unit_sheets')
        .values({
          unit: sheet.unit,
          valid_from: sheet.validFrom,
          sheet: JSON.stringify(sheet),
          version: 1,
          changed_by: 'service',
          changed_at: at(now),
        })
        .onConflict((conflict) => conflict.columns(['unit', 'kind', 'valid_from']).doNothing())
        .execute();
    }
    const kinds = new Map(list.map(({ unit, kind }) => [`${unit}/${kind}`, { unit, kind }]));
    for (const kind of kinds.values()) await fitPlaces(work, kind, now);
  });
}

/**
 * What a unit's sheet of a kind of place said on a date (`on`), as it was known at an instant (epoch ms): a later correction of the same
 * period does not count. Null when there was none.
 */
export async function sheetOn(
  db: Database,
  { unit, kind }: KindAtUnit,
  on: LocalDate,
  knownAt: number,
): Promise<SheetRow | null> {
  const { rows } = await sql<{ sheet: UnitSheet; version: number; changed_by: string; changed_at: Date }>`
    select distinct on (valid_from) sheet, version, changed_by, changed_at from unit_sheet_versions
    where unit = ${unit} and kind = ${kind} and valid_from <= ${on} and changed_at <= ${at(knownAt)}
    order by valid_from desc, version desc
  `.execute(db);
  const found = rows.find(({ sheet: { validTo } }) => validTo === null || on <= validTo);
  if (found === undefined) return null;
  const { sheet, version, changed_by, changed_at } = found;
  return { sheet, version, changedBy: changed_by, changedAt: ms(changed_at) };
}

export type SheetWritten =
  | { readonly kind: 'written'; readonly version: number }
  /** Somebody has changed it since `base`. */
  | { readonly kind: 'stale'; readonly version: number };

export interface SheetChange {
  readonly sheet: UnitSheet;
  /** The version the change was made from, 0 for a new one. */
  readonly base: number;
  readonly by: PersonId;
  /** Epoch ms by the shared clock. */
  readonly now: number;
}

/**
 * Writes a unit's sheet of its kind for its `validFrom`. A unit has one sheet of a kind at a time: the one before ends the day before this
 * one begins, and this one ends before a later one that is there already. Its number of places takes effect at once;
 * places that are taken stay taken until they are given back.
 */
export async function putSheet(db: Database, change: SheetChange): Promise<SheetWritten> {
  return db.transaction().execute(async (work): Promise<SheetWritten> => {
    const { base, by, now } = change;
    const { unit, kind, validFrom } = change.sheet;
    const { rows: standing } = await sql<{ valid_from: string; version: number; sheet: UnitSheet }>`
      select valid_from, version, sheet from unit_sheets
      where unit = ${unit} and kind = ${kind} order by valid_from for update
    `.execute(work);
    const own = standing.find(({ valid_from }) => valid_from === validFrom);
    if ((own?.version ?? 0) !== base) return { kind: 'stale', version: own?.version ?? 0 };
    const later = standing.find(({ valid_from }) => valid_from > validFrom);
    const sheet = later === undefined ? change.sheet : endingBefore(change.sheet, later.valid_from);
    const { rows } = await sql<{ version: number }>`
      insert into unit_sheets as s (unit, valid_from, sheet, version, changed_by, changed_at)
      values (${unit}, ${validFrom}, ${JSON.stringify(sheet)}::jsonb, 1, ${by}, ${at(now)}::timestamptz)
      on conflict (unit, kind, valid_from) do update set sheet = excluded.sheet, version = s.version + 1,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at
      where s.version = ${base}::integer
      returning version
    `.execute(work);
    const [written] = rows;
    // Two first sheets of a unit at the same instant: no row was there to wait at.
    if (written === undefined) return { kind: 'stale', version: 1 };
    for (const before of standing) {
      if (before.valid_from >= validFrom) continue;
      const ended = endingBefore(before.sheet, validFrom);
      if (ended === before.sheet) continue;
      await sql`
        update unit_sheets set sheet = ${JSON.stringify(ended)}::jsonb, version = version + 1,
          changed_by = ${by}, changed_at = ${at(now)}::timestamptz
        where unit = ${unit} and kind = ${kind} and valid_from = ${before.valid_from}
      `.execute(work);
    }
    await fitPlaces(work, change.sheet, now);
    return { kind: 'written', version: written.version };
  });
}

/** The sheet, at the latest to the day before `from`. */
function endingBefore(sheet: UnitSheet, from: LocalDate): UnitSheet {
  return sheet.validTo !== null && sheet.validTo < from ? sheet : { ...sheet, validTo: addDays(from, -1) };
}

/**
 * As many places of the kind as the largest sheet that has not ended says; places too many take nobody new. The places of
 * a unit's first kind are named by the unit and their number, those of its other kinds by the kind too.
 */
async function fitPlaces(work: Work, { unit, kind }: KindAtUnit, now: number): Promise<void> {
  const today = localDate(instant(now));
  await sql`
    with wanted as (
      select coalesce(max((sheet->>'places')::integer), 0) as n from unit_sheets
      where unit = ${unit} and kind = ${kind} and (sheet->>'validTo' is null or sheet->>'validTo' >= ${today})
    ), named as (
      select ${unit} || case when exists (select from places where unit = ${unit} and kind <> ${kind})
        then '/' || ${kind} || '/' else '/' end as prefix
    ), made as (
      insert into places (id, unit, kind, number, active)
      select named.prefix || number, ${unit}, ${kind}, number, true
      from wanted, named, generate_series(1, wanted.n) as number
      on conflict (unit, kind, number) do nothing
    )
    update places set active = number <= wanted.n from wanted
    where unit = ${unit} and kind = ${kind} and active <> (number <= wanted.n)
  `.execute(work);
}
