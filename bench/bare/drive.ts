// Drives bare workflows as the scenarios drive discharges: the same client, the same Updates, the same order.
// Their one activity tells the driver that it has run.
import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { TemporalTarget } from '../../temporal/connection.ts';
import type { Bundle } from '../stage.ts';
import { bundleOf, host } from '../stage.ts';
import type { BareActivities, Script } from './contract.ts';
import { BARE, BARE_UPDATE } from './contract.ts';

export const bareBundle = (): Promise<Bundle> => bundleOf('./bare/workflow.ts');

/** How often the activity has run, by workflow, and who waits for it. */
class Runs {
  readonly #done = new Map<string, number>();
  readonly #listeners = new Map<string, () => void>();

  readonly activities: BareActivities = {
    nothing: async (workflow) => {
      this.#done.set(workflow, (this.#done.get(workflow) ?? 0) + 1);
      this.#listeners.get(workflow)?.();
    },
  };

  async until(workflow: string, times: number): Promise<void> {
    const enough = (): boolean => (this.#done.get(workflow) ?? 0) >= times;
    if (enough()) return;
    await new Promise<void>((done) => this.#listeners.set(workflow, () => enough() && done()));
  }
}

export interface BareStage {
  /** Runs one from start to end. */
  run(script: Script): Promise<WorkflowHandle>;
  close(): Promise<void>;
}

export async function openBareStage(target: TemporalTarget, client: Client, bundle: Bundle): Promise<BareStage> {
  const taskQueue = `bare-${randomUUID()}`;
  const runs = new Runs();
  const stop = await host(target, taskQueue, bundle, runs.activities);
  return {
    async run(script) {
      const workflowId = `${BARE}-${randomUUID()}`;
      const handle = await client.workflow.start(BARE, { workflowId, taskQueue, args: [script] });
      let activities = 0;
      for (const { wokenBy } of script) {
        if (wokenBy === 'activity') await runs.until(workflowId, ++activities);
        else if (wokenBy === 'update') await goOn(handle);
      }
      await handle.result();
      return handle;
    },
    close: stop,
  };
}

/** With a body like that of a decision. */
async function goOn(handle: WorkflowHandle): Promise<void> {
  const updateId = randomUUID();
  const actor = { person: 'person-ward', role: 'ward-staff', org: 'hosp-midt', units: ['ward-m1'] };
  const body = { task: updateId, version: 1, answer: 'accept', codes: {} };
  await handle.executeUpdate(BARE_UPDATE, { updateId, args: [{ submission: updateId, actor, offset: 0, body }] });
}
