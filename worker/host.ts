// A worker: hosts the workflows and activities of one task queue and ends in good order.
// Time-outs of the end lie below the 30 s after which a platform kills.
import { Worker } from '@temporalio/worker';
import type { Surroundings } from '../activities/index.ts';
import { createActivities } from '../activities/index.ts';
import type { TemporalTarget } from '../temporal/connection.ts';
import { dataConverter } from '../temporal/data-converter.ts';
import { workerConnection } from '../temporal/worker-connection.ts';
import { workflowBundle } from './bundle.ts';
import { shortWorkflowStacks } from './short-stacks.ts';

/**
 * Workflow tasks in hand at once. All share one thread, a case that is no longer in memory is replayed with about 0.2 s
 * of processor time, and a task that is not done after ten seconds is given out again. More than this waits at the server,
 * where nothing runs out: with the SDK's 40, a worker that came back to 170 open cases on a busy machine never finished one.
 */
export const TASKS_AT_ONCE = 8;

export interface HostOptions extends Surroundings {
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  /** Workflows kept in memory between their tasks; the SDK's default when undefined, 0 replays every task. */
  readonly maxCachedWorkflows: number | undefined;
  /** Where bundles of the workflows are kept. */
  readonly bundleFolder: string;
}

/** A worker that is ready to run. */
export interface Host {
  /** Runs until a shutdown signal or `stop`; throws when the worker failed. */
  run(): Promise<void>;
  stop(): void;
}

/**
 * Bundles the workflows and connects. Rejects when Temporal cannot be reached; the process should then end and be
 * started again.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const { temporal, taskQueue, maxCachedWorkflows, bundleFolder } = options;
  shortWorkflowStacks();
  const connection = await workerConnection(temporal);
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle: await workflowBundle(bundleFolder),
    activities: createActivities(options),
    dataConverter,
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    maxConcurrentWorkflowTaskExecutions: TASKS_AT_ONCE,
    shutdownGraceTime: '10s',
    shutdownForceTime: '20s',
  });
  return {
    async run() {
      try {
        await worker.run();
      } finally {
        await connection.close();
      }
    },
    stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}
