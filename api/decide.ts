// The one door in: what somebody hands in is kept first, then put to its case, and its outcome recorded (design 1).
// A crash between any two of these loses nothing: the sweeper puts again what has no outcome.
import { createHash, randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Codes } from '../domain/fields.ts';
import type { DischargeId, SubmissionId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import { wholeCase } from '../store/cases.ts';
import { offset } from '../store/clock.ts';
import type { Work } from '../store/database.ts';
import type { Submission, SubmissionInput } from '../store/submissions.ts';
import { decided } from '../store/submissions.ts';
import { task } from '../store/tasks.ts';
import type { CorrectionStart, DecisionName, Decisions, DischargeStart } from '../workflows/contract.ts';
import type { Caller } from './auth.ts';
import { fault } from './check.ts';
import { tellable } from './error-handler.ts';
import { Problem } from './errors.ts';
import { keep } from './keep.ts';
import type { Put } from './put.ts';
import { putDecision, startCorrection, startDischarge } from './put.ts';
import type { Service } from './service.ts';

/** What Temporal is told: the part of a submission that holds codes, ids and times only. */
export type StoredUpdate =
  | ({ [K in DecisionName]: { readonly decision: K; readonly body: Decisions[K] } }[DecisionName] & Reported)
  | { readonly start: DischargeStart }
  | { readonly correction: CorrectionStart };

/** Of what another system reported: the fact that it stays when its case cannot take it as a step (facts.ts). */
interface Reported {
  readonly fact?: Pick<Decisions['note-fact'], 'what' | 'happenedAt' | 'document'>;
}

/** How one request is told from another: the caller's key for it, and everything that was asked. */
export interface RequestIdentity {
  readonly key: string | null;
  readonly hash: string;
}

/** Something handed in about one case. */
export interface HandedIn {
  readonly caller: Pick<Caller, 'actor'>;
  readonly kind: string;
  readonly caseId: DischargeId;
  readonly workflowId: string;
  readonly update: (submission: SubmissionId) => StoredUpdate;
  /** The whole body with its words; stays in PostgreSQL. */
  readonly content: unknown;
  readonly request: RequestIdentity;
  /** The case has been closed: nothing is put any more. */
  readonly closed?: boolean;
  /** What the audit log says beside the submission: the task, the repair. */
  readonly about?: Codes;
  /** Written together with the submission: a version of the plan. */
  readonly also?: (work: Work, submission: SubmissionId, now: number) => Promise<void>;
}

/** Why something was refused: a refusal of the case, that it is closed, or that the stay is another person's. */
export interface Refused {
  readonly code:
    | Exclude<Put, { kind: 'accepted' | 'no-workflow' | 'unknown' }>['code']
    | 'case-closed'
    | 'other-person';
  readonly details: Codes;
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly submission: SubmissionId; readonly repeated: boolean }
  | ({ readonly kind: 'refused' } & Refused)
  /** The outcome will be found at the submission. */
  | { readonly kind: 'pending'; readonly submission: SubmissionId };

/**
 * Keeps what was handed in and has its case decide.
 *
 * @throws {Problem} `key-reused`; {StoreError} when PostgreSQL is away before anything was kept.
 */
export async function decide(service: Service, handed: HandedIn): Promise<Outcome> {
  const { db } = service;
  const { actor } = handed.caller;
  const id = randomUUID();
  const now = Date.now() + (await offset(db));
  const input: SubmissionInput = {
    id,
    kind: handed.kind,
    caseId: handed.caseId,
    workflowId: handed.workflowId,
    actor,
    idempotencyKey: handed.request.key,
    bodyHash: handed.request.hash,
    content: handed.content,
    update: handed.update(id),
    receivedAt: now,
  };
  const received = await keep(service, input, {
    about: handed.about ?? {},
    also: async (work) => handed.also?.(work, id, now),
  });
  const submission = received.kind === 'fresh' ? { ...input, ...undecidedYet } : received.submission;
  if (submission.outcome !== null) return outcomeOf(submission, true);
  const put: Put | 'closed' = handed.closed === true ? 'closed' : await putSubmission(service, submission);
  const outcome = await settle(service, submission, put);
  return outcome.kind === 'accepted' ? { ...outcome, repeated: received.kind === 'repeated' } : outcome;
}

const undecidedYet = { outcome: null, decidedAt: null, attempts: 0 } as const;

/** Puts a kept submission to Temporal; also for the sweeper. */
export async function putSubmission(service: Service, submission: Submission): Promise<Put> {
  const { update, workflowId, actor, id } = submission;
  if (!isStored(update) || workflowId === null) return { kind: 'unknown' };
  // Asked anew each time: the clock may have moved since it was handed in, and a case must not hear of it too late.
  const clock = await offset(service.db).catch(() => null);
  if (clock === null) return { kind: 'unknown' };
  if ('start' in update) return startDischarge(service, workflowId, { ...update.start, offset: clock });
  if ('correction' in update) return startCorrection(service, workflowId, { ...update.correction, offset: clock });
  const handed = { submission: id, actor, offset: clock };
  return putStored(service, workflowId, update, handed, id);
}

type StoredDecision = Extract<StoredUpdate, { decision: DecisionName }>;

function putStored<K extends DecisionName>(
  service: Service,
  workflowId: string,
  { decision, body }: { decision: K; body: Decisions[K] } & StoredDecision,
  handed: { submission: SubmissionId; actor: Submission['actor']; offset: number },
  updateId: string,
): Promise<Put> {
  return putDecision(service, workflowId, decision, { ...handed, body }, updateId);
}

/** Written by this module alone, so the tag is enough to know it again. */
export function isStored(update: unknown): update is StoredUpdate {
  if (typeof update !== 'object' || update === null) return false;
  return 'decision' in update || 'start' in update || 'correction' in update;
}

/** Records what came of a put. A database that goes away now leaves the outcome to the sweeper. */
export async function settle(service: Service, submission: Submission, put: Put | 'closed'): Promise<Outcome> {
  const { id, kind } = submission;
  try {
    const found = await verdict(service, submission, put);
    if (found === 'unknown') {
      service.metrics.decided(kind, 'pending');
      return { kind: 'pending', submission: id };
    }
    const now = Date.now() + (await offset(service.db));
    const kept = await decided(service.db, id, found, now);
    const outcome = outcomeOf({ id, outcome: kept ?? found }, false);
    service.metrics.decided(kind, outcome.kind);
    return outcome;
  } catch (error) {
    service.log.warn({ submission: id, ...tellable(error) }, 'an outcome could not be recorded yet');
    return { kind: 'pending', submission: id };
  }
}

type Verdict =
  | { readonly state: 'accepted'; readonly result: null }
  | { readonly state: 'refused'; readonly result: Refused };

const accepted: Verdict = { state: 'accepted', result: null };
const refused = (code: Refused['code'], details: Codes = {}): Verdict => ({
  state: 'refused',
  result: { code, details },
});

async function verdict(service: Service, submission: Submission, put: Put | 'closed'): Promise<Verdict | 'unknown'> {
  if (put === 'closed') return refused('case-closed');
  switch (put.kind) {
    case 'accepted':
      return accepted;
    case 'refused':
      return refused(put.code, put.details);
    case 'unknown':
      return 'unknown';
    case 'no-workflow':
      return byTheRecord(service, submission);
  }
}

/** Without a workflow the record tells: it was decided before the end, the case is closed, or its start is still to come. */
async function byTheRecord({ db }: Service, { id, caseId, update }: Submission): Promise<Verdict | 'unknown'> {
  const found = caseId === null ? null : await wholeCase(db, caseId);
  if (found === null) return 'unknown';
  if (found.events.some(({ submission }) => submission === id)) return accepted;
  if (isStored(update) && 'decision' in update && 'task' in update.body) {
    const row = await task(db, update.body.task);
    if (row !== null && row.task.status !== 'open') {
      const { answer, status, closedAt } = row.task;
      const at = closedAt === null ? null : instant(closedAt);
      return refused('task-closed', { task: row.task.id, status, by: answer?.by ?? null, at });
    }
  }
  return found.closedAt === null ? 'unknown' : refused('case-closed');
}

/** A recorded outcome as a route needs it. */
export function outcomeOf({ id, outcome }: Pick<Submission, 'id' | 'outcome'>, repeated: boolean): Outcome {
  if (outcome === null) return { kind: 'pending', submission: id };
  if (outcome.state === 'accepted') return { kind: 'accepted', submission: id, repeated };
  return isRefused(outcome.result)
    ? { kind: 'refused', ...outcome.result }
    : { kind: 'refused', code: 'wrong-moment', details: {} };
}

const isRefused = (result: unknown): result is Refused =>
  typeof result === 'object' && result !== null && 'code' in result && 'details' in result;

/** The identity of a request by its `Idempotency-Key` and all it asks. The key never enters Temporal. */
export function identityOf(request: Request): RequestIdentity {
  const key = request.get('idempotency-key') ?? null;
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem('bad-input', { errors: [fault(['Idempotency-Key'], 'Skal være 1 til 200 tegn uden mellemrum')] });
  }
  const asked = canonical([request.method, request.baseUrl + request.path, request.body ?? null]);
  return { key, hash: createHash('sha256').update(asked).digest('hex') };
}

/** JSON with its members in one order, so that the same body is the same whatever wrote it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
