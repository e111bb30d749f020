// Between the tables' Date and the epoch milliseconds that every function of this folder takes and gives.
// The one place where that is done, so that no time zone can slip in.

/** Epoch ms as a column takes it. */
export const at = (ms: number): Date => new Date(ms);

/** A column as epoch ms. */
export const ms = (time: Date): number => time.getTime();
export const msOrNull = (time: Date | null): number | null => (time === null ? null : time.getTime());
