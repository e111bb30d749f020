// How the tests run: once in full, and workflow tests that pass through every track a second time without the worker's
// workflow cache, so that every workflow task replays its whole history. One set of servers (test/harness/global-setup.ts).
import { defineConfig } from 'vitest/config';
import { KillsFirst } from './test/harness/kills-first.ts';

const everyTest = 'test/**/*.test.ts';
// Every history of a workflow test is replayed from its start when the file is over (test/workflows/stage.ts); all of them
// again without a cache takes minutes more and is for `FAULTS=full`.
const withoutCache =
  process.env.FAULTS === 'full'
    ? ['test/workflows/**/*.test.ts']
    : ['happy', 'random', 'acute-bed', 'endings', 'messages', 'correction'].map(
        (name) => `test/workflows/${name}.test.ts`,
      );
/** For the test processes and what they start. */
const NODE_OPTIONS = `--import=${new URL('test/harness/no-call-stacks.ts', import.meta.url).href}`;
// Deadlines for a slow and busy machine; nothing is measured by them.
// Files share a process: what one has loaded and warmed up, the next need not. Databases and task queues are their own.
const everyProject = { testTimeout: 120_000, hookTimeout: 180_000, isolate: false, env: { NODE_OPTIONS } };

export default defineConfig({
  test: {
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    // One more than the cores we have: many tests wait for processes that were killed, not for a core.
    maxWorkers: 3,
    sequence: { sequencer: KillsFirst },
    projects: [
      { test: { name: 'all', include: [everyTest], ...everyProject } },
      {
        test: {
          name: 'without-cache',
          include: withoutCache,
          ...everyProject,
          testTimeout: 300_000,
          env: { NODE_OPTIONS, MAX_CACHED_WORKFLOWS: '0' },
        },
      },
    ],
  },
});
