// Documents with a standard of their own, as those see them who report and read: rows on the case from events of the
// parties' systems, from persons, from stay notices and through an adapter; who may not know it may not report it.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVansDoor } from '../../api/vans-door.ts';
import { openTransport } from '../../medcom/open-transport.ts';
import type { DocumentAdapter } from '../../medcom/own-standard.ts';
import { writeEnvelope } from '../../medcom/write-vans-envelope.ts';
import { eventually } from '../harness/eventually.ts';
import { municipality, ward } from '../medcom/fixtures.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const within = { within: 30_000, every: 100 };

async function started(cpr: string, episodeId: string = randomUUID()): Promise<string> {
  const stay = { ...start.stay, episodeId };
  const body = { ...start, patient: { ...start.patient, cpr }, stay, plan: { ...start.plan, bed: null } };
  const reply = await api.post('ward', '/api/discharges', body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}

const now = async (): Promise<string> => (await api.get(null, '/dev/clock')).body.now;
const soon = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
const rowsOf = async (user: string, id: string): Promise<Seen['documents']> =>
  (await api.get(user, `/api/discharges/${id}`)).body.documents;
const rowOf = async (user: string, id: string, kind: string) =>
  (await rowsOf(user, id)).find((row) => row.kind === kind);

type Told = { document: string; version?: number; stage: string; happenedAt: string; [more: string]: unknown };
const tell = (user: string, dischargeId: string, told: Told): Promise<Reply> =>
  api.post(user, '/api/events', { type: 'document', dischargeId, version: 1, ...told });

describe('the row of a document', () => {
  it('follows it from "not sent yet" to the person who saw it, by what both systems report', async () => {
    const id = await started('0201609996');
    expect(await rowsOf('ward', id)).toMatchObject([
      {
        kind: 'care-plan',
        label: 'Plejeforløbsplan',
        standard: 'XDIS21',
        from: [{ code: 'hospital' }],
        to: [{ code: 'municipality' }],
        state: 'not-sent',
        stateLabel: 'Ikke sendt endnu',
        expected: true,
        version: null,
      },
    ]);
    const at = await now();
    const plan = { document: 'care-plan', happenedAt: at };
    const sent = await tell('hospital-system', id, { ...plan, stage: 'sent', reference: 'EPJ-4711' });
    expect(sent.status, sent.text).toBe(200);
    // A system is told codes only; those of the case see the reference.
    expect(sent.body.documents).toMatchObject([{ state: 'sent', sentAt: at, reference: null }]);
    expect(await rowOf('ward', id, 'care-plan')).toMatchObject({ state: 'sent', version: 1, reference: 'EPJ-4711' });

    await tell('hospital-system', id, { ...plan, stage: 'arrived', happenedAt: soon(at, 1) });
    await tell('municipal-system', id, { ...plan, stage: 'seen', happenedAt: soon(at, 2), seenBy: 'Vera Visitator' });
    expect(await rowOf('coordinator', id, 'care-plan')).toMatchObject({
      state: 'seen',
      sentAt: at,
      arrivedAt: soon(at, 1),
      seenAt: soon(at, 2),
      seenBy: { id: null, name: 'Vera Visitator' },
    });
    const history = (await api.get('ward', `/api/discharges/${id}`)).body.timeline.map(({ text }) => text);
    expect(history.join('\n')).toContain('Dokument set af en person: Plejeforløbsplan');
    // It is told, and asks nobody for anything.
    expect((await api.get('ward', `/api/tasks?dischargeId=${id}&kind=read-late-fact`)).body.items).toEqual([]);
  });

  it('is about the newest version: an older one that is seen or told again changes nothing', async () => {
    const id = await started('0201919990');
    const at = await now();
    const report = { document: 'discharge-report', happenedAt: at };
    await tell('hospital-system', id, { ...report, version: 2, stage: 'sent', happenedAt: soon(at, 2) });
    await tell('hospital-system', id, { ...report, version: 1, stage: 'sent' });
    await tell('municipal-system', id, { ...report, version: 1, stage: 'seen', seenBy: 'Vera Visitator' });
    await tell('hospital-system', id, { ...report, version: 2, stage: 'sent', happenedAt: soon(at, 3) });
    expect(await rowOf('ward', id, 'discharge-report')).toMatchObject({
      version: 2,
      state: 'sent',
      sentAt: soon(at, 2),
      arrivedAt: null,
      seenBy: null,
    });
  });

  it('takes the older events as "sent", and the letter to the practice stays the step it is', async () => {
    const id = await started('0201919996');
    const at = await now();
    const types = ['plan-sent', 'finished-notice-sent', 'discharge-report-sent', 'rehabilitation-plan-sent'];
    for (const type of types) {
      const reply = await api.post('hospital-system', '/api/events', { type, dischargeId: id, happenedAt: at });
      expect(reply.status, reply.text).toBe(200);
    }
    await tell('hospital-system', id, { document: 'gp-letter', stage: 'sent', happenedAt: at });
    await tell('hospital-system', id, { document: 'gp-letter', stage: 'sent', version: 2, happenedAt: soon(at, 2) });
    const { body: whole } = await api.get('ward', `/api/discharges/${id}`);
    expect(whole.documents.map(({ kind, state, version }) => [kind, state, version])).toEqual([
      ['care-plan', 'sent', 1],
      ['finished-notice', 'sent', 1],
      ['discharge-report', 'sent', 1],
      ['gp-letter', 'sent', 2],
      ['rehabilitation-plan', 'sent', 1],
    ]);
    expect(whole.gp.letterSentAt).toBe(at);
  });

  it('can be told of by a person, who is then the one that has seen it', async () => {
    const id = await started('0108629996');
    const body = { document: 'care-plan', version: 1, stage: 'seen', happenedAt: await now() };
    const seen = await api.post('coordinator', `/api/discharges/${id}/actions/report-document`, body);
    expect(seen.status, seen.text).toBe(200);
    expect(await rowOf('ward', id, 'care-plan')).toMatchObject({
      state: 'seen',
      seenBy: { id: 'person-coordinator', name: 'Karen Koordinator' },
    });
  });

  it('is expected of the municipality when a stay notice asked for the admission report', async () => {
    const episode = randomUUID();
    const notice = readFileSync('examples/medcom/admission.json', 'utf8')
      .replaceAll('2509479989', '0108589995')
      .replaceAll('5f2b8c60-7d14-4a9e-b3c5-1e6f0a2d9748', episode)
      .replaceAll('b7e0c1d4-52a9-4e3b-8f16-9d0a7c5e4b21', randomUUID())
      .replace('0d9f5a3e-6c1b-4f07-9a52-3c8e7b1d2f64', randomUUID());
    const headers = { 'content-type': 'application/fhir+json' };
    const taken = await api.send('POST', 'vans', '/api/medcom', { body: notice, headers });
    expect(taken.text).toContain('"ok"');
    const [found] = (await api.post('coordinator', '/api/search', { cpr: '0108589995' })).body.items;
    const id = found?.id ?? '';
    await eventually(async () => {
      expect(await rowsOf('coordinator', id)).toMatchObject([
        { kind: 'admission-report', standard: 'XDIS16', state: 'not-sent', from: [{ label: 'Kommunen' }] },
      ]);
    }, within);
    const at = await now();
    await tell('municipal-system', id, { document: 'admission-report', stage: 'sent', happenedAt: at });
    expect(await rowOf('ward', id, 'admission-report')).toMatchObject({ state: 'sent', sentAt: at });
  });

  it('goes on after the case has closed, and gives nobody a task', async () => {
    const id = await started('2311143995');
    await api.post('ward', `/api/discharges/${id}/actions/withdraw`, { reason: 'stays-in-hospital' });
    await eventually(async () => {
      expect((await api.get('ward', `/api/discharges/${id}`)).body.stage).toBe('closed');
    }, within);
    const at = await now();
    const late = await tell('municipal-system', id, {
      document: 'care-plan',
      stage: 'seen',
      happenedAt: at,
      seenBy: 'Vera Visitator',
    });
    expect(late.status, late.text).toBe(202);
    await eventually(async () => {
      const row = await rowOf('ward', id, 'care-plan');
      expect(row).toMatchObject({ state: 'seen', seenAt: at, seenBy: { name: 'Vera Visitator' } });
    }, within);
    expect((await api.get('ward', `/api/tasks?dischargeId=${id}&kind=read-late-fact`)).body.items).toEqual([]);
  });
});

describe('a report', () => {
  it('is taken from those who can know it only, and nothing is shown of another organisation’s case', async () => {
    const id = await started('0504909995');
    const at = await now();
    const sent = { document: 'care-plan', stage: 'sent', happenedAt: at };
    const seen = { document: 'care-plan', stage: 'seen', happenedAt: at, seenBy: 'En Andens' };
    const status = async (user: string, told: Told) => (await tell(user, id, told)).status;
    expect(await status('municipal-system', sent)).toBe(403);
    expect(await status('coordinator', sent)).toBe(403);
    expect(await status('hospital-system', seen)).toBe(403);
    expect(await status('ward', seen)).toBe(403);
    expect(await status('hospital-system-2', sent)).toBe(404);
    expect(await status('municipal-system-2', seen)).toBe(404);
    expect(await status('hospital-system', { ...sent, document: 'admission-report' })).toBe(403);
    const plan = { type: 'plan-sent', dischargeId: id, happenedAt: at };
    expect((await api.post('municipal-system', '/api/events', plan)).status).toBe(403);
    const action = { document: 'care-plan', version: 1, stage: 'sent', happenedAt: at };
    const path = `/api/discharges/${id}/actions/report-document`;
    expect((await api.post('coordinator', path, action)).status).toBe(403);
    expect(await rowsOf('ward', id)).toMatchObject([{ state: 'not-sent' }]);
    // The network carries what all parties' systems report.
    expect(await status('vans', sent)).toBe(200);
    expect(await rowsOf('ward', id)).toMatchObject([{ state: 'sent' }]);
  });

  it.each([
    ['no version', { version: undefined }, 'version'],
    ['no stage', { stage: undefined }, 'stage'],
    ['no such document', { document: 'hospital-notification' }, 'document'],
    ['a CPR number as reference', { reference: 'EPJ/250947-9989' }, 'reference'],
    ['words as reference', { reference: 'brevet om Bruno' }, 'reference'],
    ['a system that says nobody saw it', { stage: 'seen' }, 'seenBy'],
    ['a name where nobody has seen it', { stage: 'arrived', seenBy: 'Vera' }, 'seenBy'],
    ['another type', { type: 'death' }, 'document'],
    ['a time to come', { happenedAt: '2099-01-01T00:00:00Z' }, 'happenedAt'],
  ])('with a fault is refused by name: %s', async (_name, change, field) => {
    const id = await faulty();
    const told = { type: 'document', document: 'care-plan', version: 1, stage: 'sent', happenedAt: await now() };
    const reply = await api.post('vans', '/api/events', { dischargeId: id, ...told, ...change });
    expect([reply.status, reply.body.errors.map(({ path }) => path)[0]], reply.text).toEqual([400, field]);
  });

  let one: Promise<string> | undefined;
  const faulty = (): Promise<string> => {
    one ??= started('0504909989');
    return one;
  };
});

describe('an adapter', () => {
  /** Reads a line of our own making, as an adapter would read the XML of its standard. */
  const example: DocumentAdapter = {
    name: 'MCM:XDIS21',
    read(data) {
      const [kind, episodeId, version, at, reference] = data.toString('utf8').split('|');
      if (kind !== 'plan' || episodeId === undefined || at === undefined) return null;
      return {
        ...{ document: 'care-plan', stage: 'sent', episodeId, version: Number(version), happenedAt: at },
        reference: reference ?? null,
      };
    },
  };

  it('has a document of the network shown on its case, and what it cannot read put aside', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'documents-'));
    const [incoming, outgoing] = [mkdtempSync(join(folder, 'in-')), mkdtempSync(join(folder, 'out-'))];
    const transport = openTransport({ url: `file://${outgoing}` });
    const options = { transport, incoming, outgoing, everyMs: 50, documents: [example] };
    const door = startVansDoor(api.service, options);
    try {
      const episode = randomUUID();
      const id = await started('1509819996', episode);
      const at = await now();
      const put = (text: string): void => {
        const data = Buffer.from(text);
        const meta = { messageId: randomUUID(), format: 'XML', name: 'MCM:XDIS21', version: 'XD2134C' } as const;
        const about = { sizeInBytes: data.length, reliability: 'reliable', mime: null } as const;
        const bytes = writeEnvelope({
          sender: { kind: 'EAN', id: ward.gln },
          receiver: { kind: 'EAN', id: municipality.gln },
          envelopeId: randomUUID(),
          sentAt: at,
          content: { kind: 'message', data, meta: { ...meta, ...about } },
        });
        writeFileSync(join(incoming, `${randomUUID()}.xml`), bytes);
      };
      put(`plan|${episode}|3|${at}|EPJ-3`);
      put(`plan|${randomUUID()}|1|${at}`);
      put('noget andet');
      await eventually(async () => {
        const row = await rowOf('ward', id, 'care-plan');
        expect(row).toMatchObject({ state: 'sent', version: 3, sentAt: at, reference: 'EPJ-3' });
        const { body: page } = await api.get('operator', '/api/operator/items');
        const found = page.items.filter(({ about }) => about.problem === 'unreadable-document');
        expect(found).toHaveLength(1);
        expect(readdirSync(incoming)).toEqual(['unusable']);
      }, within);
    } finally {
      await door.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
