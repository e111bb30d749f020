// Kills something again and again at random moments and starts it again, for as long as people work.
// The moments come from a seed that is printed, so that a bad day can be had again (FAULTS_SEED).
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../harness/eventually.ts';
import type { Mortal } from './processes.ts';

/** The seed of this run. */
export const seed = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Plague {
  /** Decisions that are taken between two kills: from, to. By decisions and not by time, so that a slow machine ends too. */
  readonly after: readonly [number, number];
  /** Then it lives this much longer at most, ms, so that it dies in the middle of anything. */
  readonly atMostMs: number;
  /** Kills of each at most. */
  readonly times: number;
}

/**
 * Kills the victims in turn, again and again, until `work` is done; all are alive at the end. `decisions` says how many
 * have been taken so far. Gives how often each was killed.
 */
export async function whileKilling(
  victims: readonly Mortal[],
  { after: [least, most], atMostMs, times }: Plague,
  decisions: () => number,
  work: () => Promise<void>,
): Promise<Record<string, number>> {
  const random = randomNumbers(seed);
  let done = false;
  const kills = Object.fromEntries(victims.map(({ name }) => [name, 0]));
  const killing = (async () => {
    for (const victim of Array.from({ length: times }, () => victims).flat()) {
      const next = decisions() + least + Math.floor(random() * (most - least));
      const later = random() * atMostMs;
      while (decisions() < next && !done) await sleep(20);
      await sleep(later);
      if (done) return;
      await victim.kill();
      kills[victim.name] = (kills[victim.name] ?? 0) + 1;
      // What a killed server leaves (a port, shared memory) may take a moment to go.
      await eventually(() => victim.start(), { within: 60_000, every: 200 });
    }
  })();
  try {
    await work();
  } finally {
    done = true;
    await killing;
  }
  return kills;
}
