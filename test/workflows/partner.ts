// The partner at the other end of the message network, as far as a workflow test needs one: it takes, refuses or is away.
// What it says of a message's content comes back as a receipt, which a test hands in by itself.
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the partner treats what is sent to it. */
export type Partner = 'takes' | 'refuses' | 'away';

/** Listens on a port of its own; notes the MessageHeader.id of everything it takes, once for each sending. */
export async function listen(arrivals: string[], how: () => Partner): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      if (how() === 'away') return void response.writeHead(503).end();
      if (how() === 'refuses') return void response.writeHead(422).end();
      const header = /"resourceType":"MessageHeader","id":"([^"]+)"/.exec(body)?.[1];
      if (header !== undefined) arrivals.push(header);
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** Where to send to. */
export function addressOf(server: Server): string {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The partner has no port');
  return `http://127.0.0.1:${address.port}/`;
}
