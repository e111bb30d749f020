// Opens a request for a place (anmodning om plads): kept first, then its case, then its workflow, as with a discharge.
// Done from the kept submission alone, so that the sweeper can take it up again after a crash at any line.
import type { DischargeId } from '../domain/ids.ts';
import { placeWorkflowId } from '../domain/ids.ts';
import { unitsOf } from '../domain/organisations.ts';
import type { BedNeed } from '../domain/plan.ts';
import type { PlanContent } from '../domain/plan-content.ts';
import { planCodes } from '../domain/plan-content.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { openRequest } from '../store/open-request.ts';
import { proposePlan } from '../store/plans.ts';
import type { Submission } from '../store/submissions.ts';
import { assignCase } from '../store/submissions.ts';
import type { DischargeStart } from '../workflows/contract.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import type { RequestIdentity, StoredUpdate } from './decide.ts';
import { putSubmission, settle } from './decide.ts';
import { Problem } from './errors.ts';
import { keepOpening } from './keep.ts';
import { FIRST_VIEW } from './open-stay.ts';
import type { PlaceRequestBody } from './schemas/place-request.ts';
import { placeRequestBody } from './schemas/place-request.ts';
import type { Service } from './service.ts';

export type Requested =
  | { readonly kind: 'opened'; readonly caseId: DischargeId; readonly created: boolean }
  | { readonly kind: 'pending'; readonly submission: string; readonly caseId: DischargeId | null };

/** Asks for a place. @throws {Problem} `key-reused`; {StoreError} when PostgreSQL is away. */
export async function requestPlace(
  service: Service,
  caller: Caller,
  body: PlaceRequestBody,
  request: RequestIdentity,
): Promise<Requested> {
  const kept = await keepOpening(service, 'place-request', caller, body, request);
  if (kept.outcome?.state === 'accepted') return { kind: 'opened', caseId: kept.id, created: false };
  return continueRequest(service, kept);
}

/** Goes on with a kept request from wherever it stands; doing it twice changes nothing. */
export async function continueRequest(service: Service, kept: Submission): Promise<Requested> {
  const { db, registry } = service;
  const body = check(placeRequestBody(service), kept.content);
  const now = await clockNow(db);
  const { id, actor } = kept;
  const { municipality, asker, patient } = body;
  const { cpr, name, address = null, phone = null } = patient;
  await openRequest(db, { id, patient: { cpr, name, address, phone }, municipality, asker, now });
  const content = planOf(body);
  await proposePlan(db, id, { version: 1, submission: id, content, changes: [], by: actor.person, at: now });
  const [visitation] = unitsOf(registry, municipality, 'visitation');
  if (visitation === undefined) throw new Problem('bad-input');
  const practice = registry.units.find((unit) => unit.id === asker)?.kind === 'practice' ? asker : null;
  const start: DischargeStart = {
    dischargeId: id,
    openedBy: actor,
    submission: id,
    offset: 0,
    admittedAt: now,
    municipality,
    wardUnit: asker,
    visitationUnit: visitation.id,
    servicesUnit: visitation.id,
    gpUnit: body.gp ?? practice,
    coordinator: actor.person,
    plan: planCodes(content, 1, []),
    previous: null,
    tellsStay: 'hospital',
    request: { purpose: body.purpose, orderGiver: body.orderGiver ?? asker },
  };
  const workflowId = placeWorkflowId(id);
  const update: StoredUpdate = { start };
  await assignCase(db, id, { caseId: id, workflowId, update });
  const assigned = { ...kept, caseId: id, workflowId, update };
  const shown = service.changes.published(id, FIRST_VIEW);
  const outcome = await settle(service, assigned, await putSubmission(service, assigned));
  if (outcome.kind === 'pending') return { kind: 'pending', submission: id, caseId: id };
  await shown;
  if ((await caseFor(db, id)) === null) throw new Problem('unexpected');
  return { kind: 'opened', caseId: id, created: true };
}

/** The need and the words of a request, as the plan that letters and pages are made of. */
function planOf({ need, situation, background, medicine, contagion, wishes }: PlaceRequestBody): PlanContent {
  const bed: BedNeed = need;
  return {
    date: { kind: 'at', at: need.from },
    services: [],
    serviceNotes: {},
    hasRunningServices: false,
    bed,
    cause: situation,
    course: background ?? null,
    medicine: medicine ?? null,
    contagion: contagion ?? null,
    diet: null,
    function: null,
    nursing: null,
    conference: null,
    other: null,
    wishes: wishes ?? null,
  };
}
