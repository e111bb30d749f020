// A real PostgreSQL of our own on a folder and a port: made when missing, started behind the guard, ended in good order.
// For `npm start` and the tests; production uses DATABASE_URL and never comes here.
import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Running } from './child.ts';
import { lastLines, startGuarded } from './child.ts';
import type { PostgresFiles } from './postgres-files.ts';
import { makeFolderFor, postgresFiles } from './postgres-files.ts';

const startsWithinMs = 60_000;

/** How a PostgreSQL is to run. */
export interface PostgresOptions {
  /** Folder of the database files; survives restarts. */
  readonly folder: string;
  readonly port: number;
  readonly logFile: string;
  /** False in tests: survives a killed process, not a machine that loses power. */
  readonly durable: boolean;
  readonly say?: (line: string) => void;
}

/**
 * Starts PostgreSQL and waits until it answers. It listens on the loopback interface only, knows the one user
 * `postgres` without a password, sorts by code point (C.UTF-8) and speaks UTC. The database `discharge` is made.
 *
 * @throws when it does not answer in time or ends at once; the message holds the end of its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<Running> {
  const files = await postgresFiles(options.folder);
  await makeCluster(files, options.say);
  const running = await startGuarded({
    name: 'PostgreSQL',
    logFile: options.logFile,
    env: cleanEnvironment(),
    program: {
      command: files.postgres,
      args: ['-D', files.dataFolder, '-p', String(options.port), ...settings(options)],
      // "Fast shutdown": ends open connections and writes everything out.
      stopSignal: 'SIGINT',
      user: files.user,
    },
  });
  try {
    await untilReady(running, options.port);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

function settings(options: PostgresOptions): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    // No socket file: its folder may belong to somebody else, or be shared with another server.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A cluster appears under its name only when it is whole, so a killed first start leaves none half made. */
async function makeCluster(files: PostgresFiles, say: PostgresOptions['say']): Promise<void> {
  if (existsSync(resolve(files.dataFolder, 'PG_VERSION'))) return;
  say?.(`PostgreSQL: making a new database in ${files.dataFolder}`);
  const parent = resolve(dirname(files.dataFolder), 'postgres.unfinished');
  rmSync(parent, { recursive: true, force: true });
  makeFolderFor(files.user, parent);
  const made = resolve(parent, 'postgres');
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  await promisify(execFile)(
    files.initdb,
    ['--pgdata', made, '--username=postgres', '--auth=trust', '--no-instructions', ...locale],
    { ...files.user, cwd: '/', env: cleanEnvironment() },
  );
  rmSync(files.dataFolder, { recursive: true, force: true });
  renameSync(made, files.dataFolder);
  rmSync(parent, { recursive: true, force: true });
}

async function untilReady(running: Running, port: number): Promise<void> {
  let ended: string | undefined;
  void running.ended.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + startsWithinMs;
  while (ended === undefined && Date.now() < deadline) {
    if (await madeDatabase(port)) return;
    await sleep(50);
  }
  throw new Error(`PostgreSQL ${ended ?? 'did not answer in time'}. End of its log:\n${lastLines(running.logFile)}`);
}

async function madeDatabase(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query(`select from pg_database where datname = 'discharge'`);
    if (rowCount === 0) await client.query('create database discharge');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Without the caller's PG* variables and language, which would change how the server is made. */
function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
