// Runs once around all tests: lends out one PostgreSQL and one Temporal server, each started when a test first asks,
// in a folder and on ports of their own, so that a running `npm start` is never touched and pure tests wait for nothing.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import type { Running } from '../../dev/child.ts';
import { freePorts } from '../../dev/ports.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { temporalProgram } from '../../dev/temporal-program.ts';
import { startTemporal } from '../../dev/temporal-server.ts';
import { migrate } from '../../store/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the lender below; test/harness/servers.ts asks it. */
    lender: string;
    /** Folder of this test run, removed at its end. */
    folder: string;
  }
}

/** Name of the migrated database that test databases are copied from. */
export const templateDatabase = 'template_discharge';

/** Starts the lender; the function it gives back stops everything. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(resolve(tmpdir(), 'discharge-test-'));
  chmodSync(folder, 0o711); // Under root an unprivileged user runs PostgreSQL and must get in.
  project.provide('folder', folder);
  // Kept from run to run: which workflows a bundle is made of stands in its name.
  const bundles = resolve('node_modules/.cache/bundles');
  mkdirSync(bundles, { recursive: true });
  symlinkSync(bundles, resolve(folder, 'bundles'), 'junction');
  const started: Running[] = [];
  const once = <T>(start: () => Promise<T>) => {
    let value: Promise<T> | undefined;
    return () => {
      value ??= start();
      return value;
    };
  };
  const postgres = once(async () => {
    const [port = 0] = await freePorts(1);
    const logFile = resolve(folder, 'postgres.log');
    started.push(await startPostgres({ folder: resolve(folder, 'postgres'), port, logFile, durable: false }));
    return port;
  });
  const template = once(async () => {
    const port = await postgres();
    await makeTemplate(port);
    return port;
  });
  const temporal = once(async () => {
    const program = await temporalProgram((line) => console.log(line));
    const [port = 0] = await freePorts(1);
    const logFile = resolve(folder, 'temporal.log');
    const file = resolve(folder, 'temporal.db');
    started.push(await startTemporal({ program, file, namespace: 'default', port, uiPort: undefined, logFile }));
    return port;
  });
  const lent: Readonly<Record<string, () => Promise<number>>> = {
    '/postgres': postgres,
    '/migrated-postgres': template,
    '/temporal': temporal,
  };

  const lender = createServer((request, response) => {
    const ask = lent[request.url ?? ''];
    if (!ask) return void response.writeHead(404).end();
    ask().then(
      (port) => response.end(String(port)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((listening) => lender.listen(0, '127.0.0.1', listening));
  project.provide('lender', `http://127.0.0.1:${portOf(lender.address())}`);

  return async () => {
    lender.closeAllConnections();
    lender.close();
    await Promise.all(started.map((running) => running.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Migrates once; a copy of the result then costs milliseconds. */
async function makeTemplate(port: number): Promise<void> {
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const admin = new pg.Client({ connectionString: url('postgres') });
  await admin.connect();
  try {
    await admin.query(`create database ${templateDatabase}`);
    await migrate(url(templateDatabase));
    // A copy is only possible while nobody is connected.
    await admin.query(`alter database ${templateDatabase} with allow_connections false`);
    await admin.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${templateDatabase}'`,
    );
  } finally {
    await admin.end();
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('The lender of test servers has no port');
}
