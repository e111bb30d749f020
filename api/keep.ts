// Keeps what was handed in, and in the same transaction who handed in what: no change without its line in the audit log.
// The words go to the submission; the log has codes and ids only (design 7).
import { randomUUID } from 'node:crypto';
import type { Codes } from '../domain/fields.ts';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Work } from '../store/database.ts';
import type { Received, Submission, SubmissionInput } from '../store/submissions.ts';
import { receive, submission } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import type { Service } from './service.ts';

/** What goes with a submission. */
export interface KeptWith {
  /** What the log calls it; the submission's kind when left out. */
  readonly action?: string;
  /** What the log says beside the submission's id: the task, the repair. */
  readonly about?: Codes;
  /** Written together with it: a version of the plan. */
  readonly also?: (work: Work) => Promise<void>;
}

export type Kept = Exclude<Received, { kind: 'conflict' }>;

/**
 * Keeps a submission once; what was kept before under its key is given back and logged no second time.
 *
 * @throws {Problem} `key-reused`; {StoreError} when PostgreSQL is away.
 */
export async function keep({ db }: Pick<Service, 'db'>, input: SubmissionInput, more: KeptWith = {}): Promise<Kept> {
  const { id, kind, caseId, actor, receivedAt } = input;
  return db.transaction().execute(async (work) => {
    const received = await receive(work, input);
    if (received.kind === 'conflict') throw new Problem('key-reused');
    if (received.kind === 'repeated') return received;
    await more.also?.(work);
    const details = { submission: id, ...more.about };
    await audit(work, { actor, action: more.action ?? kind, caseId, details, at: receivedAt });
    return received;
  });
}

/**
 * Keeps what opens a case, which has none yet, and gives it as it stands: the first one when it was handed in before.
 *
 * @throws {Problem} `key-reused`; {StoreError} when PostgreSQL is away.
 */
export async function keepOpening(
  service: Pick<Service, 'db'>,
  kind: 'start' | 'place-request',
  { actor }: Pick<Caller, 'actor'>,
  content: unknown,
  { key, hash }: { readonly key: string | null; readonly hash: string },
): Promise<Submission> {
  const received = await keep(service, {
    id: randomUUID(),
    kind,
    caseId: null,
    workflowId: null,
    actor,
    idempotencyKey: key,
    bodyHash: hash,
    content,
    update: null,
    receivedAt: await clockNow(service.db),
  });
  const kept = received.kind === 'fresh' ? await submission(service.db, received.id) : received.submission;
  if (kept === null) throw new Problem('unexpected');
  return kept;
}
