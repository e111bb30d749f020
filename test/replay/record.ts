// `npm run record-histories`: records the histories of scenarios that have none yet, on a real server, for test/replay.
// A recorded one is kept: it stands for the cases that run. `-- --again [name ...]` records it anew, before a first release.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const [again, ...names] = process.argv.slice(2);
if (again !== undefined && again !== '--again') {
  console.error('Usage: npm run record-histories [-- --again [name ...]]');
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/replay/record.config.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, RECORD_AGAIN: again === undefined ? '' : names.length === 0 ? 'all' : names.join(' ') },
  },
);
process.exitCode = status ?? 1;
