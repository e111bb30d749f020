// Handing a message to the network: the three things that can come of it, against a real HTTP server.
// Delivered to the network, refused by it, or out of reach: never an exception.

import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendMessage } from '../../medcom/transport.ts';

let server: Server;
let base: string;
const got: { type: string | undefined; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ type: request.headers['content-type'], body });
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

const send = (path: string, timeoutMs = 5000) => sendMessage(`${base}${path}`, '{"æ":1}', { timeoutMs });

it('the network takes it', async () => {
  expect(await send('/202')).toEqual({ outcome: 'delivered-to-network', status: 202 });
  expect(got.at(-1)).toEqual({ type: 'application/fhir+json; charset=utf-8', body: '{"æ":1}' });
});

it('the network refuses it; a redirect is a refusal, health data follow no stranger', async () => {
  expect(await send('/503')).toEqual({ outcome: 'refused', status: 503 });
  const before = got.length;
  expect(await send('/elsewhere')).toEqual({ outcome: 'refused', status: 307 });
  expect(got.length).toBe(before + 1);
});

it('nobody answers in time, nobody listens, the address is no address', async () => {
  expect(await send('/silent', 100)).toEqual({ outcome: 'unreachable' });
  expect(await sendMessage('http://127.0.0.1:1/', '{}', { timeoutMs: 1000 })).toEqual({ outcome: 'unreachable' });
  expect(await sendMessage('nowhere', '{}', { timeoutMs: 1000 })).toEqual({ outcome: 'unreachable' });
});
