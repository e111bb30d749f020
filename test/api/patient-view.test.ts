// The patient's view from the invitation to its end: consent, link, code by text message, the plan, and all that ends it.
// On real parts with the development clock; the simulator plays the gateway that sends the codes.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditOfCase } from '../../store/audit.ts';
import { sendCodesOnce } from '../../worker/code-sender.ts';
import type { Texts } from '../../worker/texts.ts';
import { textGateway } from '../../worker/texts.ts';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

const PHONE = '20304050';
const log = pino({ level: 'silent' });
let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

/** A discharge of its own, whose patient has a phone and of whom the protection of the address is noted. */
async function discharge(protection: 'none' | 'protected' | null = 'none'): Promise<string> {
  const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const started = await api.post('ward', '/api/discharges', {
    ...start,
    patient: { ...start.patient, phone: PHONE },
    stay: { ...start.stay, episodeId: randomUUID() },
    plan: { ...start.plan, bed: null },
  });
  expect(started.status, started.text).toBe(201);
  const { id } = started.body;
  await eventually(async () => {
    const row = await api.db.selectFrom('cases').select('view').where('id', '=', id).executeTakeFirst();
    if (row === undefined || row.view === null) throw new Error('nothing is shown yet');
  });
  if (protection !== null) {
    const noted = await api.send('PUT', 'ward', `/api/discharges/${id}/address-protection`, {
      body: { state: protection },
    });
    expect(noted.status, noted.text).toBe(200);
  }
  return id;
}

const invite = (id: string, to: unknown = 'patient', user = 'ward'): Promise<Reply> =>
  api.post(user, `/api/discharges/${id}/patient-view/links`, { to });

/** Gives the link of a new invitation. */
async function linkFor(id: string, to: unknown = 'patient'): Promise<string> {
  const invited = await invite(id, to);
  expect(invited.status, invited.text).toBe(201);
  return invited.body.path;
}

const note = (id: string, consent: object, user = 'ward'): Promise<Reply> =>
  api.post(user, `/api/discharges/${id}/consents`, { form: 'oral', ...consent });

async function nameRelative(id: string, authority = 'none'): Promise<string> {
  const body = { name: 'Karin Testperson', phone: '30405060', relation: 'child', authority };
  const { status, text, body: named } = await api.post('ward', `/api/discharges/${id}/relatives`, body);
  expect(status, text).toBe(200);
  return named.items.at(-1)?.id ?? '';
}

const gateway = (): Texts => textGateway({ url: `${api.simulator}/texts`, token: undefined });
const send = (texts: Texts = gateway()): Promise<number> => sendCodesOnce({ db: api.db, texts, log });

const gatewayHas = z.object({ items: z.array(z.object({ to: z.string(), text: z.string() })) });
const texts = async () => gatewayHas.parse(await (await fetch(`${api.simulator}/texts`)).json()).items;

/** Asks for a code at a link and gives what was sent; null when nothing was. */
async function codeFor(link: string): Promise<string | null> {
  const before = (await texts()).length;
  const asked = await api.post(null, `${link}/code`);
  expect([asked.status, asked.headers.get('location')]).toEqual([303, `${link}/code`]);
  await send();
  const sent = (await texts()).slice(before);
  return sent[0]?.text.slice(0, 6) ?? null;
}

const write = (link: string, code: string): Promise<Reply> =>
  api.send('POST', null, `${link}/session`, {
    body: `code=${encodeURIComponent(code)}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

/** A session by a code; gives its cookie. */
async function enter(link: string): Promise<string> {
  const code = await codeFor(link);
  const entered = await write(link, code ?? expect.unreachable('no code was sent'));
  expect([entered.status, entered.headers.get('location')], entered.text).toEqual([303, '/p']);
  const cookie = entered.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^view=[\w-]{43}; Max-Age=1800; Path=\/p; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
  return cookie.split(';')[0] ?? '';
}

const see = (cookie: string, path = '/p/view'): Promise<Reply> => api.send('GET', null, path, { headers: { cookie } });
const words = (reply: Reply): string => JSON.stringify(reply.body);
const advance = (by: string): Promise<Reply> => api.post(null, '/dev/clock/advance', { by });
const stateOf = async (id: string): Promise<Seen> => (await api.get('ward', `/api/discharges/${id}/patient-view`)).body;

describe('the patient', () => {
  it('is given a link, gets a code by text message, and sees the plan in plain words and nothing else', async () => {
    const id = await discharge();
    const link = await linkFor(id);
    expect(link).toMatch(/^\/p\/(?:[0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}$/);
    const cookie = await enter(link);
    expect((await texts()).at(-1)).toMatchObject({
      to: PHONE,
      text: expect.not.stringMatching(/sygehus|udskriv|plan/i),
    });
    const seen = await see(cookie);
    expect(seen.status, seen.text).toBe(200);
    expect(words(seen)).toContain('Du forventes hjem mandag den 30. november kl. 11.00.');
    expect(words(seen)).toMatch(
      /Medicinsk Afsnit M1, telefon 87 00 10 00.*indtil torsdag den 3\. december kl\. 11\.00/,
    );
    expect(words(seen)).toContain('Hjemmesygepleje');
    const page = await see(cookie, '/p');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('<a href="tel:87001000">87 00 10 00</a>');
    // Nothing of who or why: name, CPR number, address, cause and capability codes.
    for (const text of [words(seen), page.text]) {
      expect(text).not.toMatch(/Bruno|Testperson|250947|Eksempelvej|Lungebetændelse|CAP-|gangbesvær/i);
    }
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is on record with every look, as patient and without a name', async () => {
    const id = await discharge();
    const cookie = await enter(await linkFor(id));
    await see(cookie);
    await see(cookie, '/p');
    const trail = (await auditOfCase(api.db, id, 50)).filter(({ role }) => role === 'patient');
    expect(trail.map(({ action }) => action).toSorted()).toEqual([
      'ask-view-code',
      'open-view',
      'see-plan',
      'see-plan',
    ]);
    expect(new Set(trail.map(({ person }) => person))).toEqual(new Set(['patient']));
  });

  it('closes it, or it closes by itself, and a new code opens it again', async () => {
    const id = await discharge();
    const link = await linkFor(id);
    const first = await enter(link);
    expect((await api.send('POST', null, '/p/end', { headers: { cookie: first } })).status).toBe(200);
    expect((await see(first)).body.type).toBe('/problems/view-ended');
    await advance('PT1M');
    const second = await enter(link);
    expect((await see(second)).status).toBe(200);
    await advance('PT31M');
    const ended = await see(second, '/p');
    expect([ended.status, ended.text]).toEqual([403, expect.stringContaining('Planen vises ikke længere her')]);
    expect((await see(await enter(link))).status).toBe(200);
  });

  it('gets a code that was not taken by the gateway again, as a new one that alone counts', async () => {
    const link = await linkFor(await discharge());
    await api.post(null, `${link}/code`);
    const tried: string[] = [];
    const broken: Texts = {
      send: async ({ text }) => {
        tried.push(text.slice(0, 6));
        throw new Error('away');
      },
    };
    expect(await send(broken)).toBe(0);
    expect(await send()).toBe(0);
    await advance('PT31S');
    expect(await send()).toBe(1);
    const code = (await texts()).at(-1)?.text.slice(0, 6) ?? '';
    if (tried[0] !== code) expect((await write(link, tried[0] ?? '')).status).toBe(403);
    expect((await write(link, code)).status).toBe(303);
    // Nowhere in clear.
    const rows = await api.db.selectFrom('view_codes').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it('sees it after leaving too, and after a death nobody sees it or is told why', async () => {
    const dead = await discharge();
    const cookie = await enter(await linkFor(dead));
    const { now } = (await api.get(null, '/dev/clock')).body;
    await api.post('ward', `/api/discharges/${dead}/actions/report-death`, { happenedAt: now });
    const after = await see(cookie);
    expect([after.status, after.text]).toEqual([403, expect.not.stringMatching(/død|deceased/i)]);
    expect((await invite(dead)).body).toMatchObject({ type: '/problems/view-off', missing: [{ code: 'over' }] });

    const gone = await discharge();
    const link = await linkFor(gone);
    await api.post('ward', `/api/discharges/${gone}/actions/leave`, { happenedAt: now, how: 'home' });
    expect(words(await see(await enter(link)))).toContain('Du er udskrevet');
  });
});

describe('a relative', () => {
  it('gets a link only when named and consented to, and loses it at once when the consent is withdrawn', async () => {
    const id = await discharge();
    const relative = await nameRelative(id);
    const to = { relative };
    const refused = await invite(id, to);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ type: '/problems/view-off', missing: [{ code: 'no-consent' }] });
    expect((await invite(id, { relative: randomUUID() })).body).toMatchObject({ missing: [{ code: 'not-named' }] });
    await note(id, { purpose: 'view-relative', relative, answer: 'given' });
    const link = await linkFor(id, to);
    const cookie = await enter(link);
    expect((await texts()).at(-1)?.to).toBe('30405060');
    expect(words(await see(cookie))).toContain('Du ser planen som pårørende');
    await note(id, { purpose: 'view-relative', relative, answer: 'withdrawn' });
    expect((await see(cookie)).status).toBe(403);
    expect(await codeFor(link)).toBeNull();
    expect(await stateOf(id)).toMatchObject({ links: [{ state: { code: 'no-consent' } }] });
    const trail = await auditOfCase(api.db, id, 50);
    expect(trail.filter(({ role }) => role === 'relative').map(({ action }) => action)).toContain('see-plan');
    expect(JSON.stringify(trail)).not.toMatch(/Karin|30405060/);
  });

  it('taken off the case has no name, no number and no link any more; what was said of consent stays', async () => {
    const id = await discharge();
    const relative = await nameRelative(id);
    await note(id, { purpose: 'view-relative', relative, answer: 'given', form: 'written' });
    const cookie = await enter(await linkFor(id, { relative }));
    const off = await api.send('DELETE', 'ward', `/api/discharges/${id}/relatives/${relative}`);
    expect(off.body.items[0]).toMatchObject({ name: null, phone: null });
    expect((await see(cookie)).status).toBe(403);
    const { items } = (await api.get('ward', `/api/discharges/${id}/consents`)).body;
    expect(items.find(({ purpose }) => purpose.code === 'view-relative')).toMatchObject({ state: { code: 'given' } });
  });

  it('who may not decide for the patient cannot consent, and who may is named with it', async () => {
    const id = await discharge();
    const child = await nameRelative(id);
    const asked = { purpose: 'rehabilitation-plan-gp', answer: 'given' };
    const refused = await note(id, { ...asked, saidBy: { relative: child } });
    expect([refused.status, refused.body.errors.map(({ path }) => path)]).toEqual([400, ['saidBy.relative']]);
    const guardian = await nameRelative(id, 'decides');
    const { items } = (await note(id, { ...asked, saidBy: { relative: guardian } })).body;
    expect(items.find(({ purpose }) => purpose.code === asked.purpose)).toMatchObject({
      state: { code: 'given' },
      entries: [{ saidBy: { kind: 'relative', name: 'Karin Testperson' }, noted: { id: 'person-ward' } }],
    });
  });
});

describe('a protected address', () => {
  it('shuts the view for all until the patient has said yes to it, and shuts it when it is noted afterwards', async () => {
    const unknown = await discharge(null);
    expect((await invite(unknown)).body).toMatchObject({ missing: [{ code: 'protection-unknown' }] });
    const id = await discharge('protected');
    expect((await invite(id)).body).toMatchObject({ missing: [{ code: 'protected' }] });
    await note(id, { purpose: 'view-protected', answer: 'given' });
    expect((await see(await enter(await linkFor(id)))).status).toBe(200);

    const later = await discharge();
    const cookie = await enter(await linkFor(later));
    await api.send('PUT', 'coordinator', `/api/discharges/${later}/address-protection`, {
      body: { state: 'protected' },
    });
    expect((await see(cookie)).status).toBe(403);
  });
});

describe('consent', () => {
  let shared: string | undefined;
  it('is asked and kept for each purpose, by whom, how and how long, and nothing that was noted is changed', async () => {
    const id = await discharge();
    const purpose = 'view-protected';
    await note(id, { purpose, answer: 'given', until: '2027-01-31T12:00:00+01:00' }, 'coordinator');
    await note(id, { purpose: 'rehabilitation-plan-municipality', answer: 'refused', form: 'written' });
    const { items } = (await api.get('gp', `/api/discharges/${id}/consents`)).body;
    const of = (code: string) => items.find((one) => one.purpose.code === code);
    expect(of(purpose)).toMatchObject({
      ...{ state: { code: 'given', label: 'Ja' }, until: '2027-01-31T11:00:00.000Z' },
      entries: [{ form: { label: 'Mundtligt' }, saidBy: { kind: 'patient' }, noted: { id: 'person-coordinator' } }],
    });
    expect(of('rehabilitation-plan-municipality')).toMatchObject({ state: { code: 'refused' } });
    expect(of('rehabilitation-plan-gp')).toMatchObject({ state: { code: 'not-asked' }, entries: [] });
    await expect(api.db.updateTable('consents').set({ answer: 'given' }).execute()).rejects.toThrow('consents_final');
    await expect(api.db.deleteFrom('consents').execute()).rejects.toThrow('consents_final');
  });

  it.each([
    [{ purpose: 'view-relative', answer: 'given' }, 'relative'],
    [{ purpose: 'view-protected', answer: 'given', relative: randomUUID() }, 'relative'],
    [{ purpose: 'view-protected', answer: 'refused', until: '2027-01-31T12:00:00+01:00' }, 'until'],
    [{ purpose: 'view-protected', answer: 'given', until: '2020-01-31T12:00:00+01:00' }, 'until'],
    [{ purpose: 'view-protected', answer: 'given', saidAt: '2099-01-31T12:00:00+01:00' }, 'saidAt'],
    [{ purpose: 'everything', answer: 'given' }, 'purpose'],
  ])('%j is refused by name', async (body, field) => {
    shared ??= await discharge();
    const reply = await note(shared, body);
    expect([reply.status, reply.body.errors.map(({ path }) => path)]).toEqual([400, [field]]);
  });

  it('is noted, and links are given, by those who may', async () => {
    const id = await discharge();
    expect((await note(id, { purpose: 'view-protected', answer: 'given' }, 'operator')).status).toBe(403);
    expect((await invite(id, 'patient', 'gp')).status).toBe(403);
    expect((await invite(id, 'patient', 'coordinator')).status).toBe(201);
    expect((await invite(id, 'patient', 'ward-2')).status).toBe(404);
  });
});
