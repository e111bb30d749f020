// A follow-up mark that is reported, not set here: only a hospital's doctor marks, so a system says which one.
// The doctor's name and authorisation stay with the report in PostgreSQL; the case gets codes.
import { unitById } from '../domain/organisations.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Caller } from './auth.ts';
import { fault } from './check.ts';
import type { StoredUpdate } from './decide.ts';
import { Problem } from './errors.ts';
import { demandAction } from './rights.ts';
import type { EventBody } from './schemas/events.ts';
import type { Service } from './service.ts';

/** The report as the step it is. */
export function markStep(body: EventBody): StoredUpdate {
  const { recommended = false, what = null, urgency = null } = body;
  const marked = recommended ? { recommended, what, urgency } : { recommended, what: null, urgency: null };
  return { decision: 'mark-follow-up', body: marked };
}

/**
 * A person reports it only as the doctor who may set it. A system reports it for the hospital, or is the network, and names the doctor.
 *
 * @throws {Problem} `not-allowed`, `bad-input` (the doctor is missing)
 */
export function demandMarker(
  { registry }: Service,
  caller: Caller,
  row: CaseRow,
  { doctor }: EventBody,
  isNetwork: boolean,
): void {
  const { role, units } = caller.actor;
  if (role !== 'system') {
    demandAction(caller, 'mark-follow-up', row);
    return;
  }
  const ofHospital = units.some((id) => row.parties.includes(id) && unitById(registry, id)?.kind === 'ward');
  if (!ofHospital && !isNetwork) throw new Problem('not-allowed');
  if (doctor === undefined)
    throw new Problem('bad-input', {
      errors: [fault(['doctor'], 'Skriv lægen, der har markeret, med autorisations-id')],
    });
}
