// Handing a message to the network, over HTTP and as a file: taken, refused, or not now; never an exception.
// The network is a real HTTP server, and a real folder.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { httpTransport } from '../../medcom/http-transport.ts';
import { openTransport } from '../../medcom/open-transport.ts';
import { readMessage } from '../../medcom/read.ts';
import { readEnvelope } from '../../medcom/read-vans-envelope.ts';
import { care, uuid } from './fixtures.ts';

const careCommunication = (): string => buildCareCommunication(care);

describe('over HTTP', () => {
  let server: Server;
  let base: string;
  const got: { type: string | undefined; authorization: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { 'content-type': type, authorization } = request.headers;
        got.push({ type, authorization, body });
        if (request.url === '/silent') return;
        if (request.url === '/elsewhere') response.setHeader('location', `${base}/202`);
        response.statusCode = request.url === '/elsewhere' ? 307 : Number(request.url?.slice(1));
        response.end('x'.repeat(100_000));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = (path: string, timeoutMs = 5000) => httpTransport({ url: `${base}${path}`, timeoutMs }).send('{"æ":1}');

  it('the network takes it', async () => {
    expect(await send('/202')).toEqual({ outcome: 'delivered-to-network' });
    expect(got.at(-1)).toEqual({
      type: 'application/fhir+json; charset=utf-8',
      authorization: undefined,
      body: '{"æ":1}',
    });
  });

  it('the network learns who sends by a token, where one is configured', async () => {
    await openTransport({ url: `${base}/202`, token: 'en-nøgle'.replace('ø', 'o') }).send('{}');
    expect(got.at(-1)?.authorization).toBe('Bearer en-nogle');
  });

  it.each([400, 401, 404, 413, 422])('the network refuses it (%i): another try is no use', async (status) => {
    expect(await send(`/${status}`)).toEqual({ outcome: 'refused', problem: `refused-${status}` });
  });

  it.each([500, 502, 503, 504, 408, 429])('the network is busy (%i): another try is worth it', async (status) => {
    expect(await send(`/${status}`)).toEqual({ outcome: 'not-now', problem: 'network-busy' });
  });

  it('a redirect is a refusal, health data follow no stranger', async () => {
    const before = got.length;
    expect(await send('/elsewhere')).toEqual({ outcome: 'refused', problem: 'refused-307' });
    expect(got.length).toBe(before + 1);
  });

  it('nobody answers in time, nobody listens, the address is no address', async () => {
    const away = { outcome: 'not-now', problem: 'network-unreachable' };
    expect(await send('/silent', 100)).toEqual(away);
    expect(await httpTransport({ url: 'http://127.0.0.1:1/' }).send('{}')).toEqual(away);
    expect(await httpTransport({ url: 'nowhere' }).send('{}')).toEqual(away);
  });
});

describe('as a file for VANS', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vans-out-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const transport = () => openTransport({ url: pathToFileURL(folder).href });

  async function envelope(bundleId: string) {
    const read = readEnvelope(await readFile(join(folder, `${bundleId}.xml`)));
    if (read.kind !== 'envelope') throw new Error(`${read.problem} ${read.path}`);
    return read.envelope;
  }

  it('a letter lies in its envelope, from GLN to GLN, with the name the catalogue gives it', async () => {
    const raw = careCommunication();
    expect(await transport().send(raw)).toEqual({ outcome: 'delivered-to-network' });
    const { sender, receiver, envelopeId, content } = await envelope(care.bundleId);
    expect([sender.kind, receiver.kind, envelopeId]).toEqual(['EAN', 'EAN', care.bundleId]);
    if (content.kind !== 'message') throw new Error(content.kind);
    expect(content.meta).toEqual({
      messageId: care.headerId,
      format: 'HL7',
      name: 'MCM:FDIS91#discharge',
      version: '5.0',
      sizeInBytes: Buffer.byteLength(raw),
      reliability: 'reliable',
      mime: 'application/fhir+json',
    });
    expect(content.data.toString('utf8')).toBe(raw);
  });

  it('an Acknowledgement goes by its own name', async () => {
    const read = readMessage(careCommunication());
    if (read.kind !== 'care-communication' || read.message.acknowledgeable === null) throw new Error(read.kind);
    const bundleId = uuid('acknowledgement-bundle');
    const of = read.message.acknowledgeable;
    const at = '2026-11-21T09:00:00Z';
    await transport().send(buildAcknowledgement({ of, answer: { code: 'ok' }, bundleId, at }));
    const { content } = await envelope(bundleId);
    expect(content.kind === 'message' && [content.meta.name, content.meta.version]).toEqual(['MCM:FCTL#ok', '2.0.0']);
  });

  it('the same letter again is the same file, and nothing unfinished stays', async () => {
    await transport().send(careCommunication());
    const before = await readFile(join(folder, `${care.bundleId}.xml`), 'utf8');
    await Promise.all(Array.from({ length: 5 }, () => transport().send(careCommunication())));
    expect(await readFile(join(folder, `${care.bundleId}.xml`), 'utf8')).toBe(before);
    expect((await readdir(folder)).filter((name) => !name.endsWith('.xml'))).toEqual([]);
  });

  it('a folder that is away is worth another try, something without an address is not', async () => {
    const away = openTransport({ url: pathToFileURL(join(folder, 'not-mounted')).href });
    expect(await away.send(careCommunication())).toEqual({ outcome: 'not-now', problem: 'network-unreachable' });
    await writeFile(join(folder, 'file'), '');
    const none = openTransport({ url: pathToFileURL(join(folder, 'file')).href });
    expect(await none.send(careCommunication())).toEqual({ outcome: 'not-now', problem: 'network-unreachable' });
    expect(await transport().send('{}')).toEqual({ outcome: 'refused', problem: 'no-address-in-message' });
  });
});
