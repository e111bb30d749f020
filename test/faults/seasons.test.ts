// Discharges over a change of the clocks, and with FAULTS=full over both and New Year, while worker, API and PostgreSQL are
// killed at random and the rules are replaced: every deadline once, in time, by its rules; every day of the accounts too.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reckonDeadlines } from './deadlines.ts';
import { seed, whileKilling } from './kills.ts';
import type { Mortal, Town } from './processes.ts';
import { openTown } from './processes.ts';
import { dayOf, reckonRules, replaceRules } from './replaced-rules.ts';
import type { Change } from './seasons.ts';
import { changeAfter, Seasons } from './seasons.ts';
import { reckonDays } from './waiting-days.ts';

const FULL = process.env['FAULTS'] === 'full';
const HOUR = 3_600_000;
/** Ninety days with 500 discharges: thirty days around each change. FAULTS_DISCHARGES: fewer, when something is looked into. */
const size = FULL
  ? { changes: ['new-year', 'spring', 'autumn'] as const, days: 15, groups: 15, kills: 12, after: [4, 14] as const }
  : { changes: ['spring'] as const, days: 1, groups: 2, kills: 1, after: [1, 3] as const };
const DISCHARGES = Number(process.env['FAULTS_DISCHARGES'] ?? (FULL ? 500 : 6));
const each = Math.round(DISCHARGES / size.changes.length);
/** How late a deadline may be after things are back, real time. */
const AFTER_ALL_IS_BACK = 60_000;

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(complaints());
});
afterAll(() => town?.stop());

/** What worker and API said last of what went wrong, for whoever has to find out why. */
function complaints(): string {
  const said = [town.worker, town.api].map((one) => {
    const lines = one.log().split('\n');
    return lines.filter((line) => /"level":[456]0/.test(line)).slice(-15);
  });
  return said.flat().join('\n');
}

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
  it('have every deadline honoured once, by the rules of its day, and the same days as nobody had been killed', {
    timeout: FULL ? 3 * HOUR : 400_000,
  }, async () => {
    const outages = new Outages();
    const seasons = new Seasons(town.caller, outages.over);
    const mortals = [town.worker, town.api, { name: 'postgres', ...town.postgres }];
    const victims = mortals.map((mortal) => outages.of(mortal));
    const began = Date.now();
    const since = await seasons.now();
    const changes = size.changes.map((change) => changeAfter(change, since)).sort((a, b) => a - b);
    const last = changes.at(-1) ?? 0;
    const kills = await whileKilling(
      victims,
      { after: size.after, atMostMs: 1_500, times: size.kills },
      () => seasons.moves,
      () =>
        seasons.live(changes, { ...size, each, stride: 6 * HOUR }, async (at) => {
          if (at === last) await replaceRules(town, dayOf(last));
        }),
    );
    const seconds = Math.round((Date.now() - began) / 1000);
    const cases = await seasons.cases();
    expect(cases).toHaveLength(each * changes.length);
    expect(cases.filter(({ stage }) => stage !== 'closed').map(({ id, stage }) => [id, stage])).toEqual([]);
    const deadlines = reckonDeadlines(cases, AFTER_ALL_IS_BACK + Math.max(0, ...outages.took));
    const rules = reckonRules(cases, dayOf(last));
    const now = await seasons.now();
    const days = await reckonDays(town.caller, seasons.told, (story) => seasons.retold(story), { since, now });
    const inAll = Math.round((Date.now() - began) / 1000);
    const seen = { kills, seed, seconds, inAll, outages: outages.took, moves: seasons.moves, deadlines, rules, days };
    console.log(`seasons: ${JSON.stringify(seen)}`);
    for (const { name } of victims) expect(kills[name], name).toBe(size.kills);
    // At every third nobody did anything: without their deadlines this would show nothing.
    expect(deadlines.deadlines).toBeGreaterThan(2 * cases.length);
    for (const found of Object.values(rules)) expect(found).toBeGreaterThan(0);
    expect(days.days).toBeGreaterThan(0);
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
