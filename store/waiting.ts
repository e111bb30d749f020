// Corrections of what a case waits for (rettelser): kept here and nowhere else, because no step of a case depends on them.
// Append-only; the words of the reason are for those who may read the case.
import type { EndedClock } from '../domain/case-view.ts';
import type { DischargeId, PersonId } from '../domain/ids.ts';
import type { WaitingChange } from '../domain/waiting.ts';
import type { Database, Work } from './database.ts';
import { brokeConstraint } from './errors.ts';
import { at, ms } from './times.ts';

export interface WaitingCorrection {
  /** Id of the wait. */
  readonly waiting: string;
  /** Counts from 1 for each wait. */
  readonly number: number;
  readonly change: WaitingChange;
  readonly reason: string;
  readonly by: PersonId;
  readonly org: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Clocks of a case that have ended and by which somebody was waited for. */
export async function endedClocks(db: Database | Work, caseId: DischargeId): Promise<readonly EndedClock[]> {
  const rows = await db.selectFrom('ended_clocks').select('view').where('case_id', '=', caseId).execute();
  return rows.map(({ view }) => view);
}

/** All corrections of a case, the oldest of each wait first. */
export async function waitingCorrections(
  db: Database | Work,
  caseId: DischargeId,
): Promise<readonly WaitingCorrection[]> {
  const rows = await db
    .selectFrom('waiting_corrections')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('waiting')
    .orderBy('number')
    .execute();
  return rows.map(({ waiting, number, change, reason, by_person, by_org, at: time }) => ({
    waiting,
    number,
    change,
    reason,
    by: by_person,
    org: by_org,
    at: ms(time),
  }));
}

/** Keeps a correction; `stale` when another of that number is there already, from somebody who was first. */
export async function correctWaiting(
  db: Database | Work,
  caseId: DischargeId,
  { waiting, number, change, reason, by, org, at: time }: WaitingCorrection,
): Promise<'kept' | 'stale'> {
  const row = { case_id: caseId, waiting, number, reason, by_person: by, by_org: org, at: at(time) };
  try {
    await db
      .insertInto('waiting_corrections')
      .values({ ...row, change: JSON.stringify(change) })
      .execute();
    return 'kept';
  } catch (error) {
    if (brokeConstraint(error, 'waiting_corrections_pkey')) return 'stale';
    throw error;
  }
}
