// Chooses the way messages leave by the configured address. A new way is one more case here and a file beside the
// others; nothing that sends is touched (docs/transport.md).
import { fileURLToPath } from 'node:url';
import { httpTransport } from './http-transport.ts';
import type { Transport } from './transport.ts';
import { vansTransport } from './vans-transport.ts';

/** `http(s)://…`: posted there, with the token if there is one. `file:///folder`: VANS envelopes in that folder. */
export interface SendSettings {
  readonly url: string;
  readonly token?: string | undefined;
}

/** Opens the transport; nothing is connected or written yet. */
export function openTransport({ url, token }: SendSettings): Transport {
  return url.startsWith('file:') ? vansTransport({ outgoing: fileURLToPath(url) }) : httpTransport({ url, token });
}
