// How a validator says no: a typed failure with codes, which leaves no trace in history and may be tried again.
// The codes are those of domain/refusals.ts; people read the words of the API for them.
import { ApplicationFailure } from '@temporalio/workflow';
import type { Codes } from '../domain/fields.ts';
import type { RefusalCode } from '../domain/refusals.ts';

/** Refuses the decision in hand. The message is for operators; people read the API's words for the code. */
export function refuse(code: RefusalCode, details: Codes = {}): never {
  throw ApplicationFailure.create({ type: code, message: code, details: [details], nonRetryable: true });
}
