// How each part of the bench is told: rows for the table, with the budget or aim beside the number.
// Aims that are no test say so by standing here only (issue "One discharge, end to end").
import { BUNDLE_BYTES, budgets } from './budgets.ts';
import type { BundleContents } from './bundle.ts';
import type { ScenarioCost } from './costs.ts';
import type { Measured } from './processes.ts';
import { CLOSED_TASKS, OPEN_TASKS } from './processes.ts';
import type { Replayed } from './replay.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';
import type { Pair, Side, Throughput } from './throughput.ts';

export const costRows = (costs: readonly ScenarioCost[]): Row[] =>
  costs.flatMap(({ name, events, workflowTasks, bytes, actions }) => {
    const budget = budgets[name];
    const group = `cost: ${name}`;
    return [
      { group, what: 'history events', value: amount(events, ''), aim: amount(budget.events, '') },
      { group, what: 'workflow tasks', value: amount(workflowTasks, ''), aim: amount(budget.workflowTasks, '') },
      { group, what: 'history', value: amount(bytes, 'bytes'), aim: `${amount(budget.bytes, 'bytes')} ± 5 %` },
      { group, what: 'actions', value: amount(actions, ''), aim: amount(budget.actions, '') },
    ];
  });

export const bundleRows = ({ bytes, packages }: BundleContents): Row[] => [
  {
    group: 'workflow bundle',
    what: 'size without source map',
    value: amount(bytes / 1024, 'KiB'),
    aim: `${amount(BUNDLE_BYTES / 1024, 'KiB')} ± 5 %`,
  },
  { group: 'workflow bundle', what: 'npm packages', value: amount(packages.length, ''), aim: 'no zod' },
];

export function throughputRows({ oneAtATime, underLoad, atOnce }: Omit<Throughput, 'bareHistory'>): Row[] {
  const group = 'against a bare workflow with the same waits';
  const rows = (how: string, pair: Pair): Row[] => [
    { group, what: `${how}: ratio of wall time`, value: amount(pair.ratio, ''), aim: '1.30 or less' },
    { group, what: `${how}: discharges`, value: amount(pair.product.perSecond, '/s') },
    { group, what: `${how}: bare workflows`, value: amount(pair.bare.perSecond, '/s') },
  ];
  const cpu = (who: string, { cpu }: Side): Row[] =>
    cpu === undefined
      ? []
      : (['worker', 'temporal', 'postgres'] as const).map((part) => ({
          group,
          what: `${who}: processor time, ${part}`,
          value: amount(cpu[part], 'ms'),
        }));
  return [
    ...rows('one at a time', oneAtATime),
    ...rows(`${atOnce} at once`, underLoad),
    ...cpu('discharge', underLoad.product),
    ...cpu('bare workflow', underLoad.bare),
  ];
}

export const processRows = ({ answering, inbox, inboxBytes, inboxCpu, inbound, memory }: Measured): Row[] => [
  { group: 'HTTP API', what: `answering a task, p50 of ${answering.count}`, value: amount(answering.p50, 'ms') },
  { group: 'HTTP API', what: 'answering a task, p95', value: amount(answering.p95, 'ms') },
  {
    group: 'HTTP API',
    what: `inbox page, ${amount(OPEN_TASKS, '')} open and ${amount(CLOSED_TASKS, '')} closed tasks, p50 of ${inbox.count}`,
    value: amount(inbox.p50, 'ms'),
  },
  { group: 'HTTP API', what: 'inbox page, p95', value: amount(inbox.p95, 'ms'), aim: 'under 20 ms' },
  { group: 'HTTP API', what: 'inbox page, size', value: amount(inboxBytes / 1024, 'KiB') },
  { group: 'HTTP API', what: 'inbox page, processor time of the API', value: amount(inboxCpu.api, 'ms') },
  { group: 'HTTP API', what: 'inbox page, processor time of PostgreSQL', value: amount(inboxCpu.postgres, 'ms') },
  {
    group: 'MedCom messages in',
    what: `stored and acknowledged over HTTP, ${amount(inbound.messages, '')} messages`,
    value: amount(inbound.perSecond, '/s'),
    aim: '100/s or more',
  },
  {
    group: 'MedCom messages in',
    what: 'kept in the heap of the API after the first third of them, and after all',
    value: `${amount(inbound.kept.early, 'MiB')}, ${amount(inbound.kept.late, 'MiB')}`,
    aim: 'flat',
  },
  { group: 'MedCom messages in', what: 'resident memory of the API then', value: amount(inbound.resident, 'MiB') },
  { group: 'resident memory', what: 'worker', value: amount(memory.worker, 'MiB') },
  { group: 'resident memory', what: 'API', value: amount(memory.api, 'MiB') },
];

export const replayRows = (replayed: readonly Replayed[]): Row[] =>
  replayed.map(({ name, events, ms, ratio }) => ({
    group: 'replay of a history',
    what: `${name}, ${events} events`,
    value: amount(ms, 'ms'),
    aim: `${ratio.toFixed(2)} times bare`,
  }));
