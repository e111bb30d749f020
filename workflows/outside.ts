// Calls to the world (regular activities): counted so that the development clock can wait until nothing is under way.
// A call that failed for good is a value for the step to deal with; a cancelled one is not caught.
import { isCancellation } from '@temporalio/workflow';
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

/** Runs one activity; what failed for good is thrown, and becomes a task for the operators. */
export async function counted<T>(c: Case, call: () => Promise<T>): Promise<T> {
  c.set({ inFlight: c.view.inFlight + 1 });
  try {
    return await call();
  } finally {
    c.set({ inFlight: c.view.inFlight - 1 });
  }
}
