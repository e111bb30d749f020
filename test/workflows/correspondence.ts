// Correspondence in workflow tests: what a person writes is kept with its words first, and letters of the municipality
// are taken in as the API takes them. Every letter of ours can be judged by the validator where that is beside the project.
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Actor } from '../../domain/actor.ts';
import type { MessageView } from '../../domain/case-view.ts';
import { buildCareCommunication, threadIdOf } from '../../medcom/care-communication.ts';
import { earlierLetterOf } from '../../medcom/earlier-letter.ts';
import type { CareCommunication } from '../../medcom/message.ts';
import { readMessage } from '../../medcom/read.ts';
import { now } from '../../store/clock.ts';
import { keepInbound } from '../../store/inbound.ts';
import { sendings } from '../../store/messages.ts';
import { upsertPerson } from '../../store/people.ts';
import { receive } from '../../store/submissions.ts';
import type { DecisionName, Decisions } from '../../workflows/contract.ts';
import { care, citizen, municipality, ward as wardParty } from '../medcom/fixtures.ts';
import { loadValidator } from '../medcom/official.ts';
import { somebodyOf, vans, ward } from './persons.ts';
import type { Play } from './stage.ts';

const validate = await loadValidator();

export const coordinator: Actor = somebodyOf('mun-0791-visitation');

/** Keeps words as the API does and puts the decision that names them; gives the id of what was handed in. */
export async function handIn<K extends DecisionName>(
  play: Play,
  name: K,
  body: (submission: string) => Decisions[K],
  content: unknown,
  actor: Actor = ward,
): Promise<string> {
  const id = await keepWords(play, name, content, actor);
  await play.put(name, body(id), actor, id);
  return id;
}

export async function keepWords(play: Play, kind: string, content: unknown, actor: Actor = ward): Promise<string> {
  const { db } = play.parts;
  const at = await now(db);
  const { person, role, org } = actor;
  await upsertPerson(db, { id: person, name: 'Vera Vagthavende', phone: '87000199', role, org }, at);
  const id = randomUUID();
  await receive(db, {
    id,
    kind,
    caseId: play.start.dischargeId,
    workflowId: null,
    actor,
    idempotencyKey: null,
    bodyHash: '',
    content,
    update: null,
    receivedAt: at,
  });
  return id;
}

/** A new letter of the ward to the municipality. */
export const newLetter =
  (change: Partial<Decisions['write-letter']> = {}) =>
  (submission: string): Decisions['write-letter'] => ({
    activity: 'new',
    thread: threadIdOf(submission),
    of: null,
    to: 'mun-0791-visitation',
    wanted: false,
    acute: false,
    answerBy: null,
    ...change,
  });

export const words = { topic: 'Nøgle til hjemmet', category: 'carecoordination', text: 'Har I en nøgle?' };

/** The letter as it went out last, read as its receiver would; what the validator finds in it fails the test. */
export async function asSent(play: Play, { id }: Pick<MessageView, 'id'>): Promise<CareCommunication> {
  const raw = (await sendings(play.parts.db, id)).at(-1)?.raw ?? expect.unreachable('not sent');
  if (validate !== null) expect(validate(raw)).toEqual([]);
  const read = readMessage(raw);
  return read.kind === 'care-communication' ? read.message : expect.unreachable(read.kind);
}

/** A letter of the municipality that follows on one of ours, taken in; `at` is when it was sent. */
export async function answerTo(play: Play, ours: Pick<MessageView, 'id'>, asks: boolean, at?: number): Promise<string> {
  const { db } = play.parts;
  const raw = (await sendings(db, ours.id)).at(-1)?.raw ?? expect.unreachable('not sent');
  const sentAt = at ?? (await now(db));
  const letter = buildCareCommunication({
    kind: 'reply',
    to: earlierLetterOf(raw),
    bundleId: randomUUID(),
    headerId: randomUUID(),
    sender: municipality,
    receiver: wardParty,
    text: 'Skal sengen være der før?',
    author: care.author,
    writtenAt: new Date(sentAt).toISOString(),
    sentAt: new Date(sentAt).toISOString(),
  });
  return takenIn(play, letter, asks, sentAt);
}

/** A letter that opens a thread of its own. */
export async function firstLetter(play: Play, asks: boolean): Promise<string> {
  const sentAt = await now(play.parts.db);
  const at = new Date(sentAt).toISOString();
  const ids = { bundleId: randomUUID(), headerId: randomUUID() };
  const ends = { sender: municipality, receiver: wardParty, patient: citizen };
  return takenIn(play, buildCareCommunication({ ...care, ...ids, ...ends, writtenAt: at, sentAt: at }), asks, sentAt);
}

async function takenIn(play: Play, raw: string, asks: boolean, happenedAt: number): Promise<string> {
  const { db } = play.parts;
  const read = readMessage(raw);
  if (read.kind !== 'care-communication') return expect.unreachable(read.kind);
  const { bundleId, headerId, threadId: thread, event } = read.message;
  const id = randomUUID();
  const rawHash = createHash('sha256').update(raw).digest('hex');
  const sender = municipality.gln;
  await keepInbound(db, { id, bundleId, headerId, sender, event, raw, bytes: null, rawHash, receivedAt: happenedAt });
  const by = 'mun-0791-visitation';
  const fact = { what: 'care-communication', happenedAt, mustRead: true, from: [by, 'mun-0791-homecare'] };
  await handIn(play, 'note-fact', () => ({ ...fact, letter: { id, thread, by, asks } }), { inbound: id }, vans);
  return id;
}
