// The deterministic part of the bench: each scenario once, one step after the other, and what it cost.
// The same numbers that test/bench asserts against the budgets.
import type { Cost, History } from './cost.ts';
import { costOf } from './cost.ts';
import type { Parts } from './parts.ts';
import type { ScenarioName } from './scenarios.ts';
import { scenarioNames, scenarios } from './scenarios.ts';
import type { Bundle } from './stage.ts';
import { openStage } from './stage.ts';

export interface ScenarioCost extends Cost {
  readonly name: ScenarioName;
  readonly workflowId: string;
  readonly history: History;
}

export async function scenarioCosts(parts: Parts, bundle: Bundle): Promise<readonly ScenarioCost[]> {
  const stage = await openStage({
    databaseUrl: await parts.database(),
    target: parts.target,
    bundle,
    oneAtATime: true,
  });
  try {
    const costs: ScenarioCost[] = [];
    for (const name of scenarioNames) {
      const { handle } = await scenarios[name](stage);
      costs.push({ name, workflowId: handle.workflowId, ...(await costOf(handle)) });
    }
    return costs;
  } finally {
    await stage.close();
  }
}
