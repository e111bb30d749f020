// How a validator says no: a typed failure with codes, which leaves no trace in history and may be tried again.
import { ApplicationFailure } from '@temporalio/workflow';
import type { Codes } from '../domain/fields.ts';
import type { RefusalCode } from '../domain/refusals.ts';

/** Refuses the decision in hand. The message is for operators; people read the API's words for the code. */
export function refuse(code: RefusalCode, details: Codes = {}): never {
  throw ApplicationFailure.create({ type: code, message: code, details: [details], nonRetryable: true });
}
