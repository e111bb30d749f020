// The SDK's own log, reduced to errors: a worker that starts and stops in a bench is no news.
// Once for each process, before the first worker.
import { DefaultLogger, Runtime } from '@temporalio/worker';

export function quietTemporal(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}
