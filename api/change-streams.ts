// Streams of changes to browsers (server-sent events): which case has a newer version, for those who are parties of it.
// Only ids, codes and versions travel; the page reads the case itself. After a gap the page is told to read everything again.
import type { Response } from 'express';
import { caseFor } from '../store/cases.ts';
import type { Caller } from './auth.ts';
import { tellable } from './error-handler.ts';
import { inScope, scopeOf } from './scope.ts';
import type { Service } from './service.ts';

/** A comment line now and then, so that no proxy takes the stream for dead, ms. */
const BEAT = 20_000;
/** What may wait for one slow client, bytes. */
const MOST_WAITING = 64 * 1024;

export interface ChangeStreams {
  /** Keeps a response open until its client goes. */
  open(caller: Caller, response: Response): void;
  close(): void;
}

/** One reading of the changed case serves all streams of this process. */
export function changeStreams(service: Service): ChangeStreams {
  const { changes, db, registry, metrics, log } = service;
  const streams = new Map<Response, Caller>();
  const send = (response: Response, text: string): void => {
    response.write(text);
    // A client that takes nothing in is let go; when it comes back it reads everything again.
    if (response.writableLength > MOST_WAITING) response.destroy();
  };
  const write = (response: Response, event: string, data: unknown): void =>
    send(response, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  const tell = async (caseId: string): Promise<void> => {
    if (streams.size === 0) return;
    const row = await caseFor(db, caseId);
    if (row === null) return;
    const { id, version, stage, attention } = row;
    for (const [response, caller] of streams) {
      if (inScope(scopeOf(caller, registry), row)) write(response, 'case', { id, version, stage, attention });
    }
  };
  const stop = changes.subscribe((caseId) => {
    if (caseId === null) for (const response of streams.keys()) write(response, 'reset', {});
    else tell(caseId).catch((error: unknown) => log.warn(tellable(error), 'a change could not be told'));
  });
  const beat = setInterval(() => {
    for (const [response, { until }] of streams) {
      // Nobody goes on listening with a token that has ended; the page comes back with a new one.
      if (until < Date.now()) response.end();
      else send(response, ': \n\n');
    }
  }, BEAT);
  beat.unref();

  return {
    open(caller, response) {
      response.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      response.flushHeaders();
      write(response, 'ready', {});
      streams.set(response, caller);
      metrics.listening(streams.size);
      response.on('close', () => {
        streams.delete(response);
        metrics.listening(streams.size);
      });
    },
    close() {
      stop();
      clearInterval(beat);
      for (const response of streams.keys()) response.end();
      streams.clear();
    },
  };
}
