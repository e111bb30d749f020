// Brings a database and a namespace to what our processes expect; whether we run them or the environment named them.
// Both may be done again at any time.
import { Connection } from '@temporalio/client';
import type { Config } from '../config/config.ts';
import { migrate } from '../store/migrate.ts';
import { connectionSettings } from '../temporal/connection.ts';
import { registerSearchAttributes } from '../temporal/register-search-attributes.ts';

/** Runs the migrations that are missing. @throws when the database cannot be reached or a migration fails. */
export async function prepareDatabase(config: Config, say: (line: string) => void): Promise<void> {
  say('PostgreSQL: bringing the tables up to date');
  await migrate(config.databaseUrl);
}

/**
 * Registers the search attributes with a Temporal that is not ours; the embedded one has them from its start. A
 * cluster may forbid it (Temporal Cloud does): then its operator must have done it.
 */
export async function prepareNamespace(config: Config, say: (line: string) => void): Promise<void> {
  if (config.embedded.temporal) return;
  const { connectionOptions, namespace } = connectionSettings(config.temporal);
  const connection = await Connection.connect(connectionOptions);
  try {
    const { added } = await registerSearchAttributes(connection, namespace);
    if (added.length > 0) say(`Temporal: registered the search attributes ${added.join(', ')}`);
  } catch (error) {
    say(`Temporal: search attributes not registered here (${error instanceof Error ? error.message : error})`);
  } finally {
    await connection.close();
  }
}
