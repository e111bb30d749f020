// The simulator's HTTP side: one table of routes. A development tool: no access control, this machine only.
// What it says of messages it says with its own code, so that our errors do not cancel out.
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { admissionFrom, replyFrom } from './admit.ts';
import { environmentClock } from './clock.ts';
import { Faults } from './faults.ts';
import { organisationIn } from './fhir.ts';
import { Outbox } from './outbox.ts';
import type { Letter } from './partner-mail.ts';
import { PartnerMail } from './partner-mail.ts';
import { ReceivedMessages } from './received.ts';
import { noticeFrom, Stays } from './stays.ts';
import { TextGateway } from './texts.ts';
import { takeMessage } from './vans.ts';
import { replyOf } from './write-reply.ts';

export type SimulatorOptions = {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly apiUrl: string;
  readonly token: string;
  readonly say: (line: string) => void;
  /** How long a message is tried at the API, in real milliseconds; 10 minutes when left out. */
  readonly giveUpMs?: number;
};

export type Simulator = { readonly url: string; readonly close: () => Promise<void> };

type Reply = { readonly status: number; readonly body?: unknown };

/** Largest body taken, in bytes. */
const LARGEST = 20 * 1024 * 1024;

/** Starts the simulator; rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const now = environmentClock(options.apiUrl);
  const faults = new Faults();
  const received = new ReceivedMessages();
  const { apiUrl, token, say, giveUpMs = 600_000 } = options;
  const outbox = new Outbox({ apiUrl, token, now, say, giveUpMs });
  const mail = new PartnerMail({ faults, outbox, now });
  const stays = new Stays();
  const texts = new TextGateway();

  /** Has a partner send a message of its own, and says what came of the first try. */
  async function sent(letter: Letter, about: object, bundleId?: string): Promise<Reply> {
    const first = await mail.send(letter, bundleId);
    const { headerId } = letter;
    return {
      status: first.said === null && first.fault === null ? 502 : 200,
      body: { headerId, bundleId: first.bundleId, ...about, api: answerOf(first.said), fault: first.fault },
    };
  }

  async function route(method: string, path: string, request: IncomingMessage): Promise<Reply> {
    const [, first = '', second] = path.split('/');
    switch (`${method} /${first}`) {
      case 'POST /vans': {
        const taken = takeMessage(await bodyOf(request), { faults, received, outbox, now });
        return taken.status === 202 ? { status: 202 } : { status: taken.status, body: { problem: taken.why } };
      }
      case 'GET /idle':
        return { status: 200, body: { inFlight: await outbox.inFlight() } };
      case 'GET /received':
        if (second === undefined) return { status: 200, body: { items: received.all } };
        return found(received.one(decodeURIComponent(second)));
      case 'GET /faults':
        return { status: 200, body: { items: faults.all } };
      case 'POST /faults': {
        const added = faults.add(parsed(await bodyOf(request)));
        return typeof added === 'string' ? { status: 400, body: { problem: added } } : { status: 201, body: added };
      }
      case 'DELETE /faults':
        return { status: 200, body: { removed: faults.remove(second === undefined ? undefined : Number(second)) } };
      case 'POST /admit': {
        const admission = admissionFrom(parsed(await bodyOf(request)), await now());
        if (typeof admission === 'string') return bad(admission);
        return sent(stays.begin(admission), { episodeId: admission.episodeId }, admission.bundleId);
      }
      case 'POST /stays': {
        const wanted = noticeFrom(parsed(await bodyOf(request)), await now());
        const episodeId = decodeURIComponent(second ?? '');
        const letter = typeof wanted === 'string' ? wanted : stays.next(episodeId, wanted);
        return typeof letter === 'string' ? bad(letter) : sent(letter, { episodeId });
      }
      case 'GET /stays': {
        const items = stays.told(decodeURIComponent(second ?? ''));
        return found(items === undefined ? undefined : { items });
      }
      case 'POST /replies': {
        const reply = replyFrom(parsed(await bodyOf(request)), await now());
        if (typeof reply === 'string') return bad(reply);
        const letter = replyLetter(received, reply);
        return letter === null ? bad('no letter with that id has been received') : sent(letter, {});
      }
      case 'GET /sent':
        return { status: 200, body: { items: mail.all } };
      case 'POST /texts': {
        const taken = texts.take(parsed(await bodyOf(request)));
        return typeof taken === 'string' ? bad(taken) : { status: 202 };
      }
      case 'GET /texts':
        return { status: 200, body: { items: texts.all } };
      case 'POST /send-raw': {
        const type = request.headers['content-type'] ?? 'application/fhir+json';
        const delivered = await outbox.deliver(await bodyOf(request), type);
        return { status: delivered === null ? 502 : 200, body: { api: answerOf(delivered) } };
      }
      default:
        return { status: 404, body: { problem: 'no such place' } };
    }
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://simulator').pathname;
    route(request.method ?? 'GET', path, request)
      .catch((error: unknown): Reply => {
        if (error instanceof TooLarge) return { status: 413, body: { problem: 'too large' } };
        say(`a request failed: ${error instanceof Error ? error.name : 'unknown'}`);
        return { status: 500, body: { problem: 'the simulator failed' } };
      })
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(body === undefined ? '' : JSON.stringify(body));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    close: async () => {
      outbox.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const bad = (problem: string): Reply => ({ status: 400, body: { problem } });

/** The reply as a message of the partner that has the letter; null when none has it. */
function replyLetter(received: ReceivedMessages, reply: Exclude<ReturnType<typeof replyFrom>, string>): Letter | null {
  const answered = received.letter(reply.to);
  if (answered === undefined || answered.message.event !== 'care-communication-message') return null;
  const { message, raw } = answered;
  return {
    headerId: reply.headerId,
    sender: organisationIn(message.receiver),
    receiver: organisationIn(message.sender),
    write: (bundleId, at) => replyOf(message, raw, reply, bundleId, at),
  };
}

class TooLarge extends Error {}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read to its end all the same: a connection left with half a body is cut, and the answer with it.
    if (size <= LARGEST) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (size > LARGEST) throw new TooLarge();
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function found(body: unknown): Reply {
  return body === undefined ? { status: 404, body: { problem: 'not received' } } : { status: 200, body };
}

/** The API's own words, as JSON where they are. */
function answerOf(delivered: { readonly status: number; readonly body: string } | null): unknown {
  return delivered === null ? null : { status: delivered.status, body: parsed(delivered.body) ?? delivered.body };
}
