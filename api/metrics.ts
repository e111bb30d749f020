// Numbers for operators in Prometheus form: requests by route pattern, decisions by name and outcome, what waits.
// Labels are codes and patterns of routes; an address of a request could hold an id and is never a label.
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type DecisionOutcome = 'accepted' | 'refused' | 'pending';

export interface Metrics {
  readonly registry: Registry;
  /** Times each request. */
  readonly timing: RequestHandler;
  decided(name: string, outcome: DecisionOutcome): void;
  /** Submissions the sweeper put again. */
  swept(count: number): void;
  listening(connections: number): void;
}

/** Counters of one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Duration of requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const decisions = new Counter({
    name: 'decisions_total',
    help: 'Decisions handed in, by name and outcome',
    labelNames: ['name', 'outcome'],
    registers,
  });
  const again = new Counter({ name: 'submissions_put_again_total', help: 'Submissions put again', registers });
  const streams = new Gauge({ name: 'change_streams', help: 'Open streams of changes', registers });
  return {
    registry,
    timing(request, response, next) {
      const stop = requests.startTimer();
      response.on('finish', () => {
        const route: unknown = request.route?.path;
        // `baseUrl` is taken back when an error leaves the router, so where it is mounted is read from the address.
        const mount = request.originalUrl.startsWith('/api/') ? '/api' : '';
        const pattern = typeof route === 'string' ? `${mount}${route}` : 'none';
        stop({ method: request.method, route: pattern, status: String(response.statusCode) });
      });
      next();
    },
    decided: (name, outcome) => decisions.inc({ name, outcome }),
    swept: (count) => again.inc(count),
    listening: (connections) => streams.set(connections),
  };
}
