// Fifty discharges while the worker, PostgreSQL or Temporal is killed again and again at random moments (SIGKILL):
// every one comes to its end, no letter is sent twice, no task is lost or doubled, the record has no gap.
import { cpSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plague } from './kills.ts';
import { seed, whileKilling } from './kills.ts';
import { People } from './people.ts';
import type { Mortal, Town } from './processes.ts';
import { openTown } from './processes.ts';
import { reckon } from './reckoning.ts';

/** `npm test` runs as many as the issue asks for; fewer while something is being looked into. */
const DISCHARGES = Number(process.env['FAULTS_DISCHARGES'] ?? 50);
const WITHIN = 240_000;

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => {
  if (process.env['FAULTS_LOGS']) {
    cpSync(town.folder, process.env['FAULTS_LOGS'], { recursive: true });
  }
  return town?.stop();
});

async function survive(victim: Mortal, plague: Plague, first: number): Promise<number> {
  const { caller } = town;
  const people = new People(caller);
  const began = Date.now();
  const kills = await whileKilling(
    victim,
    plague,
    () => caller.decisions,
    async () => {
      await people.start(DISCHARGES, first);
      await people.untilClosed(WITHIN);
    },
  );
  const seconds = Math.round((Date.now() - began) / 1000);
  const figures = { kills, seconds, seed, ...(await reckon(town, people)), ...caller.unknown };
  console.log(`${victim.name} killed again and again: ${JSON.stringify(figures)}`);
  expect([town.worker.deathsOfItsOwn, town.api.deathsOfItsOwn]).toEqual([0, 0]);
  return kills;
}

describe(`${DISCHARGES} discharges (FAULTS_SEED=${seed})`, () => {
  it('outlive the worker', { timeout: 2 * WITHIN }, async () => {
    const plague = { after: [50, 130], atMostMs: 1_500, times: 6 } as const;
    expect(await survive(town.worker, plague, 0)).toBeGreaterThanOrEqual(DISCHARGES / 15);
  });

  it('outlive PostgreSQL', { timeout: 2 * WITHIN }, async () => {
    const plague = { after: [50, 130], atMostMs: 1_500, times: 8 } as const;
    expect(await survive({ name: 'PostgreSQL', ...town.postgres }, plague, 200)).toBeGreaterThanOrEqual(
      DISCHARGES / 15,
    );
  });

  it('outlive Temporal', { timeout: 2 * WITHIN }, async () => {
    const plague = { after: [50, 130], atMostMs: 1_500, times: 6 } as const;
    expect(await survive({ name: 'Temporal', ...town.temporal }, plague, 400)).toBeGreaterThanOrEqual(DISCHARGES / 15);
  });
});
