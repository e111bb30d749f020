// A stand-in for our API, as far as the simulator sees it: takes messages, tells the time, can be away.
// Small on purpose: what the simulator needs of the real one is three routes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type StandIn = {
  readonly url: string;
  readonly got: {
    readonly body: string;
    readonly authorization: string | undefined;
    readonly type: string | undefined;
  }[];
  /** What `/dev/clock` says; null: it is not there. */
  clock: string | null;
  /** Answers of the next messages, then 202. */
  statuses: number[];
  /** The body of an answer to a message. */
  says: (body: string) => string;
  readonly close: () => Promise<void>;
};

/** Starts it on a free port of this machine, or on `port`. */
export async function startStandIn(port = 0): Promise<StandIn> {
  const server = createServer((request, response) => {
    if (request.url === '/dev/clock') {
      response.statusCode = standIn.clock === null ? 404 : 200;
      response.end(JSON.stringify({ now: standIn.clock }));
      return;
    }
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.statusCode = standIn.statuses.shift() ?? 202;
      const { authorization } = request.headers;
      if (response.statusCode < 500 && response.statusCode !== 429)
        standIn.got.push({ body, authorization, type: request.headers['content-type'] });
      response.end(standIn.says(body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = addressOf(server.address());
  const standIn: StandIn = {
    url: `http://127.0.0.1:${taken}`,
    got: [],
    clock: null,
    statuses: [],
    says: () => JSON.stringify({ id: 'submission' }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return standIn;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address;
}
