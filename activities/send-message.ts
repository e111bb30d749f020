// Sends one message of a case as MedCom has it, a letter or a stay notice: kept first, then handed to the network (design 3).
// A retried attempt of the same sending sends the very same Bundle; a resend is the same letter in a new one.
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { localDate } from '../domain/calendar.ts';
import type { DischargeId, PersonId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Registry, Unit } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { planChanges } from '../domain/plan-diff.ts';
import { answerAddress, wayTo } from '../domain/ways.ts';
import type { CareCommunicationInput } from '../medcom/care-communication.ts';
import { buildCareCommunication } from '../medcom/care-communication.ts';
import { buildHospitalNotification } from '../medcom/hospital-notification.ts';
import { MessageInputError } from '../medcom/parts.ts';
import type { Transport } from '../medcom/transport.ts';
import type { RuleBook, RuleFiles } from '../rules/load.ts';
import { now } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { episodeOf } from '../store/episodes.ts';
import type { SendingRow } from '../store/messages.ts';
import { keepSending, sendings } from '../store/messages.ts';
import { patient } from '../store/patients.ts';
import { people } from '../store/people.ts';
import type { PlanVersion } from '../store/plans.ts';
import { planVersion } from '../store/plans.ts';
import type { Activities, Sending, SendingHead, SendOutcome, What } from './contract.ts';
import { forNow } from './failures.ts';
import { letter } from './letters.ts';
import { agreedByPhone } from './phone-agreement.ts';
import { addressOf } from './place-address.ts';
import type { NoticeContext } from './stay-notice.ts';
import { noticeInput } from './stay-notice.ts';
import { personsLetter } from './thread-letter.ts';

export interface Network {
  readonly db: Database;
  readonly rules: RuleFiles;
  readonly transport: Transport;
  readonly log: Logger;
}

/**
 * The activity. `sent: false` when no retry would help: the receiver takes no such message on that date (`no-way-in`),
 * the network refused it (4xx), or it cannot be built from what we know. Fails for now when the network is away or answers 5xx, 408 or 429.
 */
export function sendMessage(network: Network): Activities['sendMessage'] {
  return async (sending) => {
    const kept = await keptOrWritten(network, sending);
    if ('problem' in kept) return notSent(network, sending, kept);
    const answer = await network.transport.send(kept.raw);
    switch (answer.outcome) {
      case 'delivered-to-network':
        return { sent: true, way: 'fhir' };
      case 'not-now':
        throw forNow(answer.problem, 'The network takes no message now');
      case 'refused':
        return notSent(network, sending, { problem: answer.problem });
    }
  };
}

/** Why nothing leaves; `way` when the receiver is to be rung instead. */
interface Obstacle {
  readonly problem: string;
  readonly way?: 'phone';
}

function notSent({ log }: Network, { message, sending }: Sending, { problem, way }: Obstacle): SendOutcome {
  log.warn({ message, sending, problem }, 'a message could not be sent');
  return { sent: false, problem, ...(way === undefined ? {} : { way }) };
}

type Written = SendingRow | Obstacle;

async function keptOrWritten(network: Network, sending: Sending): Promise<Written> {
  const earlier = await sendings(network.db, sending.message);
  const same = earlier.find((row) => row.sending === sending.sending);
  if (same !== undefined) return same;
  const at = await now(network.db);
  const bundleId = randomUUID();
  try {
    const raw = await written(network, sending, { bundleId, writtenAt: earlier[0]?.at ?? at, sentAt: at });
    if (typeof raw !== 'string') return raw;
    const { message: messageId, dischargeId } = sending;
    return await keepSending(network.db, { bundleId, messageId, dischargeId, sending: sending.sending, at, raw });
  } catch (error) {
    if (error instanceof MessageInputError) return { problem: `cannot-be-built-${error.field.replaceAll('.', '-')}` };
    throw error;
  }
}

interface Envelope {
  readonly bundleId: string;
  readonly writtenAt: number;
  readonly sentAt: number;
}

/** The message as text, by the standard that its kind has. */
async function written(network: Network, sending: Sending, envelope: Envelope): Promise<string | Obstacle> {
  const { db, rules } = network;
  const book = rules.current();
  const { registry } = book;
  const from = unitById(registry, sending.from);
  if (from === undefined || unitById(registry, sending.to) === undefined) return { problem: 'unknown-unit' };
  const person = await patient(db, sending.dischargeId);
  if (person === null) return { problem: 'no-patient' };
  const citizen = { cpr: person.cpr, ...nameParts(person.name) };
  if (sending.kind === 'stay-notice') {
    const { bundleId, sentAt } = envelope;
    const context = { db, registry, from, citizen, bundleId, sentAt };
    const input = await noticeInput(context, sending, sending.notice);
    return input === 'no-way-in' ? NO_WAY_IN : buildHospitalNotification(input);
  }
  const input = await letterInput({ db, book, registry, from, citizen }, sending, sending, envelope);
  return 'problem' in input ? input : buildCareCommunication(input);
}

const NO_WAY_IN: Obstacle = { problem: 'no-way-in', way: 'phone' };

async function letterInput(
  { db, book, registry, from, citizen }: Omit<NoticeContext, 'bundleId' | 'sentAt'> & { readonly book: RuleBook },
  sending: SendingHead,
  what: Exclude<What, { kind: 'stay-notice' }>,
  { bundleId, writtenAt, sentAt }: Envelope,
): Promise<CareCommunicationInput | Obstacle> {
  const { dischargeId, planVersion: version } = sending;
  const date = localDate(instant(sentAt));
  const named = unitById(registry, sending.to);
  const way = wayTo(registry, { to: addressOf(book, sending, sentAt), type: 'care-communication', date });
  if (way.by !== 'message') return NO_WAY_IN;
  const receiver = way.unit;
  const to = named ?? receiver;
  const episode = await episodeOf(db, dischargeId);
  const ends = {
    bundleId,
    headerId: sending.message,
    sender: party(from),
    receiver: party(receiver),
    writtenAt: instant(writtenAt),
    sentAt: instant(sentAt),
  };
  if (what.kind === 'letter') {
    const sign = (by: PersonId) => authorOf(db, registry, from, { by });
    return personsLetter(db, dischargeId, what.letter, { ends, citizen, episode, sign });
  }
  const since = 'since' in what ? what.since : undefined;
  const plan = newSince(await planOf(db, dischargeId, version), await planOf(db, dischargeId, since ?? 0), since);
  const said = what.kind === 'phone-agreement' ? await agreedByPhone(db, what) : null;
  if (what.kind === 'phone-agreement' && said === null) return { problem: 'no-words' };
  const answersTo = answerAddress(registry, from.id) ?? from;
  // To a unit that knows no version yet, a changed plan is a plan.
  const kind = what.kind === 'changed-plan' && since === 0 ? 'plan' : what.kind;
  const { category, topic, text } = letter(kind, {
    from,
    to,
    answersTo,
    plan,
    isRequest: sending.isRequest === true,
    ...(said === null ? {} : { agreed: said.lines }),
  });
  return {
    ...ends,
    patient: citizen,
    category,
    topic,
    text,
    author: await authorOf(db, registry, from, said ?? plan),
    ...(episode === null ? {} : { episode }),
  };
}

async function planOf(db: Database, dischargeId: DischargeId, version: number): Promise<PlanVersion | null> {
  if (version === 0) return null;
  const found = await planVersion(db, dischargeId, version);
  if (found.kind === 'undecided')
    throw forNow('plan-undecided', 'Two proposals for one plan version, none decided yet');
  return found.kind === 'found' ? found.plan : null;
}

/**
 * The version with what is new to its reader: since the version that the unit knows, `since` (0: none); the case did not
 * say which (undefined): since the one before.
 */
function newSince(plan: PlanVersion | null, known: PlanVersion | null, since: number | undefined): PlanVersion | null {
  if (plan === null || since === undefined) return plan;
  return { ...plan, changes: planChanges(known?.content ?? null, plan.content) };
}

const party = ({ sor, gln, name }: Unit) => ({ sor, gln, name });

/** The last word is the family name, as on a Danish name in one field; one word alone is it. */
function nameParts(name: string): { family: string; given: string[] } {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return { family: words.at(-1) ?? '', given: words.slice(0, -1) };
}

/** Who stated the plan or wrote the letter, with the ward's phone when the person has none; without one the ward itself. */
async function authorOf(
  db: Database,
  registry: Registry,
  from: Unit,
  plan: Pick<PlanVersion, 'by'> | null,
): Promise<CareCommunicationInput['author']> {
  const person = plan === null ? undefined : (await people(db, [plan.by])).get(plan.by);
  const ofTheWard = registry.organisations.some(({ id }) => id === person?.org && id === from.org);
  if (person === undefined || !ofTheWard) return { given: [], family: from.name, role: 'Afsnit', phone: from.phone };
  const role = person.role === 'doctor' ? 'Læge' : 'Sygeplejerske';
  return { ...nameParts(person.name), role, phone: person.phone ?? from.phone };
}
