// Why a decision can be refused by what the case knows: codes a validator throws and the API turns into a problem.
// A refusal leaves no trace in Temporal and may be tried again; the words for people are in the API's error table.
import type { Codes } from './fields.ts';

export const refusalCodes = [
  'no-place-held',
  'unknown-task',
  'unknown-message',
  'unknown-follow-up',
  'task-closed',
  'task-claimed',
  'stale-version',
  'wrong-moment',
  'told-by-hospital',
  'stay-goes-on',
  'not-ready',
  'unknown-answer',
  'unit-not-asked',
  'sharing-objected',
  'nothing-to-repair',
  'wrong-times',
  'proposal-open',
  'refused-before',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal with what the person needs to go on: who answered, what is missing, which moves are allowed. */
export interface Refusal {
  code: RefusalCode;
  details: Codes;
}
