// The notices of one stay as they were sent, checked to be one chain: what a later notice of the stay builds on.
// Rules: MedCom HospitalNotification 3.0, governance 2.3 and Provenance page (medcom.md 2.4, 3.6).

import type { Notice } from '../domain/stay-order.ts';
import { mayFollow, standingOf } from '../domain/stay-order.ts';
import { normaliseEpisodeId } from './episode.ts';
import type { Instant } from './formats.ts';
import type { JsonObject } from './json.ts';
import type { BundledParty, HospitalNotification } from './message.ts';
import { demand, MessageInputError } from './parts.ts';
import { agentIdsOf, sentAtOf, targetOf } from './provenance.ts';
import { readMessage } from './read.ts';

/** All notices of one stay in the order they were sent, each once; of a resent one the last sending. */
export type SentNotices = readonly [HospitalNotification, ...HospitalNotification[]];

/** Reads the messages of a stay, oldest first. Throws MessageInputError when one is no stay notice. */
export function sentNotices(raws: readonly string[]): SentNotices {
  const [first, ...rest] = raws.map((raw) => {
    const read = readMessage(raw);
    if (read.kind !== 'hospital-notification') throw new MessageInputError('previous');
    return read.message;
  });
  if (first === undefined) throw new MessageInputError('previous');
  return [first, ...rest];
}

/** What the next notice needs of the ones before it. */
export type Chain = {
  readonly standing: readonly HospitalNotification[];
  /** The message that the next one follows on, whatever it was. */
  readonly newest: HospitalNotification;
  /** All earlier Provenances, byte for byte as they were sent. */
  readonly provenances: readonly JsonObject[];
  /** The organisations that those Provenances name; they must be in the next message too. */
  readonly agents: readonly BundledParty[];
};

/**
 * The chain that `notice` is to continue. Throws MessageInputError `previous` when these are not the messages of one
 * stay in order, and `stayEvent` when the notice may not follow on them.
 */
export function chainOf(previous: SentNotices, notice: Notice, sentAt: Instant): Chain {
  const [first] = previous;
  const newest = previous.at(-1) ?? first;
  const sent = inOrder(previous);
  demand(mayFollow(sent, notice), 'stayEvent');
  const ids = new Set(previous.map(({ headerId }) => headerId));
  demand(ids.size === previous.length, 'previous');
  demand(
    previous.every((one, place) => one.previousHeaderId === (previous[place - 1]?.headerId ?? null)),
    'previous',
  );
  demand(
    previous.every((one) => sameStay(one, first)),
    'previous',
  );
  const { provenances } = newest;
  const targets = provenances.map(targetOf);
  demand(
    targets.length === ids.size && targets.every((target) => target !== null && ids.has(target)),
    'previous.provenances',
  );
  demand(
    provenances.every((provenance) => (sentAtOf(provenance) ?? sentAt) <= sentAt),
    'sentAt',
  );
  const agents = [...new Set(provenances.flatMap(agentIdsOf))].map((id) => {
    const party = previous.flatMap(({ sender, receiver }) => [sender, receiver]).find((known) => known.id === id);
    if (party === undefined) throw new MessageInputError('previous.provenances.agent');
    return party;
  });
  return { standing: standingOf(sent), newest, provenances, agents };
}

/** A corrected death cannot be told from a death by the message alone; by its place in the chain it can. */
function inOrder(previous: SentNotices): readonly HospitalNotification[] {
  const sent: HospitalNotification[] = [];
  for (const notice of previous) {
    const repeats = notice.stayEvent === 'MORS' && standingOf(sent).at(-1)?.stayEvent === 'MORS';
    const told = repeats && notice.change === 'new' ? { ...notice, change: 'revise' as const } : notice;
    demand(mayFollow(sent, told), 'previous');
    sent.push(told);
  }
  return sent;
}

function sameStay(one: HospitalNotification, other: HospitalNotification): boolean {
  return cprOf(one) === cprOf(other) && episodeOf(one) === episodeOf(other);
}

/** The CPR number, the only identifier a stay notice has. */
export function cprOf(notice: HospitalNotification): string | undefined {
  return notice.patient.identifiers[0]?.value;
}

function episodeOf(notice: HospitalNotification): string {
  return notice.encounter.episodeIds
    .map(({ value }) => normaliseEpisodeId(value))
    .sort()
    .join(' ');
}
