// The real parts a bench runs on: one PostgreSQL and one Temporal server in a temporary folder, on free ports.
// Started as the tests start theirs; everything ends with the bench, also when it is interrupted.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import pg from 'pg';
import type { Running } from '../dev/child.ts';
import { startNode } from '../dev/child.ts';
import { freePorts } from '../dev/ports.ts';
import { startPostgres } from '../dev/postgres.ts';
import { temporalProgram } from '../dev/temporal-program.ts';
import { startTemporal } from '../dev/temporal-server.ts';
import { migrate } from '../store/migrate.ts';
import type { TemporalTarget } from '../temporal/connection.ts';

export interface Parts {
  readonly folder: string;
  readonly target: TemporalTarget;
  /** Process ids of the two servers, to ask the machine what they used. */
  readonly pids: { readonly postgres: number; readonly temporal: number };
  /** A new database with all migrations; gives its URL. */
  database(): Promise<string>;
  /** Starts one of our processes, to be ended with the rest. */
  process(name: 'worker' | 'api', env: Readonly<Record<string, string>>): Promise<Running>;
  stop(): Promise<void>;
}

/** Starts both servers. `say` hears of a Temporal server that must be fetched or built first. */
export async function startParts(say: (line: string) => void): Promise<Parts> {
  const folder = mkdtempSync(resolve(tmpdir(), 'discharge-bench-'));
  chmodSync(folder, 0o711); // Under root an unprivileged user runs PostgreSQL and must get in.
  const started: Running[] = [];
  const begin = async (running: Promise<Running>): Promise<Running> => {
    const one = await running;
    started.push(one);
    return one;
  };
  const stop = async (): Promise<void> => {
    for (const running of started.splice(0).reverse()) await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const program = await temporalProgram(say);
    const [postgresPort = 0, temporalPort = 0] = await freePorts(2);
    const log = (name: string): string => resolve(folder, `${name}.log`);
    const postgres = await begin(
      startPostgres({
        folder: resolve(folder, 'postgres'),
        port: postgresPort,
        logFile: log('postgres'),
        durable: false,
      }),
    );
    const file = resolve(folder, 'temporal.db');
    const options = { program, file, namespace: 'default', port: temporalPort, uiPort: undefined };
    const temporal = await begin(startTemporal({ ...options, logFile: log('temporal') }));
    const { TEMPORAL_ADDRESS: _cluster, ...inherited } = process.env;
    return {
      folder,
      target: { address: `127.0.0.1:${temporalPort}`, namespace: 'default', embedded: true },
      pids: { postgres: postgres.pid, temporal: temporal.pid },
      database: () => newDatabase(postgresPort),
      process: (name, env) =>
        begin(
          startNode({
            name,
            entry: resolve(import.meta.dirname, '..', name, 'main.ts'),
            logFile: log(name),
            env: {
              ...inherited,
              NODE_ENV: 'test',
              DATA_DIR: folder,
              TEMPORAL_PORT: String(temporalPort),
              TEMPORAL_NAMESPACE: 'default',
              ...env,
            },
          }),
        ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function newDatabase(port: number): Promise<string> {
  const url = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`;
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: url('postgres') });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
  } finally {
    await admin.end();
  }
  await migrate(url(name));
  return url(name);
}
