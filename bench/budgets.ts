// What each discharge may cost on Temporal and what the workflow bundle may weigh; asserted by test/bench/.
// Changed only on purpose: a rise needs its reason in the commit that makes it. `npm run bench -- --costs` prints them.
import type { Cost } from './cost.ts';
import type { ScenarioName } from './scenarios.ts';

/** Ids and times differ from run to run by a few bytes; all else is counted exactly. */
export const BYTES_BAND = 0.05;

export const budgets: Readonly<Record<ScenarioName, Cost>> = {
  'happy path': { events: 247, workflowTasks: 31, bytes: 64_800, actions: 80 },
  'silent receipt': { events: 291, workflowTasks: 36, bytes: 74_500, actions: 95 },
  'declined bed': { events: 273, workflowTasks: 34, bytes: 71_100, actions: 88 },
  withdrawn: { events: 106, workflowTasks: 13, bytes: 28_900, actions: 33 },
};

/** The workflow bundle without its source map. */
export const BUNDLE_BYTES = 1_310_000;
export const BUNDLE_BYTES_BAND = 0.05;
/** What the sandbox itself needs; nothing of ours may bring more. */
export const BUNDLE_PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];
