// How a process reaches Temporal: the SDK's environment configuration for a cluster, plain settings for the embedded server.
// One client per process; it connects at its first call, so that the API starts while Temporal is away.
import { Client } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { dataConverter } from './data-converter.ts';
import { lazyConnection } from './retries.ts';

/** Which Temporal to talk to. */
export interface TemporalTarget {
  /** host:port of the frontend. */
  readonly address: string;
  readonly namespace: string;
  /** The server of `npm start` or of a test: no TLS, and no profile file or TEMPORAL_* variable is read. */
  readonly embedded: boolean;
}

/**
 * Connection options for a client or worker. A cluster's TLS, API key and headers come from `TEMPORAL_*` and the
 * profile file (@temporalio/envconfig); address and namespace from the target, so that no part of the program can
 * talk to another namespace than the rest.
 */
export function connectionSettings(target: TemporalTarget): Required<ClientConnectConfig> {
  const { address, namespace } = target;
  if (target.embedded) return { connectionOptions: { address }, namespace };
  const { connectionOptions } = loadClientConnectConfig();
  return { connectionOptions: { ...connectionOptions, address }, namespace };
}

/** A client that connects when first used. Close it with `client.connection.close()`. */
export function temporalClient(target: TemporalTarget): Client {
  const { connectionOptions, namespace } = connectionSettings(target);
  return new Client({ connection: lazyConnection(connectionOptions), namespace, dataConverter });
}

/** True when the server answers within `withinMs` milliseconds; used by readiness checks. Never throws. */
export async function temporalAnswers(client: Client, withinMs = 1_000): Promise<boolean> {
  try {
    await client.connection.withDeadline(Date.now() + withinMs, () =>
      client.workflowService.getSystemInfo({}).then(() => undefined),
    );
    return true;
  } catch {
    return false;
  }
}
