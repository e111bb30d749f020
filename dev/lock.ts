// One at a time, across processes of this machine: a lock that the operating system drops when its holder dies.
// It is SQLite's own file lock; a killed holder leaves nothing to clean up and nobody has to guess from a process id.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock that is held. */
export interface Held {
  release(): void;
}

/** Takes the lock at `path` if nobody has it; `undefined` when somebody has. The folder is made when missing. */
export function tryLock(path: string): Held | undefined {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/**
 * Runs `work` while holding the lock at `path`, waiting as long as somebody else has it.
 * `onWait` is told once when there is a wait.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait: () => void = () => {}): Promise<T> {
  let held = tryLock(path);
  if (!held) onWait();
  while (!held) {
    await sleep(200);
    held = tryLock(path);
  }
  try {
    return await work();
  } finally {
    held.release();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
