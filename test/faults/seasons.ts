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
import type { Step, Story, ToldCase } from './waiting-days.ts';
import { storyOf } from './waiting-days.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
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

/** How much is lived through around each change. */
export interface Size {
  /** Discharges, begun in so many groups, all of one group at once. */
  readonly each: number;
  readonly groups: number;
  /** From the first beginning to the change, and from there to the end. */
  readonly days: number;
  /** How far the clock is moved at once while discharges are open, ms; what is killed dies in between. */
  readonly stride: number;
}

export class Seasons {
  readonly told: ToldCase[] = [];
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
   * withdrawn. `changes`: epoch ms, in the order in which they come. `near` is called before the clock comes near one.
   */
  async live(changes: readonly number[], size: Size, near: (at: number) => Promise<void>): Promise<void> {
    const { each, groups, days, stride } = size;
    const moveTo = (at: number): Promise<void> => this.#moveTo(at, stride);
    for (const at of changes) {
      const open: ToldCase[] = [];
      // In one leap while nobody waits for anything; in steps then, so that what is killed dies in between.
      await this.#moveTo(at - days * DAY, Number.POSITIVE_INFINITY);
      await near(at);
      for (let group = 0; group < groups; group += 1) {
        await moveTo(at - days * DAY + (group * days * DAY) / groups);
        const numbers = [...Array(each).keys()].filter((number) => number % groups === group);
        await inParallel(numbers, async (number) => {
          const admittedAt = (await this.now()) - HOUR;
          const id = await this.#begin(admittedAt);
          if (number % 3 !== 0) await this.#answerAll(id);
          open.push({ id, story: storyOf(number, at, days, admittedAt) });
        });
      }
      await moveTo(at + HOUR);
      await inParallel(open, ({ id, story }) => this.#tell(id, story.first));
      await moveTo(at + days * DAY);
      await inParallel(open, ({ id, story }) => this.#tell(id, story.then));
      await inParallel(open, ({ id }) => this.#withdraw(id));
      this.told.push(...open);
    }
    await this.#moveTo((await this.now()) + HOUR, stride);
  }

  /** A discharge of somebody else, of whom the same story is told now. */
  async retold(story: Story): Promise<string> {
    const id = await this.#begin(story.admittedAt);
    await this.#tell(id, [...story.first, ...story.then]);
    await this.#withdraw(id);
    return id;
  }

  /** All discharges as they are in the end. */
  async cases(): Promise<readonly TimedCase[]> {
    const found: TimedCase[] = [];
    await inParallel(this.told, async ({ id }) => {
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

  async #begin(admittedAt: number): Promise<string> {
    const now = await this.now();
    const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const number = this.#numbers++;
    const body = {
      ...example,
      patient: { ...example.patient, cpr: futureCpr(number) },
      stay: { ...example.stay, episodeId: randomUUID(), admittedAt: iso(admittedAt) },
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

  async #tell(id: string, steps: readonly Step[]): Promise<void> {
    for (const [number, { user, action, body }] of steps.entries()) {
      await this.#done(user, `/api/discharges/${id}/actions/${action}`, body, `${id}-${action}-${number}`);
    }
  }

  async #withdraw(id: string): Promise<void> {
    await this.#done('ward', `/api/discharges/${id}/actions/withdraw`, { reason: 'other' }, `end-${id}`);
  }

  async #done(user: string, path: string, body: unknown, key: string): Promise<unknown> {
    const outcome = await this.#caller.hand(user, path, body, `${this.#run}-${key}`);
    if (outcome.kind === 'refused') throw new Error(`${path} was refused: ${JSON.stringify(outcome.body)}`);
    return outcome.body;
  }
}
