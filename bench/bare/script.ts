// Reads from the history of a real discharge which waits it had, as the script of a bare workflow.
// From a history that was recorded one step after the other, so that each step has one cause.
import type { HistoryEvent } from '../cost.ts';
import type { BareStep, Script } from './contract.ts';

type Writable = { -readonly [K in keyof BareStep]: BareStep[K] };

/** One step for each completed workflow task, in order. */
export function scriptOf(events: readonly HistoryEvent[]): Script {
  const steps: Writable[] = [];
  let wokenBy: BareStep['wokenBy'] = 'start';
  for (const event of events) {
    const step = steps.at(-1);
    if (event.activityTaskCompletedEventAttributes != null) wokenBy = 'activity';
    if (event.workflowTaskCompletedEventAttributes != null) {
      steps.push({ wokenBy, activities: 0, timersCancelled: 0, timersStarted: 0 });
      wokenBy = 'update';
    } else if (step !== undefined) {
      if (event.activityTaskScheduledEventAttributes != null) step.activities += 1;
      if (event.timerCanceledEventAttributes != null) step.timersCancelled += 1;
      if (event.timerStartedEventAttributes != null) step.timersStarted += 1;
    }
  }
  return steps;
}
