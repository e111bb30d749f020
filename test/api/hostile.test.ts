// Input that no honest client sends: nesting without end, members twice, characters nobody can keep, ids, cursors and
// times beyond all bounds. Each is answered with a problem that names the place; nothing becomes a fault of ours.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsInJson } from '../../api/json-text.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(() => api?.stop());

const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const json = { 'content-type': 'application/json' };

/** A POST with the text as it stands. */
const raw = (path: string, body: string, user = 'ward', headers = json): Promise<Reply> =>
  api.send('POST', user, path, { body, headers });

const fields = (reply: Reply): string[] => reply.body.errors.map(({ path }) => path);

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a body', () => {
  it.each([
    ['nested a hundred thousand deep', nested(100_000), 'bad-input'],
    ['nested a little too deep', `{"patient":${nested(33)}}`, 'bad-input'],
    ['with a member twice', '{"cpr":"2509479989","cpr":"0108629996"}', 'bad-input'],
    ['with the same member in other letters', '{"cpr":"2509479989","c\\u0070r":"0108629996"}', 'bad-input'],
    ['with another prototype', '{"cpr":"2509479989","__proto__":{"admin":true}}', 'bad-input'],
    ['with another constructor', '{"constructor":{"prototype":{"admin":true}}}', 'bad-input'],
    ['of many elements', JSON.stringify(Array.from({ length: 100_000 }, () => 1)), 'bad-input'],
    [
      'of many unknown members',
      JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`m${n}`, n]))),
      'bad-input',
    ],
    ['that is cut off', '{"cpr":"25094', 'bad-json'],
    ['with a number beyond all numbers', '{"limit":1e99999}', 'bad-input'],
    ['that is null', 'null', 'bad-input'],
  ])('%s is refused', async (_what, body, code) => {
    for (const path of ['/api/search', '/api/discharges', '/api/events', '/api/tasks/bulk']) {
      const reply = await raw(path, body);
      expect([reply.status, reply.body.type], path).toEqual([400, `/problems/${code}`]);
    }
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  it('names the member that stands twice', async () => {
    const reply = await raw('/api/discharges', '{"stay":{"episodeId":"a"},"plan":{"bed":{"days":1,"days":2}}}');
    expect(fields(reply)).toEqual(['plan.bed.days']);
  });

  it.each([
    ['NUL', '\\u0000'],
    ['another control character', '\\u001b'],
    ['half a surrogate pair', '\\ud83d'],
  ])('names the field with %s, which no part of the service can keep', async (_what, character) => {
    const body = JSON.stringify({ ...start, patient: { ...start.patient, name: 'Bruno Q' } }).replace('Q', character);
    const reply = await raw('/api/discharges', body);
    expect([reply.status, fields(reply)]).toEqual([400, ['patient.name']]);
    const search = await raw('/api/search', `{"name":"Bruno ${character}"}`);
    expect([search.status, fields(search)]).toEqual([400, ['name']]);
    const event = { type: 'other', dischargeId: randomUUID(), happenedAt: '2026-11-20T10:00:00Z', note: 'Q' };
    expect(fields(await raw('/api/events', JSON.stringify(event).replace('Q', character)))).toEqual(['note']);
  });

  it('in another encoding than UTF-8 is refused, compressed it is read', async () => {
    const token = await api.token('ward');
    const post = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      fetch(`${api.url}/api/search`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
    const latin = await post(new Uint8Array([...Buffer.from('{"name":"S'), 0xf8, ...Buffer.from('ren"}')]), json);
    expect(latin.status).toBe(400);
    const packed = new Uint8Array(gzipSync('{"name":"Bruno"}'));
    expect((await post(packed, { ...json, 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await post(packed.slice(0, 20), { ...json, 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post(new Uint8Array([1, 2, 3]), { ...json, 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post(packed, { ...json, 'content-encoding': 'x-unknown' })).status).toBe(415);
    const bomb = new Uint8Array(gzipSync(`{"name":"${'x'.repeat(5_000_000)}"}`));
    expect((await post(bomb, { ...json, 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded', 'nonsense'])(
    'of type %s is refused everywhere',
    async (type) => {
      for (const path of ['/api/search', '/api/discharges', `/api/tasks/${randomUUID()}/claim`, '/api/medcom']) {
        const reply = await raw(path, '{"name":"Bruno"}', path === '/api/medcom' ? 'vans' : 'ward', {
          'content-type': type,
        });
        expect([reply.status, reply.body.type], path).toEqual([415, '/problems/unsupported-media-type']);
      }
    },
  );
});

describe('the walk through a JSON text', () => {
  it('finds nothing in what is right', () => {
    expect(faultsInJson(JSON.stringify(start))).toEqual([]);
    expect(faultsInJson('{"a":{"a":{"a":[{"a":1},{"a":"a\\n\\tæøå 😀"}]}},"b":"{\\"b\\":1,\\"b\\":2}"}')).toEqual([]);
    expect(faultsInJson(nested(32))).toEqual([]);
  });

  it('says where, and stops counting', () => {
    const twice = faultsInJson('[0,{"x":[{"y":1},{"y":1,"y":2}]}]');
    expect(twice).toEqual([{ path: '1.x.1.y', pointer: '/1/x/1/y', detail: 'Står to gange' }]);
    expect(faultsInJson(`[${Array.from({ length: 500 }, () => '"\\u0000"').join(',')}]`)).toHaveLength(20);
  });
});

describe('ids and pages', () => {
  it('that cannot be are not found', async () => {
    for (const id of ['x'.repeat(6_000), '%00', '..%2f..%2fetc', '__proto__', "'%20or%201=1", '%F0%9F%98%80', '-']) {
      for (const path of [`/api/discharges/${id}`, `/api/tasks/${id}`, `/api/submissions/${id}`, `/problems/${id}`]) {
        const reply = await api.get('ward', path);
        expect([reply.status, reply.body.type], path).toEqual([404, '/problems/not-found']);
      }
      const action = await api.post('ward', `/api/discharges/${randomUUID()}/actions/${id}`, {});
      expect(action.status).toBe(404);
      const seen = await api.post('ward', `/api/discharges/${randomUUID()}/messages/${id}/seen`, {});
      expect(seen.status).toBe(404);
    }
  });

  it('with a cursor of somebody’s own making are refused by name', async () => {
    const encoded = (text: string): string => Buffer.from(text).toString('base64url');
    for (const cursor of [
      encoded(`9999999999999999 ${randomUUID()}`),
      encoded(`1 ${'-'.repeat(36)}`),
      encoded(`-1 ${randomUUID()}`),
      encoded(`1 ${randomUUID()} or true`),
      encoded(`NaN ${randomUUID()}`),
      '%00',
      'x'.repeat(500),
    ]) {
      for (const list of [
        '/api/tasks',
        '/api/tasks?status=closed',
        '/api/discharges',
        '/api/discharges?sort=next-due',
      ]) {
        const reply = await api.get('ward', `${list}${list.includes('?') ? '&' : '?'}cursor=${cursor}`);
        expect([reply.status, fields(reply)], `${list} ${cursor}`).toEqual([400, ['cursor']]);
      }
    }
    for (const at of [0, Date.UTC(9999, 11)]) {
      const reply = await api.get('ward', `/api/discharges?sort=next-due&cursor=${encoded(`${at} ${randomUUID()}`)}`);
      expect(reply.status).toBe(200);
    }
  });

  it('with a query of the wrong form are refused by name', async () => {
    for (const query of ['limit=1&limit=2', 'limit=-1', 'limit=1e9', 'unit[]=ward-m1', 'kind=toString', 'person=%00']) {
      const reply = await api.get('ward', `/api/tasks?${query}`);
      expect(reply.status, query).toBe(400);
      expect(reply.body.errors.length).toBeGreaterThan(0);
    }
  });
});

describe('times', () => {
  it.each([
    '2026-11-30T10:00:00',
    '2026-11-30',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '2026-02-29T10:00:00Z',
    '2026-12-31T23:59:60Z',
    '2026-11-30T24:00:00Z',
    '2026-11-30T10:00:00+24:00',
    '2026-11-30T10:00:00Z[Europe/Copenhagen]',
    ' 2026-11-30T10:00:00Z',
    'now',
    1_795_000_000,
  ])('%s is refused by name', async (time) => {
    const stay = { ...start.stay, admittedAt: time };
    const reply = await api.post('ward', '/api/discharges', { ...start, stay });
    expect([reply.status, fields(reply)]).toEqual([400, ['stay.admittedAt']]);
  });

  it.each(['P99999999Y', 'P121M', 'PT999999999999999999H', 'P10Y1M', 'PT0S', '-P1D', 'P1D1', {}, []])(
    'the clock is not moved by %j',
    async (by) => {
      const reply = await api.post(null, '/dev/clock/advance', { by });
      expect([reply.status, reply.body.type]).toEqual([400, '/problems/bad-input']);
    },
  );
});

describe('MedCom messages', () => {
  const admission = readFileSync('examples/medcom/admission.json', 'utf8')
    .replaceAll('5f2b8c60-7d14-4a9e-b3c5-1e6f0a2d9748', randomUUID())
    .replaceAll('2509479989', '0108589995');
  const headerId = 'b7e0c1d4-52a9-4e3b-8f16-9d0a7c5e4b21';
  const bundleId = '0d9f5a3e-6c1b-4f07-9a52-3c8e7b1d2f64';
  const send = (text: string): Promise<Reply> =>
    raw('/api/medcom', text.replaceAll(headerId, randomUUID()).replace(bundleId, randomUUID()), 'vans', {
      'content-type': 'application/fhir+json',
    });

  it.each([
    ['a name that cannot be kept', admission.replaceAll('"family": "', '"family": "\\u0000')],
    ['a name that is no text', admission.replaceAll('"family": "', '"family": "\\udc00')],
    [
      'a member twice',
      admission.replace('"resourceType": "Bundle"', '"resourceType": "Bundle", "resourceType": "Bundle"'),
    ],
  ])('with %s get a negative receipt and open nothing', async (_what, text) => {
    expect(text).not.toBe(admission);
    const reply = await send(text);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.text).toContain('fatal-error');
    expect((await api.post('coordinator', '/api/search', { cpr: '0108589995' })).body.items).toEqual([]);
  });

  it.each([
    ['a byte that is no character', `${admission}\0`],
    ['nesting without end', nested(200_000)],
    ['nothing', ' '],
    ['another kind of thing', '[1,2,3]'],
    ['only its frame', '{"resourceType":"Bundle","type":"message","entry":[null,1,{}]}'],
  ])('with %s are kept for the operators', async (_what, text) => {
    const reply = await send(text);
    expect([reply.status, reply.body.type]).toEqual([400, '/problems/unreadable-message']);
  });
});

describe('the connection', () => {
  it('is not held by headers without end', async () => {
    const long = { authorization: `Bearer ${'x'.repeat(100_000)}` };
    const reply = await fetch(`${api.url}/api/tasks`, { headers: long }).then(({ status }) => status);
    expect(reply).toBe(431);
  });

  it('that breaks off in the middle of a body leaves the service as it was', async () => {
    const token = await api.token('ward');
    const { port } = new URL(api.url);
    await new Promise<void>((done) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        const head = `POST /api/search HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
        socket.write(`${head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"name":`, () =>
          socket.destroy(),
        );
      });
      socket.on('close', () => done());
    });
    expect((await api.get(null, '/healthz')).status).toBe(200);
  });
});
