// Discharges completed in a second against bare workflows with the same waits, in turns in the same run, so that
// both meet the same machine. The ratio of wall time travels between machines; the rest does not.

import type { Script } from './bare/contract.ts';
import { openBareStage } from './bare/drive.ts';
import type { History } from './cost.ts';
import { costOf } from './cost.ts';
import { cpuMs, familyCpuMs } from './machine.ts';
import type { Parts } from './parts.ts';
import { scenarios } from './scenarios.ts';
import type { Bundle } from './stage.ts';
import { openStage } from './stage.ts';

export interface ThroughputOptions {
  readonly rounds: number;
  /** In each round: workflows one after the other, and workflows of which `atOnce` are under way together. */
  readonly alone: number;
  readonly together: number;
  readonly atOnce: number;
}

/** Of one kind of workflow, over all rounds. */
export interface Side {
  readonly perSecond: number;
  /** Processor time for one of them, ms: where the time goes. Undefined where the kernel does not tell. */
  readonly cpu: { readonly worker: number; readonly temporal: number; readonly postgres: number } | undefined;
}

export interface Pair {
  readonly product: Side;
  readonly bare: Side;
  /** Wall time of discharges over wall time of bare workflows. */
  readonly ratio: number;
}

export interface Throughput {
  readonly oneAtATime: Pair;
  readonly underLoad: Pair;
  readonly atOnce: number;
  /** Of one bare workflow, to replay it beside the discharges. */
  readonly bareHistory: { readonly workflowId: string; readonly history: History };
}

interface Used {
  wall: number;
  count: number;
  readonly cpu: { worker: number; temporal: number; postgres: number };
}

/** Runs the happy path and `script` (its waits) in turns. */
export async function throughput(
  parts: Parts,
  bundles: { readonly product: Bundle; readonly bare: Bundle },
  script: Script,
  options: ThroughputOptions,
): Promise<Throughput> {
  const databaseUrl = await parts.database();
  const stage = await openStage({ databaseUrl, target: parts.target, bundle: bundles.product, oneAtATime: false });
  const bareStage = await openBareStage(parts.target, stage.client, bundles.bare);
  const kinds = { product: () => scenarios['happy path'](stage), bare: () => bareStage.run(script) } as const;
  const { rounds, alone, together: many, atOnce } = options;
  const used = { alone: { product: unused(), bare: unused() }, many: { product: unused(), bare: unused() } };
  try {
    // Once around, so that no side pays for a cold start.
    await together(atOnce, atOnce, kinds.product);
    const { workflowId } = await kinds.bare();
    const { history } = await costOf(stage.client.workflow.getHandle(workflowId));
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of ['product', 'bare'] as const) {
        await measured(parts, used.alone[kind], alone, () => together(alone, 1, kinds[kind]));
      }
      for (const kind of ['product', 'bare'] as const) {
        await measured(parts, used.many[kind], many, () => together(many, atOnce, kinds[kind]));
      }
    }
    return {
      oneAtATime: pair(used.alone),
      underLoad: pair(used.many),
      atOnce,
      bareHistory: { workflowId, history },
    };
  } finally {
    await bareStage.close();
    await stage.close();
  }
}

const pair = ({ product, bare }: { readonly product: Used; readonly bare: Used }): Pair => ({
  product: side(product),
  bare: side(bare),
  ratio: product.wall / product.count / (bare.wall / bare.count),
});

function side({ wall, count, cpu }: Used): Side {
  const each = { worker: cpu.worker / count, temporal: cpu.temporal / count, postgres: cpu.postgres / count };
  return { perSecond: (1000 * count) / wall, cpu: cpuMs(process.pid) === undefined ? undefined : each };
}

const unused = (): Used => ({ wall: 0, count: 0, cpu: { worker: 0, temporal: 0, postgres: 0 } });

async function measured({ pids }: Parts, used: Used, count: number, run: () => Promise<unknown>): Promise<void> {
  const look = () => ({
    at: performance.now(),
    // This process: the worker, and the driver that is the same for both.
    worker: cpuMs(process.pid) ?? 0,
    temporal: cpuMs(pids.temporal) ?? 0,
    postgres: familyCpuMs(pids.postgres) ?? 0,
  });
  const before = look();
  await run();
  const after = look();
  used.wall += after.at - before.at;
  used.count += count;
  for (const part of ['worker', 'temporal', 'postgres'] as const) used.cpu[part] += after[part] - before[part];
}

async function together(count: number, atOnce: number, run: () => Promise<unknown>): Promise<void> {
  let left = count;
  const oneAfterTheOther = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await run();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
}
