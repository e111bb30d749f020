// MedCom messages in: an admission opens a case once however often it comes, a duplicate gets the same receipt,
// what cannot be read goes to the operators, and of a citizen without services nothing stays.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMessage } from '../../medcom/read.ts';
import { eventually } from '../harness/eventually.ts';
import { officialExamples } from '../medcom/official.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const admission = readFileSync('examples/medcom/admission.json', 'utf8');
const headerId = 'b7e0c1d4-52a9-4e3b-8f16-9d0a7c5e4b21';
const bundleId = '0d9f5a3e-6c1b-4f07-9a52-3c8e7b1d2f64';
const episode = '5f2b8c60-7d14-4a9e-b3c5-1e6f0a2d9748';

/** The example as another letter, about another stay or person. */
const letter = (change: { cpr?: string; episode?: string; header?: string; bundle?: string } = {}): string =>
  admission
    .replaceAll('2509479989', change.cpr ?? '2509479989')
    .replaceAll(episode, change.episode ?? episode)
    .replaceAll(headerId, change.header ?? headerId)
    .replace(bundleId, change.bundle ?? bundleId);

const send = (body: string, user = 'vans'): Promise<Reply> =>
  api.send('POST', user, '/api/medcom', { body, headers: { 'content-type': 'application/fhir+json' } });

/** What a receipt says. */
function receipt(reply: Reply): { code: string; of: string } {
  const read = readMessage(JSON.stringify(reply.body));
  if (read.kind !== 'acknowledgement') throw new Error(`not a receipt: ${JSON.stringify(reply.body).slice(0, 300)}`);
  return { code: read.message.code, of: read.message.of };
}

const casesOf = async (cpr: string) => (await api.post('coordinator', '/api/search', { cpr })).body.items;

describe('an admission', () => {
  it('opens a case once, however often and however wrapped it comes', async () => {
    const change = { cpr: '2509479996', episode: randomUUID(), header: randomUUID() };
    const first = await send(letter({ ...change, bundle: randomUUID() }));
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    expect(receipt(first)).toEqual({ code: 'ok', of: change.header });
    const bundle = randomUUID();
    const again = await Promise.all([1, 2].map(() => send(letter({ ...change, bundle }))));
    for (const reply of again) expect(receipt(reply)).toEqual({ code: 'ok', of: change.header });
    const found = await casesOf(change.cpr);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ stage: 'opened', hospitalUnit: { id: 'ward-m1' }, municipality: '0791' });
    // Another letter about the same stay changes nothing but the timeline.
    await send(letter({ ...change, header: randomUUID(), bundle: randomUUID() }));
    expect(await casesOf(change.cpr)).toHaveLength(1);
  });

  it('is completed by the ward that starts the same stay', async () => {
    const change = { cpr: '0201609995', episode: randomUUID(), header: randomUUID(), bundle: randomUUID() };
    await send(letter(change));
    const [opened] = await casesOf(change.cpr);
    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const reply = await api.post('ward', '/api/discharges', {
      ...start,
      patient: { ...start.patient, cpr: change.cpr },
      stay: { ...start.stay, episodeId: change.episode },
    });
    expect([reply.status, reply.body.id], JSON.stringify(reply.body)).toEqual([200, opened?.id]);
    expect(reply.body).toMatchObject({ stage: 'planning', plan: { version: 1 }, patient: { phone: '87009900' } });
  });

  it('that is older than the stay going on ends nothing of it', async () => {
    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const { body } = await api.post('ward', '/api/discharges', {
      ...start,
      patient: { ...start.patient, cpr: '1509819996' },
      stay: { ...start.stay, episodeId: randomUUID() },
    });
    await send(letter({ cpr: '1509819996', episode: randomUUID(), header: randomUUID(), bundle: randomUUID() }));
    expect((await casesOf('1509819996')).length).toBe(2);
    expect((await api.get('ward', `/api/discharges/${body.id}`)).body.stage).toBe('planning');
  });

  it('of a citizen without services leaves metadata only, and a positive receipt', async () => {
    const change = { cpr: '2103009996', episode: randomUUID(), header: randomUUID(), bundle: randomUUID() };
    expect(receipt(await send(letter(change))).code).toBe('ok');
    expect(receipt(await send(letter({ ...change, bundle: randomUUID() }))).code).toBe('ok');
    expect(await casesOf(change.cpr)).toEqual([]);
    const rows = await api.db.selectFrom('inbound').selectAll().where('header_id', '=', change.header).execute();
    expect(rows.map(({ raw }) => raw)).toEqual([null, null]);
    const kept = await api.db.selectFrom('submissions').select('content').execute();
    expect(JSON.stringify(kept)).not.toContain(change.cpr);
  });

  it.skipIf(officialExamples.size === 0)('may be one of MedCom’s own', async () => {
    const official = officialExamples.get('hn-admit-inpatient.json') ?? '';
    const before = (await casesOf('2509479989')).length;
    expect(receipt(await send(official)).code).toBe('ok');
    expect(receipt(await send(official)).code).toBe('ok');
    expect(await casesOf('2509479989')).toHaveLength(before + 1);
  });
});

describe('messages with a fault', () => {
  it('get a negative receipt and go to the operators', async () => {
    const unknown = letter({ header: randomUUID(), bundle: randomUUID(), episode: 'no-uuid' });
    expect(receipt(await send(unknown)).code).toBe('fatal-error');
    const { body } = await api.get('operator', '/api/operator/items');
    const item = body.items.find((one: { kind: string }) => one.kind === 'unreadable-message');
    expect(item?.about.problems).toContain('invalid Encounter.episodeOfCare.identifier');
    const handled = await api.post('operator', `/api/operator/items/${item?.id}/handled`);
    expect(handled.body).toMatchObject({ id: item?.id, handledBy: 'person-operator' });
    expect(
      (await api.get('operator', '/api/operator/items')).body.items.map((one: { id: string }) => one.id),
    ).not.toContain(item?.id);
    expect((await api.get('ward', '/api/operator/items')).status).toBe(403);
  });

  it('are kept even when nobody can be told', async () => {
    const reply = await send('{"resourceType":"Bundle"');
    expect([reply.status, reply.body.type]).toEqual([400, '/problems/unreadable-message']);
    const rows = await api.db.selectFrom('inbound').select('raw').where('state', '=', 'unreadable').execute();
    expect(rows.map(({ raw }) => raw)).toContain('{"resourceType":"Bundle"');
  });

  it('are refused when an envelope is used for another letter', async () => {
    const bundle = randomUUID();
    await send(letter({ cpr: '0108629996', episode: randomUUID(), header: randomUUID(), bundle }));
    expect(receipt(await send(letter({ header: randomUUID(), bundle }))).code).toBe('fatal-error');
  });

  it('come from the message network only', async () => {
    expect((await send(admission, 'ward')).status).toBe(403);
    expect((await send(admission, 'operator')).status).toBe(403);
  });
});

describe('receipts', () => {
  it('reach the message they answer; one for no message of ours goes to the operators', async () => {
    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const { body } = await api.post('ward', '/api/discharges', {
      ...start,
      patient: { ...start.patient, cpr: '3001749995' },
      stay: { ...start.stay, episodeId: randomUUID() },
    });
    await eventually(async () => {
      const { body: whole } = await api.get('ward', `/api/discharges/${body.id}`);
      const plan = whole.messages.find((message: { kind: string }) => message.kind === 'plan');
      expect(plan).toMatchObject({ state: 'arrived', sendings: 1, trail: [{ sending: 1 }] });
    });
  });

  it.skipIf(officialExamples.size === 0)('for no message of ours are answered with nothing', async () => {
    expect((await send(officialExamples.get('ack-ok.json') ?? '')).body).toEqual({});
    const { body } = await api.get('operator', '/api/operator/items');
    expect(body.items.map((one: { kind: string }) => one.kind)).toContain('unknown-receipt');
  });
});
