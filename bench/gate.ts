// What the gate costs: every criterion of a case that has much stated and overridden, as `ready` and each page ask for it.
// One process, after warming up, no database. Alone: `node bench/gate.ts`.
import type { CaseView } from '../domain/case-view.ts';
import { gateOf, missing } from '../domain/gate.ts';
import { criterionCodes } from '../domain/gate-criteria.ts';
import type { GateRecord } from '../domain/gate-record.ts';
import { requirableCriteria, statedCriteria } from '../domain/gate-record.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles } from './numbers.ts';
import type { Row } from './table.ts';
import { amount, printTable } from './table.ts';

const WARM_UP = 100;
const BATCHES = 100;
const CALLS = 20;
const AT = Date.parse('2026-11-30T10:00:00Z');

export interface GateCost {
  /** Milliseconds of one gate, by batches. */
  readonly times: Percentiles;
  /** Milliseconds of processor time of one; tells apart a slow rule and a busy machine. */
  readonly cpu: number;
  readonly criteria: number;
  readonly missing: number;
}

/** Everything is asked for, five lines of each criterion are stated, every criterion has been overridden once. */
const gate: GateRecord = {
  asked: { requires: requirableCriteria, rule: 'bench' },
  stated: statedCriteria.flatMap((criterion) =>
    Array.from({ length: 5 }, (_, line) => ({
      ...{ criterion, line, at: AT, toldAt: AT, owner: 'ward-m1' },
      said: line === 4 ? ('withdrawn' as const) : ('met' as const),
    })),
  ),
  overrides: criterionCodes.map((criterion) => ({
    ...{ criterion, reason: 'cannot-wait', by: 'person-doctor', org: 'hosp-midt', at: AT - 1, submission: null },
    planVersion: 1,
  })),
  atLeaving: null,
};
const view: Pick<
  CaseView,
  'plan' | 'services' | 'calls' | 'bed' | 'followUpAgreed' | 'mark' | 'gpUnit' | 'leftAt' | 'gate'
> = {
  plan: {
    ...{ version: 1, date: { kind: 'at', at: '2026-11-30T11:00:00Z' }, hasRunningServices: true, changed: [] },
    services: ['home-nursing', 'medicine-administration', 'devices', 'rehabilitation'],
    bed: { capabilities: ['CAP-14'], from: '2026-11-30T13:00:00Z', days: 7 },
  },
  ...{ services: {}, calls: [], bed: { state: 'looking' }, followUpAgreed: 'open', mark: null },
  ...{ gpUnit: 'gp-041230', leftAt: null, gate },
};

export function gateCosts(): GateCost {
  const batch = (): number => {
    const started = performance.now();
    for (let n = 0; n < CALLS; n += 1) gateOf(view);
    return (performance.now() - started) / CALLS;
  };
  for (let n = 0; n < WARM_UP; n += 1) batch();
  const before = process.cpuUsage();
  const times = Array.from({ length: BATCHES }, batch);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000 / (BATCHES * CALLS);
  return { times: percentiles(times), cpu, criteria: criterionCodes.length, missing: missing(view).length };
}

export function gateRows({ times, cpu, criteria, missing: lacking }: GateCost): Row[] {
  const group = 'gate of a discharge';
  const what = `${criteria} criteria, of which ${lacking} are missing`;
  return [
    { group, what: `${what}: p50`, value: amount(times.p50, 'ms'), aim: 'under 1 ms' },
    { group, what: `${what}: p95`, value: amount(times.p95, 'ms'), aim: 'under 1 ms' },
    { group, what: 'processor time of one', value: amount(cpu, 'ms') },
  ];
}

if (import.meta.main) console.log(printTable(gateRows(gateCosts())));
