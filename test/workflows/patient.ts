// The patient and the stay of a case under test, as the API keeps them before it starts the workflow.
// Nothing of it enters the workflow.
import { randomUUID } from 'node:crypto';
import { dischargeWorkflowId } from '../../domain/ids.ts';
import type { Database } from '../../store/database.ts';
import type { DischargeStart } from '../../workflows/contract.ts';

export async function keepPatient(db: Database, start: DischargeStart, at: number): Promise<void> {
  const opened = new Date(at);
  await db
    .insertInto('cases')
    .values({
      id: start.dischargeId,
      workflow_id: dischargeWorkflowId(start.dischargeId),
      stage: 'opened',
      municipality: start.municipality,
      ward_unit: start.wardUnit,
      attention: false,
      version: 0,
      parties: [start.wardUnit],
      opened_at: opened,
      in_flight: 0,
    })
    .execute();
  await db
    .insertInto('patients')
    .values({
      case_id: start.dischargeId,
      cpr: '2509479989',
      name: 'Elmer',
      address: null,
      phone: null,
      created_at: opened,
    })
    .execute();
  const value = randomUUID();
  const named = { episode: value.replaceAll('-', ''), sender: 'region', stay_number: 1, case_id: start.dischargeId };
  const system = 'https://sor.sum.dsdn.dk/#id=1099011000016008';
  const episode = { ...named, system, value };
  await db.insertInto('episodes').values(episode).execute();
}
