// Where the Temporal server program is kept between checkouts, and the version that the committed Go module asks for.
// Keyed by version and platform, so that a fresh clone finds it and another version never replaces it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** The folder of the committed wrapper module (reference: temporal.md 3.4). */
export const goModule = resolve(import.meta.dirname, '../tools/temporal-server');

/** Oldest `temporal` of somebody else's that knows every option we start the server with. */
const oldest = [1, 5, 0] as const;

/** Version of the Temporal CLI that go.mod pins, such as 1.8.2. */
export function pinnedVersion(): string {
  const found = /github\.com\/temporalio\/cli v(\d+\.\d+\.\d+)/.exec(readFileSync(resolve(goModule, 'go.mod'), 'utf8'));
  if (!found?.[1]) throw new Error('tools/temporal-server/go.mod does not name github.com/temporalio/cli');
  return found[1];
}

/** Folder of the cached program: under XDG_CACHE_HOME, the platform's own cache folder otherwise. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const base = env.XDG_CACHE_HOME || env.LOCALAPPDATA || resolve(homedir(), '.cache');
  return resolve(base, 'den-gode-udskrivelse', `temporal-${pinnedVersion()}-${process.platform}-${process.arch}`);
}

/** File name of the program on this platform. */
export const programName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** The version that a program reports, `undefined` when it does not run. A build of our own reports 0.0.0-DEV. */
export function reportedVersion(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? /version (\S+)/.exec(stdout)?.[1] : undefined;
}

/** Whether a version that somebody else installed can serve: new enough, or a build without a number. */
export function canServe(version: string): boolean {
  if (version.includes('DEV')) return true;
  const parts = version.split('.').map(Number.parseFloat);
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
