// The replay gate: what is running must go on under the code as it is now. Every recorded history is replayed offline.
// And the gate bites: a changed order of steps is found in each of them, early and late.
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietTemporal } from '../../bench/quiet.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { replay } from '../harness/replay.ts';
import { bundleFolder } from '../harness/servers.ts';
import { historyOf, historyText, recorded, scrubbed } from './histories.ts';
import { scenarios } from './scenarios.ts';

const names = recorded();
const withCalls = names.filter((name) => lastCall(historyText(name)) !== null);
const quiet = new DefaultLogger('ERROR', () => undefined);
// What the gate must find is no news for the log.
quietTemporal(quiet);

/** What became of each replay: null when it went through. */
type Outcomes = Map<string, Error | null>;

async function replayed(bundle: WorkflowBundleOption, which: string[], text: (name: string) => string) {
  const outcomes: Outcomes = new Map();
  const histories = which.map((workflowId) => ({ workflowId, history: historyOf(text(workflowId)) }));
  for await (const { workflowId, error } of replay(bundle, histories)) {
    outcomes.set(workflowId, error ?? null);
  }
  return outcomes;
}

describe('a recorded history', () => {
  let outcomes: Outcomes;
  beforeAll(async () => {
    outcomes = await replayed(await workflowBundle(bundleFolder(), quiet), names, historyText);
  });

  it('is there for every main scenario', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(scenarios)));
  });

  it.each(names)('of %s goes on under the workflows as they are', (name) => {
    expect(outcomes.get(name)).toBeNull();
  });

  it.each(names)('of %s names no machine', (name) => {
    const history: unknown = JSON.parse(historyText(name));
    expect(scrubbed(history)).toEqual(history);
    expect(readable(historyText(name))).not.toMatch(/file:|node_modules|\.ts\b|localhost|127\.0\.0\.1|\d@/);
  });
});

describe('a changed order of steps', () => {
  let early: Outcomes;
  let late: Outcomes;
  beforeAll(async () => {
    const workflowsPath = fileURLToPath(new URL('put-first.ts', import.meta.url));
    early = await replayed(await bundleWorkflowCode({ workflowsPath, logger: quiet }), names, historyText);
    late = await replayed(
      await workflowBundle(bundleFolder(), quiet),
      withCalls,
      (name) => lastCall(historyText(name)) ?? '',
    );
  });

  it.each(names)('is found in %s when a step comes before all others', (name) => {
    expect(early.get(name)?.message).toMatch(/nondeterminism/i);
  });

  it.each(withCalls)('is found in %s in its last step to the world', (name) => {
    expect(late.get(name)?.message).toMatch(/nondeterminism/i);
  });
});

/** The history as a workflow would have left it that made another call where this one made its last. */
function lastCall(text: string): string | null {
  const activity = /"activityType":\{"name":"[a-zA-Z]+"\}/g;
  const last = [...text.matchAll(activity)].at(-1);
  if (last === undefined) return null;
  const other = '"activityType":{"name":"somethingElse"}';
  return text.slice(0, last.index) + other + text.slice(last.index + last[0].length);
}

/** The text with what is packed in it. */
const readable = (text: string): string =>
  text.replace(/"data":"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString('utf8'));
