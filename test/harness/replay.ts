// Replays histories offline under given workflows: for the replay gate, and for what a stage of workflow tests leaves.
// Nobody looks at the call stacks of a replay, so none are noted: that is half of its processor time.
import type { ReplayHistoriesIterable, ReplayResult, WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import { dataConverter } from '../../temporal/data-converter.ts';

/** What replay says of each history, in their order. */
export function replay(
  workflowBundle: WorkflowBundleOption,
  histories: ReplayHistoriesIterable,
): AsyncIterableIterator<ReplayResult> {
  return Worker.runReplayHistories({ workflowBundle, dataConverter }, withoutStacks(histories));
}

/**
 * A replay runs on the thread that asks for it, and the SDK has then hooked itself into every promise of this process for
 * good: of the tests, of the API and of all files after this one. Histories are asked for once that has been done.
 */
async function* withoutStacks(histories: ReplayHistoriesIterable): ReplayHistoriesIterable {
  globalHandlers.uninstall();
  yield* histories;
}
