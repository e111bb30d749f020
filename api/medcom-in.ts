// Takes one MedCom message in: kept raw, told apart from duplicates, acknowledged, and handed in to its case (domain.md 1.9).
// The receipt is the answer of the request; a duplicate gets the first one again and changes nothing.
import { createHash, randomUUID } from 'node:crypto';
import { instant } from '../domain/ids.ts';
import type { Answer } from '../medcom/acknowledgement.ts';
import { buildAcknowledgement } from '../medcom/acknowledgement.ts';
import { derivedUuid } from '../medcom/ids.ts';
import type { ReadOutcome } from '../medcom/message.ts';
import type { Issue, Problem as MessageProblem } from '../medcom/problems.ts';
import { ISSUES, issueOf } from '../medcom/problems.ts';
import { readMessage } from '../medcom/read.ts';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import type { InboundRow } from '../store/inbound.ts';
import { decideInbound, forgetRaw, keepInbound } from '../store/inbound.ts';
import { openItem } from '../store/operator-items.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import type { Effect } from './medcom-effect.ts';
import { takeCareCommunication, takeReceipt } from './medcom-letters.ts';
import { takeNotification } from './medcom-notices.ts';
import type { Service } from './service.ts';

/** What the sender is answered: a receipt, or nothing for a message that is never acknowledged. */
export interface Taken {
  /** JSON of the Acknowledgement, or null. */
  readonly acknowledgement: string | null;
}

/**
 * Takes a message. `id`: what it is kept under; whoever may hand the same in again after a crash gives the same id.
 *
 * @throws {Problem} `unreadable-message` when it cannot even be acknowledged; it is kept and operators look at it.
 */
export async function takeMessage(
  service: Service,
  caller: Caller,
  came: Buffer,
  id: string = randomUUID(),
): Promise<Taken> {
  const { db } = service;
  // PostgreSQL keeps no NUL; a text with one is no JSON, so nothing that could be read is changed by this.
  const raw = came.toString('utf8').replaceAll('\0', '\ufffd');
  const read = readMessage(raw);
  const now = await clockNow(db);
  const ids = idsOf(read);
  const kept = await keepInbound(db, {
    id,
    ...ids,
    raw,
    bytes: Buffer.from(raw, 'utf8').equals(came) ? null : came,
    rawHash: createHash('sha256').update(came).digest('hex'),
    receivedAt: now,
  });
  const about = { inbound: id, event: ids.event };
  await audit(db, { actor: caller.actor, action: 'receive-message', caseId: null, details: about, at: now });
  switch (kept.kind) {
    case 'envelope-reused':
      return refuse(service, kept.message, read, [ISSUES.bundleIdReused], now);
    case 'new':
      return process(service, caller, kept.message, read, now);
    case 'again': {
      const { first } = kept;
      // What was not kept of the first is not kept of its copy either.
      if (first.decidedAt !== null && first.raw === null) {
        await forgetRaw(db, id);
      }
      if (first.decidedAt === null) return process(service, caller, first, read, now);
      return { acknowledgement: kept.sameEnvelope ? first.acknowledgement : inNewEnvelope(first.acknowledgement, id) };
    }
  }
}

async function process(
  service: Service,
  caller: Caller,
  row: InboundRow,
  read: ReadOutcome,
  now: number,
): Promise<Taken> {
  if (read.kind === 'not-understood') return refuse(service, row, read, read.problems.map(issueOf), now, read.problems);
  const effect = await effectOf(service, caller, row, read);
  if (effect.issue !== undefined) return refuse(service, row, read, [effect.issue], now);
  const acknowledgement = acknowledge(read, { code: 'ok' }, now);
  const { dischargeId, keepRaw } = effect;
  const decided = await decideInbound(service.db, row.id, {
    state: 'decided',
    dischargeId,
    acknowledgement,
    keepRaw,
    at: now,
  });
  return { acknowledgement: decided?.acknowledgement ?? acknowledgement };
}

type Understood = Exclude<ReadOutcome, { kind: 'not-understood' }>;

function effectOf(service: Service, caller: Caller, row: InboundRow, read: Understood): Promise<Effect> {
  if (read.kind === 'acknowledgement') return takeReceipt(service, caller, row, read.message);
  if (read.kind === 'hospital-notification') return takeNotification(service, caller, row, read.message);
  return takeCareCommunication(service, caller, row, read.message);
}

/** A negative receipt for its sender and an item for the operators; the message stays as it came. */
async function refuse(
  service: Service,
  row: InboundRow,
  read: ReadOutcome,
  issues: readonly Issue[],
  now: number,
  problems: readonly MessageProblem[] = [],
): Promise<Taken> {
  const [first, ...rest] = issues;
  const acknowledgement =
    first === undefined ? null : acknowledge(read, { code: 'fatal-error', issues: [first, ...rest] }, now);
  const { db } = service;
  await openItem(db, {
    id: row.id,
    kind: problems.length > 0 ? 'unreadable-message' : 'refused-message',
    about: {
      inbound: row.id,
      sender: row.sender,
      event: row.event,
      problems: problems.map(({ code, path }) => `${code} ${path}`),
      issues: issues.map(({ code }) => code),
    },
    now,
  });
  const decision = { state: 'unreadable', dischargeId: null, acknowledgement, keepRaw: true, at: now } as const;
  await decideInbound(db, row.id, decision);
  if (acknowledgement === null && read.kind === 'not-understood') throw new Problem('unreadable-message');
  return { acknowledgement };
}

function acknowledge(read: ReadOutcome, answer: Answer, now: number): string | null {
  const of = read.kind === 'not-understood' ? read.acknowledgeable : read.message.acknowledgeable;
  return of === null ? null : buildAcknowledgement({ of, answer, bundleId: randomUUID(), at: instant(now) });
}

function idsOf(read: ReadOutcome) {
  if (read.kind !== 'not-understood') {
    const { bundleId, headerId, sender, event } = read.message;
    return { bundleId, headerId, sender: sender.gln, event };
  }
  const { bundleId, headerId, senderGln, event } = read.identified;
  return { bundleId, headerId, sender: senderGln, event };
}

/** The first receipt again, as the letter it was, in an envelope of its own: one for each copy that came. */
function inNewEnvelope(acknowledgement: string | null, copy: string): string | null {
  if (acknowledgement === null) return null;
  const bundle: unknown = JSON.parse(acknowledgement);
  return typeof bundle === 'object' && bundle !== null
    ? JSON.stringify({ ...bundle, id: derivedUuid(copy, 'receipt') })
    : null;
}
