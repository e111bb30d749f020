// Opens the case of a hospital stay, or finds the one it belongs to: the same for a ward's start and a MedCom notice.
// PostgreSQL decides which; only then does Temporal hear of it, under the submission's own id, so that all of it may be done again.
import { theService } from '../domain/actor.ts';
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { localDate } from '../domain/calendar.ts';
import type { DischargeId, UnitId } from '../domain/ids.ts';
import { dischargeWorkflowId, instant } from '../domain/ids.ts';
import type { Registry, Unit } from '../domain/organisations.ts';
import { unitById, unitsOf } from '../domain/organisations.ts';
import type { PlanContent } from '../domain/plan-content.ts';
import { planCodes } from '../domain/plan-content.ts';
import { gateRuleOn, RuleError } from '../domain/rule-set.ts';
import type { StayTeller } from '../domain/stay-teller.ts';
import { stayTeller } from '../domain/stay-teller.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { EpisodeName } from '../store/episodes.ts';
import type { Patient } from '../store/open-case.ts';
import { openCase, unendedStays } from '../store/open-case.ts';
import { proposePlan } from '../store/plans.ts';
import type { Submission } from '../store/submissions.ts';
import { assignCase } from '../store/submissions.ts';
import type { DischargeStart } from '../workflows/contract.ts';
import type { HandedIn, Outcome, StoredUpdate } from './decide.ts';
import { decide, putSubmission, settle } from './decide.ts';
import { Problem } from './errors.ts';
import type { Service } from './service.ts';
import { handWaiting } from './stay-notices.ts';

/** A stay as it is told of. */
export interface Stay {
  /** What was handed in; its id becomes the case's when a new one is opened. */
  readonly submission: Submission;
  /** At least one. */
  readonly episodes: readonly EpisodeName[];
  /** Who gave the episode ids, see `episodeSource`. */
  readonly source: string;
  readonly admittedAt: number;
  readonly patient: Patient;
  readonly municipality: string;
  readonly ward: UnitId;
  readonly gp: UnitId | null;
  readonly coordinator: string;
  /** Null when only a notice tells of the stay. */
  readonly plan: PlanContent | null;
  /** Whether a stay notice can exist of this patient: a CPR number and an address in Denmark (domain.md 1.7). */
  readonly noticeable: boolean;
  /** Now by the shared clock, epoch ms. */
  readonly now: number;
}

export type OpenedStay =
  | { readonly kind: 'opened'; readonly caseId: DischargeId; readonly outcome: Outcome }
  /** The stay is known under another submission. */
  | { readonly kind: 'joined'; readonly case: CaseRow };

/**
 * Who gives the episode-of-care ids: the hospitals of the region share one record system, and a transfer between them
 * keeps the id (domain.md 1.9), so their wards count as one; anybody else by SOR number.
 */
export const episodeSource = (unit: Unit | undefined, sor: string): string => (unit?.kind === 'ward' ? 'region' : sor);

/**
 * Opens or finds the case.
 *
 * @throws {Problem} `other-person` when the episode is known with another CPR number: no patient may land on another's case.
 */
export async function openStay(service: Service, stay: Stay): Promise<OpenedStay> {
  const { db } = service;
  const { submission, municipality, ward, patient, episodes, source, admittedAt, now, plan } = stay;
  const units = municipalUnits(service.registry, municipality);
  const opened = await openCase(db, {
    id: submission.id,
    episodes,
    sender: source,
    admittedAt,
    patient,
    municipality,
    wardUnit: ward,
    parties: [ward, units.visitation, units.services],
    stage: plan === null ? 'opened' : 'planning',
    now,
    readmissionDays: afterLeavingOn(service.rules.current().afterLeaving, localDate(instant(admittedAt))).readmission
      .days,
  });
  if (opened.kind === 'joined' && opened.case.id !== submission.id) return { kind: 'joined', case: opened.case };
  const caseId = submission.id;
  const previous = (await caseFor(db, caseId))?.previous ?? null;
  if (plan !== null) {
    const { id, actor } = submission;
    await proposePlan(db, caseId, {
      version: 1,
      submission: id,
      content: plan,
      changes: [],
      by: actor.person,
      at: now,
    });
  }
  const start: DischargeStart = {
    dischargeId: caseId,
    openedBy: submission.actor,
    submission: submission.id,
    offset: 0,
    admittedAt,
    municipality,
    wardUnit: ward,
    visitationUnit: units.visitation,
    servicesUnit: units.services,
    gpUnit: stay.gp,
    coordinator: stay.coordinator,
    plan: plan === null ? null : planCodes(plan, 1, []),
    previous,
    tellsStay: tellerOf(service.registry, stay),
    ...gateAsked(service, municipality, now),
  };
  const workflowId = dischargeWorkflowId(caseId);
  const update: StoredUpdate = { start };
  await assignCase(db, submission.id, { caseId, workflowId, update });
  const assigned = { ...submission, caseId, workflowId, update };
  const shown = service.changes.published(caseId, FIRST_VIEW);
  const outcome = await settle(service, assigned, await putSubmission(service, assigned));
  if (outcome.kind === 'accepted') await shown;
  const row = await caseFor(db, caseId);
  if (row !== null) await handWaiting(service, row, { sender: source, episodes });
  if (previous !== null) await readmit(service, stay.submission, previous, caseId);
  return { kind: 'opened', caseId, outcome };
}

/** What the rules of today ask of the gate; a day without rules asks for nothing, and the case begins all the same. */
function gateAsked({ rules }: Service, municipality: string, now: number): Pick<DischargeStart, 'gate'> {
  try {
    const { rule, id } = gateRuleOn(rules.current().ruleSets, municipality, localDate(instant(now)));
    return { gate: { requires: rule.requires, rule: id } };
  } catch (error) {
    if (error instanceof RuleError) return {};
    throw error;
  }
}

/**
 * Who sends the notices of this stay: decided when it begins, so that one chain has one sender. Of a stay that a notice
 * told of it is the hospital, whatever the configuration says.
 */
function tellerOf(registry: Registry, { plan, ward, admittedAt, noticeable }: Stay): StayTeller {
  if (plan === null) return 'hospital';
  return noticeable ? tellerAt(registry, ward, admittedAt) : 'nobody';
}

function tellerAt({ units, organisations }: Registry, ward: UnitId, at: number): 'hospital' | 'this-service' {
  const org = units.find(({ id }) => id === ward)?.org;
  return stayTeller(
    organisations.find(({ id }) => id === org),
    localDate(instant(at)),
  );
}

/** How long a start waits for its case to be shown, ms; it is started whether it is shown in time or not. */
export const FIRST_VIEW = 1_500;

/** Ends the planning of an earlier stay that is still open. */
async function readmit(
  service: Service,
  caller: HandedIn['caller'],
  previous: DischargeId,
  next: DischargeId,
): Promise<void> {
  const row = await caseFor(service.db, previous);
  if (row === null || row.closedAt !== null) return;
  await decide(service, {
    caller,
    kind: 'readmit',
    caseId: previous,
    workflowId: row.workflowId,
    update: () => ({ decision: 'readmit', body: { next } }),
    content: { next },
    request: { key: `readmit-${next}`, hash: next },
  });
}

/** How long whoever opened the next stay has to end the one before, ms. */
const GRACE = 30_000;

/** One round of the sweeper: ends the planning of stays that another has followed, where a crash left it going. */
export async function sweepReadmissions(service: Service): Promise<void> {
  const { db } = service;
  const olderThan = (await clockNow(db)) - GRACE;
  for (const { previous, next } of await unendedStays(db, { olderThan, limit: 40 })) {
    await readmit(service, { actor: theService }, previous, next);
  }
}

/** The units of a municipality that take part in every discharge. */
function municipalUnits(registry: Registry, municipality: string): { visitation: UnitId; services: UnitId } {
  const [visitation] = unitsOf(registry, municipality, 'visitation');
  if (visitation === undefined) throw new Problem('bad-input');
  const [services = visitation] = unitsOf(registry, municipality, 'home-care');
  return { visitation: visitation.id, services: services.id };
}

/**
 * A stay that goes on in another ward keeps its case; the new ward's tasks are asked of it from now on. `at`: since when the
 * patient is there, epoch ms; when another ward has had him since, it is only put on the record.
 */
export async function transferTo(
  service: Service,
  { submission, ward, at }: Pick<Stay, 'submission' | 'ward'> & { readonly at: number },
  row: CaseRow,
): Promise<Outcome> {
  const { registry, db } = service;
  const anotherHospital = unitById(registry, ward)?.org !== unitById(registry, row.wardUnit)?.org;
  const tellsStay = tellerAt(registry, ward, await clockNow(db));
  return decide(service, {
    caller: submission,
    kind: 'transfer',
    caseId: row.id,
    workflowId: row.workflowId,
    update: () => ({ decision: 'transfer', body: { wardUnit: ward, at, anotherHospital, tellsStay } }),
    content: { ward, at },
    request: { key: `transfer-${submission.id}`, hash: ward },
    closed: row.closedAt !== null,
  });
}
