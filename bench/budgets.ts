// What each discharge may cost on Temporal and what the workflow bundle may weigh; asserted by test/bench/.
// Changed only on purpose: a rise needs its reason in the commit that makes it. `npm run bench -- --costs` prints them.
import type { Cost } from './cost.ts';
import type { ScenarioName } from './scenarios.ts';

/** Ids and times differ from run to run by a few bytes; all else is counted exactly. */
export const BYTES_BAND = 0.05;

export const budgets: Readonly<Record<ScenarioName, Cost>> = {
  'happy path': { events: 182, workflowTasks: 23, bytes: 45_400, actions: 60 },
  'silent receipt': { events: 222, workflowTasks: 28, bytes: 54_300, actions: 73 },
  'declined bed': { events: 208, workflowTasks: 26, bytes: 51_400, actions: 68 },
  withdrawn: { events: 124, workflowTasks: 15, bytes: 30_500, actions: 39 },
};

/** The workflow bundle without its source map. */
export const BUNDLE_BYTES = 831_000;
export const BUNDLE_BYTES_BAND = 0.05;
/** What the sandbox itself needs; nothing of ours may bring more. */
export const BUNDLE_PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];
