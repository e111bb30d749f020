// What receipts (kvitteringer) and correspondence (CareCommunication) do. A receipt goes to the message it answers.
// A letter is put before a person: free text never answers a task (design 2).
import { dischargeWorkflowId, epoch } from '../domain/ids.ts';
import { EXTENDED, isPlanLetter, isPlanQuestion } from '../domain/letters.ts';
import { threadIdOf } from '../medcom/care-communication.ts';
import { normaliseEpisodeId } from '../medcom/episode.ts';
import type { Acknowledgement, CareCommunication } from '../medcom/message.ts';
import { ISSUES } from '../medcom/problems.ts';
import { targetOf } from '../medcom/provenance.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { caseForEpisode } from '../store/episodes.ts';
import type { InboundRow } from '../store/inbound.ts';
import { inboundByHeader } from '../store/inbound.ts';
import { message as messageById, messageOfBundle, sendings } from '../store/messages.ts';
import { openCaseForPerson } from '../store/open-case.ts';
import { openItem } from '../store/operator-items.ts';
import type { ReceivedLetter } from '../workflows/contract.ts';
import type { Caller } from './auth.ts';
import { decide } from './decide.ts';
import { report } from './facts.ts';
import type { Effect } from './medcom-effect.ts';
import { episodeSource } from './open-stay.ts';
import type { Service } from './service.ts';

/** Hands a receipt to the case of the message it answers; one for no message of ours goes to the operators. */
export async function takeReceipt(
  service: Service,
  caller: Caller,
  row: InboundRow,
  { of, code, issues }: Acknowledgement,
): Promise<Effect> {
  const { db } = service;
  const found = (await ours(service, of)) ?? (await ours(service, (await messageOfBundle(db, of)) ?? ''));
  if (found === null) {
    await item(service, row, 'unknown-receipt');
    return { dischargeId: null, keepRaw: true };
  }
  const problem = issues[0]?.detailCodes[0] ?? issues[0]?.code ?? (code === 'ok' ? null : code);
  await decide(service, {
    caller,
    kind: 'receipt',
    caseId: found.dischargeId,
    workflowId: found.workflowId,
    update: () => ({ decision: 'receipt', body: { message: found.message, code, problem } }),
    content: { inbound: row.id, message: found.message, code },
    request: { key: `medcom-${row.id}`, hash: row.id },
    closed: (await caseFor(db, found.dischargeId))?.closedAt != null,
  });
  return { dischargeId: found.dischargeId, keepRaw: true };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface OurMessage {
  readonly message: string;
  readonly dischargeId: string;
  readonly workflowId: string;
}

/** A message of ours by its id; a receipt may name anything. Sent already but not shown yet counts too. */
async function ours({ db }: Service, id: string): Promise<OurMessage | null> {
  if (!UUID.test(id)) return null;
  const shown = await messageById(db, id);
  if (shown !== null) return { message: id, dischargeId: shown.dischargeId, workflowId: shown.workflowId };
  const [sent] = await sendings(db, id);
  if (sent === undefined) return null;
  return { message: id, dischargeId: sent.dischargeId, workflowId: dischargeWorkflowId(sent.dischargeId) };
}

/** Puts a letter on the timeline of its case for a person to read; one for no case goes to the operators. */
export async function takeCareCommunication(
  service: Service,
  caller: Caller,
  row: InboundRow,
  letter: CareCommunication,
): Promise<Effect> {
  if (service.parties.unitOf(letter.receiver) === undefined) {
    return { dischargeId: null, keepRaw: true, issue: ISSUES.receiverUnknown };
  }
  const found = await caseOf(service, letter);
  if (found === null) {
    await item(service, row, 'message-without-case');
    return { dischargeId: null, keepRaw: true };
  }
  const content = { inbound: row.id };
  const sender = service.parties.unitOf(letter.sender)?.org;
  const from = service.registry.units.filter(({ org }) => org === sender).map(({ id }) => id);
  const inThread: ReceivedLetter = {
    id: row.id,
    thread: letter.threadId,
    by: service.parties.unitOf(letter.sender)?.id ?? null,
    asks: letter.category === EXTENDED || (await asksAboutPlan(service, letter)),
  };
  const happenedAt = epoch(letter.sentAt);
  const fact = { what: 'care-communication', happenedAt, mustRead: true, from, letter: inThread, content };
  await report(service, caller, found, fact, { key: `medcom-${row.id}`, hash: row.id });
  return { dischargeId: found.id, keepRaw: true };
}

/** A question on the plan: it follows on a letter of ours that told the plan, or has the standard subject. */
async function asksAboutPlan({ db }: Service, { topic, threadId, provenances }: CareCommunication): Promise<boolean> {
  if (isPlanQuestion(topic)) return true;
  const opened = provenances.map(targetOf).find((id) => id !== null && UUID.test(id) && threadIdOf(id) === threadId);
  const ours = opened == null ? null : await messageById(db, opened);
  return ours !== null && isPlanLetter(ours.message.kind);
}

/** By the episode, by the letter it follows on (ours or received), else the person's open case. */
async function caseOf(service: Service, letter: CareCommunication): Promise<CaseRow | null> {
  const { db, parties } = service;
  const episodes = letter.episodeIds.map(({ value }) => normaliseEpisodeId(value));
  const sources = new Set(['region', episodeSource(parties.unitOf(letter.sender), letter.sender.sor)]);
  for (const source of sources) {
    const found = await caseForEpisode(db, source, episodes);
    if (found !== null) return found;
  }
  const { previousHeaderId } = letter;
  if (previousHeaderId !== null) {
    const before = (await ours(service, previousHeaderId)) ?? (await inboundByHeader(db, previousHeaderId));
    const row = before?.dischargeId == null ? null : await caseFor(db, before.dischargeId);
    if (row !== null) return row;
  }
  const cpr = letter.patient.identifiers.find(({ kind }) => kind === 'cpr')?.value;
  return cpr === undefined ? null : openCaseForPerson(db, cpr);
}

async function item({ db }: Service, { id, sender, event }: InboundRow, kind: string): Promise<void> {
  await openItem(db, { id, kind, about: { inbound: id, sender, event }, now: await clockNow(db) });
}
