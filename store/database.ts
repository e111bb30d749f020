// Opens the database for a process: one pool, typed queries, and errors that hold no row of anybody.
// Every query function of this folder takes what is opened here as its first argument.
import type { Transaction } from 'kysely';
import { Kysely } from 'kysely';
import pg from 'pg';
import { QuietDialect } from './quiet-dialect.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
/** Inside a transaction. */
export type Work = Transaction<Tables>;

export interface DatabaseOptions {
  /** Connections at most. */
  readonly max: number;
  /** How long a query may take, ms; default 8 s, below every start-to-close time. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection, ms; default 2 s. */
  readonly connectTimeoutMs?: number;
}

/** Opens the database; connects at the first query. Close it with `db.destroy()`. Every failure is a StoreError. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const { statementTimeoutMs = 8_000 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 2_000,
    statement_timeout: statementTimeoutMs,
    // When the server cannot say any more that its time is up.
    query_timeout: statementTimeoutMs + 2_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'discharge',
  });
  // A connection that dies is replaced by the pool, and its query is told; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new QuietDialect(pool) });
}
