// Builds the Temporal server from the Go module proxy by the committed wrapper module: the last choice, and slow once.
// Tells how far it is, since silence for minutes looks like a hang.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { goModule, pinnedVersion, programName } from './temporal-cache.ts';

const command = 'github.com/temporalio/cli/cmd/temporal';
const tellEveryMs = 15_000;
/** Packages that a build from nothing compiles, standard library included; measured for version 1.8.2. */
const packagesInAll = 1_700;
/** Modules that are fetched before the first package is compiled; measured likewise. */
const modulesInAll = 210;

/** There is no usable Go on this machine. */
export class GoMissing extends Error {
  override readonly name = 'GoMissing';
}

/**
 * Builds into `folder` and gives the path of the program.
 *
 * @throws {GoMissing} saying which ways there are.
 * @throws when the build fails, with the end of what Go said.
 */
export async function build(folder: string, say: (line: string) => void): Promise<string> {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) throw new GoMissing(withoutGo());
  mkdirSync(folder, { recursive: true });
  const program = resolve(folder, `${process.pid}-${programName}`);
  say('Temporal server: building it from source. About 6-8 minutes, once; later starts take no time.');
  const version = `-X github.com/temporalio/cli/internal/temporalcli.Version=${pinnedVersion()}`;
  await runGo(['build', '-v', '-ldflags', `-s -w ${version}`, '-o', program, command], say);
  return program;
}

function withoutGo(): string {
  return [
    'The Temporal server is not on this machine and cannot be built, because `go` is missing. One of these helps:',
    '  - install Go (https://go.dev/dl) and run this again: the server is then built once',
    '  - install the Temporal CLI, so that `temporal` is on the PATH',
    '  - set TEMPORAL_ADDRESS=host:port to a Temporal server that runs already',
  ].join('\n');
}

function runGo(args: readonly string[], say: (line: string) => void): Promise<void> {
  const started = Date.now();
  const elapsed = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  return new Promise((done, fail) => {
    const go = spawn('go', args, { cwd: goModule, stdio: ['ignore', 'ignore', 'pipe'] });
    let compiled = 0;
    let fetched = 0;
    const said: string[] = [];
    createInterface({ input: go.stderr }).on('line', (line) => {
      if (line.startsWith('go: downloading')) fetched += 1;
      // `go build -v` names a package when it is compiled; packages of the cache are not named.
      else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) compiled += 1;
      else said.push(line);
    });
    const timer = setInterval(() => {
      const what =
        compiled === 0
          ? `${fetched} of about ${modulesInAll} modules fetched`
          : `${compiled} of about ${packagesInAll} packages compiled`;
      say(`Temporal server: building, ${elapsed()} minutes, ${what}`);
    }, tellEveryMs);
    go.on('error', fail);
    go.on('close', (code) => {
      clearInterval(timer);
      if (code !== 0)
        return fail(new Error(`Building the Temporal server failed. Go said:\n${said.slice(-20).join('\n')}`));
      say(`Temporal server: built in ${elapsed()} minutes`);
      return done();
    });
  });
}
