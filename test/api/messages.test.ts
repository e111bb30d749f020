// The messages of a case with their trail, and each of them byte for byte as it was sent or received.
// Arrived (a machine), seen (a person) and answered are three facts; a receipt is never one of the other two.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownTrail } from '../../api/schemas/message.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { readMessage } from '../../medcom/read.ts';
import { auditOfCase } from '../../store/audit.ts';
import { now as clockNow } from '../../store/clock.ts';
import { keepEnvelopeReceipt } from '../../store/envelopes.ts';
import { sendings } from '../../store/messages.ts';
import { eventually } from '../harness/eventually.ts';
import { care, municipality, ward } from '../medcom/fixtures.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const cpr = '2509479989';
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));

async function started(patient: string, episodeId: string = randomUUID(), given = start): Promise<string> {
  const body = { ...given, patient: { ...given.patient, cpr: patient }, stay: { ...given.stay, episodeId } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}

async function trails(user: string, id: string): Promise<readonly ShownTrail[]> {
  const { status, text } = await api.get(user, `/api/discharges/${id}/messages`);
  expect(status, text).toBe(200);
  return JSON.parse(text).items;
}

type Sent = Extract<ShownTrail, { direction: 'out' }>;
type Received = Extract<ShownTrail, { direction: 'in' }>;
const sentIn = (all: readonly ShownTrail[], kind: string): Sent => {
  const found = all.find((one): one is Sent => one.direction === 'out' && one.kind === kind);
  return found ?? expect.unreachable(`no ${kind} among ${all.map((one) => one.kind).join(', ')}`);
};
const receivedIn = (all: readonly ShownTrail[]): Received =>
  all.find((one): one is Received => one.direction === 'in') ?? expect.unreachable('nothing received');

const bytesOf = async (user: string, path: string): Promise<Buffer> => {
  const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${await api.token(user)}` } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

const post = async (body: string | Buffer<ArrayBuffer>): Promise<Response> =>
  fetch(`${api.url}/api/medcom`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.token('vans')}`, 'content-type': 'application/fhir+json' },
    body,
  });

const someTask = (user: string, id: string, kind: string): Promise<Seen> =>
  eventually(async () => {
    const [task] = (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;
    return task ?? expect.unreachable(`no task of kind ${kind}`);
  });

describe('a message that went out', () => {
  it('tells apart that it arrived, who has seen it, and who answered it', async () => {
    const id = await started(cpr);
    const arrived = await eventually(async () => {
      const plan = sentIn(await trails('ward', id), 'plan');
      expect(plan.arrivedAt).not.toBeNull();
      expect(plan.receipts).toHaveLength(1);
      return plan;
    });
    expect(arrived).toMatchObject({
      from: { id: 'ward-m1' },
      to: { id: 'mun-0791-visitation' },
      state: 'arrived',
      sendings: [{ number: 1 }],
      receipts: [{ code: 'ok', problems: [] }],
      seen: null,
      answered: null,
      failure: null,
    });
    const task = await someTask('coordinator', id, 'answer-services');
    await api.post('coordinator', `/api/tasks/${task.id}/seen`, {});
    const seen = sentIn(await trails('ward', id), 'plan');
    expect(seen).toMatchObject({
      seen: { by: { id: 'person-coordinator', name: 'Karen Koordinator' } },
      answered: null,
    });
    const answer = { answer: 'accept', version: (await api.get('coordinator', `/api/tasks/${task.id}`)).body.version };
    expect((await api.post('coordinator', `/api/tasks/${task.id}/answer`, answer)).status).toBe(200);
    expect(sentIn(await trails('ward', id), 'plan').answered).toMatchObject({ by: { id: 'person-coordinator' } });
  });

  it('says which way it went, and what the network said of its envelope, which is no receipt', async () => {
    const older = { ...start, gp: 'gp-071262' };
    const id = await started('0201919990', randomUUID(), older);
    const plan = await eventually(async () => {
      const found = sentIn(await trails('ward', id), 'plan');
      expect([found.arrivedAt === null, found.receipts.length]).toEqual([false, 1]);
      return found;
    });
    expect(plan).toMatchObject({ way: 'fhir', wayLabel: 'MedCom-besked (FHIR)', sendings: [{ network: [] }] });
    await keepEnvelopeReceipt(api.db, {
      sender: municipality.gln,
      envelope: randomUUID(),
      original: plan.sendings[0]?.envelope ?? '',
      result: 'negative-vans',
      errorCode: 7,
      errorText: 'Navn på nogen',
      receivedAt: await clockNow(api.db),
    });
    const after = await trails('ward', id);
    expect(sentIn(after, 'plan')).toMatchObject({
      state: plan.state,
      receipts: plan.receipts,
      sendings: [{ network: [{ result: 'negative-vans' }] }],
    });
    expect(JSON.stringify(after)).not.toContain('Navn på nogen');
    const headsUp = await eventually(async () => {
      const found = sentIn(await trails('ward', id), 'heads-up');
      expect(found.state).toBe('failed');
      return found;
    });
    expect(headsUp).toMatchObject({ way: 'phone', wayLabel: 'Telefon', failure: 'no-way-in', sendings: [] });
    const task = await someTask('ward', id, 'ring-party');
    expect(JSON.stringify(task)).toContain('Modtageren kan ikke få beskeden elektronisk');
  });

  it('can be had as it was sent, by those who see the patient, and that is on record', async () => {
    const id = await started('2509479996');
    const plan = await eventually(async () => {
      const found = sentIn(await trails('ward', id), 'plan');
      expect(found.sendings).toHaveLength(1);
      return found;
    });
    const [sending] = plan.sendings;
    const raw = await bytesOf('coordinator', sending?.raw ?? '');
    const [kept] = await sendings(api.db, plan.id);
    expect(raw.toString('utf8')).toBe(kept?.raw);
    expect(readMessage(raw.toString('utf8'))).toMatchObject({
      kind: 'care-communication',
      message: { headerId: plan.id, bundleId: sending?.envelope },
    });
    const path = `/api/messages/${plan.id}/raw`;
    const statuses = await Promise.all(
      ['coordinator-2', 'ward-2', 'operator', 'agreement-manager'].map(
        async (user) => (await api.get(user, path)).status,
      ),
    );
    expect(statuses).toEqual([404, 404, 403, 404]);
    expect((await api.get('ward', `${path}?sending=2`)).status).toBe(404);
    const log = await auditOfCase(api.db, id, 50);
    expect(log.filter(({ action }) => action === 'read-raw-message')).toMatchObject([
      { person: 'person-coordinator', details: { message: plan.id } },
    ]);
  });
});

describe('a message that came in', () => {
  const letter = (patient: string, episode: string): string =>
    buildCareCommunication({
      ...care,
      bundleId: randomUUID(),
      headerId: randomUUID(),
      sender: municipality,
      receiver: ward,
      patient: { ...care.patient, cpr: patient },
      text: 'Vi har et spørgsmål til planen',
      episode: { system: care.episode?.system ?? '', value: episode },
    });

  it('is listed once with how often it came, its receipt, and who has read it', async () => {
    const episode = randomUUID();
    const id = await started('0201609995', episode);
    const body = letter('0201609995', episode);
    await someTask('coordinator', id, 'answer-services');
    for (let times = 0; times < 3; times += 1) expect((await post(body)).status).toBe(200);
    const unread = receivedIn(await trails('ward', id));
    expect(unread).toMatchObject({
      kind: 'care-communication-message',
      from: { id: 'mun-0791-visitation' },
      times: 3,
      receipt: { code: 'ok' },
      seen: null,
    });
    const task = await someTask('ward', id, 'read-letter');
    await api.post('ward', `/api/tasks/${task.id}/seen`, {});
    expect(receivedIn(await trails('ward', id)).seen).toMatchObject({ by: { id: 'person-ward' } });
    expect((await bytesOf('ward', unread.raw)).toString('utf8')).toBe(body);
  });

  it('that nobody can read is had byte for byte by the operators, who must find out whose it is', async () => {
    const came = Buffer.from([0x7b, 0x22, 0xf8, 0x00, 0xff, 0x22, 0x7d]);
    expect((await post(came)).status).toBe(400);
    const item = await eventually(async () => {
      const { items } = (await api.get('operator', '/api/operator/items')).body;
      return items[0] ?? expect.unreachable('no item');
    });
    const raw = await bytesOf('operator', `/api/messages/${item.id}/raw`);
    const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    expect(sha(raw)).toBe(sha(came));
    expect((await api.get('ward', `/api/messages/${item.id}/raw`)).status).toBe(404);
  });

  it('of a citizen we know nothing of is gone, and says so', async () => {
    const admission = readFileSync('examples/medcom/admission.json', 'utf8');
    const header = randomUUID();
    const unknown = admission
      .replaceAll('2509479989', '2103009996')
      .replaceAll('b7e0c1d4-52a9-4e3b-8f16-9d0a7c5e4b21', header)
      .replaceAll('5f2b8c60-7d14-4a9e-b3c5-1e6f0a2d9748', randomUUID())
      .replace('0d9f5a3e-6c1b-4f07-9a52-3c8e7b1d2f64', randomUUID());
    expect((await post(unknown)).status).toBe(200);
    const row = await api.db
      .selectFrom('inbound')
      .select('id')
      .where('header_id', '=', header)
      .executeTakeFirstOrThrow();
    const gone = await api.get('operator', `/api/messages/${row.id}/raw`);
    expect([gone.status, gone.body.type]).toEqual([410, '/problems/not-kept']);
  });
});
