// Brings the partners' messages to the service's API, trying again while it is away, and knows what is under way.
// What is under way is told to the development clock, which waits for it before it moves.
import { setTimeout as pause } from 'node:timers/promises';

export type OutboxOptions = {
  readonly apiUrl: string;
  readonly token: string;
  /** Now in epoch milliseconds, by the environment's clock. */
  readonly now: () => Promise<number>;
  readonly say: (line: string) => void;
  /** How long to try, in real milliseconds. */
  readonly giveUpMs: number;
};

/** What the API said in the end; null when it could not be reached in time. */
export type Delivered = { readonly status: number; readonly body: string } | null;

/** When what is held back goes on: in time, or after the next one to the service (in) or to the partners (out). */
type Release = 'by-time' | 'by-next-in' | 'by-next-out';
type Held = { readonly due: number; readonly release: Release; readonly send: () => void };

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #stop = new AbortController();
  #inFlight = 0;
  #held: readonly Held[] = [];
  #polling: ReturnType<typeof setInterval> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** How many messages are on their way, after whatever has become due by the clock is let go. */
  async inFlight(): Promise<number> {
    await this.#releaseDue();
    return this.#inFlight;
  }

  /** Does `work` after a moment, counted as in flight from now on. Failures are said, not thrown. */
  soon(work: () => Promise<void>): void {
    this.#inFlight += 1;
    pause(5)
      .then(work)
      .catch((error: unknown) =>
        this.#options.say(`an answer failed: ${error instanceof Error ? error.name : 'unknown'}`),
      )
      .finally(() => {
        this.#inFlight -= 1;
      });
  }

  /** Holds `work` back until the clock says `due` (epoch ms), or until the next one of its direction. */
  hold(due: number, release: Release, work: () => Promise<void>): void {
    this.#held = [...this.#held, { due, release, send: () => this.soon(work) }];
    this.#polling ??= setInterval(() => void this.#releaseDue(), 200).unref();
  }

  /** Lets go what waited for another one to overtake it. */
  releaseNext(overtaken: Exclude<Release, 'by-time'>): void {
    this.#release((held) => held.release === overtaken);
  }

  /** Posts a message to the API, trying again on 5xx, 429 and no connection. */
  async deliver(body: string, contentType = 'application/fhir+json'): Promise<Delivered> {
    const { apiUrl, token, giveUpMs, say } = this.#options;
    const until = Date.now() + giveUpMs;
    for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
      const answer = await this.#post(`${apiUrl}/api/medcom`, token, body, contentType);
      const isAway = answer === null || answer.status >= 500 || answer.status === 429;
      if (!isAway && answer.status >= 400) say(`the API refused a message: HTTP ${answer.status}`);
      if (!isAway || this.#stop.signal.aborted || Date.now() + wait > until) return answer;
      await pause(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** Ends all trying and waiting. */
  close(): void {
    clearInterval(this.#polling);
    this.#held = [];
    this.#stop.abort();
  }

  async #post(url: string, token: string, body: string, contentType: string): Promise<Delivered> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': contentType, authorization: `Bearer ${token}` },
        body,
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(30_000)]),
      });
      return { status: response.status, body: await response.text() };
    } catch {
      return null;
    }
  }

  async #releaseDue(): Promise<void> {
    if (this.#held.length === 0) return;
    const now = await this.#options.now();
    this.#release((held) => held.due <= now);
  }

  #release(isFree: (held: Held) => boolean): void {
    const free = this.#held.filter(isFree);
    this.#held = this.#held.filter((held) => !free.includes(held));
    if (this.#held.length === 0) {
      clearInterval(this.#polling);
      this.#polling = undefined;
    }
    for (const held of free) held.send();
  }
}
