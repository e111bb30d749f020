// Where the histories of the main scenarios are kept, and what of a machine must not be in them.
// A history is what Temporal recorded, in the JSON of its own tools; ids, codes and times only (design 7).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const folder = new URL('../histories/', import.meta.url);
const fileOf = (name: string): URL => new URL(`${name}.json`, folder);

/** Names of the recorded scenarios. */
export const recorded = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

/** The history of a scenario as JSON, for a test that changes it. */
export const historyText = (name: string): string => readFileSync(fileOf(name), 'utf8');

/** A history as the replay takes it. */
export const historyOf = (text: string): History => historyFromJSON(JSON.parse(text));

/** Writes a history, without what only says where it was recorded. */
export function keepHistory(name: string, history: History): void {
  const json: unknown = JSON.parse(historyToJSON(history));
  writeFileSync(fileOf(name), `${JSON.stringify(scrubbed(json))}\n`);
}

/** Fields that name a machine, a process or one request, and that no replay reads. */
const LEFT_OUT: readonly string[] = [
  'identity',
  'requestId',
  'stackTrace',
  'taskId',
  'workerVersion',
  'binaryChecksum',
];

/** The same without names of machines and processes; every task queue has one name. */
export function scrubbed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrubbed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !LEFT_OUT.includes(name))
      .map(([name, part]) => [name, name === 'taskQueue' ? { name: 'discharge' } : scrubbed(part)]),
  );
}
