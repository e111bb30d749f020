// The worker as a process: comes up on empty tables, carries a discharge, ends in order, and its views can be rebuilt.
// Everything real: Temporal, PostgreSQL, the bundle of the workflows.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../dev/child.ts';
import { startNode } from '../../dev/child.ts';
import { dischargeWorkflowId } from '../../domain/ids.ts';
import { wholeCase } from '../../store/cases.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { sheets } from '../../store/sheets.ts';
import { temporalClient } from '../../temporal/connection.ts';
import { refreshAll } from '../../worker/refresh-all.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { DISCHARGE } from '../../workflows/contract.ts';
import { eventually } from '../harness/eventually.ts';
import { emptyDatabase, processEnvironment, temporalTarget, uniqueTaskQueue } from '../harness/servers.ts';
import { aCase, T0, ward } from '../store/fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'worker-'));
const logFile = join(folder, 'worker.log');
const taskQueue = uniqueTaskQueue('worker');
let worker: Running;
let client: Client;
let db: Database;

beforeAll(async () => {
  const databaseUrl = await emptyDatabase();
  const temporal = await temporalTarget();
  const env = processEnvironment({
    databaseUrl,
    temporal,
    taskQueue,
    more: { DATA_DIR: folder, MEDCOM_SEND_URL: 'http://127.0.0.1:1/' },
  });
  worker = await startNode({ name: 'worker', entry: resolve('worker/main.ts'), logFile, env });
  client = temporalClient(temporal);
  db = openDatabase(databaseUrl, { max: 3 });
  await eventually(() => expect(readFileSync(logFile, 'utf8')).toContain('worker is ready'), { within: 60_000 });
});
afterAll(async () => {
  await worker.stop();
  await client.connection.close();
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const start = (dischargeId: string): DischargeStart => ({
  dischargeId,
  openedBy: ward,
  submission: randomUUID(),
  offset: 0,
  admittedAt: T0,
  municipality: '0791',
  wardUnit: 'ward-m1',
  visitationUnit: 'mun-0791-visitation',
  servicesUnit: 'mun-0791-homecare',
  gpUnit: 'gp-041230',
  coordinator: ward.person,
  plan: null,
  previous: null,
  tellsStay: 'hospital',
});

test('makes the tables and fills the sheets by itself', async () => {
  expect((await sheets(db)).length).toBeGreaterThan(0);
});

test('carries a discharge to where people see it, and shows it again whole when the tables were lost', async () => {
  const id = await aCase(db);
  await client.workflow.start(DISCHARGE, { workflowId: dischargeWorkflowId(id), taskQueue, args: [start(id)] });
  const before = await eventually(async () => {
    const found = await wholeCase(db, id);
    expect(found?.tasks.length).toBeGreaterThan(0);
    return found;
  });
  for (const table of ['tasks', 'clocks', 'messages']) await sql`delete from ${sql.table(table)}`.execute(db);
  await sql`delete from events where not confirmed`.execute(db);
  // Temporal's list knows of a start a moment later.
  await eventually(async () => {
    expect(await refreshAll({ db, client, log: pino({ level: 'silent' }), taskQueue })).toEqual({
      refreshed: 1,
      failed: 0,
    });
  });
  const after = await wholeCase(db, id);
  expect(after?.tasks).toEqual(before?.tasks);
  expect(after?.clocks).toEqual(before?.clocks);
  expect(after?.events.slice(0, before?.events.length)).toEqual(before?.events);
  await client.workflow.getHandle(dischargeWorkflowId(id)).terminate('end of the test');
});

test('ends in order when told to', async () => {
  await worker.stop();
  expect(readFileSync(logFile, 'utf8')).toContain('worker has ended in order');
});
