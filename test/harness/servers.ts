// What a test file asks for when it needs the real parts: PostgreSQL, a database of its own, Temporal, a task queue.
// The first to ask waits for the server's start (seconds); call these in `beforeAll`.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { TemporalTarget } from '../../temporal/connection.ts';
import { templateDatabase } from './global-setup.ts';

/** A new database with all migrations, for this caller alone; gives its URL. It ends with the test run. */
export async function freshDatabase(): Promise<string> {
  return createDatabase(await lent('/migrated-postgres'), `template ${templateDatabase}`);
}

/** A new database without any table; gives its URL. */
export async function emptyDatabase(): Promise<string> {
  return createDatabase(await lent('/postgres'), '');
}

/** The Temporal server of this test run, with our search attributes. Shared: use a task queue and ids of your own. */
export async function temporalTarget(): Promise<TemporalTarget> {
  return { address: `127.0.0.1:${await lent('/temporal')}`, namespace: 'default', embedded: true };
}

/** A task queue that no other test file, worker or run uses. */
export function uniqueTaskQueue(name = 'test'): string {
  return `${name}-${randomUUID()}`;
}

/** Where the workers of this test run keep the bundle of the workflows, made by the first of them. */
export const bundleFolder = (): string => resolve(inject('folder'), 'bundles');

/** How many workflows a worker under test may cache: 0 in the second pass, which replays every workflow task. */
export function maxCachedWorkflows(): number | undefined {
  const value = process.env.MAX_CACHED_WORKFLOWS;
  return value === undefined || value === '' ? undefined : Number(value);
}

/**
 * Environment for a process (worker, api, ...) that a test starts by itself, see `startNode` of dev/child.ts. The
 * server goes by its port and not by TEMPORAL_ADDRESS, so that no profile file of the user is read.
 */
export function processEnvironment(given: {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly more?: Readonly<Record<string, string>>;
}): Record<string, string | undefined> {
  const { TEMPORAL_ADDRESS: _cluster, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: 'test',
    DATA_DIR: inject('folder'),
    DATABASE_URL: given.databaseUrl,
    TEMPORAL_PORT: given.temporal.address.split(':').at(-1),
    TEMPORAL_NAMESPACE: given.temporal.namespace,
    TASK_QUEUE: given.taskQueue,
    ...given.more,
  };
}

async function createDatabase(port: number, from: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${port}/postgres` });
  await admin.connect();
  try {
    await admin.query(`create database ${name} ${from}`);
  } finally {
    await admin.end();
  }
  return `postgres://postgres@127.0.0.1:${port}/${name}`;
}

async function lent(what: '/postgres' | '/migrated-postgres' | '/temporal'): Promise<number> {
  const answer = await fetch(`${inject('lender')}${what}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`No ${what.slice(1)} for the test: ${text}`);
  return Number(text);
}
