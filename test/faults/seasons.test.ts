// Discharges over both changes of the clocks, and with FAULTS=full over New Year too, while worker, API and PostgreSQL are
// killed at random: every deadline is honoured once, never early, and within a minute after things are back.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Honoured, TimedCase } from './deadlines.ts';
import { reckonDeadlines } from './deadlines.ts';
import { seed, whileKilling } from './kills.ts';
import type { Mortal, Town } from './processes.ts';
import { openTown } from './processes.ts';
import type { Change } from './seasons.ts';
import { changeAfter, Seasons } from './seasons.ts';

const FULL = process.env['FAULTS'] === 'full';
/** Ninety days with 500 discharges: thirty days around each change. FAULTS_DISCHARGES: fewer, when something is looked into. */
const size = FULL
  ? { changes: ['new-year', 'spring', 'autumn'] as const, days: 15, kills: 12, after: [20, 60] as const }
  : { changes: ['spring', 'autumn'] as const, days: 1, kills: 1, after: [3, 9] as const };
const DISCHARGES = Number(process.env['FAULTS_DISCHARGES'] ?? (FULL ? 500 : 12));
const EACH = Math.round(DISCHARGES / size.changes.length);
/** How late a deadline may be after things are back, real time. */
const AFTER_ALL_IS_BACK = 60_000;

/** What is counted from the cases in the end. What else must survive bad days (payable days) is added here. */
const reckonings: readonly ((cases: readonly TimedCase[], withinMs: number) => Honoured)[] = [reckonDeadlines];

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.stop());

/** A workflow task that a killed worker had in hand is given out again after ten seconds; until then nobody knows of it. */
const GIVEN_OUT_AGAIN = 11_000;

/** Notes how long each outage took, from the kill until it works again and what was in hand is there again. */
class Outages {
  readonly took: number[] = [];
  #away: Promise<void> = Promise.resolve();

  over = (): Promise<void> => this.#away;

  of(victim: Mortal): Mortal {
    let killed = 0;
    let back: () => void = () => undefined;
    return {
      name: victim.name,
      kill: () => {
        killed = Date.now();
        this.#away = new Promise<void>((done) => {
          back = done;
        });
        return victim.kill();
      },
      start: async () => {
        await victim.start();
        if (victim.name === 'worker') await sleep(GIVEN_OUT_AGAIN);
        this.took.push(Date.now() - killed);
        back();
      },
    };
  }
}

describe(`${DISCHARGES} discharges over ${size.changes.join(', ')} (FAULTS_SEED=${seed})`, () => {
  it('have every deadline honoured once', { timeout: FULL ? 3 * 3_600_000 : 400_000 }, async () => {
    const outages = new Outages();
    const seasons = new Seasons(town.caller, outages.over);
    const mortals = [town.worker, town.api, { name: 'postgres', ...town.postgres }];
    const victims = mortals.map((mortal) => outages.of(mortal));
    const began = Date.now();
    const plague = { after: size.after, atMostMs: 1_500, times: size.kills };
    const kills = await whileKilling(
      victims,
      plague,
      () => seasons.moves,
      () => seasons.live(size.changes, { each: EACH, days: size.days }),
    );
    const seconds = Math.round((Date.now() - began) / 1000);
    const cases = await seasons.cases();
    expect(cases).toHaveLength(EACH * size.changes.length);
    expect(cases.filter(({ stage }) => stage !== 'closed').map(({ id, stage }) => [id, stage])).toEqual([]);
    const withinMs = AFTER_ALL_IS_BACK + Math.max(0, ...outages.took);
    const reckoned = reckonings.map((reckon) => reckon(cases, withinMs));
    console.log(
      `seasons: ${JSON.stringify({ kills, seed, seconds, outages: outages.took, moves: seasons.moves, reckoned })}`,
    );
    for (const { name } of victims) expect(kills[name], name).toBe(size.kills);
    // At every third nobody did anything: without their deadlines this would show nothing.
    for (const { deadlines } of reckoned) expect(deadlines).toBeGreaterThan(2 * cases.length);
  });
});

describe('the changes that are lived through', () => {
  it.each<[Change, string, string]>([
    ['spring', '2026-11-22T10:00:00Z', '2027-03-28T01:00:00Z'],
    ['autumn', '2026-11-22T10:00:00Z', '2027-10-31T01:00:00Z'],
    ['new-year', '2026-11-22T10:00:00Z', '2026-12-31T23:00:00Z'],
    ['new-year', '2026-12-29T10:00:00Z', '2027-12-31T23:00:00Z'],
  ])('%s after %s is at %s', (change, from, at) => {
    expect(new Date(changeAfter(change, Date.parse(from))).toISOString()).toBe(at.replace('Z', '.000Z'));
  });
});
