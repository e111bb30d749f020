// What a match costs: fifteen needs with their times over two hundred units and over ten thousand.
// The sheets are the example ones, repeated under other names; one process, after warming up, no database.
import { resolve } from 'node:path';
import type { CapabilityCode } from '../domain/capability-codes.ts';
import { capabilityCodes } from '../domain/capability-codes.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import { kilometres } from '../domain/distance.ts';
import type { NeedTimes } from '../domain/duty.ts';
import { match } from '../domain/match.ts';
import type { MatchGround, Needs } from '../domain/needs.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import { readRuleFiles } from '../rules/load.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles } from './numbers.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';

/** How many units, how often it is measured, and what the median should stay under, ms. */
const SIZES = [
  { units: 200, runs: 200, aim: 5 },
  { units: 10_000, runs: 20, aim: 150 },
] as const;
const WARM_UP = 5;

export interface MatchCost {
  readonly units: number;
  /** Of them, so many fit; one of which nothing fits would measure something else. */
  readonly fitting: number;
  /** Milliseconds. */
  readonly times: Percentiles;
  /** Milliseconds of processor time of one match; tells apart a slow rule and a busy machine. */
  readonly cpu: number;
  readonly aim: number;
}

/** Far more than most patients need; hours, staff, equipment and frequency all have their part in it. */
const wanted: Readonly<Partial<Record<CapabilityCode, NeedTimes | null>>> = {
  'CAP-04': { aroundTheClock: true },
  'CAP-05': { perDay: 4 },
  'CAP-06': { perDay: 3 },
  'CAP-08': null,
  'CAP-09': null,
  'CAP-13': { perDay: 2 },
  'CAP-14': { perDay: 3 },
  'CAP-15': { at: ['08:00', '22:00'] },
  'CAP-16': { perDay: 4 },
  'CAP-18': null,
  'CAP-21': { perDay: 2 },
  'CAP-24': { perDay: 4 },
  'CAP-32': { at: ['10:00'] },
  'CAP-37': null,
  'CAP-41': { perDay: 6 },
};

/** Over a weekend, so that the nights and days off of every roster count. */
const FRIDAY = '2026-11-27T12:00:00.000Z';
const needs: Needs = {
  municipality: '0791',
  capabilities: capabilitiesOf(wanted),
  times: Object.fromEntries(Object.entries(wanted).filter(([, times]) => times !== null)),
  from: FRIDAY,
  days: 10,
};

export async function matchCosts(): Promise<readonly MatchCost[]> {
  const read = await readRuleFiles(resolve(import.meta.dirname, '../rules'));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { sheets, demands, calendar, ruleSets, registry } = read.book;
  const ground: MatchGround = {
    at: '2026-11-25T09:00:00.000Z',
    working: { calendar, closedOn: ruleSetOn(ruleSets, '2026-11-25').closedOn },
    demands,
    distance: (one, other) => kilometres(registry, one, other),
    mayChoose: () => true,
  };
  return SIZES.map(({ units, runs, aim }) => {
    const given = repeated(sheets, units);
    const run = () => match(given, needs, ground);
    for (let n = 0; n < WARM_UP; n += 1) run();
    const before = process.cpuUsage();
    const times: number[] = [];
    for (let n = 0; n < runs; n += 1) {
      const started = performance.now();
      run();
      times.push(performance.now() - started);
    }
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1000 / runs;
    return { units, cpu, fitting: run().filter(({ fits }) => fits).length, times: percentiles(times), aim };
  });
}

/** So many units: each sheet again and again, parsed anew as the database gives it, under a name of its own. */
function repeated(sheets: readonly UnitSheet[], count: number): readonly UnitSheet[] {
  return Array.from({ length: count }, (_, n) => {
    const sheet = structuredClone(sheets[n % sheets.length] ?? sheets[0]);
    if (sheet === undefined) throw new Error('No example sheets');
    return { ...sheet, unit: `${sheet.unit}-${n}` };
  });
}

function capabilitiesOf(given: typeof wanted): readonly CapabilityCode[] {
  return capabilityCodes.filter((code) => given[code] !== undefined);
}

export const matchRows = (costs: readonly MatchCost[]): Row[] =>
  costs.flatMap(({ units, fitting, times, cpu, aim }) => {
    const group = `match of ${needs.capabilities.length} needs, with times`;
    const what = `${amount(units, '')} units, of which ${amount(fitting, '')} fit`;
    return [
      { group, what: `${what}: p50 of ${times.count}`, value: amount(times.p50, 'ms'), aim: `under ${aim} ms` },
      { group, what: `${what}: p95`, value: amount(times.p95, 'ms'), aim: `under ${aim} ms` },
      { group, what: `${what}: processor time`, value: amount(cpu, 'ms') },
    ];
  });
