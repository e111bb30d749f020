// Kysely's PostgreSQL dialect with one change: what the driver throws becomes a StoreError, which holds no values.
// Here and nowhere else, so that no query can forget it.
import type { CompiledQuery, DatabaseConnection, Driver, PostgresPool, QueryResult, TransactionSettings } from 'kysely';
import { PostgresDialect } from 'kysely';
import { storeError } from './errors.ts';

export class QuietDialect extends PostgresDialect {
  constructor(pool: PostgresPool) {
    super({ pool });
  }

  override createDriver(): Driver {
    return new QuietDriver(super.createDriver());
  }
}

class QuietDriver implements Driver {
  readonly #driver: Driver;
  readonly #quiet = new WeakMap<DatabaseConnection, QuietConnection>();

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  init(): Promise<void> {
    return this.#driver.init();
  }

  /** The same wrapper for the same connection: Kysely remembers connections by identity. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await quietly(() => this.#driver.acquireConnection());
    const known = this.#quiet.get(connection);
    if (known !== undefined) return known;
    const made = new QuietConnection(connection);
    this.#quiet.set(connection, made);
    return made;
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return quietly(() => this.#driver.beginTransaction(loud(connection), settings));
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return quietly(() => this.#driver.commitTransaction(loud(connection)));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return quietly(() => this.#driver.rollbackTransaction(loud(connection)));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(loud(connection));
  }

  destroy(): Promise<void> {
    return this.#driver.destroy();
  }
}

class QuietConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return quietly(() => this.inner.executeQuery<R>(query));
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    try {
      yield* this.inner.streamQuery<R>(query, chunkSize);
    } catch (error) {
      throw storeError(error);
    }
  }
}

const loud = (connection: DatabaseConnection): DatabaseConnection =>
  connection instanceof QuietConnection ? connection.inner : connection;

async function quietly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}
