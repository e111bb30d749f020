// How many lines of a call stack the workflow sandbox keeps. It notes one for every promise a workflow makes, for the call
// stack in the Temporal UI, and looks each line up in the source map: the dearest part of a workflow task by far.
import v8 from 'node:v8';

/** Enough to tell which step waits. Ten, the usual number, costs a quarter more processor time (docs/performance.md). */
const LINES = 3;

/** To be called before the first worker of a process; the process's own errors keep their whole stacks. */
export function shortWorkflowStacks(): void {
  v8.setFlagsFromString(`--stack-trace-limit=${LINES}`);
}
