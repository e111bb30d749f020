// Nothing of one machine, of a real person or of haste in the files that git tracks.
// Every finder is first tried on a sample that it must find and one that it must leave alone.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Finder, SourceFile } from './finders.ts';
import {
  cprNumbers,
  longFiles,
  machinePaths,
  missingOpening,
  publishedTestCprs,
  registryHosts,
  typeHoles,
} from './finders.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const opening = '// One.\n// Two.\n';

// The samples are put together here, so that they are not found in this file.
const path = (...parts: string[]): string => ['', ...parts].join('/');
const at = (word: string): string => `// @${word}`;
const lines = (count: number): string => `${opening}${'x;\n'.repeat(count - 2)}`;
const [testPerson = ''] = publishedTestCprs;
const nobody = `${'0'}${'1'}0150${'1'}234`;

const samples: { finder: Finder; name: string; bad: SourceFile[]; good: SourceFile[] }[] = [
  {
    name: 'paths of one machine',
    finder: machinePaths,
    bad: [
      { path: 'docs/a.md', text: `see ${path('work', 'main')}` },
      { path: 'test/a.test.ts', text: `'${path('root', '.cache')}'` },
      { path: 'deploy/a.yml', text: `dir: ${path('tmp', 'x')}` },
    ],
    good: [
      { path: 'docs/a.md', text: 'https://example.org/work/main and src/root/x' },
      { path: 'test/a.test.ts', text: path('tmp', 'x') },
    ],
  },
  {
    name: 'registries that others cannot reach',
    finder: registryHosts,
    bad: [
      { path: 'package-lock.json', text: `"resolved": "http://${'packages'}.example:4873/zod/-/zod-4.tgz"` },
      { path: '.npmrc', text: `registry=https://${'mirror'}.example/npm/` },
      { path: '.ci/run', text: `export GOPROXY=http://${'127'}.0.0.1:8081` },
    ],
    good: [{ path: 'package-lock.json', text: '"resolved": "https://registry.npmjs.org/zod/-/zod-4.tgz"' }],
  },
  {
    name: 'CPR numbers',
    finder: cprNumbers,
    bad: [
      { path: 'examples/a.json', text: `{"cpr":"${nobody}"}` },
      { path: 'docs/a.md', text: `${nobody.slice(0, 6)}-${nobody.slice(6)}` },
    ],
    good: [
      { path: 'examples/a.json', text: `{"cpr":"${testPerson}","gln":"5790000121526","ms":1790000000}` },
      { path: 'docs/a.md', text: `${testPerson.slice(0, 6)}-${testPerson.slice(6)}` },
    ],
  },
  {
    name: 'holes in the types',
    finder: typeHoles,
    bad: [
      { path: 'api/a.ts', text: at('ts-ignore') },
      { path: 'api/a.ts', text: at('ts-expect-error') },
      { path: 'api/a.ts', text: `const x${':'} any = 1;` },
      { path: 'api/a.ts', text: `y ${'as'} unknown ${'as'} string` },
    ],
    good: [{ path: 'api/a.ts', text: '// Takes any answer: any of these will do.\nconst many: unknown = 1;' }],
  },
  {
    name: 'long files',
    finder: longFiles,
    bad: [{ path: 'api/a.ts', text: lines(351) }],
    good: [
      { path: 'api/a.ts', text: lines(350) },
      { path: 'rules/a.json', text: lines(400) },
    ],
  },
  {
    name: 'files that do not say what they are for',
    finder: missingOpening,
    bad: [
      { path: 'api/a.ts', text: "import { x } from './x.ts';\n" },
      { path: 'domain/a.ts', text: '// One line only.\nexport const x = 1;\n' },
    ],
    good: [
      { path: 'api/a.ts', text: opening },
      { path: 'dev/a.mjs', text: `#!/usr/bin/env node\n${opening}` },
      { path: 'web/a.css', text: '/* One.\n   Two. */\n' },
      { path: 'vitest.config.ts', text: 'export default {};\n' },
    ],
  },
];

/** Text files that git tracks, as they stand now; undefined where this is no git checkout. */
function tracked(): SourceFile[] | undefined {
  if (!existsSync(join(project, '.git'))) return undefined;
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' }).split('\0');
  return names
    .filter((name) => name !== '' && existsSync(join(project, name)))
    .map((name) => ({ path: name, text: readFileSync(join(project, name), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
}

const files = tracked();

describe.each(samples)('$name', ({ finder, bad, good }) => {
  test('are found', () => {
    for (const file of bad) expect(finder(file), `${file.path}: ${file.text.slice(0, 80)}`).toHaveLength(1);
    for (const file of good) expect(finder(file), `${file.path}: ${file.text.slice(0, 80)}`).toEqual([]);
  });

  test.skipIf(files === undefined)('are not in this project', () => {
    expect(files?.flatMap(finder)).toEqual([]);
  });
});
