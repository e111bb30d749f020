// Puts a decision to its case in Temporal and says what came of it: accepted, refused with codes, or not known yet.
// The submission's id is the Update's id, so that putting it again can only give the first outcome (design 1).
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isGrpcServiceError,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/common';
import type { Codes } from '../domain/fields.ts';
import type { RefusalCode } from '../domain/refusals.ts';
import { refusalCodes } from '../domain/refusals.ts';
import * as attributes from '../temporal/search-attributes.ts';
import type { CorrectionStart, Decision, DecisionName, DischargeStart } from '../workflows/contract.ts';
import { CORRECTION, DISCHARGE, PLACE_REQUEST, updateOf } from '../workflows/contract.ts';
import { tellable } from './error-handler.ts';
import type { Service } from './service.ts';

/** How long a caller waits for a decision, ms; then it is told where the outcome will be found. */
const PATIENCE = 5_000;
/** gRPC's code for it (grpc.io, status codes). */
const FAILED_PRECONDITION = 9;
/** Before an Update that was overtaken is put again, ms. */
const RETRY_AFTER = 100;

export type Put =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly details: Codes }
  /** The workflow has ended, or is not there (yet): PostgreSQL knows which (design 1). */
  | { readonly kind: 'no-workflow' }
  /** No answer in time: Temporal, the worker or PostgreSQL is away. It may have been decided all the same. */
  | { readonly kind: 'unknown' };

type Surroundings = Pick<Service, 'temporal' | 'log' | 'taskQueue'>;

/** Puts one decision. Never throws for what Temporal or the case answers. */
export async function putDecision<K extends DecisionName>(
  { temporal, log }: Surroundings,
  workflowId: string,
  name: K,
  decision: Decision<K>,
  updateId: string | undefined,
): Promise<Put> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      await inTime(temporal, until, () =>
        temporal.workflow.getHandle(workflowId).executeUpdate<{ version: number }, [Decision<K>]>(updateOf(name), {
          args: [decision],
          ...(updateId === undefined ? {} : { updateId }),
        }),
      );
      return { kind: 'accepted' };
    } catch (error) {
      if (!isOvertaken(error) || Date.now() + RETRY_AFTER > until) return outcomeOf(error, name, log);
    }
    await sleep(RETRY_AFTER);
  }
}

/**
 * Whether the Update's workflow task was thrown away, which happens when something else reached the case while it was
 * about to end: nothing was decided, and the same Update can be put again at once.
 */
const isOvertaken = (error: unknown): boolean =>
  isGrpcServiceError(error)
    ? error.code === FAILED_PRECONDITION
    : error instanceof Error && error.cause !== undefined && isOvertaken(error.cause);

function outcomeOf(error: unknown, name: DecisionName, log: Service['log']): Put {
  if (error instanceof WorkflowNotFoundError) return { kind: 'no-workflow' };
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure) {
      const code = refusalCodes.find((known) => known === cause.type);
      if (code !== undefined) return { kind: 'refused', code, details: codesIn(cause.details) };
      // Accepted just before the case came to its end.
      if (cause.type === 'AcceptedUpdateCompletedWorkflow') return { kind: 'no-workflow' };
    }
    log.error({ decision: name, ...tellable(error) }, 'a decision failed in the workflow');
    return { kind: 'unknown' };
  }
  log.warn({ decision: name, ...tellable(error) }, 'a decision got no answer');
  return { kind: 'unknown' };
}

const isCodes = (value: unknown): value is Codes => typeof value === 'object' && value !== null;

function codesIn(details: readonly unknown[] | null | undefined): Codes {
  const first = details?.[0];
  return isCodes(first) ? first : {};
}

/** Starts the workflow of a discharge or of a request for a place; once, however often it is asked. */
export async function startDischarge(
  { temporal, taskQueue, log }: Surroundings,
  workflowId: string,
  start: DischargeStart,
): Promise<Put> {
  const stage = start.plan === null ? 'opened' : 'planning';
  try {
    await inTime(temporal, Date.now() + PATIENCE, () =>
      temporal.workflow.start(start.request === undefined ? DISCHARGE : PLACE_REQUEST, {
        ...once(workflowId, taskQueue),
        args: [start],
        staticSummary: `${start.wardUnit} til ${start.municipality}`,
        typedSearchAttributes: [
          { key: attributes.dischargeStage, value: stage },
          { key: attributes.municipality, value: start.municipality },
          { key: attributes.hospitalUnit, value: start.wardUnit },
          { key: attributes.needsAttention, value: false },
        ],
      }),
    );
    return { kind: 'accepted' };
  } catch (error) {
    return started(error, log);
  }
}

/** Starts the workflow that has somebody act on a fact for a closed case; once. */
export async function startCorrection(
  { temporal, taskQueue, log }: Surroundings,
  workflowId: string,
  start: CorrectionStart,
): Promise<Put> {
  try {
    await inTime(temporal, Date.now() + PATIENCE, () =>
      temporal.workflow.start(CORRECTION, {
        ...once(workflowId, taskQueue),
        args: [start],
        staticSummary: `Ny oplysning til afsluttet forløb, ${start.unit}`,
        typedSearchAttributes: [
          { key: attributes.dischargeStage, value: 'closed' },
          { key: attributes.municipality, value: start.municipality },
          { key: attributes.hospitalUnit, value: start.unit },
        ],
      }),
    );
    return { kind: 'accepted' };
  } catch (error) {
    return started(error, log);
  }
}

const once = (workflowId: string, taskQueue: string) => ({
  workflowId,
  taskQueue,
  workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
});

function started(error: unknown, log: Service['log']): Put {
  // It ran and has ended since: this very start, put again.
  if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'accepted' };
  log.warn(tellable(error), 'a start got no answer');
  return { kind: 'unknown' };
}

/** Under a deadline that also covers connecting: a lazy client waits longer than a person would. */
async function inTime<T>({ connection }: Service['temporal'], until: number, call: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer()), until + 500 - Date.now());
  });
  try {
    return await Promise.race([connection.withDeadline(until, call), late]);
  } finally {
    clearTimeout(timer);
  }
}

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
