// A workflow with the same waits as a discharge and no product code: the least that its Updates, timers and
// activities can cost. What the product takes beyond this is its own.
import {
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BareActivities, Script } from './contract.ts';
import { BARE_UPDATE } from './contract.ts';

const { nothing } = proxyActivities<BareActivities>({ startToCloseTimeout: '10s' });

/** Longer than any bench, so that no timer fires. */
const FAR = '30 days';

export async function bare(script: Script): Promise<void> {
  let happened = 0;
  const timers: CancellationScope[] = [];
  setHandler(defineUpdate<{ version: number }, [unknown]>(BARE_UPDATE), () => {
    happened += 1;
    return { version: happened };
  });
  for (const [index, step] of script.entries()) {
    await condition(() => happened >= index);
    for (let n = 0; n < step.timersCancelled; n += 1) timers.shift()?.cancel();
    for (let n = 0; n < step.timersStarted; n += 1) timers.push(timer());
    for (let n = 0; n < step.activities; n += 1) {
      void nothing(workflowInfo().workflowId).then(() => {
        happened += 1;
      });
    }
  }
}

function timer(): CancellationScope {
  const scope = new CancellationScope();
  scope
    .run(() => sleep(FAR))
    .catch((failure: unknown) => {
      if (!isCancellation(failure)) throw failure;
    });
  return scope;
}
