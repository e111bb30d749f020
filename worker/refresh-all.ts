// Has every open workflow publish its whole view again. Temporal says which are open, since PostgreSQL may have none.
// By an Update: a query would show an older state than a lost task did (reference: temporal.md 0.2).
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { theService } from '../domain/actor.ts';
import { offset } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { CORRECTION, DISCHARGE, updateOf } from '../workflows/contract.ts';

export interface RefreshParts {
  readonly db: Database;
  readonly client: Client;
  readonly log: Logger;
  /** Only workflows of this task queue; all of the namespace when left out. */
  readonly taskQueue?: string;
}

/** Updates under way at once: a restored database must not stop the work of the day. */
const AT_ONCE = 10;
/** How long one case may take, ms. */
const PATIENCE = 30_000;

export interface Refreshed {
  readonly refreshed: number;
  /** Cases that did not answer in time; their workflow ids are in the log. */
  readonly failed: number;
}

/** Refreshes all; a case that fails is logged and counted, the others go on. */
export async function refreshAll(parts: RefreshParts): Promise<Refreshed> {
  const queue = parts.taskQueue === undefined ? '' : ` AND TaskQueue = '${parts.taskQueue}'`;
  const query = `WorkflowType IN ('${DISCHARGE}', '${CORRECTION}') AND ExecutionStatus = 'Running'${queue}`;
  const open = parts.client.workflow.list({ query })[Symbol.asyncIterator]();
  const count = { refreshed: 0, failed: 0 };
  const oneAfterTheOther = async (): Promise<void> => {
    for (let next = await open.next(); next.done !== true; next = await open.next()) {
      if (await refresh(parts, next.value.workflowId)) count.refreshed += 1;
      else count.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther));
  return count;
}

async function refresh({ db, client, log }: RefreshParts, workflowId: string): Promise<boolean> {
  try {
    const handed = { submission: null, actor: theService, offset: await offset(db) };
    await client.connection.withDeadline(Date.now() + PATIENCE, () =>
      client.workflow
        .getHandle(workflowId)
        .executeUpdate(updateOf('refresh'), { args: [{ ...handed, body: { whole: true } }] }),
    );
    return true;
  } catch (error) {
    // It has ended since it was listed, and published its end.
    if (error instanceof WorkflowNotFoundError) return true;
    log.warn({ workflow: workflowId, reason: error instanceof Error ? error.name : 'unknown' }, 'not refreshed');
    return false;
  }
}
