// What the routes work with, handed in by the process: nothing here reads the environment or opens a connection.
// Tests hand in the same with their own parts.
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Registry } from '../domain/organisations.ts';
import type { RuleFiles } from '../rules/load.ts';
import type { Database } from '../store/database.ts';
import type { Changes } from './changes.ts';
import type { Citizens } from './citizens.ts';
import type { Metrics } from './metrics.ts';
import type { Parties } from './parties.ts';

export interface Service {
  readonly db: Database;
  /** Connects at its first call, so that the API serves while Temporal is away. */
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly registry: Registry;
  readonly rules: RuleFiles;
  readonly parties: Parties;
  readonly citizens: Citizens;
  readonly changes: Changes;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Refuses test persons and the moving clock. */
  readonly production: boolean;
  readonly devClock: boolean;
  /** Development only: GET gives { inFlight } of the simulated partners. */
  readonly partnerIdleUrl: string | undefined;
}
