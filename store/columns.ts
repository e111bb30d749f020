// The types of columns, as rows are read and written: times are timestamptz (Date here), documents jsonb.
// Documents are written as JSON text, because pg would make a list an SQL array.
import type { ColumnType } from 'kysely';

export type Time = ColumnType<Date, Date, Date>;
export type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;
export type Json<T> = ColumnType<T, string, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** Kept by the database alone. */
export type Kept<T> = ColumnType<T, never, never>;
