// Follows the rule files while a process runs, so that a changed file counts without a restart.
// Files are read again when they have changed and then stood still for one look: a file half written is nobody's fault.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleBookResult, RuleFiles } from './load.ts';

export interface Follower {
  /** Reads the files now, changed or not. */
  readNow(): Promise<void>;
  /** Looks no more; a reading under way is finished first. */
  stop(): Promise<void>;
}

export interface Following {
  readonly dir: string;
  /** Time between two looks, ms. */
  readonly everyMs: number;
  /** Hears of every reading; when it fails, the files are read again at the next look. */
  readonly told: (result: RuleBookResult) => Promise<void>;
}

/** Names, sizes and times of all files of a folder; a folder that is not there has none. */
async function traceOf(dir: string): Promise<string> {
  const names = await readdir(dir, { recursive: true }).catch((): string[] => []);
  const files = names.filter((name) => name.endsWith('.json')).sort();
  const traces = await Promise.all(
    files.map(async (name) => {
      // Gone since it was listed: the next look finds a folder without it.
      const seen = await stat(join(dir, name)).catch(() => null);
      return `${name} ${seen?.size} ${seen?.mtimeMs}`;
    }),
  );
  return traces.join('\n');
}

/** Begins to look at the files; those there are now count as read. */
export async function followRuleFiles(rules: RuleFiles, { dir, everyMs, told }: Following): Promise<Follower> {
  let read = await traceOf(dir);
  let seen = read;
  let working: Promise<void> = Promise.resolve();
  const reading = async (): Promise<void> => {
    const result = await rules.reload();
    // Nobody heard of it: read again at the next look.
    await told(result).catch(() => {
      read = '';
    });
  };
  const look = async (): Promise<void> => {
    const found = await traceOf(dir);
    if (found !== read && found === seen) {
      read = found;
      await reading();
    }
    seen = found;
  };
  const next = (step: () => Promise<void>): Promise<void> => {
    working = working.then(step);
    return working;
  };
  const timer = setInterval(() => void next(look), everyMs);
  timer.unref();
  return {
    readNow: () => next(reading),
    async stop() {
      clearInterval(timer);
      await working;
    },
  };
}
