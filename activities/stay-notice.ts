// A stay notice (advis om sygehusophold) that this service sends: put together from the codes and the notices before it.
// The chain is what was written, read back; whether each arrived is followed by the case (workflows/tell.ts).
import { localDate } from '../domain/calendar.ts';
import { instant } from '../domain/ids.ts';
import type { Registry, Unit } from '../domain/organisations.ts';
import { answerAddress, wayTo } from '../domain/ways.ts';
import type { HospitalNotificationInput } from '../medcom/hospital-notification.ts';
import type { Citizen } from '../medcom/parts.ts';
import { MessageInputError } from '../medcom/parts.ts';
import { sentNotices } from '../medcom/stay-chain.ts';
import type { StayFacts } from '../medcom/stay-encounter.ts';
import type { Database } from '../store/database.ts';
import { episodeOf } from '../store/episodes.ts';
import { sendings } from '../store/messages.ts';
import type { NoticeTold, SendingHead } from './contract.ts';

/** What the notice is written from beside its codes. Times in epoch ms. */
export interface NoticeContext {
  readonly db: Database;
  readonly registry: Registry;
  readonly from: Unit;
  readonly citizen: Citizen;
  readonly bundleId: string;
  readonly sentAt: number;
}

/**
 * The input of the notice, or the phone when the municipality's system takes none.
 *
 * @throws {MessageInputError} when it cannot follow on what was sent before.
 */
export async function noticeInput(
  { db, registry, from, citizen, bundleId, sentAt }: NoticeContext,
  { dischargeId, message, to }: SendingHead,
  told: NoticeTold,
): Promise<HospitalNotificationInput | 'no-way-in'> {
  const way = wayTo(registry, { to, type: 'hospital-notification', date: localDate(instant(sentAt)) });
  if (way.by !== 'message') return 'no-way-in';
  const { change, stayEvent } = told;
  const common = { bundleId, headerId: message, sender: party(from), patient: citizen, sentAt: instant(sentAt) };
  const previous = await chain(db, told.previous);
  if (previous.length === 0) {
    const episode = await episodeOf(db, dischargeId);
    if (episode === null) throw new MessageInputError('episode');
    if (change !== 'new') throw new MessageInputError('previous');
    const first = { ...common, receiver: party(way.unit), episode };
    const facts = factsOf(told);
    if (facts.stayEvent === 'MORS') return { ...first, ...facts, arrivedAs: 'IMP' };
    if (facts.stayEvent !== 'STIN') throw new MessageInputError('previous');
    if (told.transferred) return { ...first, ...facts, transferredFrom: 'same-region' };
    return { ...first, ...facts, reportOfAdmissionTo: party(answerAddress(registry, from.id) ?? from) };
  }
  const sent = { ...common, previous: sentNotices(previous) };
  if (change === 'cancel') return { ...sent, change, stayEvent };
  if (change === 'revise') return { ...sent, change, ...factsOf(told) };
  return { ...sent, ...factsOf(told), receiver: party(way.unit) };
}

/** Each notice as it last went out; one that never could be written is no link. */
async function chain(db: Database, ids: readonly string[]): Promise<readonly string[]> {
  const raws: string[] = [];
  for (const id of ids) {
    const last = (await sendings(db, id)).at(-1);
    if (last !== undefined) raws.push(last.raw);
  }
  return raws;
}

type Facts =
  | Extract<StayFacts, { readonly leaveStart: string }>
  | Extract<StayFacts, { readonly leaveEnd: string }>
  | { readonly stayEvent: 'STIN' | 'STAA'; readonly start: string }
  | { readonly stayEvent: 'SLHJ'; readonly end: string }
  | { readonly stayEvent: 'MORS'; readonly end: string };

function factsOf({ stayEvent, at }: NoticeTold): Facts {
  const time = instant(at);
  switch (stayEvent) {
    case 'STAA':
    case 'STIN':
      return { stayEvent, start: time };
    case 'STOR':
      return { stayEvent, leaveStart: time };
    case 'SLOR':
      return { stayEvent, leaveEnd: time };
    case 'SLHJ':
      return { stayEvent, end: time };
    case 'MORS':
      return { stayEvent, end: time };
  }
}

const party = ({ sor, gln, name }: Unit) => ({ sor, gln, name });
