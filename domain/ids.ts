// The one place where ids of workflows and the codes of parties are made and read.
// Ids are random or derived from random ids; nothing about a person ever goes into one.

/** RFC 3339 instant in UTC, the form in which times travel and are stored. */
export type Instant = string;

/** Own UUID of a discharge (forløb): the key of everything about one hospital stay. */
export type DischargeId = string;

/** Id of a row in `submissions`; also the `updateId` of the Temporal Update that decides it. */
export type SubmissionId = string;

/** Id of a unit in the registry of organisations (a ward, a visitation, an acute unit, a practice). */
export type UnitId = string;

/** Id of a person who acts, as in the `sub` claim of the token. Never a CPR number. */
export type PersonId = string;

const WORKFLOW_PREFIX = 'discharge-';

/** Workflow id of a discharge; stable for the life of the stay. */
export const dischargeWorkflowId = (id: DischargeId): string => `${WORKFLOW_PREFIX}${id}`;

/** Workflow id of a request for a place; stable for the life of the request. */
export const placeWorkflowId = (id: DischargeId): string => `place-${id}`;

/** Workflow id of the n-th correction (n >= 1) that a fact for a closed case started. */
export const correctionWorkflowId = (id: DischargeId, n: number): string => `correction-${id}-${n}`;

/** Instant of an epoch time in milliseconds. */
export const instant = (ms: number): Instant => new Date(ms).toISOString();

/** Epoch milliseconds of an instant. */
export const epoch = (at: Instant): number => Date.parse(at);

/** The same of a code that an answer may carry; null where it carries no instant. */
export const timeOf = (code: unknown): number | null => (typeof code === 'string' ? epoch(code) : null);
