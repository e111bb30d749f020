// A unit's sheet has changed while patients wait for its places: each case that holds or asks for one is matched again.
// The case decides what follows; a case that does not answer now keeps the change as a submission, for the sweeper.
import { randomUUID } from 'node:crypto';
import type { UnitId } from '../domain/ids.ts';
import { caseFor } from '../store/cases.ts';
import { casesAt } from '../store/holds.ts';
import type { Caller } from './auth.ts';
import { decide } from './decide.ts';
import type { Service } from './service.ts';

/** Has the cases at a unit matched again, one after the other: a sheet changes seldom. */
export async function recheckAt(service: Service, caller: Caller, unit: UnitId): Promise<void> {
  for (const id of await casesAt(service.db, unit)) {
    const row = await caseFor(service.db, id);
    if (row === null || row.closedAt !== null) continue;
    const key = randomUUID();
    await decide(service, {
      caller,
      kind: 'recheck-bed',
      caseId: row.id,
      workflowId: row.workflowId,
      update: () => ({ decision: 'recheck-bed', body: { unit } }),
      content: { unit },
      about: { unit },
      request: { key, hash: key },
    });
  }
}
