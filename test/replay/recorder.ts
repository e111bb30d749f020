// Drives the main scenarios on the real server, one after the other, and keeps the history of each (test/histories).
// Run by record.ts; which ones are recorded again is in RECORD_AGAIN: `all` or their names.
import { afterAll, beforeAll, it } from 'vitest';
import type { Stage } from '../workflows/stage.ts';
import { openStage } from '../workflows/stage.ts';
import { keepHistory, recorded } from './histories.ts';
import { scenarios } from './scenarios.ts';

const again = (process.env['RECORD_AGAIN'] ?? '').split(' ');
const have = recorded();
const missing = Object.entries(scenarios).filter(
  ([name]) => !have.includes(name) || again.includes('all') || again.includes(name),
);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

if (missing.length === 0) it('has all histories already', () => undefined);
else
  it.each(missing)('%s', async (name, scenario) => {
    const handle = await scenario(stage);
    await handle.result();
    keepHistory(name, await handle.fetchHistory());
  });
