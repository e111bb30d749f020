// Holds every case of a stage to one rule: never two local activities at once. They come back in the order they end, and
// when the history is replayed in the order they began, so that a case with two of them may never go on.
import type { Client } from '@temporalio/client';
import { z } from 'zod';

const time = z.object({ seconds: z.number().default(0), nanos: z.number().default(0) });
const marker = z.object({ seq: z.number(), complete_time: time, original_schedule_time: time });
type Marker = z.output<typeof marker>;

/** Nothing begins and ends within this, ns; the two times of a marker come from clocks that differ by more. */
const QUICKEST = 100_000n;

const ns = ({ seconds, nanos }: z.output<typeof time>): bigint => BigInt(seconds) * 1_000_000_000n + BigInt(nanos);

/** Workflow ids of this task queue in which one local activity began before another had ended. */
export async function withTwoAtOnce(client: Client, taskQueue: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `TaskQueue = "${taskQueue}"` })) {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const ended = (events ?? []).flatMap((event): Marker[] => {
      const data = event.markerRecordedEventAttributes?.details?.['data']?.payloads?.[0]?.data;
      return data == null ? [] : [marker.parse(JSON.parse(Buffer.from(data).toString('utf8')))];
    });
    const overlap = ended.some((one, index) => {
      const before = ended[index - 1];
      if (before === undefined) return false;
      const between = ns(one.original_schedule_time) - ns(before.original_schedule_time);
      return between < QUICKEST || ns(one.complete_time) < ns(before.complete_time);
    });
    if (overlap) found.push(workflowId);
  }
  return found;
}
