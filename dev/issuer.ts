// The identity provider of a development environment: a key pair in the data folder and test users for every role.
// Never for production, which refuses to start while this is all there is (config/production.ts).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { Role } from '../domain/actor.ts';
import { withLock } from './lock.ts';

const algorithm = 'ES256';

/** What a token says of a test user; `sub` is the person id. */
export interface TestUser {
  readonly sub: string;
  readonly name: string;
  readonly role: Role;
  readonly org: string;
  readonly units: readonly string[];
}

const user = (sub: string, name: string, role: Role, org: string, ...units: string[]): TestUser => ({
  sub: `person-${sub}`,
  name,
  role,
  org,
  units,
});

/**
 * The test users (all names invented). Those without a number belong to the organisations of examples/discharge.json,
 * those with `-2` to others, so that "another organisation's case is a 404" can be tried by hand.
 */
export const users: Readonly<Record<string, TestUser>> = {
  ward: user('ward', 'Anne Afdeling', 'ward-staff', 'hosp-midt', 'ward-m1'),
  doctor: user('doctor', 'Lars Læge', 'doctor', 'hosp-midt', 'ward-m1'),
  coordinator: user(
    'coordinator',
    'Karen Koordinator',
    'coordinator',
    'mun-0791',
    'mun-0791-visitation',
    'mun-0791-homecare',
  ),
  'team-leader': user(
    'team-leader',
    'Tove Teamleder',
    'team-leader',
    'mun-0791',
    'mun-0791-visitation',
    'mun-0791-homecare',
  ),
  'acute-nurse': user('acute-nurse', 'Anders Akut', 'acute-nurse', 'mun-0791', 'mun-0791-acute'),
  'team-nurse': user('team-nurse', 'Tina Akutteam', 'acute-nurse', 'mun-0791', 'mun-0791-team'),
  gp: user('gp', 'Pia Praksis', 'gp', 'gp-041230', 'gp-041230'),
  operator: user('operator', 'Ove Operatør', 'operator', 'region-ops', 'region-ops'),
  'agreement-manager': user('agreement-manager', 'Astrid Aftale', 'agreement-manager', 'region-ops', 'region-ops'),
  'hospital-system': user('hospital-system', 'Sygehusets journalsystem', 'system', 'hosp-midt', 'ward-m1'),
  'municipal-system': user(
    'municipal-system',
    'Kommunens omsorgssystem',
    'system',
    'mun-0791',
    'mun-0791-visitation',
    'mun-0791-homecare',
    'mun-0791-acute',
  ),
  vans: user('vans', 'Meddelelsesnettet', 'system', 'vans'),
  'ward-2': user('ward-2', 'Hanne Horsens', 'ward-staff', 'hosp-horsens', 'ward-h1'),
  'doctor-2': user('doctor-2', 'Dorte Doktor', 'doctor', 'hosp-horsens', 'ward-h1'),
  'coordinator-2': user(
    'coordinator-2',
    'Kurt Koordinator',
    'coordinator',
    'mun-0615',
    'mun-0615-visitation',
    'mun-0615-homecare',
  ),
  'team-leader-2': user(
    'team-leader-2',
    'Trine Teamleder',
    'team-leader',
    'mun-0615',
    'mun-0615-visitation',
    'mun-0615-homecare',
  ),
  'acute-nurse-2': user('acute-nurse-2', 'Asta Akut', 'acute-nurse', 'mun-0615', 'mun-0615-acute'),
  'team-nurse-2': user('team-nurse-2', 'Tove Akut', 'acute-nurse', 'mun-0615', 'mun-0615-acute'),
  'gp-2': user('gp-2', 'Poul Praksis', 'gp', 'gp-051240', 'gp-051240'),
  'hospital-system-2': user('hospital-system-2', 'Horsens journalsystem', 'system', 'hosp-horsens', 'ward-h1'),
  'municipal-system-2': user(
    'municipal-system-2',
    'Horsens omsorgssystem',
    'system',
    'mun-0615',
    'mun-0615-visitation',
    'mun-0615-homecare',
    'mun-0615-acute',
  ),
  'operator-2': user('operator-2', 'Olga Operatør', 'operator', 'region-ops-2'),
  'agreement-manager-2': user('agreement-manager-2', 'Arne Aftale', 'agreement-manager', 'region-ops-2'),
};

/** Where the issuer keeps its keys and what its tokens say. */
export interface Issuer {
  /** DATA_DIR/issuer: `jwks.json` for everybody who checks tokens, `private.jwk` for this user of the machine only. */
  readonly folder: string;
  readonly issuer: string;
  readonly audience: string;
}

const privateJwk = z.looseObject({ kty: z.literal('EC'), kid: z.string() });

/** Makes the key pair when there is none; may be called by several processes at once. */
export async function makeIssuer({ folder }: Pick<Issuer, 'folder'>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await withLock(resolve(folder, 'lock'), async () => {
    if (existsSync(resolve(folder, 'jwks.json'))) return;
    const pair = await generateKeyPair(algorithm, { extractable: true });
    const kid = `dev-${Date.now()}`;
    const describe = (jwk: JWK) => JSON.stringify({ ...jwk, kid, alg: algorithm, use: 'sig' });
    writeFileSync(resolve(folder, 'private.jwk'), describe(await exportJWK(pair.privateKey)), { mode: 0o600 });
    // Last, because its presence says that the pair is whole.
    writeFileSync(resolve(folder, 'jwks.json'), `{"keys":[${describe(await exportJWK(pair.publicKey))}]}`);
  });
}

/**
 * A signed bearer token of a test user, valid for 12 hours unless `lifetime` says otherwise (such as `365d`).
 *
 * @throws when no test user has that name.
 */
export async function tokenFor(name: string, from: Issuer, lifetime = '12h'): Promise<string> {
  const found = Object.hasOwn(users, name) ? users[name] : undefined;
  if (!found) throw new Error(`No test user "${name}". There are: ${Object.keys(users).join(', ')}`);
  await makeIssuer(from);
  const jwk = privateJwk.parse(JSON.parse(readFileSync(resolve(from.folder, 'private.jwk'), 'utf8')));
  const { sub, ...claims } = found;
  return new SignJWT({ ...claims, units: [...claims.units] })
    .setProtectedHeader({ alg: algorithm, kid: jwk.kid })
    .setSubject(sub)
    .setIssuer(from.issuer)
    .setAudience(from.audience)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(await importJWK(jwk, algorithm));
}
