// The Temporal development server on a database file of ours: started behind the guard, made ready for our workflows.
// Write-ahead log and synchronous=NORMAL, because its defaults wait for the disk four times a transaction (measured).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { registerSearchAttributes } from '../temporal/register-search-attributes.ts';
import type { Running } from './child.ts';
import { lastLines, startGuarded } from './child.ts';
import type { TemporalProgram } from './temporal-program.ts';

const startsWithinMs = 60_000;

/** How long a closed run can still be looked at; the server's own default is one day. */
const retention = msToTs('30 days');

/** How a Temporal server is to run. */
export interface TemporalOptions {
  readonly program: TemporalProgram;
  /** Database file; survives restarts. */
  readonly file: string;
  readonly namespace: string;
  readonly port: number;
  /** Port of the pages; `undefined` runs the server without them (tests). */
  readonly uiPort: number | undefined;
  readonly logFile: string;
  readonly say?: (line: string) => void;
}

/**
 * Starts the server, waits until it answers, sets the retention and registers the search attributes; on an existing
 * file too. Loopback interface only.
 *
 * @throws when it does not answer in time or ends at once; the message holds the end of its log.
 */
export async function startTemporal(options: TemporalOptions): Promise<Running> {
  mkdirSync(dirname(options.file), { recursive: true });
  rememberVersion(options);
  const running = await startGuarded({
    name: 'Temporal server',
    logFile: options.logFile,
    env: withoutSettings(),
    program: { command: options.program.path, args: serverArguments(options), stopSignal: 'SIGTERM' },
  });
  try {
    await makeReady(running, options);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

function serverArguments(options: TemporalOptions): string[] {
  const pages = options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)];
  return [
    'server',
    'start-dev',
    ...['--ip', '127.0.0.1', '--port', String(options.port), ...pages],
    ...['--namespace', options.namespace, '--db-filename', options.file],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...['--log-level', 'warn'],
  ];
}

async function makeReady(running: Running, options: TemporalOptions): Promise<void> {
  let ended: string | undefined;
  void running.ended.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + startsWithinMs;
  let last: unknown;
  while (ended === undefined && Date.now() < deadline) {
    try {
      await configure(options);
      return;
    } catch (error) {
      last = error;
      await sleep(50);
    }
  }
  const why = ended ?? `did not answer in time (${last instanceof Error ? last.message : String(last)})`;
  throw new Error(`Temporal server: ${why}. End of its log:\n${lastLines(running.logFile)}`);
}

async function configure({ port, namespace }: TemporalOptions): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 1_000 });
  try {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: retention },
    });
    await registerSearchAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
}

/** A database file belongs to the server version that made it: there is no migration between them. */
function rememberVersion({ file, program, say }: TemporalOptions): void {
  const note = `${file}.version`;
  const made = existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined;
  if (!existsSync(file) || made === undefined) writeFileSync(note, program.version);
  else if (made !== program.version) {
    say?.(
      `Temporal server: the data was made by version ${made}, this is ${program.version}. If it does not start: npm start -- --fresh`,
    );
  }
}

/** The caller's TEMPORAL_* settings are for clients; a profile or environment name of theirs is not for this server. */
function withoutSettings(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
