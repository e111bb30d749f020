// What a stay notice (advis om sygehusophold, HospitalNotification) does: an admission opens a case once, the rest are
// facts for it. Of a citizen without services and without a case nothing stays but metadata (domain.md 1.7).
import { isTestCpr } from '../domain/cpr.ts';
import { epoch } from '../domain/ids.ts';
import type { Unit } from '../domain/organisations.ts';
import { normaliseEpisodeId } from '../medcom/episode.ts';
import type { HospitalNotification } from '../medcom/message.ts';
import { ISSUES } from '../medcom/problems.ts';
import { readMessage } from '../medcom/read.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { EpisodeName } from '../store/episodes.ts';
import { caseForEpisode } from '../store/episodes.ts';
import type { InboundRow } from '../store/inbound.ts';
import { inboundMessage, linkInbound } from '../store/inbound.ts';
import { openItem } from '../store/operator-items.ts';
import { patient as patientOf } from '../store/patients.ts';
import type { Submission } from '../store/submissions.ts';
import { assignCase, decided, submission } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import type { StoredUpdate } from './decide.ts';
import type { Fact } from './facts.ts';
import { report } from './facts.ts';
import { keep } from './keep.ts';
import type { Effect } from './medcom-effect.ts';
import { episodeSource, openStay, transferTo } from './open-stay.ts';
import type { Service } from './service.ts';

const forgotten: Effect = { dischargeId: null, keepRaw: false };

/** Hands a notice in. */
export async function takeNotification(
  service: Service,
  caller: Caller,
  row: InboundRow,
  message: HospitalNotification,
): Promise<Effect> {
  const { parties, db } = service;
  const receiver = parties.unitOf(message.receiver);
  if (receiver?.municipality === undefined) return { ...forgotten, keepRaw: true, issue: ISSUES.receiverUnknown };
  const ward = parties.unitBySor(message.encounter.serviceProvider.sor) ?? parties.unitOf(message.sender);
  const known = await caseForEpisode(
    db,
    sourceOf(message, ward),
    episodesOf(message).map(({ id }) => id),
  );
  if (opensAStay(message, known)) {
    const cpr = message.patient.identifiers[0]?.value ?? '';
    // Test persons must not mix with real ones (domain.md 8.2).
    if (service.production && isTestCpr(cpr)) return forgotten;
    if (known === null && !(await service.citizens.haveServices(cpr, receiver.municipality))) return forgotten;
    // A hospital outside the region: nobody here plans this discharge.
    if (ward?.kind !== 'ward') return forgotten;
    const dischargeId = await admit(service, caller, row, ward, receiver.municipality);
    return { dischargeId, keepRaw: true };
  }
  if (known === null) return forgotten;
  await report(service, caller, known, factOf(message, known, row), { key: `medcom-${row.id}`, hash: row.id });
  return { dischargeId: known.id, keepRaw: true };
}

/** A first admission, and one to a stay that has had its end: the next stay. */
function opensAStay({ stayEvent, change, encounter }: HospitalNotification, known: CaseRow | null): boolean {
  if (stayEvent !== 'STIN' || change !== 'new') return false;
  return known === null || known.leftAt === null || epoch(encounter.start) > known.leftAt;
}

const episodesOf = ({ encounter }: HospitalNotification): EpisodeName[] =>
  encounter.episodeIds.map(({ system, value }) => ({ id: normaliseEpisodeId(value), system, value }));

const sourceOf = ({ sender }: HospitalNotification, ward: Unit | undefined): string => episodeSource(ward, sender.sor);

async function admit(
  service: Service,
  { actor }: Caller,
  row: InboundRow,
  ward: Unit,
  municipality: string,
): Promise<string | null> {
  const { db } = service;
  const received = await keep(service, {
    id: crypto.randomUUID(),
    kind: 'admission',
    caseId: null,
    workflowId: null,
    actor,
    idempotencyKey: `medcom-${row.id}`,
    bodyHash: row.id,
    content: { inbound: row.id, ward: ward.id, municipality },
    update: null,
    receivedAt: await clockNow(db),
  });
  const id = received.kind === 'fresh' ? received.id : received.submission.id;
  await linkInbound(db, row.id, { submission: id, dischargeId: null });
  return continueAdmission(service, id);
}

/** Goes on with a kept admission from wherever it stands; also for the sweeper. Gives the case, or null. */
export async function continueAdmission(service: Service, id: string): Promise<string | null> {
  const { db, registry } = service;
  const kept = await submission(db, id);
  if (kept === null) return null;
  if (kept.outcome !== null) return kept.caseId;
  const content = contentOf(kept);
  const raw = content === null ? null : (await inboundMessage(db, content.inbound))?.raw;
  const read = raw == null ? null : readMessage(raw);
  if (content === null || read?.kind !== 'hospital-notification') return null;
  const { message } = read;
  const { patient, encounter } = message;
  const ward = registry.units.find((unit) => unit.id === content.ward);
  const opened = await openStay(service, {
    submission: kept,
    episodes: episodesOf(message),
    source: sourceOf(message, ward),
    admittedAt: epoch(encounter.start),
    patient: {
      cpr: patient.identifiers[0]?.value ?? '',
      name: [...patient.given, patient.family].join(' '),
      address: null,
      phone: null,
    },
    municipality: content.municipality,
    ward: content.ward,
    gp: null,
    coordinator: kept.actor.person,
    plan: null,
    noticeable: true,
    now: await clockNow(db),
  });
  if (opened.kind === 'opened') return opened.caseId;
  const { case: known } = opened;
  if ((await patientOf(db, known.id))?.cpr !== patient.identifiers[0]?.value) {
    // The same episode with another person: nobody's data may land on another's case.
    const now = await clockNow(db);
    await openItem(db, { id: kept.id, kind: 'episode-of-another-person', about: { inbound: content.inbound }, now });
    await decided(db, kept.id, { state: 'refused', result: { code: 'other-person', details: {} } }, now);
    return null;
  }
  await joinAdmission(service, kept, known, content.ward, epoch(encounter.start));
  return known.id;
}

/** The stay is known: admitted to another ward it moves there, else the notice is a fact on its timeline. */
async function joinAdmission(
  service: Service,
  kept: Submission,
  known: CaseRow,
  ward: string,
  at: number,
): Promise<void> {
  const { db } = service;
  const now = await clockNow(db);
  if (known.wardUnit !== ward && known.closedAt === null) await transferTo(service, { submission: kept }, known, ward);
  else {
    const fact: Fact = { what: 'admission-notice', happenedAt: at, content: kept.content };
    await report(service, kept, known, fact, { key: `${kept.idempotencyKey}-noted`, hash: kept.id });
  }
  await assignCase(db, kept.id, { caseId: known.id, workflowId: known.workflowId });
  await decided(db, kept.id, { state: 'accepted', result: null }, now);
}

interface Content {
  readonly inbound: string;
  readonly ward: string;
  readonly municipality: string;
}

function contentOf({ content }: Submission): Content | null {
  if (typeof content !== 'object' || content === null) return null;
  const { inbound, ward, municipality } = { inbound: null, ward: null, municipality: null, ...content };
  if (typeof inbound !== 'string' || typeof ward !== 'string' || typeof municipality !== 'string') return null;
  return { inbound, ward, municipality };
}

/** A notice as a fact, with the step it is where it can be one. */
function factOf(message: HospitalNotification, known: CaseRow, row: InboundRow): Fact {
  const { stayEvent, change, encounter, sentAt } = message;
  const content = { inbound: row.id };
  const ended = epoch(encounter.end ?? sentAt);
  const fact = (what: string, happenedAt: number, step?: StoredUpdate): Fact => ({
    what: change === 'new' ? what : `${what}-${change === 'cancel' ? 'cancelled' : 'revised'}`,
    happenedAt,
    content,
    ...(step === undefined ? {} : { step }),
  });
  switch (stayEvent) {
    case 'MORS':
      if (change === 'cancel') return fact('death', epoch(sentAt));
      return fact('death', ended, { decision: 'report-death', body: { happenedAt: ended } });
    case 'SLHJ':
      if (change !== 'new') return fact('discharged-home', ended);
      return fact('discharged-home', ended, { decision: 'leave', body: { happenedAt: ended, how: 'home' } });
    case 'STIN':
      // Nothing has been planned yet: the wrong person, or the wrong kind of contact.
      if (change === 'cancel' && known.stage === 'opened') {
        return fact('admission', epoch(sentAt), { decision: 'withdraw', body: { reason: 'started-by-mistake' } });
      }
      return fact('admission', epoch(encounter.start));
    case 'STAA':
      return fact('acute-ambulant', epoch(encounter.start));
    case 'STOR':
      return fact('leave-started', epoch(encounter.leave?.start ?? sentAt));
    case 'SLOR':
      return fact('leave-ended', epoch(encounter.leave?.end ?? sentAt));
  }
}
