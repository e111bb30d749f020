// Nothing personal leaves PostgreSQL: whole histories, everything beside them, metrics and error answers are searched for
// words that were put into every field that takes words (design 7).
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

/** Words that can stand nowhere by chance; every field gets one of its own, so that a find names the leak. */
const words: string[] = [];
const secret = (field: string): string => {
  const word = `hemmelig-${field}-${words.length}`;
  words.push(word);
  return word;
};
const CPR = '2509479989';
const PHONE = '87654321';
const RELATIVE = '87654322';

function start() {
  const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const fields = ['cause', 'course', 'contagion', 'diet', 'function', 'nursing', 'medicine', 'conference', 'other'];
  return {
    ...example,
    patient: { cpr: CPR, name: secret('navn'), address: secret('adresse'), phone: PHONE },
    stay: { ...example.stay, episodeId: randomUUID() },
    plan: {
      ...example.plan,
      // Not needed at once, so its unit is asked on the page and not rung.
      bed: { ...example.plan.bed, from: new Date(Date.now() + 72 * 3_600_000).toISOString() },
      ...Object.fromEntries(fields.map((field) => [field, secret(field)])),
      serviceNotes: { devices: secret('hjaelpemidler') },
      wishes: { text: secret('oensker'), askedWho: secret('spurgt') },
    },
  };
}

/** Everything in a history as text: field names, and payloads decoded, however deep they lie. */
function asText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(asText).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => `${name} ${asText(member)}`)
      .join('\n');
  }
  return String(value);
}

it('keeps every word, name, number and phone out of Temporal, metrics and errors', async () => {
  const body = start();
  const { status, body: found } = await api.post('ward', '/api/discharges', body);
  expect(status, JSON.stringify(found)).toBe(201);
  const id: string = found.id;
  const answer = async (user: string, kind: string, given: Record<string, unknown>) => {
    const task = await eventually(async () => {
      const { body: page } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
      return page.items[0] ?? expect.unreachable(`no ${kind}`);
    });
    const reply = await api.post(user, `/api/tasks/${task.id}/answer`, { version: task.version, ...given });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  };
  const act = async (user: string, action: string, given: Record<string, unknown>) => {
    const reply = await api.post(user, `/api/discharges/${id}/actions/${action}`, { note: secret(action), ...given });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  };
  await answer('coordinator', 'admission-report', {
    answer: 'by-phone',
    spokeWith: secret('talt-med'),
    note: secret('note'),
  });
  await answer('coordinator', 'answer-services', {
    answer: 'per-service',
    services: [
      { service: 'home-nursing', answer: 'accept' },
      { service: 'personal-care', answer: 'accept-on-condition', condition: secret('betingelse') },
      { service: 'devices', answer: 'accept' },
    ],
    note: secret('svarnote'),
  });
  await answer('ward', 'consider-condition', { answer: 'take', note: secret('tages') });
  await answer('acute-nurse', 'take-patient', {
    answer: 'accept-on-condition',
    condition: secret('pladsbetingelse'),
    note: secret('plads'),
  });
  await answer('ward', 'consider-condition', { answer: 'take' });
  await answer('ward', 'agree-follow-up', { answer: 'declined', note: secret('opfoelgning') });
  await act('doctor', 'mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'red' });
  await act('ward', 'propose-conference', {
    times: ['2027-01-04T10:00:00+01:00'],
    video: true,
    participants: ['mun-0791-visitation'],
  });
  await answer('coordinator', 'answer-conference', { answer: 'decline', reason: 'other', note: secret('konference') });
  const changed = { ...body.plan, course: secret('nyt-forloeb') };
  await act('ward', 'change-plan', { base: 1, plan: changed });
  await act('ward', 'pause', { reason: 'ill-again' });
  await act('ward', 'resume', {});
  await api.post('ward', '/api/events', {
    type: 'plan-sent',
    dischargeId: id,
    happenedAt: '2026-11-20T10:00:00Z',
    note: secret('haendelse'),
  });
  await api.post('municipal-system', '/api/events', {
    ...{ type: 'document', document: 'care-plan', version: 1, stage: 'seen' },
    dischargeId: id,
    happenedAt: '2026-11-20T11:00:00Z',
    reference: secret('reference').replaceAll(' ', '-'),
    seenBy: secret('set-af'),
  });
  const write = async (user: string, action: string, given: Record<string, unknown>) => {
    const reply = await api.post(user, `/api/discharges/${id}/actions/${action}`, given);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  };
  const letter = { to: 'mun-0791-visitation', topic: secret('emne'), text: secret('brev') };
  await write('ward', 'write-letter', letter);
  await write('ward', 'write-letter', { ...letter, text: secret('hastebrev'), acute: true });
  await answer('ward', 'ring-first', { answer: 'called', result: 'reached', note: secret('opkald') });
  await write('coordinator', 'ask-about-plan', { text: secret('spoergsmaal') });
  await answer('ward', 'answer-question', { answer: 'answer', text: secret('svar') });
  // Relatives, consents and the patient's view: in PostgreSQL alone, and nothing of a link outside its own answer.
  const of = `/api/discharges/${id}`;
  const named = await api.post('ward', `${of}/relatives`, {
    ...{ name: secret('paaroerende'), phone: RELATIVE, relation: 'child' },
  });
  const relative = named.body.items[0]?.id;
  const consent = { purpose: 'view-relative', relative, answer: 'given', form: 'oral' };
  expect((await api.post('ward', `${of}/consents`, consent)).status).toBe(200);
  await api.send('PUT', 'ward', `${of}/address-protection`, { body: { state: 'none' } });
  const invited = await api.post('ward', `${of}/patient-view/links`, { to: { relative } });
  expect(invited.status, invited.text).toBe(201);
  const { path: link } = invited.body;
  words.push(link.slice('/p/'.length));
  await api.post(null, `${link}/code`);
  const pages = [await api.get(null, link), await api.send('POST', null, `${link}/session`), await api.get(null, '/p')];
  expect(pages.map(({ status }) => status)).toEqual([200, 403, 403]);
  await act('ward', 'leave', { happenedAt: new Date().toISOString(), how: 'home' });
  await answer('ward', 'missing-at-departure', { answer: 'done', note: secret('mangler') }).catch(() => undefined);
  await act('ward', 'report-death', { happenedAt: new Date().toISOString() });

  const handle = api.service.temporal.workflow.getHandle(`discharge-${id}`);
  const [history, described] = await Promise.all([handle.fetchHistory(), handle.describe()]);
  const everywhere = `${asText(history)}\n${asText(described.raw)}\n${asText(await handle.query('view'))}`;
  // The search would find something if it were there.
  expect(everywhere).toContain('mun-0791-visitation');
  expect(everywhere).toContain('accept-on-condition');
  const metrics = (await api.get(null, '/metrics')).text;
  const audited = JSON.stringify(await api.db.selectFrom('audit_log').selectAll().execute());
  const answers = pages.slice(1).map(({ text }) => text.replaceAll(link, ''));
  const kept = JSON.stringify(await api.db.selectFrom('view_links').selectAll().execute());
  const errors = [
    await api.post('ward', '/api/discharges', {
      ...body,
      extra: secret('ekstra'),
      patient: { ...body.patient, cpr: CPR.slice(1) },
    }),
    await api.get('ward', `/api/discharges/${words[0]}`),
    await api.post('ward', `/api/discharges/${id}/actions/ready`, { note: secret('for-sent') }),
  ].map(({ text }) => text);
  const leaks = [...words, CPR, PHONE, RELATIVE].filter((word) =>
    [everywhere, metrics, audited, kept, ...answers, ...errors].some((text) => text.includes(word)),
  );
  expect(leaks).toEqual([]);
});
