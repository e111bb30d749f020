// The few statistics a bench needs, and the times of things done one after the other.
// Percentiles by nearest rank: a value that was really measured.

export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

/** Of at least one value. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95) };
}

/** How long something took, ms, and what it gave. */
export async function timed<T>(run: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const started = performance.now();
  const value = await run();
  return { ms: performance.now() - started, value };
}
