// What the bare workflow is told to do: the waits of a real discharge, with nothing of the product in between.
// Imported by the workflow, by the driver and by the reader of histories that writes the script.

/** What one workflow task of the real discharge asked for, and what had woken it. */
export interface BareStep {
  readonly wokenBy: 'start' | 'update' | 'activity';
  readonly activities: number;
  readonly timersCancelled: number;
  readonly timersStarted: number;
}

export type Script = readonly BareStep[];

export const BARE = 'bare';
export const BARE_UPDATE = 'go-on';

export interface BareActivities {
  /** Does nothing; `workflow` tells the driver whose it was. */
  nothing(workflow: string): Promise<void>;
}
