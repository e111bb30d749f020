// What a discharge costs on Temporal from start to close, and what the workflow bundle weighs: bench/budgets.ts, kept.
// One step after the other (bench/turnstile.ts), so that the numbers are the same on every machine and on a busy one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_BYTES, BUNDLE_BYTES_BAND, BUNDLE_PACKAGES, BYTES_BAND, budgets } from '../../bench/budgets.ts';
import { contentsOf } from '../../bench/bundle.ts';
import { costOf } from '../../bench/cost.ts';
import { quietTemporal } from '../../bench/quiet.ts';
import { scenarioNames, scenarios } from '../../bench/scenarios.ts';
import type { Bundle, Stage } from '../../bench/stage.ts';
import { openStage, productBundle } from '../../bench/stage.ts';
import { freshDatabase, temporalTarget } from '../harness/servers.ts';

let bundle: Bundle;
let stage: Stage;
beforeAll(async () => {
  quietTemporal();
  bundle = await productBundle();
  const [databaseUrl, target] = await Promise.all([freshDatabase(), temporalTarget()]);
  stage = await openStage({ databaseUrl, target, bundle, oneAtATime: true });
});
afterAll(() => stage?.close());

const within = (actual: number, budget: number, band: number): void => {
  expect(actual).toBeGreaterThan(budget * (1 - band));
  expect(actual).toBeLessThan(budget * (1 + band));
};

describe('the budget of a discharge', () => {
  it.each(scenarioNames)('is kept: %s', async (name) => {
    const { handle } = await scenarios[name](stage);
    const { history: _, bytes, ...counted } = await costOf(handle);
    const { bytes: allowed, ...budget } = budgets[name];
    expect(counted).toEqual(budget);
    within(bytes, allowed, BYTES_BAND);
  });
});

describe('the workflow bundle', () => {
  it('holds the workflows and nothing of npm but the sandbox itself, so no zod', () => {
    const { files, packages } = contentsOf(bundle);
    expect(files).toContain('workflows/discharge.ts');
    expect(packages).toEqual(BUNDLE_PACKAGES);
  });

  it('holds no rules: they are asked of an activity, so that no case replays a calendar', () => {
    const { files } = contentsOf(bundle);
    for (const rules of ['rule-set', 'deadline', 'calendar']) expect(files).not.toContain(`domain/${rules}.ts`);
  });

  it('keeps its size', () => {
    within(contentsOf(bundle).bytes, BUNDLE_BYTES, BUNDLE_BYTES_BAND);
  });
});
