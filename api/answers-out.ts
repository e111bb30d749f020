// How a decision is answered: the case or task as it now is, the place of an outcome not yet known, or why it was refused.
// One place for it, so that every route answers alike.
import type { Response } from 'express';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { task as taskById } from '../store/tasks.ts';
import type { Caller } from './auth.ts';
import type { Outcome } from './decide.ts';
import type { Problem } from './errors.ts';
import { problemBody } from './errors.ts';
import { refusalProblem } from './refusals.ts';
import type { ShownTask } from './schemas/task.ts';
import type { FoundTask } from './scope.ts';
import type { Service } from './service.ts';
import { showCase } from './show-case.ts';
import { showTask, wordsFor } from './show-task.ts';

/** Where the outcome of a submission is found. */
export const submissionPath = (id: string): string => `/api/submissions/${id}`;

/** 202: kept, and decided as soon as that is possible. */
export function answerLater(response: Response, submission: string, dischargeId: string | null): void {
  const location = submissionPath(submission);
  response.status(202).location(location).json({ submission, state: 'received', dischargeId, location });
}

/** 200 with the case as it now is, 202, or the problem. */
export async function answerWithCase(
  service: Service,
  caller: Caller,
  response: Response,
  row: CaseRow,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'pending') return answerLater(response, outcome.submission, row.id);
  if (outcome.kind === 'refused') throw await problemOf(service, caller, row, outcome);
  response.json(await showCase(service, caller, row.id));
}

/** 200 with the task as it now is, 202, or the problem. */
export async function answerWithTask(
  service: Service,
  caller: Caller,
  response: Response,
  found: FoundTask,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'pending') return answerLater(response, outcome.submission, found.case.id);
  if (outcome.kind === 'refused') throw await problemOf(service, caller, found.case, outcome);
  response.json(await taskNow(service, caller, found));
}

/** The task as PostgreSQL has it now. */
export async function taskNow(service: Service, caller: Caller, { row, sight }: FoundTask): Promise<ShownTask> {
  const fresh = (await taskById(service.db, row.task.id)) ?? row;
  const [words, now] = await Promise.all([wordsFor(service, [fresh]), clockNow(service.db)]);
  return showTask(service, caller, fresh, words, sight, now);
}

/** The problem with the moves of the case as it is after the refusal, which may be a later state than before. */
export async function problemOf(
  service: Service,
  caller: Caller,
  row: CaseRow,
  outcome: Extract<Outcome, { kind: 'refused' }>,
): Promise<Problem> {
  return refusalProblem(service, caller, (await caseFor(service.db, row.id)) ?? row, outcome);
}

/** An outcome as one of many, where each is told by itself. */
export async function outcomeInWords(
  service: Service,
  caller: Caller,
  found: FoundTask,
  outcome: Outcome,
): Promise<Record<string, unknown>> {
  switch (outcome.kind) {
    case 'accepted':
      return { outcome: 'accepted', version: (await taskNow(service, caller, found)).version };
    case 'pending':
      return { outcome: 'pending', submission: outcome.submission };
    case 'refused':
      return { outcome: 'refused', problem: problemBody(await problemOf(service, caller, found.case, outcome)) };
  }
}
