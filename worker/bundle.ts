// The workflows as the worker's sandbox loads them: one file, made once for each state of the sources and kept in a folder.
// A worker that is started again is at work seconds earlier, and several share the same file.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = resolve(import.meta.dirname, '..');

/** What a bundle is made of: the folders and files that workflows may import, and the packages by the lock file. */
const SOURCES = ['workflows', 'domain', 'temporal/search-attributes.ts', 'package-lock.json'];

/** Path of the bundle in `folder`; made when these sources have none there yet, which takes seconds of processor time. */
export async function workflowBundle(
  folder: string,
  logger: Logger = new DefaultLogger('ERROR'),
): Promise<{ readonly codePath: string }> {
  const codePath = resolve(folder, `workflows-${digest()}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflowCode({ workflowsPath: resolve(root, 'workflows/index.ts'), logger });
  mkdirSync(folder, { recursive: true });
  // Whole or not at all: two workers may make it at the same time, and either may be killed.
  const unfinished = `${codePath}.${randomUUID()}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, codePath);
  return { codePath };
}

function digest(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesOf(source)) hash.update(`${path}\0`).update(readFileSync(resolve(root, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(source: string): string[] {
  if (source.includes('.')) return [source];
  const inside = readdirSync(resolve(root, source), { recursive: true, encoding: 'utf8' });
  return inside
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => `${source}/${name}`);
}
