// What the demo does things with: people who act through the public API, a clock that moves, and a printed timeline.
// It knows nothing of the inside; whoever reads it can do the same with curl.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const event = z.looseObject({
  number: z.number(),
  fact: z.string(),
  text: z.string(),
  happenedAt: z.string(),
  by: z.looseObject({ name: z.string().nullable() }),
});
const task = z.looseObject({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  unit: z.string(),
  status: z.string(),
  version: z.number(),
  due: z.string(),
});
const wholeCase = z.looseObject({
  id: z.string(),
  stage: z.string(),
  version: z.number(),
  tasks: z.array(task),
  messages: z.array(z.looseObject({ kind: z.string(), state: z.string() })),
  timeline: z.array(event),
});
const clock = z.looseObject({ now: z.string() });

export type DemoCase = z.infer<typeof wholeCase>;
export type DemoTask = z.infer<typeof task>;

/** The development environment the demo talks to. */
export interface DemoStage {
  readonly api: string;
  readonly simulator: string;
  tokenOf(user: string): Promise<string>;
}

/** How long one condition may take, ms. */
const PATIENCE = 60_000;

export class Demo {
  readonly #stage: DemoStage;
  #id = '';
  #printed = 0;

  constructor(stage: DemoStage) {
    this.#stage = stage;
  }

  get id(): string {
    return this.#id;
  }

  /** A line for whoever watches. */
  say(text: string): void {
    console.log(`\n— ${text}`);
  }

  /** Starts a discharge as the ward and prints what happens from then on. */
  async begin(body: Readonly<Record<string, unknown>>): Promise<void> {
    const started = await this.#call('ward', 'POST', '/api/discharges', body);
    this.#id = z.looseObject({ id: z.string() }).parse(started).id;
    await this.show();
  }

  /** The case as the ward sees it; prints what is new on its timeline. */
  async show(): Promise<DemoCase> {
    const found = wholeCase.parse(await this.#call('ward', 'GET', `/api/discharges/${this.#id}`));
    for (const { number, text, happenedAt, by } of found.timeline.slice(this.#printed)) {
      console.log(`${local(happenedAt)} ${String(number).padStart(3)}  ${text.padEnd(88)} ${by.name ?? ''}`.trimEnd());
    }
    this.#printed = found.timeline.length;
    return found;
  }

  /** Waits until the case is as wanted, printing as it happens. */
  async until(what: string, wanted: (found: DemoCase) => boolean): Promise<DemoCase> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const found = await this.show();
      if (wanted(found)) return found;
      if (Date.now() > deadline) throw new Error(`Not within ${PATIENCE / 1000} s: ${what}`);
      await sleep(150);
    }
  }

  /** Answers the open task of a kind as somebody, with the fields the answer needs. */
  async answer(
    user: string,
    kind: string,
    answer: string,
    fields: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const found = await this.until(`an open task ${kind}`, ({ tasks }) => openTask(tasks, kind) !== undefined);
    const open = openTask(found.tasks, kind);
    if (open === undefined) return;
    const asSeen = task.parse(await this.#call(user, 'GET', `/api/tasks/${open.id}`));
    await this.#call(user, 'POST', `/api/tasks/${open.id}/answer`, { answer, version: asSeen.version, ...fields });
    await this.show();
  }

  async act(user: string, action: string, body: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#call(user, 'POST', `/api/discharges/${this.#id}/actions/${action}`, body);
    await this.show();
  }

  async report(body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#call('ward', 'POST', '/api/events', { dischargeId: this.#id, ...body });
    await this.show();
  }

  /** Moves the development clock to the next deadline, or to a time, and prints what that leads to. */
  async advance(to: { toNextDeadline: true } | { to: string }): Promise<void> {
    const moved = clock.parse(await this.#call('ward', 'POST', '/dev/clock/advance', to));
    console.log(`\n  ⏩ ${local(moved.now)}`);
    await this.show();
  }

  /** Moves on from deadline to deadline until the case is as wanted; at most 60 times. */
  async onUntil(what: string, wanted: (found: DemoCase) => boolean): Promise<DemoCase> {
    for (let moves = 0; moves < 60; moves++) {
      const found = await this.show();
      if (wanted(found)) return found;
      await this.advance({ toNextDeadline: true });
    }
    throw new Error(`Not after 60 deadlines: ${what}`);
  }

  async now(): Promise<number> {
    return Date.parse(clock.parse(await this.#call('ward', 'GET', '/dev/clock')).now);
  }

  /** Asks the simulated partners to misbehave until `clearFaults`. */
  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#fetch(`${this.#stage.simulator}/faults`, { method: 'POST', body: JSON.stringify(fault) });
  }

  async clearFaults(): Promise<void> {
    await this.#fetch(`${this.#stage.simulator}/faults`, { method: 'DELETE' });
  }

  async #call(user: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${await this.#stage.tokenOf(user)}`,
      'content-type': 'application/json',
    };
    if (method === 'POST') headers['idempotency-key'] = randomUUID();
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return this.#fetch(`${this.#stage.api}${path}`, init);
  }

  /** One request; while a part of the service is being started again it is repeated (same key, so at most one effect). */
  async #fetch(url: string, init: RequestInit): Promise<unknown> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const response = await fetch(url, init).catch(() => undefined);
      if (response?.ok === true && response.status !== 202) return await response.json().catch(() => null);
      const retry = response === undefined || response.status === 202 || response.status >= 500;
      if (!retry || Date.now() > deadline) {
        throw new Error(
          `${init.method ?? 'GET'} ${url} → ${response?.status ?? 'no answer'}\n${(await response?.text()) ?? ''}`,
        );
      }
      await sleep(500);
    }
  }
}

const openTask = (tasks: readonly DemoTask[], kind: string): DemoTask | undefined =>
  tasks.find((candidate) => candidate.kind === kind && candidate.status === 'open');

const clockFormat = new Intl.DateTimeFormat('da-DK', {
  timeZone: 'Europe/Copenhagen',
  weekday: 'short',
  day: '2-digit',
  month: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const local = (at: string): string => clockFormat.format(new Date(at)).padEnd(20);
