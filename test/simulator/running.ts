// A running simulator with a stand-in for our API, and what the tests of it ask for again and again.
// Every test has its own; `stop` ends both.
import { expect, vi } from 'vitest';
import { buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import type { ReadOutcome } from '../../medcom/message.ts';
import { readMessage } from '../../medcom/read.ts';
import { startSimulator } from '../../simulator/server.ts';
import { care, uuid } from '../medcom/fixtures.ts';
import type { StandIn } from './stand-in.ts';
import { startStandIn } from './stand-in.ts';

/** What the simulator answered; its members are what a test looks at. */
export interface Reply {
  readonly status: number;
  readonly body: {
    readonly headerId: string;
    readonly bundleId: string;
    readonly episodeId: string;
    readonly fault: string | null;
    readonly api: { readonly status: number } | null;
    readonly items: readonly Readonly<Record<string, unknown>>[];
    readonly problem: string;
    readonly inFlight: number;
  };
}

export async function running() {
  const api: StandIn = await startStandIn();
  const [host, say] = ['127.0.0.1', () => undefined];
  const simulator = await startSimulator({ host, port: 0, apiUrl: api.url, token: 't', say, giveUpMs: 5000 });
  const call = async (method: string, path: string, body?: object | string): Promise<Reply> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${simulator.url}${path}`, { method, ...(text === undefined ? {} : { body: text }) });
    const said = await response.text();
    return { status: response.status, body: said === '' ? undefined : JSON.parse(said) };
  };
  const reads = (): readonly ReadOutcome[] => api.got.map(({ body }) => readMessage(body));
  return {
    api,
    call,
    reads,
    fault: (body: object) => call('POST', '/faults', body),
    /** A letter of ours to the municipality. */
    send: (raw: string) => call('POST', '/vans', raw),
    /** Until nothing is under way; what is held back does not count. */
    idle: () =>
      vi.waitFor(async () => expect((await call('GET', '/idle')).body).toEqual({ inFlight: 0 }), {
        timeout: 5000,
        interval: 10,
      }),
    /** What the partners hold, as letters by the names they were made with. */
    received: async () => (await call('GET', '/received')).body.items,
    async stop() {
      await simulator.close();
      await api.close();
    },
  };
}
export type Running = Awaited<ReturnType<typeof running>>;

export const letter = (name: string, envelope = 'first'): string =>
  buildCareCommunication({ ...care, headerId: uuid(name), bundleId: uuid(`${name} ${envelope}`) });

/** Our own receipt for whatever can have one, as the API gives it in the same call. */
export function receiptFor(body: string): string {
  const read = readMessage(body);
  const of = read.kind === 'not-understood' ? read.acknowledgeable : read.message.acknowledgeable;
  if (of === null) return '{}';
  return buildAcknowledgement({
    of,
    answer: { code: 'ok' },
    bundleId: crypto.randomUUID(),
    at: '2031-01-01T00:00:00Z',
  });
}
