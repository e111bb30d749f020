// `npm test`: all tests with vitest, and as the very last line how many there were: "N passed, N failed[, N skipped]".
// The second pass of the workflow tests, without a workflow cache, is a project of vitest.config.ts and counts too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { temporalProgram } from './temporal-program.ts';
import type { Tally } from './test-tally.ts';
import { closingLine, tally } from './test-tally.ts';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(resolve(tmpdir(), 'discharge-results-'));
const results = resolve(folder, 'results.json');
// Before the tests begin: on a new machine it is built, which takes longer than a test may wait.
await temporalProgram((line) => console.log(line));
const { status } = spawnSync(
  process.execPath,
  [
    resolve(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Tests start some two hundred processes of the same sources: what one has compiled, the next need not, nor the next run.
    env: { ...process.env, NODE_COMPILE_CACHE: resolve(root, 'node_modules/.cache/compiled') },
  },
);

const counted = count();
// A run that failed for another reason than a test (a crash, an error between tests) must not look green.
const failed = status !== 0 && counted.failed === 0 ? 1 : counted.failed;
for (const failure of counted.failures) console.log(`failed: ${failure}`);
console.log(closingLine({ ...counted, failed }));
process.exitCode = failed > 0 ? 1 : 0;

function count(): Tally {
  try {
    return tally(JSON.parse(readFileSync(results, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: ['vitest left no results'] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
