// The error table: every code has a whole answer, nothing of an unexpected error reaches a caller or the log.
// What a caller is told is decided in one place, so it is tried in one place.
import { describe, expect, it } from 'vitest';
import { problemOf, tellable } from '../../api/error-handler.ts';
import { errorCodes, errorKind, isErrorCode, Problem, problemBody, problemType } from '../../api/errors.ts';
import { refusalCodes } from '../../domain/refusals.ts';
import { storeError } from '../../store/errors.ts';

describe('the error table', () => {
  it.each(errorCodes)('%s says what happened, what it means and whom to ring', (code) => {
    const body = problemBody(new Problem(code));
    expect(body).toMatchObject({ type: problemType(code), status: errorKind(code).status });
    for (const words of [body['title'], body['detail'], body['contact']]) expect(words).toMatch(/\S/);
    expect(errorKind(code).status).toBeGreaterThanOrEqual(400);
    if (errorKind(code).status === 503) expect(errorKind(code).retryAfter).toBeGreaterThan(0);
  });

  it('has words for every refusal of the workflow, or is it the unknown that a 404 answers', () => {
    const unknown = refusalCodes.filter((code) => !isErrorCode(code));
    expect(unknown).toEqual(['unknown-task', 'unknown-message', 'unknown-follow-up']);
  });
});

describe('errors on their way out', () => {
  it('tells PostgreSQL being away from a fault of ours', () => {
    const failure = (code: string) => storeError(Object.assign(new Error('x'), { code }));
    expect(problemOf(failure('ECONNREFUSED')).code).toBe('database-away');
    expect(problemOf(failure('57P01')).code).toBe('database-away');
    expect(problemOf(failure('40P01')).code).toBe('database-away');
    expect(problemOf(failure('23505')).code).toBe('unexpected');
    expect(problemOf('what?').code).toBe('unexpected');
  });

  it.each([
    ['entity.too.large', 'too-large'],
    ['entity.parse.failed', 'bad-json'],
    ['charset.unsupported', 'unsupported-media-type'],
  ])('knows the body fault %s', (type, code) => {
    expect(problemOf(Object.assign(new Error('x'), { type })).code).toBe(code);
  });

  it('logs the place of an error and not its words', () => {
    const logged = JSON.stringify(tellable(new Error('Key (cpr)=(2509479989) already exists')));
    expect(logged).not.toContain('2509479989');
    expect(logged).toContain('errors.test.ts');
  });
});
