// Discharges while processes are killed again and again at random moments (SIGKILL): the worker, PostgreSQL, Temporal.
// Every one comes to its end, no letter is sent twice, no task is lost or doubled, the record has no gap.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reckonDeadlines } from './deadlines.ts';
import type { Plague } from './kills.ts';
import { randomNumbers, seed, whileKilling } from './kills.ts';
import { People } from './people.ts';
import type { Mortal, Town } from './processes.ts';
import { openTown } from './processes.ts';
import { reckon } from './reckoning.ts';
import { Silences } from './silences.ts';

const FULL = process.env['FAULTS'] === 'full';
/** As many as the issue asks for; fewer while something is being looked into. */
const DISCHARGES = Number(process.env['FAULTS_DISCHARGES'] ?? 50);
/** A busy machine is no fault; on a quiet one it takes a tenth of this. */
const WITHIN = 400_000;
/** An ordinary discharge takes 13 decisions, so fifty have five or more such moments. More kills with FAULTS=full. */
const plague: Plague = { after: [50, 120], atMostMs: 1_500, times: FULL ? 6 : 2 };

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.stop());

/** Runs the discharges, kills, holds everything to account, and says how it went. */
async function outlive(victims: readonly Mortal[], firstPatient: number): Promise<void> {
  const { caller } = town;
  const people = new People(caller);
  const began = Date.now();
  const kills = await whileKilling(
    victims,
    plague,
    () => caller.decisions,
    async () => {
      await people.start(DISCHARGES, firstPatient);
      await people.untilClosed(WITHIN);
    },
  );
  const seconds = Math.round((Date.now() - began) / 1000);
  const reckoned = await reckon(town, people);
  console.log(`killed: ${JSON.stringify({ kills, seed, seconds, ...reckoned, unknownAtFirst: caller.unknown })}`);
  for (const { name } of victims) expect(kills[name], name).toBeGreaterThanOrEqual(Math.floor(DISCHARGES / 25));
}

describe(`${DISCHARGES} discharges (FAULTS_SEED=${seed})`, { timeout: 2 * WITHIN }, () => {
  it('outlive the worker, again and again', async () => {
    await outlive([town.worker], 0);
  });

  it('outlive PostgreSQL and Temporal, in turn, again and again', async () => {
    await outlive(
      [
        { name: 'postgres', ...town.postgres },
        { name: 'temporal', ...town.temporal },
      ],
      200,
    );
    // They wait for both; neither dies of their absence.
    expect([town.worker.deathsOfItsOwn, town.api.deathsOfItsOwn]).toEqual([0, 0]);
  });
});

/** Cases whose silences run out together, and at how many such moments the worker dies. */
const SILENT = FULL ? { cases: 60, moments: 3 } : { cases: 8, moments: 2 };
/** How late a deadline may be once things are back, real time (issue: within 60 s), and how long a worker may be away. */
const AFTER_ALL_IS_BACK = 60_000;

describe(`${SILENT.cases} silences that run out in the same minute (FAULTS_SEED=${seed})`, { timeout: 400_000 }, () => {
  it('each have their effect once, though the worker dies at that moment', async () => {
    const random = randomNumbers(seed);
    const silences = new Silences(town, new People(town.caller));
    await silences.begin(SILENT.cases, 400);
    const due = await silences.due('admission-report');
    await silences.passKilled(due, random() * 400);
    // The ward must ring about each of them; nobody does, so these run out together as well, and climb to who is on call.
    const calls = await silences.due('ring-municipality');
    await silences.passKilled(calls, random() * 400);
    if (SILENT.moments > 2) await silences.passKilled(calls + 3_600_000, random() * 400);
    const cases = await silences.withdrawn();
    for (const { timeline } of cases) {
      const told = (fact: string, kind: string) =>
        timeline.filter((one) => one.fact === fact && one.codes['kind'] === kind);
      expect(told('task-escalated', 'admission-report').map(({ codes }) => codes['to'])).toEqual(['team-leader']);
      expect(told('not-in-time', 'admission-report')).toHaveLength(1);
      expect(told('task-opened', 'ring-municipality')).toHaveLength(1);
      expect(told('task-escalated', 'ring-municipality').length).toBeGreaterThan(0);
    }
    const honoured = reckonDeadlines(cases, AFTER_ALL_IS_BACK);
    console.log(`silences: ${JSON.stringify({ seed, ...honoured })}`);
    expect(honoured.deadlines).toBeGreaterThanOrEqual(3 * cases.length);
  });
});
