// What the histories of a stage must hold when its tests are over: each goes on from its beginning under the same code,
// as it must after an eviction, and none had two local activities at once.
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { WorkflowBundlePath } from '@temporalio/worker';
import { z } from 'zod';
import { replay } from '../harness/replay.ts';

const time = z.object({ seconds: z.number().default(0), nanos: z.number().default(0) });
const marker = z.object({ seq: z.number(), complete_time: time, original_schedule_time: time });
type Marker = z.output<typeof marker>;

interface Kept {
  readonly workflowId: string;
  readonly history: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
}

/** Nothing begins and ends within this, ns; the two times of a marker come from clocks that differ by more. */
const QUICKEST = 100_000n;

/** The histories of all cases of a task queue. */
export async function historiesOf(client: Client, taskQueue: string): Promise<Kept[]> {
  const found: Kept[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `TaskQueue = "${taskQueue}"` })) {
    found.push({ workflowId, history: await client.workflow.getHandle(workflowId).fetchHistory() });
  }
  return found;
}

/**
 * Workflow ids in which one local activity began before another had ended. They come back in the order they end, and
 * when the history is replayed in the order they began, so that such a case may never go on.
 */
export function withTwoAtOnce(histories: readonly Kept[]): string[] {
  return histories.filter(hasTwoAtOnce).map(({ workflowId }) => workflowId);
}

/** What replay says of those that do not go on from their beginning. */
export async function notReplayed(workflowBundle: WorkflowBundlePath, histories: readonly Kept[]): Promise<string[]> {
  const wrong: string[] = [];
  for await (const { workflowId, error } of replay(workflowBundle, histories)) {
    if (error !== undefined) wrong.push(`${workflowId}: ${error.message}`);
  }
  return wrong;
}

function hasTwoAtOnce({ history: { events } }: Kept): boolean {
  const ended = (events ?? []).flatMap((event): Marker[] => {
    const data = event.markerRecordedEventAttributes?.details?.['data']?.payloads?.[0]?.data;
    return data == null ? [] : [marker.parse(JSON.parse(Buffer.from(data).toString('utf8')))];
  });
  return ended.some((one, index) => {
    const before = ended[index - 1];
    if (before === undefined) return false;
    const between = ns(one.original_schedule_time) - ns(before.original_schedule_time);
    return between < QUICKEST || ns(one.complete_time) < ns(before.complete_time);
  });
}

function ns({ seconds, nanos }: z.output<typeof time>): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}
