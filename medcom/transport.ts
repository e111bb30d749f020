// Hands a message to the network (VANS, or the simulator in development) over HTTP. The only I/O of this folder.
// Being taken by the network is not a receipt: that comes later, as an Acknowledgement (MedCom reliable messaging).

/** What became of handing a message over. */
export type SendOutcome =
  /** The network has it (2xx). */
  | { readonly outcome: 'delivered-to-network'; readonly status: number }
  /** The network answered that it does not take it: `status` as answered; 5xx and 429 are worth another try. */
  | { readonly outcome: 'refused'; readonly status: number }
  /** No answer within the time. The network may have it all the same: send the same letter again. */
  | { readonly outcome: 'unreachable' };

/**
 * Posts `raw` as `application/fhir+json`. `timeoutMs`: for the whole exchange, in milliseconds. Redirects are not
 * followed: a message with health data goes to the configured address or nowhere. Never throws.
 */
export async function sendMessage(
  url: string,
  raw: string,
  options: { readonly timeoutMs: number },
): Promise<SendOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
      body: raw,
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const { status } = response;
    // The answer's text is of no interest, but an unread body keeps its connection.
    await response.body?.cancel().catch(() => undefined);
    return { outcome: response.ok ? 'delivered-to-network' : 'refused', status };
  } catch {
    return { outcome: 'unreachable' };
  }
}
