// The example sheets of Viborg and its neighbour Horsens alone, for tests that follow who is asked next.
// With all municipalities a request that these two decline goes on to others, whom no test plays.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { UnitSheet } from '../../domain/capability-sheet.ts';
import type { Database } from '../../store/database.ts';
import { seedSheets } from '../../store/sheets.ts';

const two = ['0791', '0615'];

/** For what runs in the test itself. */
export const sheetsOfTwo = (sheets: readonly UnitSheet[]): readonly UnitSheet[] =>
  sheets.filter(({ municipality }) => two.includes(municipality));

/** Puts them into a database of the test. `at`: epoch ms. */
export const seedTwo = (db: Database, sheets: readonly UnitSheet[], at: number): Promise<void> =>
  seedSheets(db, sheetsOfTwo(sheets), at);

/** For processes of their own: a copy of the rule files inside `folder` with these sheets only, as `RULES_DIR`. */
export function rulesOfTwo(folder: string): string {
  const dir = join(folder, 'rules');
  cpSync(resolve('rules'), dir, { recursive: true });
  for (const file of readdirSync(join(dir, 'sheets'))) {
    if (!two.some((code) => file.startsWith(code))) rmSync(join(dir, 'sheets', file));
  }
  return dir;
}
