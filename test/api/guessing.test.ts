// Who has no business in the patient's view and tries: made-up links, guessed, used, old and other people's codes, forged
// sessions. Each gets the same answer, and the tries run out. On a database alone: no worker, no gateway.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from '../../api/view-token.ts';
import { advance, now } from '../../store/clock.ts';
import { noteProtection } from '../../store/consents.ts';
import { writePublication } from '../../store/publish.ts';
import { sendCodesOnce } from '../../worker/code-sender.ts';
import { view } from '../domain/papers.ts';
import { aCase, anEvent, caseView, MINUTE, PATIENT, publication } from '../store/fixtures.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(() => api?.stop());

/** A second person: a new stay of the same one would end the view of the stay before it. */
const SOMEBODY_ELSE = '0108589995';

/** A link to a case of its own. */
async function aLink(cpr = PATIENT.cpr): Promise<{ readonly id: string; readonly link: string }> {
  const { db } = api;
  const at = await now(db);
  const id = await aCase(db, { patient: { ...PATIENT, cpr, phone: '20304050' } });
  const shown = caseView({ plan: view().plan });
  await writePublication(db, publication(id, [0, 1], { view: shown, events: [anEvent(1)] }));
  await noteProtection(db, id, 'none', { by: 'person-ward', org: 'hosp-midt', at });
  return { id, link: await invite(id) };
}

async function invite(id: string): Promise<string> {
  const invited = await api.post('ward', `/api/discharges/${id}/patient-view/links`, { to: 'patient' });
  expect(invited.status, invited.text).toBe(201);
  return invited.body.path;
}

/** Asks for a code and gives what was sent, if anything. */
async function codeFor(link: string): Promise<string | undefined> {
  expect((await api.post(null, `${link}/code`)).status).toBe(303);
  const sent: string[] = [];
  const texts = { send: async ({ text }: { readonly text: string }) => void sent.push(text.slice(0, 6)) };
  await sendCodesOnce({ db: api.db, texts, log: api.service.log });
  return sent[0];
}

const write = (link: string, code: string | undefined): Promise<Reply> =>
  api.send('POST', null, `${link}/session`, {
    body: `code=${code ?? ''}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const wrongFor = (code: string | undefined): string => (code === '000000' ? '000001' : '000000');

describe('a link that nobody made', () => {
  it('is answered as one that somebody did, at every step', async () => {
    const { link } = await aLink();
    await codeFor(link);
    for (const other of [`/p/${newToken()}`, '/p/x', `/p/${'%22%3E%3Cscript%3E'}`]) {
      const same = async (ask: (at: string) => Promise<Reply>) => {
        const [there, nowhere] = [await ask(link), await ask(other)];
        expect(nowhere.status, other).toBe(there.status);
        expect(nowhere.text).toBe(there.text.replaceAll(link, other));
        expect(nowhere.headers.get('set-cookie')).toBe(null);
      };
      await same((at) => api.get(null, at));
      await same((at) => api.get(null, `${at}/code`));
      await same((at) => api.post(null, `${at}/code`));
      await same((at) => write(at, '000000'));
    }
  });
});

describe('a code', () => {
  it('that is guessed locks the link after five, for the right code too, until a person invites anew', async () => {
    const { id, link } = await aLink();
    const code = await codeFor(link);
    // All at once, so that none can slip in between the counting and the locking.
    const replies = await Promise.all(Array.from({ length: 20 }, () => write(link, wrongFor(code))));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await write(link, code)).status).toBe(403);
    await advance(api.db, MINUTE);
    expect(await codeFor(link)).toBeUndefined();
    const seen = await api.get('ward', `/api/discharges/${id}/patient-view`);
    expect(seen.body).toMatchObject({ links: [{ state: { code: 'locked' } }] });
    const anew = await invite(id);
    expect((await write(anew, await codeFor(anew))).status).toBe(303);
  });

  it('is good once, for its minutes, for its own link, and only the newest', async () => {
    const [mine, other] = [await aLink(), await aLink(SOMEBODY_ELSE)];
    const used = await codeFor(mine.link);
    expect((await write(mine.link, used)).status).toBe(303);
    expect((await write(mine.link, used)).status).toBe(403);
    await advance(api.db, MINUTE);
    const elsewhere = await codeFor(mine.link);
    await codeFor(other.link);
    expect((await write(other.link, elsewhere)).status).toBe(403);
    await advance(api.db, MINUTE);
    const newest = await codeFor(mine.link);
    if (elsewhere !== newest) expect((await write(mine.link, elsewhere)).status).toBe(403);
    await advance(api.db, 11 * MINUTE);
    expect((await write(mine.link, newest)).status).toBe(403);
  });

  it('is taken once when it is written twice at the same moment', async () => {
    const { link } = await aLink();
    const code = await codeFor(link);
    const replies = await Promise.all([write(link, code), write(link, code), write(link, code)]);
    expect(replies.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  it('is sent no oftener than the rules say, however often it is asked for, with the same answer', async () => {
    const { link } = await aLink();
    expect(await codeFor(link)).toMatch(/^\d{6}$/);
    expect(await codeFor(link)).toBeUndefined();
    let sent = 1;
    for (let n = 0; n < 15; n += 1) {
      await advance(api.db, MINUTE);
      if ((await codeFor(link)) !== undefined) sent += 1;
    }
    expect(sent).toBe(10);
  });
});

describe('a session', () => {
  it.each(['', 'view=', `view=${'A'.repeat(43)}`, `view=${'A'.repeat(99)}`, "view=' or true --", 'view=%00'])(
    'that is forged as %j shows nothing',
    async (cookie) => {
      for (const path of ['/p', '/p/view']) {
        const reply = await api.send('GET', null, path, { headers: { cookie } });
        expect(reply.status).toBe(403);
        expect(reply.text).toContain('Planen vises ikke længere her');
      }
    },
  );

  it('ends with its link, when that is taken back or replaced', async () => {
    for (const end of [
      async (id: string, link: string) =>
        api.send('DELETE', 'ward', `/api/discharges/${id}/patient-view/links/${link}`),
      async (id: string) => invite(id),
    ]) {
      const { id, link } = await aLink();
      const entered = await write(link, await codeFor(link));
      const headers = { cookie: (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
      expect((await api.send('GET', null, '/p/view', { headers })).status).toBe(200);
      const seen = await api.get('ward', `/api/discharges/${id}/patient-view`);
      const known: unknown = Reflect.get(Object(Reflect.get(Object(seen.body.links), 0)), 'id');
      await end(id, String(known));
      expect((await api.send('GET', null, '/p/view', { headers })).status).toBe(403);
    }
  });

  it('is no way into the rest of the service, nor is a link of one case into another', async () => {
    const [mine, other] = [await aLink(), await aLink(SOMEBODY_ELSE)];
    const entered = await write(mine.link, await codeFor(mine.link));
    const headers = { cookie: (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    expect((await api.send('GET', null, `/api/discharges/${mine.id}`, { headers })).status).toBe(401);
    const foreign = (await api.get('ward', `/api/discharges/${other.id}/patient-view`)).body;
    const link: unknown = Reflect.get(Object(Reflect.get(Object(foreign.links), 0)), 'id');
    const taken = await api.send('DELETE', 'ward', `/api/discharges/${mine.id}/patient-view/links/${link}`);
    expect(taken.status).toBe(404);
  });

  it('is asked for by no page of others', async () => {
    const { link } = await aLink();
    for (const path of [`${link}/code`, `${link}/session`, '/p/end']) {
      const headers = { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' };
      expect((await api.send('POST', null, path, { body: 'code=000000', headers })).status, path).toBe(403);
    }
    expect(await api.db.selectFrom('view_codes').select('id').where('sent_at', 'is', null).execute()).toEqual([]);
  });
});

describe('a body that no honest client sends', () => {
  const staff = ['relatives', 'consents', 'patient-view/links', 'bundles'] as const;
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const bodies: readonly string[] = [
    ...['null', '[]', '5', '"patient"', '{"to":', nested, `{"note":"${'x'.repeat(3_000_000)}"}`],
    ...['{"to":"patient","to":"patient"}', '{"__proto__":{"state":"none"}}', '{"purpose":{"code":1},"relative":[1]}'],
    ...['{"to":{"relative":"\\u0000"}}', '{"name":"\\ud83d","phone":"20304050"}', '{"state":true}'],
    ...['{"treatments":[{"id":1e99}],"mostInOneDay":-1}', '{"treatments":{"length":5},"transport":["own"]}'],
  ];

  it('is refused on every route of consents, relatives, links and shared days, and leaves nothing behind', async () => {
    const { id } = await aLink();
    const count = async () => {
      const tables = ['consents', 'relatives', 'view_links', 'submissions'] as const;
      return Promise.all(
        tables.map(async (table) => (await api.db.selectFrom(table).select('case_id').execute()).length),
      );
    };
    const before = await count();
    const headers = { 'content-type': 'application/json' };
    for (const body of bodies) {
      const replies = [
        await api.send('PUT', 'ward', `/api/discharges/${id}/address-protection`, { body, headers }),
        await api.send('POST', 'ward', '/api/bundles', { body, headers }),
      ];
      for (const what of staff)
        replies.push(await api.send('POST', 'ward', `/api/discharges/${id}/${what}`, { body, headers }));
      for (const reply of replies) {
        expect([400, 413], `${body.slice(0, 40)} ${reply.text.slice(0, 200)}`).toContain(reply.status);
        expect(reply.body.type).toMatch(/^\/problems\/(?:bad-input|bad-json|too-large|body-too-large)$/);
      }
    }
    expect(await count()).toEqual(before);
  });

  it('is a wrong code where a code is written, whatever form it has', async () => {
    const { link } = await aLink();
    const code = (await codeFor(link)) ?? '';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const [body, headers] of [
      [`code[]=${code}`, form],
      [`code=${code}&code=${code}`, form],
      [`code=${code.padEnd(2_000, '0')}`, form],
      [`{"code":"${code}"}`, { 'content-type': 'application/json' }],
      [code, { 'content-type': 'text/plain' }],
    ] as const) {
      const reply = await api.send('POST', null, `${link}/session`, { body, headers });
      expect([reply.status, reply.headers.get('set-cookie')], body.slice(0, 30)).toEqual([403, null]);
    }
    const large = await api.send('POST', null, `${link}/session`, { body: `code=${'0'.repeat(5_000)}`, headers: form });
    expect([large.status, large.headers.get('set-cookie')]).toEqual([413, null]);
  });

  it('that names somebody of another case is told of nobody', async () => {
    const [mine, other] = [await aLink(), await aLink(SOMEBODY_ELSE)];
    const path = (id: string, what: string) => `/api/discharges/${id}/${what}`;
    const person = { name: 'Karin Testperson', phone: '30405060', relation: 'child', authority: 'decides' };
    const { body: named } = await api.post('ward', path(other.id, 'relatives'), person);
    const relative = named.items[0]?.id ?? '';
    const yes = { purpose: 'view-relative', relative, answer: 'given', form: 'oral' };
    const consent = (body: object) => api.post('ward', path(mine.id, 'consents'), body);
    const fields = (reply: Reply) => [reply.status, reply.body.errors.map((error) => error.path)];
    expect(fields(await consent(yes))).toEqual([400, ['relative']]);
    const forOther = { purpose: 'view-protected', answer: 'given', form: 'oral', saidBy: { relative } };
    expect(fields(await consent(forOther))).toEqual([400, ['saidBy.relative']]);
    const invited = await api.post('ward', path(mine.id, 'patient-view/links'), { to: { relative } });
    expect(invited.body).toMatchObject({ type: '/problems/view-off', missing: [{ code: 'not-named' }] });
    expect((await api.send('DELETE', 'ward', path(mine.id, `relatives/${relative}`))).status).toBe(404);
    expect((await api.get('ward', path(other.id, 'relatives'))).body.items[0]).toMatchObject({ removedAt: null });
  });
});
