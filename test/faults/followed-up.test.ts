// Follow-up over sixty days by the development clock while the worker is killed (SIGKILL): every item is asked about once
// for its time, none is lost, and each case closes only when all of them are over. More of it with FAULTS=full.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import { seed, whileKilling } from './kills.ts';
import { futureCpr, inParallel } from './people.ts';
import type { Town } from './processes.ts';
import { openTown } from './processes.ts';

const DAY = 24 * 3_600_000;
const FULL = process.env['FAULTS'] === 'full';
const size = FULL ? { discharges: 30, kills: 12, stride: DAY / 2 } : { discharges: 2, kills: 2, stride: 4 * DAY };
/** Days after the leaving that the follow-ups of each patient are booked for. */
const BOOKED = [6, 20, 31, 55] as const;

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.stop());

const iso = (ms: number): string => new Date(ms).toISOString();
const clock = z.looseObject({ now: z.string() });
const opened = z.looseObject({ id: z.string() });
const inbox = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), kind: z.string(), version: z.number(), about: z.looseObject({}) })),
});
const seen = z.looseObject({
  stage: z.string(),
  followUps: z.array(z.looseObject({ id: z.string(), state: z.string() })),
  tasks: z.array(z.looseObject({ kind: z.string(), status: z.string(), about: z.looseObject({}) })),
});

class Ward {
  moves = 0;
  readonly #run = randomUUID();

  async now(): Promise<number> {
    for (;;) {
      const { status, body } = await town.caller.get(null, '/dev/clock');
      if (status === 200) return Date.parse(clock.parse(body).now);
      await sleep(100);
    }
  }

  async done(path: string, body: unknown, key: string): Promise<unknown> {
    const outcome = await town.caller.hand('ward', path, body, `${this.#run}-${key}`);
    if (outcome.kind === 'refused') throw new Error(`${path} was refused: ${JSON.stringify(outcome.body)}`);
    return outcome.body;
  }

  /** Left today with these follow-ups, each booked by the ward. */
  async discharge(number: number): Promise<string> {
    const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const now = await this.now();
    const body = {
      ...example,
      patient: { ...example.patient, cpr: futureCpr(number) },
      stay: { ...example.stay, episodeId: randomUUID(), admittedAt: iso(now - DAY) },
      plan: { ...example.plan, date: { kind: 'at', at: iso(now + DAY) }, bed: null },
    };
    const { id } = opened.parse(await this.done('/api/discharges', body, `start-${number}`));
    for (const days of BOOKED) {
      const at = now + days * DAY;
      const item = { what: 'outpatient-check', booker: 'ward-m1', from: iso(at), until: iso(at + DAY), at: iso(at) };
      const path = `/api/discharges/${id}/actions/plan-follow-up`;
      await this.done(path, { ...item, bookBy: iso(at) }, `plan-${number}-${days}`);
    }
    const card = { type: 'medication-card-updated', dischargeId: id, happenedAt: iso(now) };
    await this.done('/api/events', card, `card-${number}`);
    const left = { happenedAt: iso(now), how: 'home' };
    await this.done(`/api/discharges/${id}/actions/leave`, left, `leave-${number}`);
    return id;
  }

  /**
   * Whatever is asked about follow-up in the ward's inbox was done. A question whose time ran out while the worker was dead
   * comes back to the ward as one more task: the item is never without a question.
   */
  async answerAll(): Promise<void> {
    const page = await town.caller.read('ward', '/api/tasks?limit=100', inbox);
    for (const { id, kind, version } of page?.items ?? []) {
      if (kind !== 'follow-up-done' && kind !== 'chase-follow-up') continue;
      const body = { answer: 'done', version };
      await town.caller.hand('ward', `/api/tasks/${id}/answer`, body, `${this.#run}-${id}-${version}`);
    }
  }

  async live(until: number): Promise<void> {
    for (let now = await this.now(); now < until; now = await this.now()) {
      this.moves += 1;
      const body = { to: iso(Math.min(until, now + size.stride)) };
      const { status } = await town.caller.send(null, 'POST', '/dev/clock/advance', { body, within: 90_000 });
      if (status !== 200) await sleep(200);
      await this.answerAll();
    }
  }
}

describe(`follow-up of ${size.discharges} patients over sixty days (FAULTS_SEED=${seed})`, () => {
  it('is asked about once for each time and never lost', { timeout: FULL ? 3_600_000 : 400_000 }, async () => {
    const ward = new Ward();
    const ids: string[] = [];
    await inParallel([...Array(size.discharges).keys()], async (number) => {
      ids.push(await ward.discharge(number));
    });
    const plague = { after: [2, 5] as const, atMostMs: 1_000, times: size.kills };
    const end = (await ward.now()) + 60 * DAY;
    const kills = await whileKilling(
      [town.worker],
      plague,
      () => ward.moves,
      () => ward.live(end),
    );
    expect(kills['worker']).toBe(size.kills);
    for (const id of ids) {
      const found = await eventually(
        async () => {
          await ward.answerAll();
          const now = await town.caller.read('ward', `/api/discharges/${id}`, seen);
          expect(now?.followUps.map(({ state }) => state)).toEqual(BOOKED.map(() => 'done'));
          return now;
        },
        { within: 60_000, every: 500 },
      );
      const asked = found?.tasks.filter(({ kind }) => kind === 'follow-up-done').map(({ about }) => about['item']);
      expect(asked?.sort()).toEqual(found?.followUps.map((item) => item.id).sort());
    }
  });
});
