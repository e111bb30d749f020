// The simulator on a real HTTP server, against a stand-in for our API: answers, faults, duplicates, bad input.
// Whatever is sent to it, it goes on answering.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import type { ReadOutcome } from '../../medcom/message.ts';
import { readMessage } from '../../medcom/read.ts';
import type { Simulator } from '../../simulator/server.ts';
import { startSimulator } from '../../simulator/server.ts';
import { admission, care, citizen, municipality, uuid, ward } from '../medcom/fixtures.ts';
import { loadValidator } from '../medcom/official.ts';
import type { StandIn } from './stand-in.ts';
import { startStandIn } from './stand-in.ts';

let api: StandIn;
let simulator: Simulator;
const said: string[] = [];

beforeEach(async () => {
  api = await startStandIn();
  said.length = 0;
  simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    apiUrl: api.url,
    token: 'network-token',
    say: (line) => said.push(line),
    giveUpMs: 5000,
  });
});
afterEach(async () => {
  await simulator.close();
  await api.close();
});

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};
const letter = (name: string, envelope = 'first') =>
  buildCareCommunication({ ...care, headerId: uuid(name), bundleId: uuid(`${name} ${envelope}`) });
const send = (raw: string) => call('POST', '/vans', raw);
const idle = () =>
  vi.waitFor(async () => expect((await call('GET', '/idle')).body).toEqual({ inFlight: 0 }), {
    timeout: 5000,
    interval: 10,
  });
const answers = () => api.got.map(({ body }) => readMessage(body));
const answered = (name: string, code: string): unknown =>
  expect.objectContaining({ kind: 'acknowledgement', message: expect.objectContaining({ of: uuid(name), code }) });
const bundleIdOf = (read: ReadOutcome | undefined) =>
  read === undefined || read.kind === 'not-understood' ? undefined : read.message.bundleId;

describe('a message of ours', () => {
  it('is taken, remembered and answered by the partner it was for', async () => {
    expect((await send(letter('a'))).status).toBe(202);
    await idle();
    expect(answers()).toEqual([answered('a', 'ok')]);
    expect(api.got[0]).toMatchObject({ authorization: 'Bearer network-token', type: 'application/fhir+json' });
    expect(answers()[0]).toMatchObject({ message: { sender: municipality, receiver: ward } });
    expect((await call('GET', '/received')).body.items).toEqual([
      expect.objectContaining({
        headerId: uuid('a'),
        bundleIds: [uuid('a first')],
        receiverGln: municipality.gln,
        category: 'discharge',
        timesSeen: 1,
        answer: 'ok',
      }),
    ]);
    expect((await call('GET', `/received/${uuid('a')}`)).body).toMatchObject({ texts: [care.text], raw: letter('a') });
    expect((await call('GET', '/received/unknown')).status).toBe(404);
  });

  it('sent again, it gets the same answer in a new envelope', async () => {
    await send(letter('a'));
    await idle();
    // Positive first is never followed by negative.
    await call('POST', '/faults', { kind: 'fatal-error' });
    await send(letter('a', 'second'));
    await send(letter('a', 'second'));
    await idle();
    expect(answers()).toEqual([answered('a', 'ok'), answered('a', 'ok'), answered('a', 'ok')]);
    expect(new Set(answers().map(bundleIdOf)).size).toBe(3);
    expect(new Set(answers().map((read) => (read.kind === 'acknowledgement' ? read.message.headerId : ''))).size).toBe(
      1,
    );
    expect((await call('GET', '/received')).body.items[0]).toMatchObject({
      timesSeen: 3,
      bundleIds: [uuid('a first'), uuid('a second')],
    });
  });

  it('is dated by the clock of the environment', async () => {
    api.clock = '2031-02-03T04:05:06.000Z';
    await send(letter('a'));
    await idle();
    expect(answers()[0]).toMatchObject({ message: { sentAt: expect.stringMatching(/^2031-02-03T04:05:0/) } });
  });

  it('is answered once our API is back', async () => {
    api.statuses = [503, 500, 429];
    await send(letter('a'));
    await idle();
    expect(answers()).toEqual([answered('a', 'ok')]);
  });

  it('waits in flight while our API does not listen at all', async () => {
    const port = Number(new URL(api.url).port);
    await api.close();
    await send(letter('a'));
    expect((await call('GET', '/idle')).body.inFlight).toBe(1);
    api = await startStandIn(port);
    await idle();
    expect(answers()).toEqual([answered('a', 'ok')]);
  });

  it('that is a receipt gets no receipt', async () => {
    await call('POST', '/admit', { cpr: citizen.cpr, family: citizen.family });
    const read = answers()[0];
    if (read?.kind !== 'hospital-notification' || read.message.acknowledgeable === null) throw new Error('no notice');
    const of = read.message.acknowledgeable;
    await send(buildAcknowledgement({ of, answer: { code: 'ok' }, bundleId: uuid('r'), at: admission.sentAt }));
    await idle();
    expect(api.got).toHaveLength(1);
    expect((await call('GET', '/received')).body.items).toEqual([
      expect.objectContaining({
        event: 'acknowledgement-message',
        answers: of.headerId,
        responseCode: 'ok',
        answer: null,
      }),
    ]);
  });

  it('without a patient is refused by the partner', async () => {
    await send(letter('a').replaceAll('"resourceType":"Patient"', '"resourceType":"Person"'));
    await idle();
    expect(answers()).toEqual([answered('a', 'fatal-error')]);
  });
});

describe('faults', () => {
  const fault = (body: object) => call('POST', '/faults', body);

  it('lost: the partner never sees it, until the fault is used up', async () => {
    await fault({ kind: 'lost', times: 1 });
    expect((await send(letter('a'))).status).toBe(202);
    await idle();
    expect(api.got).toEqual([]);
    expect((await call('GET', '/received')).body.items).toEqual([]);
    await send(letter('a', 'second'));
    await idle();
    expect(answers()).toEqual([answered('a', 'ok')]);
    expect((await call('GET', '/faults')).body.items).toEqual([]);
  });

  it('lost-receipt: the partner has it and says nothing', async () => {
    await fault({ kind: 'lost-receipt' });
    await send(letter('a'));
    await idle();
    expect(api.got).toEqual([]);
    expect((await call('GET', '/received')).body.items).toHaveLength(1);
  });

  it('late: by the clock of the environment, and not in flight before', async () => {
    api.clock = '2026-05-09T09:00:00Z';
    await fault({ kind: 'late', delayMs: 3_600_000 });
    await send(letter('a'));
    await idle();
    expect(api.got).toEqual([]);
    api.clock = '2026-05-09T10:00:05Z';
    expect((await call('GET', '/idle')).body.inFlight).toBe(1);
    await idle();
    expect(answers()).toEqual([answered('a', 'ok')]);
  });

  it('twice: the same envelope two times', async () => {
    await fault({ kind: 'twice' });
    await send(letter('a'));
    await idle();
    expect(answers()).toEqual([answered('a', 'ok'), answered('a', 'ok')]);
    expect(new Set(answers().map(bundleIdOf)).size).toBe(1);
  });

  it('out of order: the next answer overtakes', async () => {
    await fault({ kind: 'out-of-order', messageHeaderId: uuid('a') });
    await send(letter('a'));
    await idle();
    await send(letter('b'));
    await idle();
    expect(answers()).toEqual([answered('b', 'ok'), answered('a', 'ok')]);
  });

  it('negative receipts; a transient one is cured by sending again', async () => {
    await fault({ kind: 'transient-error', times: 1 });
    await send(letter('a'));
    await idle();
    await send(letter('a', 'second'));
    await idle();
    await fault({ kind: 'fatal-error', receiver: municipality.gln });
    await send(letter('b'));
    await idle();
    expect(answers()).toEqual([answered('a', 'transient-error'), answered('a', 'ok'), answered('b', 'fatal-error')]);
  });

  it('unreadable: half an answer', async () => {
    await fault({ kind: 'unreadable' });
    await send(letter('a'));
    await idle();
    expect(answers()).toMatchObject([{ kind: 'not-understood' }]);
  });

  it('refuse: the network takes nothing', async () => {
    await fault({ kind: 'refuse' });
    expect((await send(letter('a'))).status).toBe(503);
    await idle();
    expect(api.got).toEqual([]);
  });

  it('strike only whom they are for, and are taken away', async () => {
    await fault({ kind: 'refuse', receiver: '5790000000000' });
    const { body } = await fault({ kind: 'refuse', messageHeaderId: uuid('b') });
    expect((await send(letter('a'))).status).toBe(202);
    expect((await send(letter('b'))).status).toBe(503);
    expect((await call('DELETE', `/faults/${body.id}`)).body).toEqual({ removed: 1 });
    expect((await send(letter('b'))).status).toBe(202);
    expect((await call('DELETE', '/faults')).body).toEqual({ removed: 1 });
  });

  it.each([
    ['no JSON', '{'],
    ['no such kind', { kind: 'strange' }],
    ['no number of times', { kind: 'lost', times: 0 }],
    ['no GLN', { kind: 'lost', receiver: 5 }],
    ['no delay', { kind: 'late', delayMs: 'soon' }],
  ])('%s is refused', async (_name, body) => {
    expect((await call('POST', '/faults', body)).status).toBe(400);
  });
});

describe('messages from the partners', () => {
  it('an admission that our own code understands', async () => {
    const { body } = await call('POST', '/admit', { ...citizen, start: '2026-05-09T08:00:00Z' });
    expect(body).toMatchObject({ api: { status: 202, body: { id: 'submission' } } });
    expect(answers()).toMatchObject([
      {
        kind: 'hospital-notification',
        message: {
          headerId: body.headerId,
          stayEvent: 'STIN',
          sender: ward,
          receiver: municipality,
          patient: { family: citizen.family, identifiers: [{ kind: 'cpr', value: citizen.cpr }] },
          encounter: { episodeIds: [{ value: body.episodeId }], start: '2026-05-09T08:00:00.000Z' },
          reportOfAdmissionTo: ward,
        },
      },
    ]);
    expect((await call('POST', '/admit', { cpr: '12', family: 'X' })).status).toBe(400);
    expect((await call('POST', '/admit', '[')).status).toBe(400);
  });

  it('anything at all, passed on as it is', async () => {
    api.statuses = [422];
    const { status, body } = await call('POST', '/send-raw', 'ikke JSON');
    expect([status, body]).toEqual([200, { api: { status: 422, body: { id: 'submission' } } }]);
    expect(api.got[0]?.body).toBe('ikke JSON');
    // What is said aloud holds no content.
    expect(said).toEqual(['the API refused a message: HTTP 422']);
  });
});

it('survives whatever is sent to it', async () => {
  const bundle = (entry: unknown) => JSON.stringify({ resourceType: 'Bundle', id: 'x', type: 'message', entry });
  const bad = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    bundle(null),
    bundle([null, 5, { resource: null }]),
    bundle([{ resource: { resourceType: 'MessageHeader', id: 'h' } }]),
  ];
  for (const body of [...bad, letter('a').slice(0, -9), letter('a').replaceAll('Provenance', 'Basic')]) {
    expect((await send(body)).status).toBe(400);
  }
  expect((await call('GET', '/nowhere')).status).toBe(404);
  expect((await call('GET', '/received/%E0%A4%A')).status).toBe(500);
  expect((await call('POST', '/vans', 'x'.repeat(21 * 1024 * 1024))).status).toBe(413);
  expect((await send(letter('a'))).status).toBe(202);
  await idle();
  expect(answers()).toEqual([answered('a', 'ok')]);
});

const validate = await loadValidator();
it.skipIf(validate === null)('what the partners send is valid', async () => {
  await call('POST', '/admit', citizen);
  await call('POST', '/admit', { cpr: citizen.cpr, family: 'A & B <c>', reportOfAdmission: false });
  await send(letter('a'));
  await call('POST', '/faults', { kind: 'fatal-error', times: 1 });
  await send(letter('b'));
  await call('POST', '/faults', { kind: 'transient-error', times: 1 });
  await send(letter('c'));
  await idle();
  expect(api.got).toHaveLength(5);
  for (const { body } of api.got) expect(validate?.(body)).toEqual([]);
});
