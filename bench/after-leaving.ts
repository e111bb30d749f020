// What papers and proposals cost: a leaving sheet as PDF, and eight appointments put on fewer days over two weeks.
// One process, after warming up, no database. Alone: `node bench/after-leaving.ts`.
import { resolve } from 'node:path';
import { sheetPdf } from '../api/sheet-pdf.ts';
import { afterLeavingOn } from '../domain/after-leaving.ts';
import type { BundleProblem, Span, Treatment } from '../domain/bundle.ts';
import { proposeBundles } from '../domain/bundle-propose.ts';
import { atLocal, openSpans } from '../domain/calendar.ts';
import { kilometres } from '../domain/distance.ts';
import { epoch } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import type { Sheet } from '../domain/sheet.ts';
import type { RuleBook } from '../rules/load.ts';
import { readRuleFiles } from '../rules/load.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles } from './numbers.ts';
import type { Row } from './table.ts';
import { amount, printTable } from './table.ts';

const WARM_UP = 3;
const MEASURED = 15;

export interface AfterLeavingCost {
  readonly what: string;
  /** Milliseconds. */
  readonly times: Percentiles;
  /** Milliseconds of processor time of one; tells apart a slow rule and a busy machine. */
  readonly cpu: number;
  readonly aim: number;
}

/** A sheet with as much on it as a long discharge has; by `entries` for each of its parts. */
const sheet = (entries: number): Sheet => ({
  title: 'Når du skal hjem',
  about: ['Bruno Testperson', 'Du forventes hjem mandag den 30. november kl. 11.00.'],
  parts: ['Hvem ringer du til?', 'Hjælp og hvem der kommer', 'Dine aftaler'].map((heading, index) => ({
    ...{ heading, ...(index === 0 ? { framed: true as const } : {}) },
    entries: Array.from({ length: entries }, (_, n) => ({
      head: `Hjemmesygeplejen, Viborg, telefon 87 00 10 2${n}`,
      details: ['Aftalt med Hjemmesygeplejen, Viborg, første gang mandag den 7. december kl. 09.30.'],
    })),
  })),
  foot: 'Skrevet ud mandag den 30. november 2026 af Medicinsk Afsnit M1.',
  pages: 'one',
});

/** More than a page holds, and each shorter form of it down to one that fits. */
const LONG = Array.from({ length: 24 }, (_, n) => sheet(30 - n));

const places = ['gp-041230', 'ward-m1', 'mun-0791-homecare', 'mun-0791-acute'];

/** Eight over two weeks, three of them booked, one fasted for, with an order and a day between two of them. */
function eight({ registry, calendar, ruleSets, afterLeaving }: RuleBook): BundleProblem {
  const working = { calendar, closedOn: ruleSetOn(ruleSets, '2026-12-07').closedOn };
  const [from, until] = [epoch(atLocal('2026-12-07', '08:00')), epoch(atLocal('2026-12-18', '16:00'))];
  const opening = (place: string): readonly Span[] =>
    openSpans(working, unitById(registry, place)?.openingHours ?? [], from, until);
  const booked = ['2026-12-08', '2026-12-10', '2026-12-14'];
  const treatments = Array.from({ length: 8 }, (_, n): Treatment => {
    const place = places[n % places.length] ?? 'ward-m1';
    const date = booked[n];
    return {
      ...{ id: `t${n}`, place, minutes: 20 + 5 * n, open: opening(place), mayMove: true, rest: 0 },
      booked: date === undefined ? null : epoch(atLocal(date, '10:00')),
      fasting: n === 4,
      follows: n === 5 ? [{ id: 't4', minutes: 60, days: 0 }] : n === 7 ? [{ id: 't6', minutes: 0, days: 2 }] : [],
      notWith: n === 3 ? ['t1'] : [],
    };
  });
  const municipalityOf = (place: string | null) => (place === null ? '0791' : unitById(registry, place)?.municipality);
  return {
    ...{ treatments, transport: 'own', mostInOneDay: null },
    kilometres: (one, other) => kilometres(registry, municipalityOf(one) ?? '0791', municipalityOf(other) ?? '0791'),
    rules: afterLeavingOn(afterLeaving, '2026-12-07').bundling,
  };
}

async function measured(what: string, aim: number, run: () => unknown): Promise<AfterLeavingCost> {
  for (let n = 0; n < WARM_UP; n += 1) await run();
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let n = 0; n < MEASURED; n += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  return { what, times: percentiles(times), cpu: (user + system) / 1000 / MEASURED, aim };
}

export async function afterLeavingCosts(): Promise<readonly AfterLeavingCost[]> {
  const read = await readRuleFiles(resolve(import.meta.dirname, '../rules'));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const problem = eight(read.book);
  if (proposeBundles(problem).kind !== 'bundle') throw new Error('Nothing to propose would measure something else');
  return [
    await measured('leaving sheet as PDF', 500, () => sheetPdf(sheet(6))),
    await measured('leaving sheet of a long discharge', 500, () => sheetPdf(sheet(30), LONG)),
    await measured('proposal for 8 appointments over two weeks', 300, () => proposeBundles(problem)),
  ];
}

export const afterLeavingRows = (costs: readonly AfterLeavingCost[]): Row[] =>
  costs.flatMap(({ what, times, cpu, aim }) => [
    {
      group: 'after leaving',
      what: `${what}: p50 of ${times.count}`,
      value: amount(times.p50, 'ms'),
      aim: `under ${aim} ms`,
    },
    { group: 'after leaving', what: `${what}: p95`, value: amount(times.p95, 'ms'), aim: `under ${aim} ms` },
    { group: 'after leaving', what: `${what}: processor time`, value: amount(cpu, 'ms') },
  ]);

if (import.meta.main) console.log(printTable(afterLeavingRows(await afterLeavingCosts())));
