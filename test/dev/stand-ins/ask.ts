// Asks for the Temporal program with a build that takes a moment and counts itself; one of several at once in a test.
// Arguments: cache folder, file that gets a line for every build, milliseconds that a build takes.
import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporalProgram } from '../../../dev/temporal-program.ts';

const [cache = '', builds = '', takes = '0'] = process.argv.slice(2);
const found = await temporalProgram(() => {}, {
  searchPath: '',
  cache,
  download: async () => undefined,
  build: async (folder) => {
    appendFileSync(builds, 'build\n');
    await sleep(Number(takes));
    const path = resolve(folder, 'made');
    writeFileSync(path, '#!/bin/sh\necho "temporal version 9.9.9 (Server 1, UI 1)"\n', { mode: 0o755 });
    return path;
  },
});
console.log(JSON.stringify(found));
