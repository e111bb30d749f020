// The rule set is replaced in the middle: a new version from a day on, read by the processes as they run or come back.
// What has begun before that day keeps the rule it began with, what begins from then on has the new one, in one case too.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { TimedCase } from './deadlines.ts';
import { knowRuleSet } from './deadlines.ts';
import type { OurProcess, Town } from './processes.ts';

const dayIn = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short' });
/** The date in Denmark, `YYYY-MM-DD`, of an epoch ms. */
export const dayOf = (at: number): string => dayIn.format(new Date(at));

/** What a process says when it has read the files: as it runs, or because it has just begun. */
const HAS_READ = /rule files read|worker is ready|API is listening/;

/** Lays a second version beside the first, in force from this day on: who is late has twenty minutes more on the ladder. */
export async function replaceRules({ folder, worker, api }: Town, from: string): Promise<void> {
  const before = JSON.parse(readFileSync('rules/rm-2026.json', 'utf8'));
  const note = 'Prøve: en ny udgave, mens forløb er i gang';
  const json = JSON.stringify({ ...before, version: 2, validFrom: from, note });
  const next = json.replaceAll('"after":"PT0M"', '"after":"PT20M"');
  knowRuleSet(next);
  const logs = [worker, api].map((one: OurProcess) => ({ one, length: one.log().length }));
  writeFileSync(resolve(folder, 'rules', 'rm-2026-2.json'), next);
  for (const { one, length } of logs) {
    await eventually(() => expect(one.log().slice(length), `${one.name} has read the rules`).toMatch(HAS_READ), {
      within: 60_000,
      every: 100,
    });
  }
}

/** Expects that each task has its rule from the version of the day on which it was opened; gives how many have which. */
export function reckonRules(cases: readonly TimedCase[], from: string): Record<'before' | 'after', number> {
  const found = { before: 0, after: 0 };
  for (const { id, tasks } of cases) {
    for (const { kind, rule, openedAt } of tasks) {
      const is = dayOf(Date.parse(openedAt)) < from ? 'before' : 'after';
      expect(rule.split('/')[0], `${kind} of ${id}, opened ${openedAt}`).toBe(`rm-2026.${is === 'before' ? 1 : 2}`);
      found[is] += 1;
    }
  }
  return found;
}
