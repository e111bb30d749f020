// What operators must look at and that belongs to no case: a message nobody could read, a notice for nobody.
// Tasks of cases are not here; they are ordinary tasks of the operators' unit.
import type { Codes } from '../domain/fields.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms, msOrNull } from './times.ts';

export interface OperatorItem {
  readonly id: string;
  /** `unreadable-message`, `unknown-receiver`, ... */
  readonly kind: string;
  /** Codes and ids only: the stored message, what is wrong with it. */
  readonly about: Codes;
  readonly openedAt: number;
  readonly doneAt: number | null;
  readonly doneBy: PersonId | null;
}

/** Opens an item; the same id again changes nothing. `now`: epoch ms by the shared clock. */
export async function openItem(
  db: Database | Work,
  item: { readonly id: string; readonly kind: string; readonly about: Codes; readonly now: number },
): Promise<void> {
  await db
    .insertInto('operator_items')
    .values({
      id: item.id,
      kind: item.kind,
      about: JSON.stringify(item.about),
      state: 'open',
      opened_at: at(item.now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Open items, the oldest first, at most `limit`. */
export async function openItems(db: Database | Work, limit: number): Promise<readonly OperatorItem[]> {
  const rows = await db
    .selectFrom('operator_items')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toItem);
}

/** One item, open or done, or null. */
export async function operatorItem(db: Database | Work, id: string): Promise<OperatorItem | null> {
  const row = await db.selectFrom('operator_items').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toItem(row);
}

/** Marks an item done; false when it was done already or is not there. */
export async function finishItem(db: Database | Work, id: string, by: PersonId, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('operator_items')
    .set({ state: 'done', done_at: at(now), done_by: by })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

interface Row {
  id: string;
  kind: string;
  about: Codes;
  opened_at: Date;
  done_at: Date | null;
  done_by: string | null;
}

const toItem = (row: Row): OperatorItem => ({
  id: row.id,
  kind: row.kind,
  about: row.about,
  openedAt: ms(row.opened_at),
  doneAt: msOrNull(row.done_at),
  doneBy: row.done_by,
});
