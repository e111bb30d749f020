// Waits for a condition with a deadline, instead of sleeping and hoping.
// For everything that another process or the server does in its own time.
import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait, in milliseconds. */
export interface Patience {
  /** Gives up after this; default 30 s. */
  readonly within?: number;
  /** Between two tries; default 25 ms. */
  readonly every?: number;
}

/**
 * Calls `check` until it neither throws nor rejects, and gives its value. Put `expect` calls inside.
 *
 * @throws the last error of `check`, with how long was waited, once the deadline has passed.
 */
export async function eventually<T>(check: () => T | Promise<T>, patience: Patience = {}): Promise<T> {
  const { within = 30_000, every = 25 } = patience;
  const deadline = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) {
        if (error instanceof Error) error.message = `Not within ${within} ms: ${error.message}`;
        throw error;
      }
      await sleep(every);
    }
  }
}
