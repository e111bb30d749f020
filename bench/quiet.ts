// The SDK's own log, reduced to errors: a worker that starts and stops in a bench or a test is no news.
// To be called before the first worker of a process; again it does nothing.
import { DefaultLogger, Runtime } from '@temporalio/worker';

let quiet = false;

export function quietTemporal(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}
