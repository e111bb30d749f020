// Who is asking: person, role, organisation and units from a signed bearer token, checked against a key set with `jose`.
// The name is kept in PostgreSQL by person id, so that a decision can be shown with who made it; it never enters Temporal.
import { readFile } from 'node:fs/promises';
import type { Request, RequestHandler } from 'express';
import type { JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Actor } from '../domain/actor.ts';
import { roles } from '../domain/actor.ts';
import { Problem } from './errors.ts';
import { sayable } from './json-text.ts';

/** The person behind a request. */
export interface Caller {
  readonly actor: Actor;
  readonly name: string;
  readonly phone: string | null;
  /** When the token ends, epoch ms of real time. */
  readonly until: number;
}

/** What a token must satisfy. `jwks`: URL or path of a file. */
export interface AuthSettings {
  readonly jwks: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Gives the caller of a token. Throws a Problem `not-signed-in` for anything but a valid one. */
export type Authenticate = (token: string) => Promise<Caller>;

const claims = z.object({
  sub: z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,99}$/),
  name: z.string().min(1).max(200).refine(sayable),
  phone: z.string().max(30).optional(),
  role: z.enum(roles),
  org: z.string().min(1).max(100),
  units: z.array(z.string().min(1).max(100)).max(50),
  exp: z.number(),
});

/** Asymmetric signatures only: a key set is public, so a shared secret in it would let anybody sign. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'];

/** How often a file of keys is read again when a token names a key that it did not have, ms. */
const REREAD_AFTER = 2_000;

/** The check of tokens by these settings. */
export function authentication(settings: AuthSettings): Authenticate {
  const keys = /^https?:\/\//.test(settings.jwks)
    ? createRemoteJWKSet(new URL(settings.jwks), { timeoutDuration: 3_000 })
    : keysOfFile(settings.jwks);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: settings.issuer,
        audience: settings.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 5,
      });
      const { sub, name, phone, role, org, units, exp } = claims.parse(payload);
      return { actor: { person: sub, role, org, units }, name, phone: phone ?? null, until: exp * 1000 };
    } catch {
      throw new Problem('not-signed-in');
    }
  };
}

/** Keys of a local file; read again when a token was signed with a key that is not among them (a new issuer). */
function keysOfFile(path: string): JWTVerifyGetKey {
  let known: JWTVerifyGetKey | undefined;
  let readAt = 0;
  const read = async (): Promise<JWTVerifyGetKey> => {
    readAt = Date.now();
    known = createLocalJWKSet(keySet.parse(JSON.parse(await readFile(path, 'utf8'))));
    return known;
  };
  return async (header, token) => {
    const keys = known ?? (await read());
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - readAt < REREAD_AFTER) throw error;
      return (await read())(header, token);
    }
  };
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

const callers = new WeakMap<Request, Caller>();

/** Lets only signed-in callers pass; `met` is told of each (the name is kept for showing who decided). */
export function signedIn(authenticate: Authenticate, met: (caller: Caller) => Promise<void>): RequestHandler {
  return async (request, _response, next) => {
    const [scheme, token] = (request.get('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') throw new Problem('not-signed-in');
    const caller = await authenticate(token);
    await met(caller);
    callers.set(request, caller);
    next();
  };
}

/** The caller of a request behind `signedIn`. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Problem('not-signed-in');
  return caller;
}
