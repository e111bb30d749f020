// Small parts of `npm start`: ports that are taken, one at a time across processes, tokens of the test users.
// Real ports, processes and key files; nothing is mocked.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, inject, it } from 'vitest';
import { makeIssuer, tokenFor, users } from '../../dev/issuer.ts';
import { tryLock, withLock } from '../../dev/lock.ts';
import { freePorts, portsMustBeFree } from '../../dev/ports.ts';
import { eventually } from '../harness/eventually.ts';

const folder = () => mkdtempSync(resolve(inject('folder'), 'small-'));

describe('a port', () => {
  it('that is taken is told with what needs it and the variable to set', async () => {
    const [port = 0] = await freePorts(1);
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    const check = portsMustBeFree([{ port, variable: 'POSTGRES_PORT', what: 'PostgreSQL' }]);
    await expect(check).rejects.toThrow(new RegExp(`Port ${port} for PostgreSQL is taken.*POSTGRES_PORT=`));
    other.close();
  });

  it('that two parts want is told with both variables', async () => {
    const [port = 0] = await freePorts(1);
    const check = portsMustBeFree([
      { port, variable: 'PORT', what: 'the API' },
      { port, variable: 'TEMPORAL_PORT', what: 'the Temporal server' },
    ]);
    await expect(check).rejects.toThrow('TEMPORAL_PORT and PORT are both');
  });

  it('that is free passes', async () => {
    const [port = 0] = await freePorts(1);
    await expect(portsMustBeFree([{ port, variable: 'PORT', what: 'the API' }])).resolves.toBeUndefined();
  });
});

describe('a lock', () => {
  it('is held by one, and free after release', () => {
    const path = resolve(folder(), 'lock');
    const held = tryLock(path);
    expect(held).toBeDefined();
    expect(tryLock(path)).toBeUndefined();
    held?.release();
    tryLock(path)?.release();
  });

  it('makes others wait, and tells them', async () => {
    const path = resolve(folder(), 'lock');
    const order: string[] = [];
    const held = tryLock(path);
    const waiting = withLock(
      path,
      async () => void order.push('second'),
      () => order.push('waits'),
    );
    order.push('first');
    held?.release();
    await waiting;
    expect(order).toEqual(['waits', 'first', 'second']);
  });

  it('is free when its holder was killed', async () => {
    const path = resolve(folder(), 'lock');
    const source = `import { tryLock } from ${JSON.stringify(resolve(import.meta.dirname, '../../dev/lock.ts'))};
      globalThis.held = tryLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((held) => holder.stdout.once('data', held));
    expect(tryLock(path)).toBeUndefined();
    holder.kill('SIGKILL');
    await eventually(() => {
      const held = tryLock(path);
      expect(held).toBeDefined();
      held?.release();
    });
  });
});

describe('the development issuer', () => {
  const issuer = () => ({ folder: folder(), issuer: 'test-issuer', audience: 'test-audience' });

  it('gives tokens that the published key set proves, with the claims of the user, for 12 hours', async () => {
    const from = issuer();
    const token = await tokenFor('coordinator', from);
    const keys = createLocalJWKSet(JSON.parse(readFileSync(resolve(from.folder, 'jwks.json'), 'utf8')));
    const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: from.issuer, audience: from.audience });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({
      sub: 'person-coordinator',
      role: 'coordinator',
      org: 'mun-0791',
      units: ['mun-0791-visitation', 'mun-0791-homecare'],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(12 * 60 * 60);
  });

  it('publishes no private part, and keeps it from other users of the machine', async () => {
    const from = issuer();
    await Promise.all([makeIssuer(from), makeIssuer(from)]);
    expect(readFileSync(resolve(from.folder, 'jwks.json'), 'utf8')).not.toContain('"d"');
    expect(statSync(resolve(from.folder, 'private.jwk')).mode & 0o077).toBe(0);
  });

  it('keeps its key, so that tokens outlive a restart', async () => {
    const from = issuer();
    const token = await tokenFor('ward', from);
    await makeIssuer(from);
    const keys = createLocalJWKSet(JSON.parse(readFileSync(resolve(from.folder, 'jwks.json'), 'utf8')));
    await expect(jwtVerify(token, keys)).resolves.toBeDefined();
  });

  it('says which users there are when asked for another', async () => {
    await expect(tokenFor('nobody', issuer())).rejects.toThrow(/No test user "nobody".*ward, doctor, coordinator/);
    await expect(tokenFor('toString', issuer())).rejects.toThrow(/No test user/);
  });

  it('has every user twice, in different organisations', () => {
    for (const [name, user] of Object.entries(users)) {
      if (name === 'vans' || name.endsWith('-2')) continue;
      expect(users[`${name}-2`]?.role).toBe(user.role);
      expect(users[`${name}-2`]?.org).not.toBe(user.org);
    }
  });
});
