// Sending a message: the same Bundle on every attempt of one sending, a new one with the same letter on a resend.
// The network is played by a small HTTP server that answers as each test says.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlainLetter, Sending, SendingHead } from '../../activities/contract.ts';
import { sendMessage } from '../../activities/send-message.ts';

import type { Unit } from '../../domain/organisations.ts';
import type { PlanContent } from '../../domain/plan-content.ts';
import { httpTransport } from '../../medcom/http-transport.ts';
import { readMessage } from '../../medcom/read.ts';
import { openRuleFiles } from '../../rules/load.ts';
import type { Database } from '../../store/database.ts';
import { sendings } from '../../store/messages.ts';
import { upsertPerson } from '../../store/people.ts';
import { proposePlan } from '../../store/plans.ts';
import { decided, receive } from '../../store/submissions.ts';
import { aCase, episode, PATIENT, T0, testDatabase, ward } from '../store/fixtures.ts';

let db: Database;
let network: Server;
let sendUrl = '';
/** What arrived, and what the network answers. */
let arrived: string[] = [];
let status = 202;

beforeAll(async () => {
  ({ db } = await testDatabase());
  network = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      arrived.push(body);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => network.listen(0, '127.0.0.1', listening));
  const address = network.address();
  sendUrl = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/medcom` : '';
});
afterAll(async () => {
  network.close();
  await db.destroy();
});
beforeEach(() => {
  arrived = [];
  status = 202;
});

async function send(sending: Sending, url = sendUrl, change = (unit: Unit): Unit => unit) {
  const files = await openRuleFiles('rules');
  const book = files.current();
  const registry = { ...book.registry, units: book.registry.units.map(change) };
  const rules = { ...files, current: () => ({ ...book, registry }) };
  const transport = httpTransport({ url });
  return sendMessage({ db, rules, transport, log: pino({ level: 'silent' }) })(sending);
}

const content: PlanContent = {
  date: { kind: 'at', at: '2026-11-30T09:00:00Z' },
  services: ['home-nursing', 'devices'],
  serviceNotes: { devices: 'plejeseng' },
  hasRunningServices: true,
  bed: null,
  cause: 'Lungebetændelse',
  course: null,
  contagion: null,
  diet: null,
  function: null,
  nursing: null,
  medicine: 'Dosispakket',
  conference: null,
  other: null,
  wishes: { text: 'Vil helst hjem', askedWho: 'borgeren' },
};

async function plan(caseId: string, version: number, change: Partial<PlanContent> = {}, by = 'person-ward') {
  const submission = randomUUID();
  await receive(db, {
    id: submission,
    kind: 'change-plan',
    caseId,
    workflowId: null,
    actor: ward,
    idempotencyKey: null,
    bodyHash: '',
    content: {},
    update: null,
    receivedAt: T0,
  });
  const changes =
    version === 1 ? [] : [{ field: 'cause' as const, old: content.cause, new: change.cause ?? content.cause }];
  const stated = { version, submission, content: { ...content, ...change }, changes, by, at: T0 };
  await proposePlan(db, caseId, stated);
  return submission;
}

async function aSending(change: Partial<SendingHead> & { kind?: PlainLetter; since?: number } = {}): Promise<Sending> {
  const dischargeId = await aCase(db);
  await plan(dischargeId, 1);
  return {
    dischargeId,
    message: randomUUID(),
    sending: 1,
    kind: 'plan',
    to: 'mun-0791-visitation',
    from: 'ward-m1',
    planVersion: 1,
    ...change,
  };
}

/** The message that arrived last, as a receiver reads it. */
function received() {
  const read = readMessage(arrived.at(-1) ?? '');
  if (read.kind !== 'care-communication') throw new Error(`arrived as ${read.kind}: ${JSON.stringify(read)}`);
  const { message } = read;
  const text = message.segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join('\n');
  return { ...message, text, segments: message.segments };
}

/** What the letter that arrived last marks as new. */
function newLines(): string[] {
  const [, section = ''] = received().text.split(/^NYT .*\n/m);
  return section.split('\n\n')[0]?.split('\n') ?? [];
}

describe('a plan', () => {
  test('arrives as a CareCommunication from the ward to the unit, with every field, unstated ones too', async () => {
    await upsertPerson(
      db,
      { id: 'person-ward', name: 'Vibe Vagt', phone: '87001009', role: 'ward-staff', org: 'hosp-midt' },
      T0,
    );
    const sending = await aSending();
    expect(await send(sending)).toEqual({ sent: true, way: 'fhir' });
    const message = received();
    expect(message.headerId).toBe(sending.message);
    expect(message.sender.gln).toBe('5790009900016');
    expect(message.receiver.gln).toBe('5790009900023');
    expect(message.category).toBe('discharge');
    expect(message.patient).toMatchObject({ family: 'Elmersen', given: ['Elmer', 'Test'] });
    expect(message.patient.identifiers[0]?.value).toBe(PATIENT.cpr);
    expect(message.segments[0]).toMatchObject({
      author: { name: 'Vibe Vagt', role: 'Sygeplejerske', phone: '87001009' },
    });
    expect(message.text).toMatchInlineSnapshot(`
      "Til Visitationen, Viborg

      Plan for udskrivning. Vi beder om svar på ydelserne.

      Version 1, 21.11.2026 10.00
      Forventet udskrivning: 30.11.2026 10.00
      Ydelser efter udskrivning: Hjemmesygepleje; Hjælpemidler (plejeseng); har løbende ydelser, som sættes på pause
      Akutplads: ikke angivet
      Indlæggelsesårsag: Lungebetændelse
      Forventet forløb: ikke angivet
      Smitterisiko: ikke angivet
      Kost det første døgn: ikke angivet
      Forventet funktionsevne: ikke angivet
      Sygeplejefaglige problemområder: ikke angivet
      Medicin: Dosispakket
      Udskrivningskonference: ikke angivet
      Borgerens ønsker: Vil helst hjem (spurgt: borgeren)
      Øvrigt: ikke angivet

      Spørgsmål: ring til Medicinsk Afsnit M1, 87001000."
    `);
  });

  test('gives back the episode as it was received', async () => {
    const known = episode();
    const sending = await aSending();
    const dischargeId = await aCase(db, { episodes: [known] });
    await send({ ...sending, dischargeId, planVersion: 0 });
    expect(received().episodeIds).toMatchObject([{ system: known.system, value: known.value }]);
  });

  test('that was changed says what is new', async () => {
    const sending = await aSending({ kind: 'changed-plan', planVersion: 2 });
    await plan(sending.dischargeId, 2, { cause: 'Hoftebrud' });
    await send(sending);
    expect(received().text).toMatch(
      /mærket NYT\.\n\nNYT \d\d\.\d\d\.\d{4} \d\d\.\d\d\nIndlæggelsesårsag: Hoftebrud \(før: Lungebetændelse\)\n\nVersion 2, /,
    );
    expect(
      received()
        .text.split('\n')
        .filter((line) => line.startsWith('NYT ')),
    ).toHaveLength(1);
  });

  test('says what is new since the version that the unit knows, not since the one before', async () => {
    const sending = await aSending({ kind: 'changed-plan', since: 1, planVersion: 3 });
    const wishes = { text: 'Plejehjem', askedWho: 'datteren' };
    await plan(sending.dischargeId, 2, { wishes });
    await plan(sending.dischargeId, 3, { wishes, diet: 'Blød' });
    await send(sending);
    const before = 'før: Vil helst hjem (spurgt: borgeren)';
    const diet = 'Kost det første døgn: Blød (før: ikke angivet)';
    expect(newLines()).toEqual([diet, `Borgerens ønsker: Plejehjem (spurgt: datteren) (${before})`]);
  });

  test('that is the first care pathway plan after a short-stay letter says what is new since that letter', async () => {
    const sending = await aSending({ kind: 'plan', since: 1, planVersion: 2 });
    await plan(sending.dischargeId, 2, { medicine: 'To døgn med' });
    await send(sending);
    expect(newLines()).toEqual(['Medicin: To døgn med (før: Dosispakket)']);
  });

  test('that was changed before the unit was told anything is a plan like a first one', async () => {
    const sending = await aSending({ kind: 'changed-plan', since: 0, planVersion: 2 });
    await plan(sending.dischargeId, 2, { cause: 'Hoftebrud' });
    await send(sending);
    expect(received().topic).toBe('Plan for udskrivning');
    expect(received().text).toContain('\n\nPlan for udskrivning. Vi beder om svar på ydelserne.\n\nVersion 2, ');
  });

  test('that is back where the unit knows it from says that nothing is new', async () => {
    const sending = await aSending({ kind: 'changed-plan', since: 1, planVersion: 3 });
    await plan(sending.dischargeId, 2, { cause: 'Hoftebrud' });
    await plan(sending.dischargeId, 3);
    await send(sending);
    expect(received().text).toContain('Intet er nyt, siden vi sidst skrev.\n\nVersion 3, ');
    expect(received().text).not.toContain('NYT');
  });

  test('of which nobody knows yet which proposal holds is sent when it is known', async () => {
    const sending = await aSending({ kind: 'changed-plan', planVersion: 2 });
    await plan(sending.dischargeId, 2, { cause: 'Den ene' });
    const other = await plan(sending.dischargeId, 2, { cause: 'Den anden' });
    await expect(send(sending)).rejects.toMatchObject({ type: 'plan-undecided', nonRetryable: false });
    expect(arrived).toEqual([]);
    await decided(db, other, { state: 'accepted', result: null }, T0);
    expect(await send(sending)).toEqual({ sent: true, way: 'fhir' });
    expect(received().text).toContain('Den anden');
  });

  test('of the ward itself when nobody of the ward stated it', async () => {
    const sending = await aSending();
    const dischargeId = await aCase(db);
    await plan(dischargeId, 1, {}, 'person-of-nowhere');
    await send({ ...sending, dischargeId });
    expect(received().segments[0]).toMatchObject({ author: { name: 'Medicinsk Afsnit M1', phone: '87001000' } });
  });
});

test.each(['heads-up', 'withdrawal', 'pause', 'resumption', 'death', 'bed-released'] as const)(
  'a message of kind %s can be read, says whom to ring, and only tells a plan where it is one',
  async (kind) => {
    await send(await aSending({ kind }));
    const message = received();
    expect(message.text).toContain('ring til Medicinsk Afsnit M1, 87001000');
    expect(message.text.includes('Lungebetændelse')).toBe(kind === 'resumption');
    expect(message.category).toBe(kind === 'death' ? 'decease' : 'discharge');
  },
);

describe('the way to a unit', () => {
  test('is asked anew for each sending, on the date of it; what is on its way already stays on it', async () => {
    const sending = await aSending();
    const ended = (unit: Unit): Unit => ({
      ...unit,
      receives: unit.receives.map((reception) => ({ ...reception, validTo: '2026-01-31' })),
    });
    expect(await send(sending)).toEqual({ sent: true, way: 'fhir' });
    expect(await send({ ...sending, sending: 2 }, sendUrl, ended)).toEqual({
      sent: false,
      problem: 'no-way-in',
      way: 'phone',
    });
    expect(await send(sending, sendUrl, ended)).toEqual({ sent: true, way: 'fhir' });
    expect(arrived).toHaveLength(2);
  });

  test('back may lead to another unit, and the letter says so', async () => {
    const desk = (unit: Unit): Unit => (unit.id === 'ward-m1' ? { ...unit, answersTo: 'ward-h1' } : unit);
    await send(await aSending(), sendUrl, desk);
    expect(received().sender.gln).toBe('5790009900016');
    expect(received().text).toMatch(/Svar sendes til .*, lokationsnummer \d{13}\./);
    await send(await aSending());
    expect(received().text).not.toContain('Svar sendes til');
  });
});

describe('trying again', () => {
  test('the same sending sends the very same Bundle', async () => {
    const sending = await aSending();
    status = 503;
    await expect(send(sending)).rejects.toBeInstanceOf(ApplicationFailure);
    status = 202;
    await send(sending);
    await send(sending);
    expect(new Set(arrived).size).toBe(1);
    expect(await sendings(db, sending.message)).toHaveLength(1);
  });

  test('two attempts at once too', async () => {
    const sending = await aSending();
    await Promise.all([send(sending), send(sending), send(sending)]);
    expect(new Set(arrived).size).toBe(1);
  });

  test('a resend is the same letter in a new envelope', async () => {
    const sending = await aSending();
    await send(sending);
    const first = received();
    await send({ ...sending, sending: 2 });
    const second = received();
    expect(second.headerId).toBe(first.headerId);
    expect(second.bundleId).not.toBe(first.bundleId);
    expect(second.segments).toEqual(first.segments);
    expect(await sendings(db, sending.message)).toHaveLength(2);
  });
});

describe('what cannot be sent', () => {
  test.each([400, 404, 422, 301])('the network answers %i: a value, no retry helps', async (answer) => {
    status = answer;
    expect(await send(await aSending())).toEqual({ sent: false, problem: `refused-${answer}` });
  });

  test.each([500, 503, 408, 429])('the network answers %i: tried again', async (answer) => {
    status = answer;
    await expect(send(await aSending())).rejects.toMatchObject({ type: 'network-busy', nonRetryable: false });
  });

  test('nobody answers: tried again', async () => {
    await expect(send(await aSending(), 'http://127.0.0.1:1/')).rejects.toMatchObject({
      type: 'network-unreachable',
      nonRetryable: false,
    });
  });

  test.each([
    ['a unit nobody knows', { to: 'nowhere' }, 'unknown-unit'],
    ['a case without a patient', { dischargeId: randomUUID() }, 'no-patient'],
    ['a message to oneself', { to: 'ward-m1' }, 'cannot-be-built-receiver'],
  ] as const)('%s', async (_name, change, problem) => {
    expect(await send(await aSending(change))).toEqual({ sent: false, problem });
    expect(arrived).toEqual([]);
  });
});
