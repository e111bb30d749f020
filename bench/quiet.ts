// The SDK's own log, reduced to errors: a worker that starts and stops in a bench or a test is no news.
// To be called before the first worker of a process; again it does nothing.
import type { Logger } from '@temporalio/worker';
import { DefaultLogger, Runtime } from '@temporalio/worker';

let quiet = false;

/** `logger`: where errors go; by default to the console. */
export function quietTemporal(logger: Logger = new DefaultLogger('ERROR')): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({
    logger,
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}
