// Corrections of closed cases: a fact came too late, and a short workflow has somebody act on it.
// Each has a number and a range of event numbers of its own, taken here.
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import { correctionWorkflowId } from '../domain/ids.ts';
import type { Database } from './database.ts';
import { at } from './times.ts';

/** A correction of a closed case: its number and where its events begin, so that two never write the same numbers. */
export interface Correction {
  readonly workflowId: string;
  readonly number: number;
  readonly firstEvent: number;
}

/** Room for events between one correction and the next. */
const EVENTS_PER_CORRECTION = 1000;

/** Takes the next correction of a closed case for a submission; the same submission gets the same one again. */
export async function takeCorrection(
  db: Database,
  { caseId, submission, now }: { readonly caseId: DischargeId; readonly submission: string; readonly now: number },
): Promise<Correction> {
  return db.transaction().execute(async (work) => {
    const { rows } = await sql<{ corrections: number; last: number }>`
      select c.corrections, coalesce((select max(number) from events where case_id = c.id), 0) as last
      from cases c where c.id = ${caseId} for update of c
    `.execute(work);
    const known = await work
      .selectFrom('corrections')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('submission', '=', submission)
      .executeTakeFirst();
    if (known !== undefined) {
      return { workflowId: known.workflow_id, number: known.number, firstEvent: known.first_event };
    }
    const number = (rows[0]?.corrections ?? 0) + 1;
    const firstEvent = (Math.ceil((rows[0]?.last ?? 0) / EVENTS_PER_CORRECTION) + number) * EVENTS_PER_CORRECTION + 1;
    const workflowId = correctionWorkflowId(caseId, number);
    await work.updateTable('cases').set({ corrections: number }).where('id', '=', caseId).execute();
    await work
      .insertInto('corrections')
      .values({
        workflow_id: workflowId,
        case_id: caseId,
        number,
        first_event: firstEvent,
        submission,
        opened_at: at(now),
        in_flight: 0,
      })
      .execute();
    return { workflowId, number, firstEvent };
  });
}
