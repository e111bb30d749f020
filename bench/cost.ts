// What a discharge costs on Temporal, counted in its history: events, workflow tasks, bytes and billed actions.
// Actions by Temporal's price list: start 1, activity 1 for each attempt, timer 1, Update 1, upsert 1, local activities 1 a task.
import type { WorkflowHandle } from '@temporalio/client';

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

export interface Cost {
  readonly events: number;
  /** Completed ones; the others (timed out, failed) are in no price list and would be a fault here. */
  readonly workflowTasks: number;
  readonly bytes: number;
  readonly actions: number;
}

/** The cost of a workflow so far. Queries (an action each) leave no trace; the scenarios put none. */
export async function costOf(handle: WorkflowHandle): Promise<Cost & { readonly history: History }> {
  const history = await handle.fetchHistory();
  const { historySize } = await handle.describe();
  const events = history.events ?? [];
  return {
    history,
    events: events.length,
    workflowTasks: events.filter((event) => event.workflowTaskCompletedEventAttributes != null).length,
    bytes: historySize ?? 0,
    actions: actionsIn(events),
  };
}

export function actionsIn(events: readonly HistoryEvent[]): number {
  const localIn = new Set<string>();
  let actions = 0;
  for (const event of events) {
    if (event.workflowExecutionStartedEventAttributes != null) actions += 1;
    else if (event.activityTaskStartedEventAttributes != null)
      actions += event.activityTaskStartedEventAttributes.attempt ?? 1;
    else if (event.timerStartedEventAttributes != null) actions += 1;
    else if (event.workflowExecutionUpdateAcceptedEventAttributes != null) actions += 1;
    else if (event.workflowExecutionSignaledEventAttributes != null) actions += 1;
    else if (event.upsertWorkflowSearchAttributesEventAttributes != null) actions += 1;
    else if (event.markerRecordedEventAttributes?.markerName === 'core_local_activity')
      localIn.add(String(event.markerRecordedEventAttributes.workflowTaskCompletedEventId));
  }
  return actions + localIn.size;
}
