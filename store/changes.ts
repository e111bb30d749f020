// Hears of every published change (NOTIFY `changes`), on a connection of its own that is made again when it is lost.
// What was published while it was lost is not told: the listener is told that it may have missed something instead.
import pg from 'pg';

export interface Listener {
  /** A case has been published; its id. */
  onChange(caseId: string): void;
  /** The connection was made (again): anything may have changed since it was lost. */
  onConnected(): void;
}

export interface Listening {
  close(): Promise<void>;
}

const RETRY_MS = 1_000;

/** Listens until closed. Never throws: without PostgreSQL it goes on trying, once a second. */
export function listenForChanges(databaseUrl: string, listener: Listener): Listening {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const again = (lost: pg.Client): void => {
    if (client !== lost) return;
    client = undefined;
    lost.end().catch(() => undefined);
    if (!closed) timer = setTimeout(connect, RETRY_MS);
  };
  const connect = (): void => {
    const made = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'discharge-changes',
      keepAlive: true,
    });
    client = made;
    made.on('error', () => again(made));
    made.on('end', () => again(made));
    made.on('notification', ({ payload }) => {
      if (payload !== undefined) listener.onChange(payload);
    });
    made
      .connect()
      .then(() => made.query('listen changes'))
      .then(
        () => listener.onConnected(),
        () => again(made),
      );
  };
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
