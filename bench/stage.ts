// Where the scenarios are played: a worker in this process on real servers, and discharges that are driven straight at
// their workflow. What a discharge shows is heard from its publishes, so that driving it costs no reading.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import type { Activities } from '../activities/contract.ts';
import { createActivities } from '../activities/index.ts';
import { atLocal } from '../domain/calendar.ts';
import { epoch } from '../domain/ids.ts';
import { httpTransport } from '../medcom/http-transport.ts';
import { openRuleFiles } from '../rules/load.ts';
import { advance } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/database.ts';
import { seedSheets } from '../store/sheets.ts';
import type { TemporalTarget } from '../temporal/connection.ts';
import { temporalClient } from '../temporal/connection.ts';
import { dataConverter } from '../temporal/data-converter.ts';
import { workerConnection } from '../temporal/worker-connection.ts';
import { TASKS_AT_ONCE } from '../worker/host.ts';
import { openPartner } from './partner.ts';
import { Publications } from './publications.ts';
import { Turnstile } from './turnstile.ts';

/** Enough places for every discharge of a bench at once: it measures the service, not a lack of beds. */
const PLACES = 1000;

/** The workflows as a worker bundles them; made once for everything that needs them. */
export type Bundle = Awaited<ReturnType<typeof bundleWorkflowCode>>;

export const bundleOf = (entry: string): Promise<Bundle> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(entry, import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
export const productBundle = (): Promise<Bundle> => bundleOf('../workflows/index.ts');

export interface StageOptions {
  readonly databaseUrl: string;
  readonly target: TemporalTarget;
  readonly bundle: Bundle;
  /** True: one thing after the other, so that histories are alike. False: as fast as it goes. */
  readonly oneAtATime: boolean;
}

export interface Stage {
  readonly db: Database;
  readonly client: Client;
  readonly taskQueue: string;
  readonly publications: Publications;
  /** Absent when everything goes as fast as it can. */
  readonly turnstile: Turnstile | undefined;
  /** How far the clock of this stage is ahead of real time, ms. */
  readonly offset: number;
  close(): Promise<void>;
}

/**
 * A Monday morning in a month without holidays or a change of clocks, in the future: deadlines that fall on another
 * side of a night or a weekend would make other histories on another day.
 */
export function ordinaryMonday(now: number): number {
  const year = new Date(now).getUTCFullYear();
  for (let next = year; ; next += 1) {
    const first = new Date(Date.UTC(next, 10, 1)).getUTCDay();
    const day = 1 + ((8 - first) % 7);
    const morning = epoch(atLocal(`${next}-11-${String(day).padStart(2, '0')}`, '10:00'));
    if (morning > now) return morning;
  }
}

/** Opens a stage on a database of its own; close it at the end. */
export async function openStage({ databaseUrl, target, bundle, oneAtATime }: StageOptions): Promise<Stage> {
  const db = openDatabase(databaseUrl, { max: 20 });
  const client = temporalClient(target);
  const taskQueue = `bench-${randomUUID()}`;
  const rules = await openRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)));
  const started = Date.now();
  const offset = await advance(db, ordinaryMonday(started) - started);
  const sheets = rules.current().sheets.map((sheet) => ({ ...sheet, places: PLACES }));
  await seedSheets(db, sheets, started + offset);
  const partner = await openPartner();
  const publications = new Publications();
  const turnstile = oneAtATime ? new Turnstile() : undefined;
  const activities = publications.heardFrom(
    createActivities({ db, rules, transport: httpTransport({ url: partner.url }), log: pino({ level: 'silent' }) }),
  );
  const stop = await host(target, taskQueue, bundle, turnstile?.around(activities) ?? activities);
  return {
    db,
    client,
    taskQueue,
    publications,
    turnstile,
    offset,
    async close() {
      await stop();
      await client.connection.close();
      partner.close();
      await db.destroy();
    },
  };
}

/** Runs a worker in this process; the function it gives ends it. */
export async function host(
  target: TemporalTarget,
  taskQueue: string,
  workflowBundle: Bundle,
  activities: Partial<Activities> & object,
): Promise<() => Promise<void>> {
  const connection = await workerConnection(target);
  const worker = await Worker.create({
    connection,
    namespace: target.namespace,
    taskQueue,
    workflowBundle,
    activities,
    dataConverter,
    maxConcurrentWorkflowTaskExecutions: TASKS_AT_ONCE,
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}
