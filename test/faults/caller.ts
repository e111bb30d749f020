// A program of somebody's that speaks to the API and does not give up: no answer, 503 or 202 only mean that the outcome
// is not known yet. The same Idempotency-Key each time, so that trying again can do nothing twice.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export interface Answer {
  /** 0: no answer at all. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What came of something handed in, in the end. */
export type Outcome =
  | { readonly kind: 'done'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly type: string; readonly body: unknown };

export interface Call {
  readonly body?: unknown;
  readonly key?: string;
  /** How long to wait for an answer, ms. */
  readonly within?: number;
  readonly signal?: AbortSignal;
}

const kept = z.looseObject({ location: z.string() });
const submission = z.looseObject({ state: z.enum(['received', 'accepted', 'refused']), problem: z.unknown() });
const problem = z.looseObject({ type: z.string() });
/** Between two tries, ms. */
const AGAIN_AFTER = 150;

export class Caller {
  readonly url: string;
  /** Decisions taken so far. */
  decisions = 0;
  /** How often the outcome was not known at once: asked again, and looked for where the 202 said. */
  readonly unknown = { again: 0, later: 0 };
  readonly #tokenOf: (user: string) => Promise<string>;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(url: string, tokenOf: (user: string) => Promise<string>) {
    this.url = url;
    this.#tokenOf = tokenOf;
  }

  /** One request, one answer. */
  async send(user: string | null, method: string, path: string, call: Call = {}): Promise<Answer> {
    const { body, key, within = 15_000, signal } = call;
    try {
      const late = AbortSignal.timeout(within);
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: {
          ...(user === null ? {} : { authorization: `Bearer ${await this.#token(user)}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        signal: signal === undefined ? late : AbortSignal.any([late, signal]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    } catch {
      return { status: 0, headers: new Headers(), body: null };
    }
  }

  get(user: string | null, path: string): Promise<Answer> {
    return this.send(user, 'GET', path);
  }

  /** What is at `path`, read by `shape`; null while the service cannot tell. */
  async read<T>(user: string, path: string, shape: z.ZodType<T>): Promise<T | null> {
    const { status, body } = await this.get(user, path);
    if (status === 0 || status >= 500) return null;
    if (status !== 200) throw new Error(`GET ${path}: ${status}`);
    return shape.parse(body);
  }

  /** Hands something in and stays with it until its outcome is known; gives up after `patience` ms. */
  async hand(user: string, path: string, body: unknown, key: string, patience = 180_000): Promise<Outcome> {
    const deadline = Date.now() + patience;
    for (;;) {
      const { status, body: said } = await this.send(user, 'POST', path, { body, key });
      if (status === 202) {
        this.unknown.later += 1;
        const later = await this.#outcomeAt(user, kept.parse(said).location, deadline);
        if (later !== 'try-again') return later;
      } else if (status >= 200 && status < 300) {
        this.decisions += 1;
        return { kind: 'done', status, body: said };
      } else if (status >= 400 && status < 500) {
        return { kind: 'refused', status, type: problem.parse(said).type, body: said };
      } else if (status !== 0 && status !== 503) throw new Error(`POST ${path}: ${status} ${JSON.stringify(said)}`);
      if (Date.now() > deadline) throw new Error(`No outcome of POST ${path} within ${patience} ms (last: ${status})`);
      this.unknown.again += 1;
      await sleep(AGAIN_AFTER);
    }
  }

  async #outcomeAt(user: string, location: string, deadline: number): Promise<Outcome | 'try-again'> {
    for (;;) {
      const now = await this.read(user, location, submission);
      if (now?.state === 'accepted') return 'try-again'; // The same key now gives the result itself.
      if (now?.state === 'refused') {
        const { type } = problem.parse(now.problem);
        return { kind: 'refused', status: 409, type, body: now.problem };
      }
      if (Date.now() > deadline) throw new Error(`${location} is still ${now?.state ?? 'unknown'}`);
      await sleep(AGAIN_AFTER);
    }
  }

  #token(user: string): Promise<string> {
    const token = this.#tokens.get(user) ?? this.#tokenOf(user);
    this.#tokens.set(user, token);
    return token;
  }
}
