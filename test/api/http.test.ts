// What every client meets: signing in, bodies of the wrong kind, unknown places, the documentation, and no data in the open.
// Without a worker: nothing here is decided by a case.
import { randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../api/openapi.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(() => api?.stop());

describe('signing in', () => {
  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Basic d2FyZDp3YXJk' }],
    ['no token', { authorization: 'Bearer' }],
    ['rubbish', { authorization: 'Bearer abc.def.ghi' }],
  ])('is demanded of %s', async (_what, headers) => {
    const reply = await api.send('GET', null, '/api/tasks', { headers });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    expect(reply.headers.get('content-type')).toMatch('application/problem+json');
    expect(reply.body.type).toBe('/problems/not-signed-in');
  });

  it('takes no token signed by somebody else, and none that is unsigned', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const claims = { name: 'Ond', role: 'operator', org: 'region-ops', units: ['region-ops'] };
    const foreign = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'dev-1' })
      .setSubject('person-evil')
      .setIssuer('test')
      .setAudience('test')
      .setExpirationTime('1h')
      .sign(privateKey);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${foreign.split('.')[1]}.`;
    for (const token of [foreign, unsigned]) {
      const reply = await api.send('GET', null, '/api/tasks', { headers: { authorization: `Bearer ${token}` } });
      expect(reply.status).toBe(401);
    }
  });
});

describe('requests of the wrong kind', () => {
  it('answers what is no JSON, too much, and another type', async () => {
    const broken = await api.post('ward', '/api/discharges', '{"patient":');
    expect([broken.status, broken.body.type]).toEqual([400, '/problems/bad-json']);
    const large = await api.post('ward', '/api/discharges', { patient: 'x'.repeat(300_000) });
    expect([large.status, large.body.type]).toEqual([413, '/problems/too-large']);
    const text = await api.send('POST', 'ward', '/api/discharges', {
      body: 'hej',
      headers: { 'content-type': 'text/plain' },
    });
    expect([text.status, text.body.type]).toEqual([415, '/problems/unsupported-media-type']);
    const form = await api.send('POST', 'vans', '/api/medcom', {
      body: 'a=b',
      headers: { 'content-type': 'text/csv' },
    });
    expect([form.status, form.body.type]).toEqual([415, '/problems/unsupported-media-type']);
    const none = await api.post('ward', '/api/discharges');
    expect([none.status, none.body.type]).toEqual([400, '/problems/bad-input']);
  });

  it('answers unknown places and methods', async () => {
    for (const path of [
      '/nowhere',
      '/api/nowhere',
      `/api/discharges/${randomUUID()}`,
      '/api/discharges/1',
      '/api/tasks/x',
    ]) {
      const reply = await api.get('ward', path);
      expect([reply.status, reply.body.type], path).toEqual([404, '/problems/not-found']);
    }
    const reply = await api.send('DELETE', 'ward', '/api/discharges');
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect((await api.get('ward', '/api/search')).headers.get('allow')).toBe('POST');
    expect((await api.get('ward', '/api/%E0%A4%A')).status).toBeGreaterThanOrEqual(400);
  });

  it('names what is wrong in a query and in a key', async () => {
    const reply = await api.get('ward', '/api/discharges?stage=lost&limit=0&unit=nowhere&extra=1');
    expect(reply.body.errors.map((fault: { path: string }) => fault.path).toSorted()).toEqual([
      'extra',
      'limit',
      'stage.0',
      'unit',
    ]);
    expect((await api.get('ward', '/api/tasks?cursor=abc')).body.errors[0]?.path).toBe('cursor');
    const key = await api.post('ward', '/api/discharges', {}, { key: 'with space' });
    expect(key.body.errors[0]?.path).toBe('Idempotency-Key');
    for (const body of [{}, { cpr: '2509479989', name: 'Bruno' }, { cpr: '1' }, { name: '' }, { extra: 1 }]) {
      expect((await api.post('coordinator', '/api/search', body)).status, JSON.stringify(body)).toBe(400);
    }
  });
});

/** Every route of an app as `get /api/tasks/{id}`, read from the app itself. */
function served(app: unknown): string[] {
  const layersOf = (router: unknown): unknown[] => Object(Reflect.get(Object(router), 'stack') ?? []);
  return layersOf(Reflect.get(Object(app), 'router')).flatMap((mounted) => {
    const mount = Reflect.get(Object(mounted), 'rawPath');
    return layersOf(Reflect.get(Object(mounted), 'handle')).flatMap((layer) => {
      const { path, methods } = { path: null, methods: {}, ...Object(Reflect.get(Object(layer), 'route') ?? {}) };
      if (typeof path !== 'string') return [];
      const place = `${typeof mount === 'string' && mount !== '/' ? mount : ''}${path}`.replaceAll(/:(\w+)/g, '{$1}');
      return Object.keys(methods).flatMap((method) => (method === '_all' ? [] : [`${method} ${place}`]));
    });
  });
}

describe('the documentation', () => {
  it('leaves out no route that is served, but its own pages', async () => {
    const { body } = await api.get(null, '/openapi.json');
    const described = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replace(/\/actions\/[\w-]+$/, '/actions/{name}')}`),
    );
    const routes = served(api.express);
    expect(routes.length).toBeGreaterThan(25);
    const own = /^get \/(openapi\.json|docs.*)$/;
    expect(routes.filter((route) => !own.test(route) && !described.includes(route))).toEqual([]);
    expect(described.filter((route) => !routes.includes(route))).toEqual([]);
  });

  it('describes every route, and every route it describes is there', async () => {
    const { body } = await api.get(null, '/openapi.json');
    expect(body.openapi).toBe('3.1.1');
    expect(body).toMatchObject({ info: { title: 'Den gode udskrivelse' } });
    const paths = Object.entries<Record<string, unknown>>(body.paths);
    expect(paths.length).toBeGreaterThan(30);
    for (const [path, operations] of paths) {
      for (const method of Object.keys(operations)) {
        const place = path.replaceAll(/\{\w+\}/g, randomUUID());
        if (path === '/api/changes') continue;
        const reply = await api.send(method.toUpperCase(), 'operator', place, method === 'post' ? { body: {} } : {});
        expect(reply.status, `${method} ${path}`).not.toBe(405);
        // An id nobody has is "not found"; a place nobody has would be too, but for its method.
        if (reply.status === 404) expect((await api.send('PURGE', 'operator', place)).status, path).toBe(405);
      }
    }
  });

  it('has a page of its own, with nothing from elsewhere, and an explanation for each problem', async () => {
    const page = await api.get(null, '/docs');
    expect(page.headers.get('content-type')).toMatch('text/html');
    for (const [, address] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(address).toMatch(/^\/docs\//);
      expect((await api.get(null, address ?? '')).status, address).toBe(200);
    }
    expect((await api.get(null, '/problems/not-ready')).body).toMatchObject({
      status: 409,
      type: '/problems/not-ready',
    });
  });

  // It is made once in a process, whatever apps there are, and stays when rule files are read anew.
  it('is the same for whatever units there are, and in production', async () => {
    const registry = { organisations: [], units: [], placeFacts: [], placeTerms: [] };
    const examples = { discharge: {}, changePlan: {}, event: {}, placeRequest: {} };
    const made = openApiDocument({ registry, production: true }, examples);
    expect((await api.get(null, '/openapi.json')).text).toBe(JSON.stringify(made));
  });

  it('refers to nothing it does not hold', async () => {
    const { body } = await api.get(null, '/openapi.json');
    for (const [, name] of JSON.stringify(body).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(body.components.schemas)).toContain(name);
    }
  });
});

describe('running', () => {
  it('is alive, ready, and counts without naming anybody', async () => {
    expect((await api.get(null, '/healthz')).status).toBe(200);
    expect((await api.get(null, '/readyz')).body).toEqual({ postgres: true, temporal: true });
    await api.get('ward', `/api/discharges/${randomUUID()}`);
    const { text } = await api.get(null, '/metrics');
    const labels = [...text.matchAll(/\{([^}]*)\}/g)].map(([, inside]) => inside).join('\n');
    expect(labels).toContain('route="/api/discharges/:id"');
    expect(labels).not.toMatch(/\d{10}|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('keeps answers about patients out of every cache', async () => {
    expect((await api.get('ward', '/api/discharges')).headers.get('cache-control')).toBe('no-store');
  });
});
