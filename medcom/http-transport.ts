// Hands messages to the network by HTTP: the simulator in development, a partner's or the network's own door elsewhere.
// A refusal of the message (4xx) is told from a network that is away or busy (5xx, 408, 429), which another try may cure.
import type { SendOutcome, Transport } from './transport.ts';

export interface HttpSettings {
  readonly url: string;
  /** Sent as a bearer token (RFC 6750); left out when the network asks for none. */
  readonly token?: string | undefined;
  /** For the whole exchange, ms; default 8 s, below the start-to-close time of the activity. */
  readonly timeoutMs?: number;
}

const EXCHANGE_MS = 8_000;

/**
 * Posts each message as `application/fhir+json`. Redirects are not followed: a message with health data goes to the
 * configured address or nowhere. An address that is none counts as out of reach.
 */
export function httpTransport({ url, token, timeoutMs = EXCHANGE_MS }: HttpSettings): Transport {
  const headers: Record<string, string> = { 'content-type': 'application/fhir+json; charset=utf-8' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  return {
    async send(raw) {
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const response = await fetch(url, { method: 'POST', headers, body: raw, redirect: 'manual', signal });
        // The answer's text is of no interest, but an unread body keeps its connection.
        await response.body?.cancel().catch(() => undefined);
        return outcomeOf(response.status);
      } catch {
        return { outcome: 'not-now', problem: 'network-unreachable' };
      }
    },
  };
}

function outcomeOf(status: number): SendOutcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered-to-network' };
  if (status >= 500 || status === 408 || status === 429) return { outcome: 'not-now', problem: 'network-busy' };
  return { outcome: 'refused', problem: `refused-${status}` };
}
