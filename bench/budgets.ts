// What each discharge may cost on Temporal and what the workflow bundle may weigh; asserted by test/bench/.
// Changed only on purpose: a rise needs its reason in the commit that makes it. `npm run bench -- --costs` prints them.
import type { Cost } from './cost.ts';
import type { ScenarioName } from './scenarios.ts';

/** Ids and times differ from run to run by a few bytes; all else is counted exactly. */
export const BYTES_BAND = 0.05;

export const budgets: Readonly<Record<ScenarioName, Cost>> = {
  'happy path': { events: 229, workflowTasks: 29, bytes: 58_800, actions: 75 },
  'silent receipt': { events: 273, workflowTasks: 34, bytes: 67_700, actions: 90 },
  'declined bed': { events: 255, workflowTasks: 32, bytes: 65_100, actions: 83 },
  withdrawn: { events: 106, workflowTasks: 13, bytes: 27_700, actions: 33 },
};

/** The workflow bundle without its source map. */
export const BUNDLE_BYTES = 1_000_000;
export const BUNDLE_BYTES_BAND = 0.05;
/** What the sandbox itself needs; nothing of ours may bring more. */
export const BUNDLE_PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];
