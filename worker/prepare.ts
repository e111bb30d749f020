// What a worker needs in PostgreSQL before it starts: the newest tables, and the sheets of the rule files once.
// Safe with several workers at once; waits for PostgreSQL, since it may start later than we do.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import { now } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { isStoreError } from '../store/errors.ts';
import { migrate } from '../store/migrate.ts';
import { seedSheets } from '../store/sheets.ts';

export interface Preparation {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly sheets: readonly UnitSheet[];
  readonly log: Logger;
}

const RETRY_MS = 1_000;

/** Resolves when the database is ready. Rejects for anything but an absent PostgreSQL. */
export async function prepareDatabase({ db, databaseUrl, sheets, log }: Preparation): Promise<void> {
  for (;;) {
    try {
      await migrate(databaseUrl);
      await seedSheets(db, sheets, await now(db));
      return;
    } catch (error) {
      if (!isStoreError(error, 'unavailable')) throw error;
      log.warn({ code: error.fault.code }, 'waiting for PostgreSQL');
      await sleep(RETRY_MS);
    }
  }
}
