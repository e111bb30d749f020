// Carries published changes to whoever waits for them: the streams of the pages, and a start that waits for its first view.
// One listener on PostgreSQL for the whole process; what was missed while it was away is told as "look again".
import { EventEmitter } from 'node:events';
import { listenForChanges } from '../store/changes.ts';

export interface Changes {
  /** Calls back for each published case, and with null when anything may have changed. Gives the function that ends it. */
  subscribe(callback: (caseId: string | null) => void): () => void;
  /** Waits until this case is published, at most `withinMs`. */
  published(caseId: string, withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Listens on PostgreSQL until closed. */
export function hearChanges(databaseUrl: string): Changes {
  const emitter = new EventEmitter<{ change: [string | null] }>();
  emitter.setMaxListeners(0);
  const listening = listenForChanges(databaseUrl, {
    onChange: (caseId) => emitter.emit('change', caseId),
    onConnected: () => emitter.emit('change', null),
  });
  const subscribe: Changes['subscribe'] = (callback) => {
    emitter.on('change', callback);
    return () => emitter.off('change', callback);
  };
  return {
    subscribe,
    published: (caseId, withinMs) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          stop();
          resolve();
        };
        const timer = setTimeout(done, withinMs);
        const stop = subscribe((id) => {
          if (id === caseId) done();
        });
      }),
    async close() {
      emitter.removeAllListeners();
      await listening.close();
    },
  };
}
