// Discharges over days on which the clocks change or the year does, by the development clock: some are answered, at every
// third nobody does anything. Whoever moves the clock does not give up while something is away.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Caller } from './caller.ts';
import type { TimedCase } from './deadlines.ts';
import { timedCase } from './deadlines.ts';
import { futureCpr, inParallel } from './people.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STRIDE = 2 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();
const clock = z.looseObject({ now: z.string() });
const opened = z.looseObject({ id: z.string() });
const inbox = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      version: z.number(),
      mayAnswer: z.boolean(),
      answers: z.array(z.looseObject({ code: z.string(), example: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/** A change that discharges are planned across. */
export type Change = 'spring' | 'autumn' | 'new-year';

/** When the change after `from` happens, epoch ms: the last Sunday of March or October at 01:00 UTC, or midnight in Denmark. */
export function changeAfter(change: Change, from: number): number {
  for (let year = new Date(from).getUTCFullYear(); ; year += 1) {
    const at = change === 'new-year' ? Date.UTC(year, 11, 31, 23) : lastSunday(year, change === 'spring' ? 2 : 9);
    if (at > from + 10 * DAY) return at;
  }
}

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY;
}

export class Seasons {
  readonly ids: string[] = [];
  /** How often the clock was asked to move; what is killed dies between two of them. */
  moves = 0;
  readonly #caller: Caller;
  readonly #run = randomUUID();
  /** Resolves when everything is there: a real clock does not leap either while something is away. */
  readonly #allThere: () => Promise<void>;

  constructor(caller: Caller, allThere: () => Promise<void>) {
    this.#caller = caller;
    this.#allThere = allThere;
  }

  /**
   * Discharges that begin in the `days` before a change and are open over it, and as long after it; then each is
   * withdrawn. The changes are gone through in the order in which they come.
   */
  async live(changes: readonly Change[], { each, days }: { each: number; days: number }): Promise<void> {
    const now = await this.now();
    const coming = changes.map((change) => changeAfter(change, now)).sort((a, b) => a - b);
    for (const at of coming) {
      const ids: string[] = [];
      for (let number = 0; number < each; number += 1) {
        const begins = at - days * DAY + (number * days * DAY) / each;
        // In one leap while nobody waits for anything; in small steps then, so that what is killed dies in between.
        await this.#moveTo(begins, number === 0 ? Number.POSITIVE_INFINITY : STRIDE);
        ids.push(await this.#begin());
        if (number % 3 !== 0) await this.#answerAll(ids.at(-1) ?? '');
      }
      await this.#moveTo(at + days * DAY, STRIDE);
      await inParallel(ids, async (id) => {
        await this.#done('ward', `/api/discharges/${id}/actions/withdraw`, { reason: 'other' }, `end-${id}`);
      });
      this.ids.push(...ids);
    }
    await this.#moveTo((await this.now()) + HOUR, STRIDE);
  }

  /** All discharges as they are in the end. */
  async cases(): Promise<readonly TimedCase[]> {
    const found: TimedCase[] = [];
    await inParallel(this.ids, async (id) => {
      const one = await this.#caller.read('ward', `/api/discharges/${id}`, timedCase);
      if (one === null) throw new Error('The API does not answer at the end');
      found.push(one);
    });
    return found;
  }

  /** Now by the environment's clock, epoch ms. */
  async now(): Promise<number> {
    for (;;) {
      const { status, body } = await this.#caller.get(null, '/dev/clock');
      if (status === 200) return Date.parse(clock.parse(body).now);
      await sleep(100);
    }
  }

  /** Moves the clock there in steps, and tells everybody who has something due, however often it takes. */
  async #moveTo(at: number, stride: number): Promise<void> {
    for (let now = await this.now(); now < at; now = await this.now()) {
      await this.#allThere();
      this.moves += 1;
      const body = { to: iso(Math.min(at, now + stride)) };
      const { status } = await this.#caller.send(null, 'POST', '/dev/clock/advance', { body, within: 90_000 });
      if (status !== 200) await sleep(200);
    }
  }

  async #begin(): Promise<string> {
    const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const now = await this.now();
    const number = this.#numbers++;
    const body = {
      ...example,
      patient: { ...example.patient, cpr: futureCpr(number) },
      stay: { ...example.stay, episodeId: randomUUID(), admittedAt: iso(now - HOUR) },
      plan: { ...example.plan, date: { kind: 'at', at: iso(now + 2 * DAY) }, bed: null },
    };
    return opened.parse(await this.#done('ward', '/api/discharges', body, `start-${number}`)).id;
  }
  #numbers = 0;

  /** Whatever is asked now gets its ordinary answer. */
  async #answerAll(id: string): Promise<void> {
    for (const user of ['ward', 'coordinator']) {
      const page = await this.#caller.read(user, `/api/tasks?dischargeId=${id}&limit=50`, inbox);
      for (const { id: task, version, mayAnswer, answers } of page?.items ?? []) {
        const [ordinary] = answers;
        if (!mayAnswer || ordinary === undefined) continue;
        const body = { ...ordinary.example, answer: ordinary.code, version };
        await this.#caller.hand(user, `/api/tasks/${task}/answer`, body, `${this.#run}-${task}-${version}`);
      }
    }
  }

  async #done(user: string, path: string, body: unknown, key: string): Promise<unknown> {
    const outcome = await this.#caller.hand(user, path, body, `${this.#run}-${key}`);
    if (outcome.kind === 'refused') throw new Error(`${path} was refused: ${JSON.stringify(outcome.body)}`);
    return outcome.body;
  }
}
