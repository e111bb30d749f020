// Ten thousand broken messages: each gets a clear answer in bounded time and memory, none throws, none is read half.
// The same ones every time (seed below); a find is repeated by its number.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { earlierLetterOf } from '../../medcom/earlier-letter.ts';
import { isCpr, isFhirId, isGln, isSor, toInstant } from '../../medcom/formats.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import type { ReadOutcome } from '../../medcom/message.ts';
import { ISSUES, issueOf } from '../../medcom/problems.ts';
import { readMessage } from '../../medcom/read.ts';
import { broken, chance } from './broken.ts';
import { admission, care, endOfStay, historyOf, municipality, uuid, ward } from './fixtures.ts';

const SEED = 20_260_509;
const COUNT = 10_000;
/** Processor time of one message, ms: a hundred times what an ordinary one takes. */
const EACH_MS = 1_000;
/** Processor time of all, the breaking included, ms. */
const ALL_MS = 30_000;
/** What may be left in memory after all of them, bytes. */
const LEFT_BYTES = 40_000_000;
const SECRETS = ['2509479989', 'Elmer', 'Bruno', 'Skabelonsen'];

type Understood = Exclude<ReadOutcome, { kind: 'not-understood' }>;

const stin = buildHospitalNotification(admission);
const later = { ...endOfStay, previous: historyOf(stin) };
const pdf = { title: 'Liste', contentType: 'application/pdf', data: Buffer.from('%PDF-1.7 prøve') };
const letter = buildCareCommunication({ ...care, attachments: [pdf] });
const reply = buildCareCommunication({
  ...care,
  kind: 'reply',
  to: earlierLetterOf(letter),
  headerId: uuid('reply'),
  bundleId: uuid('reply-bundle'),
  sender: municipality,
  receiver: ward,
  sentAt: '2026-05-09T10:00:00Z',
});
const receipt = acknowledged(readMessage(stin)) ?? '';
const originals = [
  stin,
  buildHospitalNotification({ ...later, stayEvent: 'SLHJ' }),
  buildHospitalNotification({ ...later, stayEvent: 'MORS' }),
  buildHospitalNotification({ ...later, stayEvent: 'STOR', leaveStart: endOfStay.end }),
  letter,
  reply,
  receipt,
];

/** The receipt that goes back, or null when none can. */
function acknowledged(read: ReadOutcome): string | null {
  const of = read.kind === 'not-understood' ? read.acknowledgeable : read.message.acknowledgeable;
  if (of === null) return null;
  const issues = read.kind === 'not-understood' ? read.problems.map(issueOf) : [];
  const [first = ISSUES.outOfOperation, ...rest] = issues;
  const answer = { code: 'fatal-error', issues: [first, ...rest] } as const;
  return buildAcknowledgement({ of, answer, bundleId: uuid('receipt'), at: '2026-06-01T00:00:00Z' });
}

/** What a message says, apart from what is only passed on. */
function meaningOf(read: Understood): string {
  const { provenances: _, acknowledgeable: __, ...meaning } = read.message;
  return JSON.stringify(meaning);
}

/** Is everything there that the standard demands and this service acts on? */
function isWhole({ message }: Understood): boolean {
  const { bundleId, headerId, sender, receiver, sentAt } = message;
  const head =
    isFhirId(bundleId) &&
    isFhirId(headerId) &&
    [sender, receiver].every(({ sor, gln }) => isSor(sor) && isGln(gln)) &&
    toInstant(sentAt) === sentAt;
  switch (message.event) {
    case 'hospital-notification-message': {
      const { stayEvent, patient, encounter } = message;
      const ends = stayEvent === 'SLHJ' || stayEvent === 'MORS' ? encounter.end !== null : true;
      const leaves = stayEvent === 'STOR' ? encounter.leave !== null : true;
      return head && ends && leaves && isCpr(patient.identifiers[0]?.value ?? '') && encounter.episodeIds.length > 0;
    }
    case 'care-communication-message':
      return head && message.threadId !== '' && message.segments.some((one) => one.kind === 'text' && one.text !== '');
    case 'acknowledgement-message':
      return head && isFhirId(message.of);
  }
}

function cpuMs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

it('each of 10,000 broken messages gets a clear answer', () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const heap = () => {
    if (typeof collect === 'function') collect();
    return process.memoryUsage().heapUsed;
  };
  const whole = originals.map((raw) => {
    const read = readMessage(raw);
    if (read.kind === 'not-understood') throw new Error(JSON.stringify(read.problems));
    return meaningOf(read);
  });
  const counts: Record<string, { understood: number; refused: number }> = {};
  const next = chance(SEED);
  const start = process.cpuUsage();
  const before = heap();
  let slowest = 0;
  for (let number = 0; number < COUNT; number += 1) {
    const place = Math.floor(next() * originals.length);
    const { kind, raw, expected } = broken(originals[place] ?? stin, number, next);
    const about = `number ${number}, ${kind}, original ${place}`;
    const from = process.cpuUsage();
    const read = readMessage(raw);
    const receipt = acknowledged(read);
    slowest = Math.max(slowest, cpuMs(from));
    const count = counts[kind] ?? { understood: 0, refused: 0 };
    counts[kind] = count;
    if (read.kind === 'not-understood') {
      count.refused += 1;
      const said = JSON.stringify([read.problems, read.problems.map(issueOf)]);
      if (read.problems.length === 0 || SECRETS.some((secret) => said.includes(secret))) expect.fail(about);
    } else {
      count.understood += 1;
      if (expected === 'refused' || !isWhole(read)) expect.fail(`${about}: ${raw.slice(0, 3000)}`);
      if (expected === 'same' && meaningOf(read) !== whole[place]) expect.fail(about);
    }
    if (receipt !== null && readMessage(receipt).kind !== 'acknowledgement') expect.fail(`${about}: receipt`);
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(slowest).toBeLessThan(EACH_MS);
  expect(heap() - before).toBeLessThan(LEFT_BYTES);
  expect(cpuMs(start)).toBeLessThan(ALL_MS);
  // What must be refused was, and no kind of damage is left untried.
  expect(Object.keys(counts).length).toBeGreaterThanOrEqual(14);
  for (const kind of ['wrong type', 'one character', 'dropped']) expect(counts[kind]?.understood).toBeGreaterThan(0);
  if (process.env['MEASURE'] !== undefined) console.info(JSON.stringify({ slowest, all: cpuMs(start), counts }));
});
