// Calls to the world (regular activities): counted so that the development clock can wait until nothing is under way.
// A call that failed for good is a value for the step to deal with; a cancelled one is not caught.
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { Case } from './case.ts';

/** Types of a fault in our own code or data: the same call fails the same way until somebody repairs it. */
export const FAULTS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'ZodError'];

/** Runs one activity; `failed` when its retries are used up or it said that trying again is no use. */
export async function outside<T>(c: Case, call: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await counted(c, call);
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    return 'failed';
  }
}

/**
 * Runs one activity; what failed for good is thrown, and becomes a task for the operators.
 * A step that ends goes on in the same breath: word of a cancelled activity comes before or after that of a local one as
 * it happens, and the other way round when the history is replayed, so that nothing may follow from it.
 */
export async function counted<T>(c: Case, call: () => Promise<T>): Promise<T> {
  c.set({ inFlight: c.view.inFlight + 1 });
  const scope = CancellationScope.current();
  const called = call();
  called.catch(() => undefined);
  try {
    return await (scope.cancellable ? Promise.race([called, scope.cancelRequested]) : called);
  } finally {
    c.set({ inFlight: c.view.inFlight - 1 });
  }
}
