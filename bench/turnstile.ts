// Lets regular activities come back one at a time, in the order in which the workflow asked for them.
// Two that end together may or may not share a workflow task; one at a time, a history has the same length every time.
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../activities/contract.ts';

const LOOK_EVERY_MS = 3;
/** Nothing in a scenario takes as long; waiting on would only hide what went wrong. */
const PATIENCE_MS = 60_000;

/** An activity that is done and waits to tell so: its number in the workflow, and how to let it. */
type Waiting = Map<number, () => void>;

export class Turnstile {
  readonly #waiting = new Map<string, Waiting>();

  /** The same activities; a regular one tells its result only when `settle` lets it. Local ones pass. */
  around(activities: Activities): Activities {
    return {
      rulings: (...given) => this.#through(activities.rulings(...given)),
      publish: (...given) => this.#through(activities.publish(...given)),
      fittingUnits: (...given) => this.#through(activities.fittingUnits(...given)),
      reservePlace: (...given) => this.#through(activities.reservePlace(...given)),
      holdPlace: (...given) => this.#through(activities.holdPlace(...given)),
      changePlace: (...given) => this.#through(activities.changePlace(...given)),
      releasePlace: (...given) => this.#through(activities.releasePlace(...given)),
      sendMessage: (...given) => this.#through(activities.sendMessage(...given)),
    };
  }

  /**
   * Waits until nothing of a workflow is in flight: no workflow task is due or under way, and no activity is open.
   * Lets the waiting activities through one after the other, each only when the workflow has taken the one before.
   */
  async settle(handle: WorkflowHandle): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const { raw } = await handle.describe();
      const open = raw.pendingActivities?.length ?? 0;
      if ((raw.pendingWorkflowTask ?? null) === null) {
        if (open === 0) return;
        const waiting = this.#waiting.get(handle.workflowId);
        if (waiting !== undefined && waiting.size === open) this.#letFirst(waiting);
      }
      await sleep(LOOK_EVERY_MS);
    }
    throw new Error(`${handle.workflowId} did not come to rest in ${PATIENCE_MS / 1000} s`);
  }

  async #through<T>(result: Promise<T>): Promise<T> {
    const { isLocal, workflowExecution, activityId } = Context.current().info;
    const value = await result;
    if (isLocal || workflowExecution === undefined) return value;
    const waiting: Waiting = this.#waiting.get(workflowExecution.workflowId) ?? new Map();
    this.#waiting.set(workflowExecution.workflowId, waiting);
    await new Promise<void>((pass) => waiting.set(Number(activityId), pass));
    return value;
  }

  #letFirst(waiting: Waiting): void {
    const first = Math.min(...waiting.keys());
    const pass = waiting.get(first);
    waiting.delete(first);
    pass?.();
  }
}
