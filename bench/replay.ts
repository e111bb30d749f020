// Milliseconds to replay a history from its start: what a worker pays for each case that its cache has let go.
// As a ratio to a bare workflow with the same waits, in turns in the same process.

import { Worker } from '@temporalio/worker';
import type { History } from './cost.ts';
import type { Bundle } from './stage.ts';

export interface Replayed {
  readonly name: string;
  readonly events: number;
  readonly ms: number;
  /** Against the bare workflow of the happy path. */
  readonly ratio: number;
}

interface Recording {
  readonly name: string;
  readonly workflowId: string;
  readonly history: History;
}

/** Copies of a history that are replayed in a round; the first one, which pays for the start, is not counted. */
const COPIES = 12;
const ROUNDS = 2;

export async function replays(
  product: { readonly bundle: Bundle; readonly recordings: readonly Recording[] },
  bare: { readonly bundle: Bundle; readonly recording: Recording },
): Promise<readonly Replayed[]> {
  const total = new Map<string, number>();
  const add = (name: string, ms: number): unknown => total.set(name, (total.get(name) ?? 0) + ms / ROUNDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    add(bare.recording.name, await replayed(bare.bundle, bare.recording));
    for (const recording of product.recordings) add(recording.name, await replayed(product.bundle, recording));
  }
  const base = total.get(bare.recording.name) ?? Number.NaN;
  return [bare.recording, ...product.recordings].map(({ name, history }) => {
    const ms = total.get(name) ?? Number.NaN;
    return { name, events: history.events?.length ?? 0, ms, ratio: ms / base };
  });
}

async function replayed(workflowBundle: Bundle, { workflowId, history }: Recording): Promise<number> {
  const copies = Array.from({ length: COPIES }, (_, copy) => ({ workflowId: `${workflowId}-${copy}`, history }));
  let started = 0;
  let done = 0;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, copies)) {
    if (error !== undefined) throw error;
    if (done === 0) started = performance.now();
    done += 1;
  }
  return (performance.now() - started) / (done - 1);
}
