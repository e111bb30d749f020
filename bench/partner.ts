// The other end of the message network, reduced to its least: it takes every message and says nothing more.
// Receipts are handed in by the scenarios, so that they come at the same place of the history every time.
import { createServer } from 'node:http';

export interface Partner {
  /** Where outgoing messages are POSTed. */
  readonly url: string;
  close(): void;
}

export async function openPartner(): Promise<Partner> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The partner has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
