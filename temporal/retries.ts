// The SDK's repeating of failed calls, made to end with the connection: its timers know nothing of a close, and one that
// fires after it throws where nobody catches it, which ends the process.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionOptions } from '@temporalio/client';
import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/**
 * A connection made at its first call. Its `close` first waits for calls that are about to be repeated (five seconds at
 * most, and only while the server is away), and lets none begin to be.
 */
export function lazyConnection(options: ConnectionOptions): Connection {
  const { delayFunction, retryableDecider } = defaultGrpcRetryOptions();
  let closing = false;
  let lastRepeat = 0;
  const repeats = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !closing && retryableDecider(attempt, status),
    delayFunction(attempt, status) {
      const delay = delayFunction(attempt, status);
      lastRepeat = Math.max(lastRepeat, performance.now() + delay);
      return delay;
    },
  });
  const connection = Connection.lazy({ ...options, interceptors: [repeats] });
  const close = connection.close.bind(connection);
  connection.close = async () => {
    closing = true;
    // Timers keep the order of their times: ours is set after the last of theirs.
    while (lastRepeat > performance.now()) await sleep(lastRepeat - performance.now() + 1);
    await close();
  };
  return connection;
}
