// Discharges at which nobody does anything, all begun together, so that their silences run out in the same minute.
// Whoever moves the clock to that minute does not give up while the worker is away.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import type { TimedCase } from './deadlines.ts';
import { timedCase } from './deadlines.ts';
import type { People } from './people.ts';
import { futureCpr, inParallel } from './people.ts';
import type { Town } from './processes.ts';

const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const opened = z.looseObject({ id: z.string() });
const patience = { within: 120_000, every: 20 };

export class Silences {
  readonly ids: string[] = [];
  readonly #town: Town;
  readonly #people: People;

  constructor(town: Town, people: People) {
    this.#town = town;
    this.#people = people;
  }

  /** All admitted at the same moment, so that what counts from the admission is due at the same moment too. */
  async begin(count: number, firstPatient: number): Promise<void> {
    const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const admittedAt = iso((await this.#people.now()) - HOUR);
    const nothing = { bed: null, services: [], serviceNotes: {}, hasRunningServices: false };
    await inParallel([...Array(count).keys()], async (number) => {
      const body = {
        ...example,
        gp: undefined,
        patient: { ...example.patient, cpr: futureCpr(firstPatient + number) },
        stay: { ...example.stay, episodeId: randomUUID(), admittedAt },
        plan: { ...example.plan, ...nothing, date: { kind: 'unknown' } },
      };
      const outcome = await this.#town.caller.hand('ward', '/api/discharges', body, randomUUID());
      this.ids.push(opened.parse(outcome.body).id);
    });
    await this.#all((one) => expect(open(one, 'admission-report')).toBeDefined());
  }

  /** When the last of these tasks is due, epoch ms; every case must have one. */
  async due(kind: string): Promise<number> {
    let last = 0;
    await this.#all((one) => {
      last = Math.max(last, Date.parse(open(one, kind)?.due ?? expect.unreachable(`${one.id} has no ${kind}`)));
    });
    return last;
  }

  /** Moves the clock to `at` while the worker is killed `after` ms after it stood there, and until all have heard of it. */
  async passKilled(at: number, after: number): Promise<void> {
    const { worker, caller } = this.#town;
    const moved = async (): Promise<void> => {
      const body = { to: iso(at) };
      expect((await caller.send(null, 'POST', '/dev/clock/advance', { body, within: 90_000 })).status).toBe(200);
    };
    const moving = eventually(moved, patience);
    await eventually(async () => expect(await this.#people.now()).toBeGreaterThanOrEqual(at), patience);
    await sleep(after);
    await worker.kill();
    await worker.start();
    await moving;
  }

  /** Ends them, and shows them as they are when every task has ended. */
  async withdrawn(): Promise<readonly TimedCase[]> {
    await inParallel(this.ids, async (id) => {
      const path = `/api/discharges/${id}/actions/withdraw`;
      await this.#town.caller.hand('ward', path, { reason: 'other' }, `end-${id}`);
    });
    const found = new Map<string, TimedCase>();
    await this.#all((one) => {
      expect(one.tasks.filter(({ closedAt }) => closedAt === null)).toEqual([]);
      found.set(one.id, one);
    });
    return [...found.values()];
  }

  async #all(check: (one: TimedCase) => void): Promise<void> {
    for (const id of this.ids) {
      await eventually(async () => {
        const one = await this.#town.caller.read('ward', `/api/discharges/${id}`, timedCase);
        check(one ?? expect.unreachable('the case cannot be seen'));
      }, patience);
    }
  }
}

const open = ({ tasks }: TimedCase, kind: string): TimedCase['tasks'][number] | undefined =>
  tasks.find((task) => task.kind === kind && task.closedAt === null);
