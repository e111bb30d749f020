// The check of import directions finds what it must: value imports and type imports, each rule once.
// Runs dependency-cruiser and the linter with the project's own configuration on a small tree made for the purpose.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
const trees: string[] = [];

afterEach(async () => {
  await Promise.all(trees.splice(0).map((tree) => rm(tree, { recursive: true, force: true })));
});

/** Every direction that is allowed, so that a check that forbids too much fails too. */
const allowedTree: Record<string, string> = {
  'domain/kinds.ts':
    "import { Temporal } from 'temporal-polyfill';\nexport type Kind = 'a';\nexport const now = Temporal;\n",
  'workflows/contract.ts':
    "import { defineQuery } from '@temporalio/workflow';\nimport type { Kind } from '../domain/kinds.ts';\nexport const q = defineQuery<Kind>('q');\n",
  'workflows/step.ts':
    "import type { Send } from '../activities/send.ts';\nimport { now } from '../domain/kinds.ts';\nexport type S = Send;\nexport const n = now;\n",
  'store/rows.ts':
    "import { join } from 'node:path';\nimport type { Kind } from '../domain/kinds.ts';\nexport type Row = Kind;\nexport const j = join;\n",
  'medcom/read.ts': "import type { Kind } from '../domain/kinds.ts';\nexport type Read = Kind;\n",
  'activities/send.ts':
    "import type { Read } from '../medcom/read.ts';\nimport { j } from '../store/rows.ts';\nexport type Send = Read;\nexport const s = j;\n",
  'temporal/client.ts': "import { q } from '../workflows/contract.ts';\nexport const client = q;\n",
  'config/config.ts': "import { z } from 'zod';\nexport const config = z;\n",
  'worker/main.ts':
    "import { s } from '../activities/send.ts';\nimport { config } from '../config/config.ts';\nimport { client } from '../temporal/client.ts';\nimport { n } from '../workflows/step.ts';\nexport const all = [s, config, client, n];\n",
  'api/main.ts':
    "import { config } from '../config/config.ts';\nimport { j } from '../store/rows.ts';\nimport { client } from '../temporal/client.ts';\nimport { q } from '../workflows/contract.ts';\nexport const all = [config, j, client, q];\nexport type Answer = string;\n",
  'web/page.ts':
    "import type { Answer } from '../api/main.ts';\nimport { now } from '../domain/kinds.ts';\nexport type Page = Answer;\nexport const n = now;\n",
  'simulator/main.ts': "import { createServer } from 'node:http';\nexport const s = createServer;\n",
  'dev/start.ts': "import '../api/main.ts';\nimport '../simulator/main.ts';\nimport '../worker/main.ts';\n",
};

/** Imports dependency-cruiser must refuse: file, the import, the rule that finds it. */
const forbidden: [file: string, statement: string, rule: string][] = [
  ['domain/value.ts', "import { j } from '../store/rows.ts';", 'domain-imports'],
  ['domain/type.ts', "import type { Row } from '../store/rows.ts';", 'domain-imports'],
  ['domain/builtin.ts', "import { readFileSync } from 'node:fs';", 'domain-imports'],
  ['domain/package.ts', "import { z } from 'zod';", 'domain-imports'],
  ['workflows/value.ts', "import { j } from '../store/rows.ts';", 'workflows-imports'],
  ['workflows/type.ts', "import type { Row } from '../store/rows.ts';", 'workflows-imports'],
  ['workflows/builtin.ts', "import { randomUUID } from 'node:crypto';", 'workflows-imports'],
  ['workflows/package.ts', "import type { ZodType } from 'zod';", 'workflows-imports'],
  ['store/value.ts', "import { n } from '../workflows/step.ts';", 'store-imports'],
  ['store/type.ts', "import type { S } from '../workflows/step.ts';", 'store-imports'],
  ['medcom/value.ts', "import { j } from '../store/rows.ts';", 'medcom-imports'],
  ['medcom/type.ts', "import type { S } from '../workflows/step.ts';", 'medcom-imports'],
  ['activities/value.ts', "import { q } from '../workflows/contract.ts';", 'activities-imports'],
  ['activities/environment.ts', "import { config } from '../config/config.ts';", 'config-by-processes'],
  ['temporal/type.ts', "import type { S } from '../workflows/step.ts';", 'temporal-imports'],
  ['api/value.ts', "import { n } from '../workflows/step.ts';", 'api-imports'],
  ['api/type.ts', "import type { Send } from '../activities/send.ts';", 'api-imports'],
  ['worker/value.ts', "import { all } from '../api/main.ts';", 'worker-imports'],
  ['worker/simulated.ts', "import { s } from '../simulator/main.ts';", 'no-product-to-tools'],
  ['workflows/connected.ts', "import { client } from '../temporal/client.ts';", 'workflows-imports'],
  ['temporal/search-attributes.ts', "import type { Kind } from '../domain/kinds.ts';", 'search-attributes-imports'],
  ['web/type.ts', "import type { Row } from '../store/rows.ts';", 'web-imports'],
  ['web/package.ts', "import { z } from 'zod';", 'web-imports'],
  ['simulator/value.ts', "import { now } from '../domain/kinds.ts';", 'simulator-imports'],
  ['simulator/type.ts', "import type { Kind } from '../domain/kinds.ts';", 'simulator-imports'],
  ['config/type.ts', "import type { Kind } from '../domain/kinds.ts';", 'config-imports'],
  ['domain/export.ts', "export type { Row } from '../store/rows.ts';", 'domain-imports'],
  ['domain/later.ts', "export const later = await import('../store/rows.ts');", 'domain-imports'],
  ['domain/circle.ts', "import type { Kind } from './square.ts';", 'no-cycles'],
  ['domain/missing.ts', "import { gone } from './gone.ts';", 'resolvable'],
];

/** Imports the linter must refuse, since dependency-cruiser does not tell types from values. */
const forbiddenForLinter: [file: string, statement: string][] = [
  ['workflows/linted-value.ts', "import { s } from '../activities/send.ts';\nexport const t = s;"],
  ['workflows/linted-export.ts', "export { s } from '../activities/send.ts';"],
  ['workflows/linted-later.ts', "export const later = import('../activities/send.ts');"],
  ['workflows/linted-inline.ts', "export type T = import('../domain/kinds.ts').Kind;"],
  ['web/linted-value.ts', "import { all } from '../api/main.ts';\nexport const t = all;"],
];

async function tree(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'house-'));
  trees.push(root);
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  for (const grit of ['type-imports.grit', 'inline-types.grit']) {
    await mkdir(join(root, 'test/house'), { recursive: true });
    await copyFile(join(project, 'test/house', grit), join(root, 'test/house', grit));
  }
  for (const name of ['biome.json', '.gitignore', '.dependency-cruiser.cjs'])
    await copyFile(join(project, name), join(root, name));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

function run(root: string, script: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(project, 'node_modules', script), ...args],
      { cwd: root, maxBuffer: 10_000_000 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve(stdout + stderr);
      },
    );
  });
}

/** The violations as `rule: file`, sorted. */
async function violations(root: string): Promise<string[]> {
  const report = await run(root, 'dependency-cruiser/bin/dependency-cruise.mjs', ['--output-type', 'err', '.']);
  return [...report.matchAll(/error ([\w-]+): (\S+)/g)].map(([, rule, file]) => `${rule}: ${file}`);
}

async function linted(root: string): Promise<string> {
  return run(root, '@biomejs/biome/bin/biome', ['lint', '--only=plugin', '--reporter=github', '.']);
}

describe('the check of import directions', () => {
  test('lets every allowed direction pass', async () => {
    const root = await tree(allowedTree);
    expect(await violations(root)).toEqual([]);
    expect(await linted(root)).not.toContain('::error');
  });

  test('finds forbidden imports of values and of types', async () => {
    const files = Object.fromEntries(forbidden.map(([file, statement]) => [file, `${statement}\n`]));
    const root = await tree({
      ...allowedTree,
      ...files,
      'domain/square.ts': "import type { Round } from './circle.ts';\nexport type Kind = Round;\n",
    });
    const found = await violations(root);
    expect(found).toEqual(expect.arrayContaining(forbidden.map(([file, , rule]) => `${rule}: ${file}`)));
    const badFiles = new Set(['domain/square.ts', ...forbidden.map(([file]) => file)]);
    expect(found.filter((line) => !badFiles.has(line.split(': ')[1] ?? ''))).toEqual([]);
  });

  test('leaves types only where only types may be seen', async () => {
    const root = await tree({ ...allowedTree, ...Object.fromEntries(forbiddenForLinter) });
    const report = await linted(root);
    for (const [file] of forbiddenForLinter) expect(report).toContain(file);
    for (const file of Object.keys(allowedTree)) expect(report).not.toContain(file);
  });

  test('is kept by this project', async () => {
    expect(await violations(project)).toEqual([]);
  });
});
