// What the deadline of one step costs: every clock of the rule sets, in and out of opening hours, over a year.
// One process, after warming up, no database; each call asks for another minute, as cases do.
import { resolve } from 'node:path';
import type { OpeningHours } from '../domain/calendar.ts';
import type { ClockName } from '../domain/clocks.ts';
import { clockNames } from '../domain/clocks.ts';
import { unitById } from '../domain/organisations.ts';
import { rule } from '../domain/rule-set.ts';
import { readRuleFiles } from '../rules/load.ts';
import { percentiles } from './numbers.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';

/** Batches of each clock, and calls in a batch; the batch is timed, since one call is too short to be measured. */
const BATCHES = 40;
const CALLS = 100;
const WARM_UP = 20;
const AIM = 'under 50 µs';

const FROM = Date.parse('2026-01-05T06:00:00Z');
const YEAR = 365 * 24 * 60;
/** Steps through the year so that neither days nor hours repeat soon (minutes). */
const STEP = 7_919;
const MINUTE = 60_000;

export interface DeadlineCost {
  readonly clock: ClockName;
  /** Microseconds of one deadline: the median of the batches. */
  readonly p50: number;
  /** Microseconds of processor time; tells apart a slow rule and a busy machine. */
  readonly cpu: number;
}

/** Every clock with an anchor three days ahead, in the opening hours of a visitation. */
export async function deadlineCosts(): Promise<readonly DeadlineCost[]> {
  const read = await readRuleFiles(resolve(import.meta.dirname, '../rules'));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { book } = read;
  const openingHours = unitById(book.registry, 'mun-0791-visitation')?.openingHours ?? [];
  const ask = (clock: ClockName, at: number, hours: OpeningHours): string => {
    const minute = FROM + ((at * STEP) % YEAR) * MINUTE;
    const anchor = new Date(minute + 3 * 24 * 60 * MINUTE).toISOString();
    const facts = { anchor, orderedBy: 'municipality' };
    const from = new Date(minute).toISOString();
    return rule(book, { clock, from, municipality: '0791', openingHours: hours, facts }).due;
  };
  return clockNames.map((clock) => {
    let call = 0;
    const batch = (): number => {
      const started = performance.now();
      for (let n = 0; n < CALLS; n += 1) ask(clock, call++, openingHours);
      return ((performance.now() - started) * 1000) / CALLS;
    };
    for (let n = 0; n < WARM_UP; n += 1) batch();
    const before = process.cpuUsage();
    const times = Array.from({ length: BATCHES }, batch);
    const { user, system } = process.cpuUsage(before);
    return { clock, p50: percentiles(times).p50, cpu: (user + system) / (BATCHES * CALLS) };
  });
}

export function deadlineRows(costs: readonly DeadlineCost[]): Row[] {
  const group = 'deadline of one step';
  const slowest = [...costs].sort((a, b) => b.p50 - a.p50)[0];
  if (slowest === undefined) return [];
  const most = (of: (cost: DeadlineCost) => number): string => amount(Math.max(...costs.map(of)), 'µs');
  return [
    {
      group,
      what: `median clock of ${costs.length}`,
      value: amount(percentiles(costs.map(({ p50 }) => p50)).p50, 'µs'),
      aim: AIM,
    },
    { group, what: `slowest clock, ${slowest.clock}`, value: most(({ p50 }) => p50), aim: AIM },
    { group, what: 'processor time of the slowest clock', value: most(({ cpu }) => cpu), aim: AIM },
  ];
}
