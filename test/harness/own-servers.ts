// Servers of one test file alone, which it may kill and start again; for tests of bad days.
// On the same folder and port every time, so that data and addresses stay.
import { chmodSync, mkdtempSync } from 'node:fs';
import { resolve } from 'node:path';
import { inject } from 'vitest';
import { embeddedDatabaseUrl } from '../../config/config.ts';
import type { Running } from '../../dev/child.ts';
import { freePorts } from '../../dev/ports.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { temporalProgram } from '../../dev/temporal-program.ts';
import { startTemporal } from '../../dev/temporal-server.ts';
import type { TemporalTarget } from '../../temporal/connection.ts';

/** A server that can be ended and started again. */
export interface OwnServer {
  /** Starts it again after `kill` or `stop`; waits until it answers. */
  start(): Promise<void>;
  /** As a crash would (SIGKILL). */
  kill(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
}

/** A PostgreSQL of this test alone; `url` is its empty database. */
export async function ownPostgres(): Promise<OwnServer & { readonly url: string }> {
  const folder = ownFolder();
  const [port = 0] = await freePorts(1);
  const options = {
    folder: resolve(folder, 'postgres'),
    port,
    logFile: resolve(folder, 'postgres.log'),
    durable: false,
  };
  const server = await ownServer(() => startPostgres(options));
  return { ...server, url: embeddedDatabaseUrl(port) };
}

/** A Temporal server of this test alone, on a file. */
export async function ownTemporal(): Promise<OwnServer & { readonly target: TemporalTarget }> {
  const folder = ownFolder();
  const [port = 0] = await freePorts(1);
  const options = {
    program: await temporalProgram((line) => console.log(line)),
    file: resolve(folder, 'temporal.db'),
    namespace: 'default',
    port,
    uiPort: undefined,
    logFile: resolve(folder, 'temporal.log'),
  };
  const server = await ownServer(() => startTemporal(options));
  return { ...server, target: { address: `127.0.0.1:${port}`, namespace: 'default', embedded: true } };
}

async function ownServer(start: () => Promise<Running>): Promise<OwnServer> {
  let running = await start();
  return {
    async start() {
      running = await start();
    },
    kill: () => running.kill(),
    stop: () => running.stop(),
  };
}

function ownFolder(): string {
  const folder = mkdtempSync(resolve(inject('folder'), 'own-'));
  chmodSync(folder, 0o711);
  return folder;
}
