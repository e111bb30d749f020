// Where a page ends: the sort value of its last row and that row's id, so that rows that come and go shift no page.
// Opaque for clients; what they hand back is checked like any other input.

export interface Cursor {
  /** Sort value, epoch ms. */
  readonly at: number;
  readonly id: string;
}

/** One page; `next` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: Cursor | null;
}

/** A cursor as text for a URL. */
export const encodeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at} ${id}`).toString('base64url');

const CURSOR = /^(\d{1,16}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** End of the year 9999, which sorts after everything that waits; PostgreSQL and Date both know it. */
const LATEST = Date.UTC(10_000, 0) - 1;

/** The cursor a client handed back, or null when it is none of ours. */
export function decodeCursor(text: string): Cursor | null {
  const [, at, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return at === undefined || id === undefined || Number(at) > LATEST ? null : { at: Number(at), id };
}

/** Cuts a list read with `limit + 1` rows to a page. */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => Cursor): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
