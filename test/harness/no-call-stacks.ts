// Loaded first in every process of the tests (vitest.config.ts): no call stacks of promises in workflows.
// The SDK notes one for each, for a tab of the Temporal UI that no test looks at: a quarter of a worker's processor time.
import v8 from 'node:v8';

const nothingToStop = (): void => undefined;
v8.promiseHooks.createHook = () => nothingToStop;
