// Turns whatever a route throws into one problem answer; nothing of an unexpected error leaves the process but its place in the log.
// PostgreSQL being away is told apart from a fault of ours, since the caller can wait for the one and not for the other.
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { isStoreError } from '../store/errors.ts';
import { errorKind, Problem, problemBody } from './errors.ts';

/** Answers with a problem. */
export function sendProblem(response: Response, problem: Problem): void {
  const { status, retryAfter } = errorKind(problem.code);
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (status === 405) response.set('Allow', (problem.extras.allowed ?? []).join(', '));
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem)));
}

/** The last handler of the app. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    sendProblem(response, logged(log, error, request.route?.path));
  };
}

/** Which problem an error is; what is a fault of ours goes into the log, with the pattern of its route. */
export function logged(log: Logger, error: unknown, route: unknown): Problem {
  const problem = problemOf(error);
  if (problem.code === 'unexpected') log.error({ ...tellable(error), route }, 'request failed');
  if (problem.code === 'database-away') log.warn(tellable(error), 'PostgreSQL does not answer');
  return problem;
}

/** Answers a path that exists with another method. */
export const methodNotAllowed =
  (...allowed: readonly string[]): RequestHandler =>
  () => {
    throw new Problem('method-not-allowed', { allowed });
  };

/** Which problem an error is. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  switch (bodyFault(error)) {
    case 'entity.too.large':
    case 'parameters.too.many':
      return new Problem('too-large');
    case 'entity.parse.failed':
    case 'request.size.invalid':
    case 'request.aborted':
      return new Problem('bad-json');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem('unsupported-media-type');
    default:
      break;
  }
  // A path that cannot be decoded names nothing.
  if (error instanceof URIError) return new Problem('not-found');
  // What else the body parser says: a compressed body that is none.
  if (isObject(error) && error['status'] === 400) return new Problem('bad-json');
  return new Problem(isDatabaseAway(error) ? 'database-away' : 'unexpected');
}

/** The kind of fault that Express's body parser names. */
function bodyFault(error: unknown): string | undefined {
  return isObject(error) && typeof error['type'] === 'string' ? error['type'] : undefined;
}

/** Whether PostgreSQL does not answer, or was too busy with another transaction: a later try may succeed. */
const isDatabaseAway = (error: unknown): boolean =>
  isStoreError(error, 'unavailable') || isStoreError(error, 'conflict');

/** What may be logged of an error: kind, code and place. Messages of the database can quote a row, so they stay out. */
export function tellable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: tellable(error.cause) };
  return { error: error.name, ...code, ...cause, at: places.slice(0, 6).map((line) => line.trim()) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
