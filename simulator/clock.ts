// The environment's clock, asked of the API, so that partners live in the same time when it is moved forward.
// While the API is away, real time stands in for it.

/** Now in epoch milliseconds. When the API does not answer, the last known distance to real time still holds. */
export function environmentClock(apiUrl: string): () => Promise<number> {
  let offsetMs = 0;
  return async () => {
    try {
      const response = await fetch(`${apiUrl}/dev/clock`, { signal: AbortSignal.timeout(2000) });
      const body: unknown = response.ok ? await response.json() : null;
      const now = typeof body === 'object' && body !== null ? Date.parse(String(Reflect.get(body, 'now'))) : Number.NaN;
      if (Number.isFinite(now)) offsetMs = now - Date.now();
    } catch {
      // The API is not up (yet); that must not silence the partners.
    }
    return Date.now() + offsetMs;
  };
}
