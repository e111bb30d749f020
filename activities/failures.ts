// What activities fail with: a type the workflow knows, a message without a value of anybody.
// Everything not named here is tried again by the retry policy of its call.
import { ApplicationFailure } from '@temporalio/common';
import { isStoreError } from '../store/errors.ts';

/** Types of failures that no retry cures. */
export type PermanentFailure = 'publication-refused' | 'rule-error' | 'content-refused';

export const permanently = (type: PermanentFailure, message: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, type);

/** Something that passes: the network or PostgreSQL is away, an outcome is not known yet. */
export const forNow = (type: string, message: string): ApplicationFailure =>
  ApplicationFailure.retryable(message, type);

/** Runs a write whose content PostgreSQL may not take: trying that again is no use. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isStoreError(error, 'refused')) throw permanently('content-refused', error.message);
    throw error;
  }
}
