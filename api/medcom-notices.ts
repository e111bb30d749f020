// What a stay notice (advis om sygehusophold, HospitalNotification) does: an admission opens a case once, the rest are
// facts for it. Of a citizen without services and without a case nothing stays but metadata (domain.md 1.7).
import { localDate } from '../domain/calendar.ts';
import { isTestCpr } from '../domain/cpr.ts';
import { epoch } from '../domain/ids.ts';
import type { Unit } from '../domain/organisations.ts';
import type { StayEvent } from '../domain/stay-order.ts';
import { stayTeller } from '../domain/stay-teller.ts';
import { movesIn, movesToRecord, openedIn, toldOf } from '../domain/wards.ts';
import { normaliseEpisodeId } from '../medcom/episode.ts';
import type { HospitalNotification } from '../medcom/message.ts';
import { ISSUES } from '../medcom/problems.ts';
import { firstOfChain } from '../medcom/provenance.ts';
import { readMessage } from '../medcom/read.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor, wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { EpisodeName } from '../store/episodes.ts';
import { caseForEpisode } from '../store/episodes.ts';
import type { InboundRow } from '../store/inbound.ts';
import { inboundMessage, linkInbound } from '../store/inbound.ts';
import { openCaseForPerson } from '../store/open-case.ts';
import { openItem } from '../store/operator-items.ts';
import { patient as patientOf } from '../store/patients.ts';
import type { KeptNotice, NamedStay } from '../store/stay-notices.ts';
import { admissionsAfter, keepStayNotice, noticesOfCase } from '../store/stay-notices.ts';
import type { Submission } from '../store/submissions.ts';
import { assignCase, decided, submission } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import type { Fact } from './facts.ts';
import { report } from './facts.ts';
import { keep } from './keep.ts';
import type { Effect } from './medcom-effect.ts';
import { episodeSource, openStay, transferTo } from './open-stay.ts';
import type { Service } from './service.ts';
import { handNotice, handWaiting } from './stay-notices.ts';

const forgotten: Effect = { dischargeId: null, keepRaw: false };

/** Hands a notice in. */
export async function takeNotification(
  service: Service,
  caller: Caller,
  row: InboundRow,
  message: HospitalNotification,
): Promise<Effect> {
  const { parties, db, production } = service;
  const receiver = parties.unitOf(message.receiver);
  if (receiver?.municipality === undefined) return { ...forgotten, keepRaw: true, issue: ISSUES.receiverUnknown };
  const ward = wardOf(service, message);
  const stay = { sender: sourceOf(message, ward), episodes: episodesOf(message) };
  const cpr = message.patient.identifiers[0]?.value ?? '';
  const before = await caseForEpisode(
    db,
    stay.sender,
    stay.episodes.map(({ id }) => id),
  );
  if (before === null) {
    // Test persons must not mix with real ones (domain.md 8.2).
    if (production && isTestCpr(cpr)) return forgotten;
    if (!(await service.citizens.haveServices(cpr, receiver.municipality))) return forgotten;
    // A hospital outside the region: nobody here plans this discharge. Of a patient of ours it tells where he is now.
    if (ward?.kind !== 'ward') return admittedElsewhere(service, caller, row, message, cpr);
  }
  if (ward !== undefined && isOurs(service, ward, message)) {
    // Acted on, it would pause and start home care twice: whoever set this up must settle who sends.
    await openItem(db, {
      id: row.id,
      kind: 'second-sender',
      about: { inbound: row.id, sender: row.sender, unit: ward.id },
      now: await clockNow(db),
    });
    return { dischargeId: before?.id ?? null, keepRaw: true };
  }
  const kept = noticeIn(message, row, ward);
  const known = await keepStayNotice(db, stay, kept);
  const opens = message.stayEvent === 'STIN' && message.change === 'new';
  if (known !== null && !(opens && mayBegin(message, known)) && !isOfNext(message, known)) {
    if (!(await handNotice(service, caller.actor, known, kept))) return waits;
    if (known.closedAt !== null) await movedBeforeClose(service, caller, known, kept);
    await admitNext(service, caller, known, stay);
    return { dischargeId: known.id, keepRaw: true };
  }
  // Told before the admission, or of a contact that never becomes one: it waits.
  if (message.stayEvent !== 'STIN' || message.change === 'cancel' || ward?.kind !== 'ward') return waits;
  const dischargeId = await admit(service, caller, row.id, ward, receiver.municipality);
  return { dischargeId, keepRaw: true };
}

/** A notice of a stay whose notices this service sends: there must be one sender (docs/stay.md). */
function isOurs({ registry }: Service, { org }: Unit, { encounter }: HospitalNotification): boolean {
  const hospital = registry.organisations.find(({ id }) => id === org);
  return stayTeller(hospital, localDate(encounter.start)) === 'this-service';
}

/** The unit in charge of the patient, else who sent the notice. */
const wardOf = ({ parties }: Service, { encounter, sender }: HospitalNotification): Unit | undefined =>
  parties.unitBySor(encounter.serviceProvider.sor) ?? parties.unitOf(sender);

const waits: Effect = { dischargeId: null, keepRaw: true };

/** An admission that may begin another stay, or move this one to another ward. */
function mayBegin({ encounter }: HospitalNotification, known: CaseRow): boolean {
  return known.leftAt === null || epoch(encounter.start) > known.leftAt;
}

/** Of a contact that began after the stay that we know had its end. */
function isOfNext({ encounter }: HospitalNotification, known: CaseRow): boolean {
  return known.leftAt !== null && epoch(encounter.start) > known.leftAt;
}

/** An end that came after the admission which follows on it: that admission begins the next stay after all. */
async function admitNext(service: Service, caller: Caller, { id }: CaseRow, stay: NamedStay): Promise<void> {
  const { db, parties } = service;
  const row = await caseFor(db, id);
  if (row === null || row.leftAt === null || row.next !== null) return;
  const [next] = await admissionsAfter(db, stay, row.leftAt);
  const raw = next === undefined ? null : (await inboundMessage(db, next.inbound))?.raw;
  const read = raw == null ? null : readMessage(raw);
  if (next === undefined || read?.kind !== 'hospital-notification') return;
  const ward = wardOf(service, read.message);
  const municipality = parties.unitOf(read.message.receiver)?.municipality;
  if (ward?.kind === 'ward' && municipality !== undefined) {
    await admit(service, caller, next.inbound, ward, municipality, 'next');
  }
}

/** A closed case moves no more, but its days are counted for the ward of then: what is told of it is put on its record. */
async function movedBeforeClose(
  service: Service,
  caller: Caller,
  { id, wardUnit }: CaseRow,
  { inbound, notice }: KeptNotice,
): Promise<void> {
  if (notice.stayEvent !== 'STIN') return;
  const [row, notices] = await Promise.all([wholeCase(service.db, id), noticesOfCase(service.db, id)]);
  if (row === null) return;
  const opened = openedIn(row.events, { wardUnit, admittedAt: row.admittedAt ?? row.openedAt });
  const told = toldOf(notices, row.events, opened);
  const moves = movesToRecord(opened.unit, told, movesIn(row.events));
  for (const [number, { from, to, at: happenedAt, earlier }] of moves.entries()) {
    const codes = { from, to, ...(earlier ? { earlier } : {}) };
    const recorded = { fact: 'transferred', codes } as const;
    const fact = { what: 'transferred', happenedAt, recorded, content: { inbound } };
    await report(service, caller, row, fact, { key: `medcom-${inbound}-moved-${number}`, hash: inbound });
  }
}

/** The patient of an open case is in a hospital outside the region now: its ward reads it and closes the stay by hand. */
async function admittedElsewhere(
  service: Service,
  caller: Caller,
  row: InboundRow,
  { stayEvent, change, encounter }: HospitalNotification,
  cpr: string,
): Promise<Effect> {
  const open = stayEvent === 'STIN' && change === 'new' ? await openCaseForPerson(service.db, cpr) : null;
  if (open === null) return forgotten;
  const fact: Fact = {
    what: 'admitted-elsewhere',
    happenedAt: epoch(encounter.start),
    mustRead: true,
    content: { inbound: row.id },
  };
  await report(service, caller, open, fact, { key: `medcom-${row.id}`, hash: row.id });
  return { dischargeId: open.id, keepRaw: true };
}

/** The notice in codes. Its chain is that of the first message its Provenances name. */
function noticeIn(
  { headerId, stayEvent, change, encounter, sentAt, provenances, reportOfAdmissionTo }: HospitalNotification,
  row: InboundRow,
  ward: Unit | undefined,
): KeptNotice {
  const { start, end, leave } = encounter;
  const times: Readonly<Record<StayEvent, string | undefined | null>> = {
    STAA: start,
    STIN: start,
    STOR: leave?.start,
    SLOR: leave?.end,
    SLHJ: end,
    MORS: end,
  };
  // A cancellation tells no time: that of what it takes back is not its own.
  const at = epoch(times[stayEvent] ?? sentAt);
  const chain = firstOfChain(provenances) ?? headerId;
  const asks = reportOfAdmissionTo === null ? {} : ({ asksReport: true } as const);
  const admitted = stayEvent === 'STIN' && change !== 'cancel' && ward?.kind === 'ward' ? { ward: ward.id } : {};
  const notice = { id: headerId, chain, stayEvent, change, at, toldAt: epoch(sentAt), ...admitted, ...asks };
  return { inbound: row.id, notice, startedAt: epoch(start) };
}

const episodesOf = ({ encounter }: HospitalNotification): EpisodeName[] =>
  encounter.episodeIds.map(({ system, value }) => ({ id: normaliseEpisodeId(value), system, value }));

const sourceOf = ({ sender }: HospitalNotification, ward: Unit | undefined): string => episodeSource(ward, sender.sor);

/** `as`: set when the same message is taken as an admission once more, to the stay after the one it was first put to. */
async function admit(
  service: Service,
  { actor }: Caller,
  inbound: string,
  ward: Unit,
  municipality: string,
  as: 'first' | 'next' = 'first',
): Promise<string | null> {
  const { db } = service;
  const received = await keep(service, {
    id: crypto.randomUUID(),
    kind: 'admission',
    caseId: null,
    workflowId: null,
    actor,
    idempotencyKey: as === 'first' ? `medcom-${inbound}` : `medcom-${inbound}-next`,
    bodyHash: inbound,
    content: { inbound, ward: ward.id, municipality },
    update: null,
    receivedAt: await clockNow(db),
  });
  const id = received.kind === 'fresh' ? received.id : received.submission.id;
  await linkInbound(db, inbound, { submission: id, dischargeId: null });
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
  const stay: NamedStay = { sender: sourceOf(message, ward), episodes: episodesOf(message) };
  const opened = await openStay(service, {
    submission: kept,
    episodes: stay.episodes,
    source: stay.sender,
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
    await openItem(db, {
      id: content.inbound,
      kind: 'episode-of-another-person',
      about: { inbound: content.inbound },
      now,
    });
    await decided(db, kept.id, { state: 'refused', result: { code: 'other-person', details: {} } }, now);
    return null;
  }
  await joinAdmission(service, kept, known, { ward: content.ward, at: epoch(encounter.start) });
  await handWaiting(service, known, stay);
  return known.id;
}

/** The stay is known: admitted to another ward since (`at`, epoch ms) it moves there. */
async function joinAdmission(
  service: Service,
  kept: Submission,
  known: CaseRow,
  { ward, at }: { readonly ward: string; readonly at: number },
): Promise<void> {
  const { db } = service;
  const now = await clockNow(db);
  if (known.wardUnit !== ward && known.closedAt === null)
    await transferTo(service, { submission: kept, ward, at }, known);
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
