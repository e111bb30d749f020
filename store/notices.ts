// Mails already sent about tasks, so that each is told once for each reason, whichever process tells.
// Who runs the telling is settled by an advisory lock: one at a time.
import { sql } from 'kysely';
import type { UnitId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

export const noticeReasons = ['late', 'same-day'] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** An open task that its unit has not been told of for this reason. */
export interface Untold {
  readonly task: string;
  readonly unit: UnitId;
  readonly reason: NoticeReason;
  /** Epoch ms. */
  readonly due: number;
}

/**
 * Open tasks to tell of: `late` when due at or before `now`, `same-day` when due after it and before `endOfDay`.
 * The most urgent first, at most `limit`. Times are epoch ms by the shared clock.
 */
export async function untold(
  db: Database | Work,
  { now, endOfDay, limit }: { readonly now: number; readonly endOfDay: number; readonly limit: number },
): Promise<readonly Untold[]> {
  const { rows } = await sql<{ id: string; unit: string; reason: NoticeReason; due: Date }>`
    select t.id, t.unit, t.due, r.reason from tasks t
    cross join lateral (select case when t.due <= ${at(now)} then 'late' else 'same-day' end as reason) r
    where t.status = 'open' and t.due < ${at(endOfDay)}
      and not exists (select from notices n where n.task_id = t.id and n.reason = r.reason)
    order by t.due, t.id limit ${limit}
  `.execute(db);
  return rows.map(({ id, unit, reason, due }) => ({ task: id, unit, reason, due: ms(due) }));
}

/** Records that a unit has been told of these. */
export async function told(db: Database | Work, list: readonly Untold[], now: number): Promise<void> {
  if (list.length === 0) return;
  await db
    .insertInto('notices')
    .values(list.map(({ task, unit, reason }) => ({ task_id: task, unit, reason, at: at(now) })))
    .onConflict((conflict) => conflict.columns(['task_id', 'reason']).doNothing())
    .execute();
}

/** Number of the advisory lock of the notifier; any other number would do. */
const NOTIFIER_LOCK = 7_133_001;

/** Runs `work` unless another process is at it; `busy` then. The lock ends with the transaction, whatever happens. */
export async function oneAtATime<T>(db: Database, work: (tx: Work) => Promise<T>): Promise<T | 'busy'> {
  return db.transaction().execute(async (tx) => {
    // The work is done elsewhere (mails), so this connection is idle longer than others may be.
    await sql`set local idle_in_transaction_session_timeout = '10min'`.execute(tx);
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${NOTIFIER_LOCK}::bigint) as mine
    `.execute(tx);
    return rows[0]?.mine === true ? work(tx) : 'busy';
  });
}
