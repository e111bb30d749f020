// Finds the program of the Temporal development server, in the order of docs/decisions: what is there already first,
// then the official download, a build from source last. Whatever is fetched or built is kept for every checkout.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { withLock } from './lock.ts';
import { build } from './temporal-build.ts';
import { cacheFolder, canServe, programName, reportedVersion } from './temporal-cache.ts';
import { download } from './temporal-download.ts';

/** A program that runs, and where it came from. */
export interface TemporalProgram {
  readonly path: string;
  readonly from: 'path' | 'cache' | 'download' | 'build';
  readonly version: string;
}

/** What the search may use; tests put their own in. Each gives the path of a program, `undefined` when it has none. */
export interface Sources {
  readonly searchPath: string;
  readonly cache: string;
  readonly download: (folder: string, say: (line: string) => void) => Promise<string | undefined>;
  readonly build: (folder: string, say: (line: string) => void) => Promise<string>;
}

/** The real sources of this machine. */
export function machineSources(): Sources {
  return { searchPath: process.env.PATH ?? '', cache: cacheFolder(), download, build };
}

/**
 * The Temporal program to use. Asked by several processes at once, one fetches or builds and the others wait for it.
 *
 * @throws {GoMissing} when nothing is there and nothing can be built.
 */
export async function temporalProgram(
  say: (line: string) => void,
  sources: Sources = machineSources(),
): Promise<TemporalProgram> {
  const installed = onSearchPath(sources.searchPath, say) ?? cached(sources.cache);
  if (installed) return installed;
  return withLock(
    resolve(sources.cache, 'lock'),
    async () => cached(sources.cache) ?? (await obtain(sources, say)),
    () => say('Temporal server: another process is getting it ready; waiting for that'),
  );
}

function onSearchPath(searchPath: string, say: (line: string) => void): TemporalProgram | undefined {
  for (const folder of searchPath.split(delimiter)) {
    const path = resolve(folder, programName);
    if (folder === '' || !existsSync(path)) continue;
    const version = reportedVersion(path);
    if (version !== undefined && canServe(version)) return { path, from: 'path', version };
    say(
      `Temporal server: ${path} is not used (${version === undefined ? 'it does not run' : `version ${version} is too old`})`,
    );
  }
  return undefined;
}

function cached(cache: string): TemporalProgram | undefined {
  const path = resolve(cache, programName);
  const version = existsSync(path) ? reportedVersion(path) : undefined;
  return version === undefined ? undefined : { path, from: 'cache', version };
}

/** Only the holder of the lock comes here. The program gets its name when it is whole and has run once. */
async function obtain(sources: Sources, say: (line: string) => void): Promise<TemporalProgram> {
  const workplace = resolve(sources.cache, 'unfinished');
  rmSync(workplace, { recursive: true, force: true });
  mkdirSync(workplace, { recursive: true });
  const path = resolve(sources.cache, programName);
  const fetched = await sources.download(workplace, say);
  const fetchedVersion = fetched === undefined ? undefined : reportedVersion(fetched);
  const made = fetched !== undefined && fetchedVersion !== undefined ? fetched : await sources.build(workplace, say);
  const version = fetchedVersion ?? reportedVersion(made);
  if (version === undefined) throw new Error(`${made} was made but does not run: ${readdirSync(workplace).join(', ')}`);
  renameSync(made, path);
  rmSync(workplace, { recursive: true, force: true });
  return { path, from: fetchedVersion === undefined ? 'build' : 'download', version };
}
