// Versions of the plan with their words. A version is kept under its submission before the case decides on it, so that
// a message can be written from it at once; of two who proposed the same version at once, the refused one is removed.
import type { DischargeId, PersonId, SubmissionId } from '../domain/ids.ts';
import type { PlanContent } from '../domain/plan-content.ts';
import type { PlanChange } from '../domain/plan-diff.ts';
import type { Database, Work } from './database.ts';
import { at, ms } from './times.ts';

export interface PlanVersion {
  readonly version: number;
  readonly submission: SubmissionId;
  readonly content: PlanContent;
  /** What is new since the version before; empty in version 1. */
  readonly changes: readonly PlanChange[];
  readonly by: PersonId;
  /** Epoch ms by the shared clock. */
  readonly at: number;
}

/** Keeps a version for its submission; again is no fault. */
export async function proposePlan(db: Database | Work, caseId: DischargeId, plan: PlanVersion): Promise<void> {
  await db
    .insertInto('plans')
    .values({
      case_id: caseId,
      version: plan.version,
      submission: plan.submission,
      content: JSON.stringify(plan.content),
      changes: JSON.stringify(plan.changes),
      by_person: plan.by,
      at: at(plan.at),
    })
    .onConflict((conflict) => conflict.columns(['case_id', 'version', 'submission']).doNothing())
    .execute();
}

/** A version, or why there is none to use: `undecided` when two were proposed and it is not known yet which one holds. */
export type FoundPlan =
  | { readonly kind: 'found'; readonly plan: PlanVersion }
  | { readonly kind: 'none' | 'undecided' };

export async function planVersion(db: Database | Work, caseId: DischargeId, version: number): Promise<FoundPlan> {
  const rows = await read(db, caseId).where('plans.version', '=', version).execute();
  const [first, ...others] = rows;
  if (first === undefined) return { kind: 'none' };
  if (others.length === 0) return { kind: 'found', plan: toPlan(first) };
  const holding = rows.find(({ state }) => state === 'accepted');
  return holding === undefined ? { kind: 'undecided' } : { kind: 'found', plan: toPlan(holding) };
}

/** All versions that hold up to `upTo` (the case's plan version), the first one first. */
export async function planVersions(
  db: Database | Work,
  caseId: DischargeId,
  upTo: number,
): Promise<readonly PlanVersion[]> {
  const rows = await read(db, caseId).where('plans.version', '<=', upTo).orderBy('plans.version').execute();
  const held = new Map<number, (typeof rows)[number]>();
  for (const row of rows) {
    if (row.state === 'accepted' || !held.has(row.version)) held.set(row.version, row);
  }
  return [...held.values()].map(toPlan);
}

const read = (db: Database | Work, caseId: DischargeId) =>
  db
    .selectFrom('plans')
    .leftJoin('submissions', 'submissions.id', 'plans.submission')
    .selectAll('plans')
    .select('submissions.state')
    .where('plans.case_id', '=', caseId);

interface Row {
  version: number;
  submission: string;
  content: PlanContent;
  changes: readonly PlanChange[];
  by_person: string;
  at: Date;
}

const toPlan = (row: Row): PlanVersion => ({
  version: row.version,
  submission: row.submission,
  content: row.content,
  changes: row.changes,
  by: row.by_person,
  at: ms(row.at),
});
