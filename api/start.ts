// A ward starts a discharge: a new case, the same stay again (the first case), or the plan for a stay a notice told of.
// Done from the kept submission alone, so that the sweeper can take it up again after a crash at any line.
import { numberKind } from '../domain/cpr.ts';
import type { DischargeId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { planCodes } from '../domain/plan-content.ts';
import { normaliseEpisodeId } from '../medcom/episode.ts';
import { sorEndpoint } from '../medcom/formats.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { EpisodeName } from '../store/episodes.ts';
import { patient, updatePatient } from '../store/patients.ts';
import { proposePlan } from '../store/plans.ts';
import type { Submission } from '../store/submissions.ts';
import { assignCase, decided } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import type { Outcome, RequestIdentity, StoredUpdate } from './decide.ts';
import { putSubmission, settle } from './decide.ts';
import { Problem } from './errors.ts';
import { keepOpening } from './keep.ts';
import { episodeSource, openStay, transferTo } from './open-stay.ts';
import type { StartBody } from './schemas/start.ts';
import { startBody } from './schemas/start.ts';
import type { Service } from './service.ts';

export type Started =
  /** `created` is false when the stay was known already. */
  | { readonly kind: 'started'; readonly created: boolean; readonly caseId: DischargeId }
  | { readonly kind: 'pending'; readonly submission: string; readonly caseId: DischargeId | null };

/**
 * Starts a discharge.
 *
 * @throws {Problem} `key-reused`, `other-person`; {StoreError} when PostgreSQL is away.
 */
export async function start(
  service: Service,
  caller: Caller,
  body: StartBody,
  request: RequestIdentity,
): Promise<Started> {
  const kept = await keepOpening(service, 'start', caller, body, request);
  if (kept.outcome?.state === 'accepted' && kept.caseId !== null) {
    return { kind: 'started', created: kept.caseId === kept.id, caseId: kept.caseId };
  }
  return continueStart(service, kept);
}

/** Goes on with a kept start from wherever it stands; doing it twice changes nothing. */
export async function continueStart(service: Service, kept: Submission): Promise<Started> {
  const { db, registry } = service;
  const body = check(startBody(service), kept.content);
  const { stay, plan } = body;
  const now = await clockNow(db);
  const ward = unitById(registry, stay.hospitalUnit);
  const details = {
    submission: kept,
    episodes: [episodeOf(stay.episodeId, ward?.sor ?? '')],
    source: episodeSource(ward, ward?.sor ?? ''),
    admittedAt: epoch(stay.admittedAt),
    patient: patientOf(body),
    municipality: body.municipality,
    ward: stay.hospitalUnit,
    gp: body.gp ?? null,
    coordinator: body.coordinator ?? kept.actor.person,
    plan,
    noticeable: body.patient.danishAddress && numberKind(body.patient.cpr) === 'cpr',
    now,
  };
  const opened = await openStay(service, details);
  if (opened.kind === 'opened') return startedOf(opened.outcome, kept.id, true, opened.caseId);
  return joinStay(service, kept, opened.case, body, now);
}

/** The stay is known: another ward's start moves it there, the first plan completes a case that a notice opened. */
async function joinStay(
  service: Service,
  kept: Submission,
  row: CaseRow,
  body: StartBody,
  now: number,
): Promise<Started> {
  const { db } = service;
  const known = await patient(db, row.id);
  if (known !== null && known.cpr !== body.patient.cpr) {
    await decided(db, kept.id, { state: 'refused', result: { code: 'other-person', details: {} } }, now);
    throw new Problem('other-person');
  }
  const ward = body.stay.hospitalUnit;
  if (row.wardUnit !== ward) {
    // Who plans there has the patient now, whatever is told of earlier wards.
    const moved =
      row.closedAt === null ? await transferTo(service, { submission: kept, ward, at: kept.receivedAt }, row) : null;
    // Not the ward's case yet; the sweeper goes on from here.
    if (moved?.kind === 'pending') return { kind: 'pending', submission: kept.id, caseId: row.id };
    if (moved?.kind !== 'accepted') {
      // The stay had its end at another ward, whose case it stays.
      await decided(db, kept.id, { state: 'refused', result: { code: 'case-closed', details: {} } }, now);
      throw new Problem('case-closed', { allowed: [], stage: 'closed' });
    }
  }
  const { id: caseId, workflowId } = row;
  if (row.stage !== 'opened') {
    await assignCase(db, kept.id, { caseId, workflowId });
    await decided(db, kept.id, { state: 'accepted', result: null }, now);
    return { kind: 'started', created: false, caseId };
  }
  const { cpr: _never, ...rest } = patientOf(body);
  await updatePatient(db, caseId, rest);
  const by = kept.actor.person;
  await proposePlan(db, caseId, { version: 1, submission: kept.id, content: body.plan, changes: [], by, at: now });
  const update: StoredUpdate = { decision: 'change-plan', body: { base: 0, plan: planCodes(body.plan, 1, []) } };
  await assignCase(db, kept.id, { caseId, workflowId, update });
  const assigned = { ...kept, caseId, workflowId, update };
  const outcome = await settle(service, assigned, await putSubmission(service, assigned));
  // Somebody else's plan came first: the case is there all the same.
  if (outcome.kind === 'refused') return { kind: 'started', created: false, caseId };
  return startedOf(outcome, kept.id, false, caseId);
}

function startedOf(outcome: Outcome, submissionId: string, created: boolean, caseId: DischargeId): Started {
  return outcome.kind === 'pending'
    ? { kind: 'pending', submission: submissionId, caseId }
    : { kind: 'started', created, caseId };
}

/** The id in the form and with the system that MedCom's messages of the stay carry it in. */
function episodeOf(stated: string, sor: string): EpisodeName {
  const id = normaliseEpisodeId(stated);
  return { id, system: sorEndpoint(sor), value: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}

const patientOf = ({ patient: { cpr, name, address, phone } }: StartBody) => ({
  cpr,
  name,
  address: address ?? null,
  phone: phone ?? null,
});
