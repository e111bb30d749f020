// The one door in: whatever is handed in is kept here before it is decided, and put again until its outcome is known.
// The words stay in `content`; `update` is the part of codes that goes to Temporal (design 1 and 7).
import { sql } from 'kysely';
import type { Actor } from '../domain/actor.ts';
import type { DischargeId, SubmissionId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms, msOrNull } from './times.ts';

/** Something handed in. `bodyHash` covers what was asked for as a whole: method, path and body. */
export interface SubmissionInput {
  readonly id: SubmissionId;
  /** Name of the decision, or `start`, `medcom`, ... */
  readonly kind: string;
  readonly caseId: DischargeId | null;
  readonly workflowId: string | null;
  readonly actor: Actor;
  readonly idempotencyKey: string | null;
  readonly bodyHash: string;
  readonly content: unknown;
  readonly update: unknown;
  /** Epoch ms by the shared clock. */
  readonly receivedAt: number;
}

/** What became of it. `result` is whatever the API wants to answer again; codes only for a refusal. */
export type Outcome =
  | { readonly state: 'accepted'; readonly result: unknown }
  | { readonly state: 'refused'; readonly result: unknown };

export interface Submission extends SubmissionInput {
  /** Null while it is not known; then it is put again. */
  readonly outcome: Outcome | null;
  readonly decidedAt: number | null;
  readonly attempts: number;
}

export type Received =
  | { readonly kind: 'fresh'; readonly id: SubmissionId }
  /** The same actor has handed in the same under this key; its outcome may still be unknown. */
  | { readonly kind: 'repeated'; readonly submission: Submission }
  /** The key was used for something else by this actor. */
  | { readonly kind: 'conflict' };

/**
 * Keeps what was handed in. With a key that this actor has used before nothing new is kept: the first is given back
 * when it is the same, `conflict` when it is not. Safe against the same request twice at once.
 */
export async function receive(db: Database | Work, input: SubmissionInput): Promise<Received> {
  for (;;) {
    const inserted = await db
      .insertInto('submissions')
      .values({
        id: input.id,
        kind: input.kind,
        case_id: input.caseId,
        workflow_id: input.workflowId,
        actor: JSON.stringify(input.actor),
        actor_person: input.actor.person,
        idempotency_key: input.idempotencyKey,
        body_hash: input.bodyHash,
        content: JSON.stringify(input.content),
        update: input.update === null || input.update === undefined ? null : JSON.stringify(input.update),
        state: 'received',
        received_at: at(input.receivedAt),
      })
      .onConflict((conflict) => conflict.constraint('submissions_key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted !== undefined) return { kind: 'fresh', id: inserted.id };
    const first = await submissionByKey(db, input.actor.person, input.idempotencyKey ?? '');
    // Refused between the two statements: the key is free again.
    if (first === null) continue;
    return first.bodyHash === input.bodyHash ? { kind: 'repeated', submission: first } : { kind: 'conflict' };
  }
}

/**
 * Records the outcome; the first one stands and is given back. A refusal frees its key, so that the same may be tried
 * again, and takes back the plan version that was kept for it. Null when there is no such submission.
 */
export async function decided(
  db: Database,
  id: SubmissionId,
  outcome: Outcome,
  decidedAt: number,
): Promise<Outcome | null> {
  return db.transaction().execute(async (work) => {
    const written = await work
      .updateTable('submissions')
      .set({
        state: outcome.state,
        outcome: JSON.stringify(outcome.result ?? null),
        decided_at: at(decidedAt),
        ...(outcome.state === 'refused' ? { idempotency_key: null } : {}),
      })
      .where('id', '=', id)
      .where('state', '=', 'received')
      .executeTakeFirst();
    if (written.numUpdatedRows === 0n) return (await submission(work, id))?.outcome ?? null;
    if (outcome.state === 'refused') await work.deleteFrom('plans').where('submission', '=', id).execute();
    return outcome;
  });
}

/** Links a submission to the case it opened or was found to be about. */
export async function assignCase(
  db: Database | Work,
  id: SubmissionId,
  to: { readonly caseId: DischargeId; readonly workflowId: string; readonly update?: unknown },
): Promise<void> {
  await db
    .updateTable('submissions')
    .set({
      case_id: to.caseId,
      workflow_id: to.workflowId,
      ...(to.update === undefined ? {} : { update: JSON.stringify(to.update) }),
    })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .execute();
}

/**
 * Submissions without an outcome that nobody has put for `olderThanMs`, oldest first, taken for this caller: another
 * sweeper gets others, and these come back after the same time.
 *
 * @param now epoch ms by the shared clock
 */
export async function undecided(
  db: Database,
  { olderThanMs, limit, now }: { readonly olderThanMs: number; readonly limit: number; readonly now: number },
): Promise<readonly Submission[]> {
  const { rows } = await sql<{ id: string }>`
    update submissions set put_at = ${at(now)}, attempts = attempts + 1
    where id in (
      select id from submissions
      where state = 'received' and coalesce(put_at, received_at) <= ${at(now - olderThanMs)}
      order by coalesce(put_at, received_at) limit ${limit} for update skip locked
    )
    returning id
  `.execute(db);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const found = await db.selectFrom('submissions').selectAll().where('id', 'in', ids).orderBy('received_at').execute();
  return found.map(toSubmission);
}

/** One submission, or null. */
export async function submission(db: Database | Work, id: SubmissionId): Promise<Submission | null> {
  const row = await db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toSubmission(row);
}

/** Several submissions by id, in no order: the words of answers for a page. */
export async function submissions(db: Database | Work, ids: readonly SubmissionId[]): Promise<readonly Submission[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('submissions')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(toSubmission);
}

/** What this person has handed in under this key, unless it was refused; or null. */
export async function submissionByKey(db: Database | Work, person: string, key: string): Promise<Submission | null> {
  const row = await db
    .selectFrom('submissions')
    .selectAll()
    .where('actor_person', '=', person)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row === undefined ? null : toSubmission(row);
}

interface Row {
  id: string;
  kind: string;
  case_id: string | null;
  workflow_id: string | null;
  actor: Actor;
  idempotency_key: string | null;
  body_hash: string;
  content: unknown;
  update: unknown;
  state: 'received' | 'accepted' | 'refused';
  outcome: unknown;
  received_at: Date;
  decided_at: Date | null;
  attempts: number;
}

function toSubmission(row: Row): Submission {
  return {
    id: row.id,
    kind: row.kind,
    caseId: row.case_id,
    workflowId: row.workflow_id,
    actor: row.actor,
    idempotencyKey: row.idempotency_key,
    bodyHash: row.body_hash,
    content: row.content,
    update: row.update,
    receivedAt: ms(row.received_at),
    outcome: row.state === 'received' ? null : { state: row.state, result: row.outcome },
    decidedAt: msOrNull(row.decided_at),
    attempts: row.attempts,
  };
}
