// Opens the case of a request for a place: a row of its own, linked to no stay, with who asks and for whom.
// Doing it again finds what is there: the submission's id is the case's.
import type { DischargeId, UnitId } from '../domain/ids.ts';
import { placeWorkflowId } from '../domain/ids.ts';
import type { Database } from './database.ts';
import type { Patient } from './open-case.ts';
import { at } from './times.ts';

/** A request as somebody makes it; times are epoch ms by the shared clock. */
export interface NewRequest {
  readonly id: DischargeId;
  readonly patient: Patient;
  readonly municipality: string;
  readonly asker: UnitId;
  readonly now: number;
}

export async function openRequest(db: Database, request: NewRequest): Promise<void> {
  const { id, patient, municipality, asker, now } = request;
  await db.transaction().execute(async (work) => {
    const made = await work
      .insertInto('cases')
      .values({
        id,
        kind: 'place-request',
        workflow_id: placeWorkflowId(id),
        stage: 'planning',
        municipality,
        ward_unit: asker,
        attention: false,
        version: 0,
        parties: [asker],
        // A later admission is the stay after this.
        admitted_at: at(now),
        opened_at: at(now),
        in_flight: 0,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) return;
    const { cpr, name, address, phone } = patient;
    await work
      .insertInto('patients')
      .values({ case_id: id, cpr, name, address, phone, created_at: at(now) })
      .execute();
  });
}
