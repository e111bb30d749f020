// Who the patient of a case is. Read by the API and by the sending of messages; nothing of this enters Temporal or a log.
// Searching is by CPR number, name or case id, within the units the caller acts for, and is logged by the caller.
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import type { CaseRow, Scope } from './cases.ts';
import { inScope, toCase } from './cases.ts';
import type { Database, Work } from './database.ts';
import type { Patient } from './open-case.ts';

/** The patient of a case, or null. */
export async function patient(db: Database | Work, caseId: DischargeId): Promise<Patient | null> {
  return (await patients(db, [caseId])).get(caseId) ?? null;
}

/** Patients of several cases, by case id: for a page of a list. */
export async function patients(
  db: Database | Work,
  caseIds: readonly DischargeId[],
): Promise<ReadonlyMap<DischargeId, Patient>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('patients')
    .selectAll()
    .where('case_id', 'in', [...caseIds])
    .execute();
  return new Map(rows.map(({ case_id, cpr, name, address, phone }) => [case_id, { cpr, name, address, phone }]));
}

/** Corrects what is kept of a patient; the CPR number of a case never changes. */
export async function updatePatient(
  db: Database | Work,
  caseId: DischargeId,
  change: Partial<Omit<Patient, 'cpr'>>,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db.updateTable('patients').set(change).where('case_id', '=', caseId).execute();
}

export type Search =
  /** 10 digits, exactly. */
  | { readonly by: 'cpr'; readonly cpr: string }
  /** Every word must be part of the name; case does not matter. At least one word. */
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'id'; readonly id: DischargeId };

/** Cases that the search finds within the scope, last opened first, at most `limit`; closed ones too. */
export async function searchCases(
  db: Database | Work,
  search: Search,
  scope: Scope,
  limit: number,
): Promise<readonly CaseRow[]> {
  let query = db.selectFrom('cases').innerJoin('patients', 'patients.case_id', 'cases.id').selectAll('cases');
  if (scope !== 'all') query = query.where(inScope('cases.parties', scope));
  switch (search.by) {
    case 'cpr':
      query = query.where('patients.cpr', '=', search.cpr);
      break;
    case 'id':
      query = query.where('cases.id', '=', search.id);
      break;
    case 'name': {
      const words = search.name.split(/\s+/).filter((word) => word !== '');
      if (words.length === 0) return [];
      for (const word of words) query = query.where(sql<boolean>`lower(patients.name) like lower(${containing(word)})`);
      break;
    }
  }
  const rows = await query.orderBy('cases.opened_at', 'desc').orderBy('cases.id').limit(limit).execute();
  return rows.map(toCase);
}

const containing = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;
