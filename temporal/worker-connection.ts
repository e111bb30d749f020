// The worker's connection to Temporal; apart from connection.ts so that the API never loads the native worker core.
// Settings and namespace are the same as the client's.
import { NativeConnection } from '@temporalio/worker';
import type { TemporalTarget } from './connection.ts';
import { connectionSettings } from './connection.ts';

/**
 * Connects to Temporal for a worker.
 *
 * @throws when the server cannot be reached; the process should then end and be started again.
 */
export function workerConnection(target: TemporalTarget): Promise<NativeConnection> {
  return NativeConnection.connect(connectionSettings(target).connectionOptions);
}
