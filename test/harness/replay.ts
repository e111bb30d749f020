// Replays histories offline under given workflows: for the replay gate, and for what a stage of workflow tests leaves.
// On the thread that asks; call stacks of promises are noted nowhere in the tests (no-call-stacks.ts).
import type { ReplayHistoriesIterable, ReplayResult, WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { dataConverter } from '../../temporal/data-converter.ts';

/** What replay says of each history, in their order. */
export function replay(
  workflowBundle: WorkflowBundleOption,
  histories: ReplayHistoriesIterable,
): AsyncIterableIterator<ReplayResult> {
  return Worker.runReplayHistories({ workflowBundle, dataConverter }, histories);
}
