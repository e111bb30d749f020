// A whole development environment: databases and Temporal when nobody named any, migrations, identity, and our processes,
// each started again when it dies, all ended in order. `npm start` runs it; tests run it with programs of their own.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { lastLines, startNode } from './child.ts';
import { childEnvironment } from './child-environment.ts';
import { makeIssuer, tokenFor } from './issuer.ts';
import type { Held } from './lock.ts';
import { tryLock } from './lock.ts';
import type { PortNeed } from './ports.ts';
import { portsMustBeFree } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { possibleDataFolders } from './postgres-files.ts';
import { prepareDatabase, prepareNamespace } from './prepare.ts';
import type { Supervised } from './supervise.ts';
import { supervise } from './supervise.ts';
import { temporalProgram } from './temporal-program.ts';
import { startTemporal } from './temporal-server.ts';

const apiReadyWithinMs = 120_000;

/** One of our processes: its name and TypeScript entry, relative to the project. */
export interface Entry {
  readonly name: 'worker' | 'api' | 'simulator';
  readonly entry: string;
}

/** What `npm start` starts, in this order; ended in the opposite one. */
export const productEntries: readonly Entry[] = [
  { name: 'simulator', entry: 'simulator/main.ts' },
  { name: 'worker', entry: 'worker/main.ts' },
  { name: 'api', entry: 'api/main.ts' },
];

/** How an environment is to be started. */
export interface EnvironmentOptions {
  readonly config: Config;
  readonly entries: readonly Entry[];
  readonly say: (line: string) => void;
}

/** A development environment, while it is made and afterwards. */
export interface Environment {
  /**
   * Makes everything ready and starts it; resolves when the API says that it is ready.
   *
   * @throws with words for people: a port is taken, the folder is in use, Go is missing, a process does not start.
   */
  start(): Promise<void>;
  /** Ends everything that was started, in order; at any time. */
  stop(): Promise<void>;
}

/** An environment that is not started yet. */
export function environment({ config, entries, say }: EnvironmentOptions): Environment {
  const started: Supervised[] = [];
  let lock: Held | undefined;
  let stopped = false;

  const run = async (supervision: Parameters<typeof supervise>[0]): Promise<void> => {
    const supervised = await supervise(supervision);
    if (stopped) await supervised.stop();
    else started.push(supervised);
  };

  return {
    async start() {
      mkdirSync(config.dataDir, { recursive: true });
      lock = tryLock(resolve(config.dataDir, 'lock'));
      if (!lock)
        throw new Error(`Another npm start uses ${config.dataDir}. Stop it, or set DATA_DIR to another folder.`);
      await portsMustBeFree(portNeeds(config));
      const embedded = await Promise.allSettled([runPostgres(config, say, run), runTemporal(config, say, run)]);
      for (const outcome of embedded) if (outcome.status === 'rejected') throw outcome.reason;
      await prepareDatabase(config, say);
      await prepareNamespace(config, say);
      const issuer = { folder: resolve(config.dataDir, 'issuer'), ...config.auth };
      await makeIssuer(issuer);
      const env = childEnvironment(config, await tokenFor('vans', issuer, '365d'));
      for (const { name, entry } of entries) {
        if (stopped) return;
        if (!existsSync(resolve(config.projectRoot, entry))) {
          say(`${name}: ${entry} does not exist, so it is not started`);
          continue;
        }
        say(`${name}: starting`);
        const start = () =>
          startNode({
            name,
            entry: resolve(config.projectRoot, entry),
            logFile: logFile(config, name),
            env: env(name),
          });
        await run({ name, start, say });
      }
      await untilApiReady(config, () => stopped);
    },
    async stop() {
      stopped = true;
      for (const supervised of started.splice(0).reverse()) await supervised.stop();
      lock?.release();
      lock = undefined;
    },
  };
}

/**
 * Forgets what earlier starts with this data folder left: databases, workflows, keys, mailbox, logs.
 *
 * @throws when an environment runs on it.
 */
export function forget(config: Config): void {
  mkdirSync(config.dataDir, { recursive: true });
  const lock = tryLock(resolve(config.dataDir, 'lock'));
  if (!lock) throw new Error(`An npm start is using ${config.dataDir}; stop it before its data is forgotten.`);
  const inFolder = ['temporal', 'issuer', 'mailbox', 'logs'].map((name) => resolve(config.dataDir, name));
  for (const path of [...inFolder, ...possibleDataFolders(resolve(config.dataDir, 'postgres'))]) {
    rmSync(path, { recursive: true, force: true });
  }
  lock.release();
}

type Run = (supervision: Parameters<typeof supervise>[0]) => Promise<void>;
type Say = EnvironmentOptions['say'];

function logFile(config: Config, name: string): string {
  return resolve(config.dataDir, 'logs', `${name}.log`);
}

async function runPostgres(config: Config, say: Say, run: Run): Promise<void> {
  if (!config.embedded.postgres) return say('PostgreSQL: the one of DATABASE_URL');
  say('PostgreSQL: starting');
  const folder = resolve(config.dataDir, 'postgres');
  const options = { folder, port: config.postgresPort, logFile: logFile(config, 'postgres'), durable: true, say };
  return run({ name: 'PostgreSQL', start: () => startPostgres(options), say });
}

async function runTemporal(config: Config, say: Say, run: Run): Promise<void> {
  if (!config.embedded.temporal) return say(`Temporal: the server at ${config.temporal.address}`);
  const program = await temporalProgram(say);
  say(`Temporal server: starting ${program.path} (version ${program.version})`);
  const options = {
    program,
    file: resolve(config.dataDir, 'temporal', 'temporal.db'),
    namespace: config.temporal.namespace,
    port: config.temporalPort,
    uiPort: config.temporalUiPort,
    logFile: logFile(config, 'temporal'),
    say,
  };
  return run({ name: 'Temporal server', start: () => startTemporal(options), say });
}

function portNeeds(config: Config): PortNeed[] {
  const { embedded } = config;
  return [
    { port: config.port, variable: 'PORT', what: 'the API' },
    { port: config.simulatorPort, variable: 'SIMULATOR_PORT', what: 'the simulator' },
    ...(embedded.postgres ? [{ port: config.postgresPort, variable: 'POSTGRES_PORT', what: 'PostgreSQL' }] : []),
    ...(embedded.temporal
      ? [
          { port: config.temporalPort, variable: 'TEMPORAL_PORT', what: 'the Temporal server' },
          { port: config.temporalUiPort, variable: 'TEMPORAL_UI_PORT', what: 'the Temporal UI' },
        ]
      : []),
  ];
}

async function untilApiReady(config: Config, stopped: () => boolean): Promise<void> {
  const deadline = Date.now() + apiReadyWithinMs;
  let last = 'no answer yet';
  while (!stopped() && Date.now() < deadline) {
    try {
      const answer = await fetch(`http://127.0.0.1:${config.port}/readyz`, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
      last = `${answer.status} ${await answer.text()}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(100);
  }
  if (stopped()) return;
  throw new Error(
    `The API is not ready after ${apiReadyWithinMs / 1000} s (${last}). Its log ends:\n${lastLines(logFile(config, 'api'))}`,
  );
}
