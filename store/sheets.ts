// What units can do (kompetenceark) as they are now, and the places that go with them.
// The files of rules/ fill them once; after that units change their own, each change with who and when.
import { sql } from 'kysely';
import { localDate } from '../domain/calendar.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

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
  let query = db.selectFrom('unit_sheets').selectAll().orderBy('unit').orderBy('valid_from');
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
        .onConflict((conflict) => conflict.columns(['unit', 'valid_from']).doNothing())
        .execute();
    }
    for (const unit of new Set(list.map((sheet) => sheet.unit))) await fitPlaces(work, unit, now);
  });
}

export type SheetWritten =
  | { readonly kind: 'written'; readonly version: number }
  /** Somebody has changed it since `base`. */
  | { readonly kind: 'stale'; readonly version: number };

/**
 * Writes a unit's sheet for its `validFrom`. `base` is the version the change was made from, 0 for a new one.
 * Its number of places takes effect at once; places that are taken stay taken until they are given back.
 */
export async function putSheet(
  db: Database,
  {
    sheet,
    base,
    by,
    now,
  }: { readonly sheet: UnitSheet; readonly base: number; readonly by: PersonId; readonly now: number },
): Promise<SheetWritten> {
  return db.transaction().execute(async (work): Promise<SheetWritten> => {
    const { rows } = await sql<{ version: number }>`
      insert into unit_sheets as s (unit, valid_from, sheet, version, changed_by, changed_at)
      select ${sheet.unit}, ${sheet.validFrom}, ${JSON.stringify(sheet)}::jsonb, 1, ${by}, ${at(now)}::timestamptz
      where ${base}::integer = 0
        or exists (select from unit_sheets where unit = ${sheet.unit} and valid_from = ${sheet.validFrom})
      on conflict (unit, valid_from) do update set sheet = excluded.sheet, version = s.version + 1,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at
      where s.version = ${base}::integer
      returning version
    `.execute(work);
    const [written] = rows;
    if (written !== undefined) {
      await fitPlaces(work, sheet.unit, now);
      return { kind: 'written', version: written.version };
    }
    const standing = await work
      .selectFrom('unit_sheets')
      .select('version')
      .where('unit', '=', sheet.unit)
      .where('valid_from', '=', sheet.validFrom)
      .executeTakeFirst();
    return { kind: 'stale', version: standing?.version ?? 0 };
  });
}

/** As many places as the largest sheet that has not ended says; places too many take nobody new. */
async function fitPlaces(work: Work, unit: UnitId, now: number): Promise<void> {
  const today = localDate(instant(now));
  await sql`
    with wanted as (
      select coalesce(max((sheet->>'places')::integer), 0) as n from unit_sheets
      where unit = ${unit} and (sheet->>'validTo' is null or sheet->>'validTo' >= ${today})
    ), made as (
      insert into places (id, unit, number, active)
      select ${unit} || '/' || number, ${unit}, number, true from wanted, generate_series(1, wanted.n) as number
      on conflict (id) do nothing
    )
    update places set active = number <= wanted.n from wanted
    where unit = ${unit} and active <> (number <= wanted.n)
  `.execute(work);
}
