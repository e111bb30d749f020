// Keeps a process running: started again when it dies, until it is told to stop.
// Waits longer each time it dies soon, so that a fault that stays does not keep the machine busy.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './child.ts';

const firstWaitMs = 500;
const longestWaitMs = 15_000;
/** A process that lived this long was well; the waiting starts anew. */
const wellAfterMs = 20_000;

/** A process that is kept running. */
export interface Supervised {
  readonly name: string;
  /** Ends it for good, in good order. */
  stop(): Promise<void>;
}

/** What to keep running. */
export interface Supervision {
  readonly name: string;
  readonly start: () => Promise<Running>;
  readonly say: (line: string) => void;
}

/**
 * Starts it and keeps it running.
 *
 * @throws when the first start fails; later failures are told and tried again.
 */
export async function supervise({ name, start, say }: Supervision): Promise<Supervised> {
  const stopping = new AbortController();
  let running = await start();

  const waitAndStart = async (wait: number): Promise<void> => {
    await sleep(wait, undefined, { signal: stopping.signal });
    running = await start();
    if (stopping.signal.aborted) await running.stop();
    else say(`${name}: running again (process ${running.pid})`);
  };
  const keepRunning = async (): Promise<void> => {
    let wait = firstWaitMs;
    for (;;) {
      const since = Date.now();
      const how = await running.ended;
      if (stopping.signal.aborted) return;
      wait = Date.now() - since > wellAfterMs ? firstWaitMs : wait;
      say(`${name}: ended (${how}), starting it again in ${wait / 1000} s. Its log: ${running.logFile}`);
      for (let started = false; !started && !stopping.signal.aborted; wait = Math.min(wait * 2, longestWaitMs)) {
        started = await waitAndStart(wait).then(
          () => true,
          (error: unknown) => {
            if (!stopping.signal.aborted) say(`${name}: ${error instanceof Error ? error.message : error}`);
            return false;
          },
        );
      }
    }
  };
  const kept = keepRunning();

  return {
    name,
    async stop() {
      stopping.abort();
      await running.stop();
      await kept;
    },
  };
}
