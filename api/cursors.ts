// Reads back the cursor of a list that a client was given; anything else is a fault of the field, not a first page.
// What is inside a cursor is the store's business (store/cursor.ts).
import type { Cursor } from '../store/cursor.ts';
import { decodeCursor } from '../store/cursor.ts';
import { fault } from './check.ts';
import { Problem } from './errors.ts';

/** The cursor, or null for the first page. */
export function cursorIn(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const cursor = decodeCursor(text);
  if (cursor === null) throw new Problem('bad-input', { errors: [fault(['cursor'], 'Er ikke fra en tidligere side')] });
  return cursor;
}
