// Messages as files of the VANS network, against the API as a process: taken once however often they come or it is killed.
// The network is played here: it puts envelopes into the one folder and takes them away from the other.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../../dev/child.ts';
import { startNode } from '../../dev/child.ts';
import { freePorts } from '../../dev/ports.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { readMessage } from '../../medcom/read.ts';
import { readEnvelope } from '../../medcom/read-vans-envelope.ts';
import type { Envelope, EnvelopeReceipt } from '../../medcom/vans-envelope.ts';
import { writeEnvelope } from '../../medcom/write-vans-envelope.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { envelopeReceipts, inTurn } from '../../store/envelopes.ts';
import { openItems } from '../../store/operator-items.ts';
import { eventually } from '../harness/eventually.ts';
import { freshDatabase, processEnvironment, temporalTarget, uniqueTaskQueue } from '../harness/servers.ts';
import { care, municipality, ward } from '../medcom/fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'vans-'));
const [incoming, outgoing] = [join(folder, 'in'), join(folder, 'out')];
let api: Running;
let startApi: () => Promise<Running>;
let db: Database;

beforeAll(async () => {
  for (const path of [incoming, outgoing]) mkdirSync(path);
  const databaseUrl = await freshDatabase();
  const temporal = await temporalTarget();
  const [port = 0] = await freePorts(1);
  const env = processEnvironment({
    databaseUrl,
    temporal,
    taskQueue: uniqueTaskQueue('vans'),
    more: {
      DATA_DIR: folder,
      PORT: String(port),
      MEDCOM_SEND_URL: pathToFileURL(outgoing).href,
      MEDCOM_RECEIVE_URL: pathToFileURL(incoming).href,
    },
  });
  startApi = () => startNode({ name: 'api', entry: resolve('api/main.ts'), logFile: join(folder, 'api.log'), env });
  db = openDatabase(databaseUrl, { max: 5 });
  api = await startApi();
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

interface Letter {
  readonly raw: string;
  readonly headerId: string;
  readonly bundleId: string;
}

/** A letter from the municipality to the ward, about somebody without a case. */
function aLetter(change: { headerId?: string; bundleId?: string } = {}): Letter {
  const { headerId = randomUUID(), bundleId = randomUUID() } = change;
  const { episode: _, ...input } = { ...care, headerId, bundleId, sender: municipality, receiver: ward };
  return { raw: buildCareCommunication(input), headerId, bundleId };
}

function envelopeWith({ raw, headerId, bundleId }: Letter, change: { id?: string; message?: string } = {}): Envelope {
  const data = Buffer.from(raw);
  return {
    sender: { kind: 'EAN', id: municipality.gln },
    receiver: { kind: 'EAN', id: ward.gln },
    envelopeId: change.id ?? bundleId,
    sentAt: '2026-11-21T09:00:00.000Z',
    content: {
      kind: 'message',
      data,
      meta: {
        messageId: change.message ?? headerId,
        format: 'HL7',
        name: 'MCM:FDIS91#discharge',
        version: '5.0',
        sizeInBytes: data.length,
        reliability: 'reliable',
        mime: 'application/fhir+json',
      },
    },
  };
}

/** Puts a file into the incoming folder as the network does; gives its name. */
async function put(text: string): Promise<string> {
  const name = `${randomUUID()}.xml`;
  await writeFile(join(folder, name), text);
  await rename(join(folder, name), join(incoming, name));
  return name;
}

const waiting = async () => (await readdir(incoming)).filter((name) => name.endsWith('.xml'));
const untilTaken = () => eventually(async () => expect(await waiting()).toEqual([]), { within: 60_000 });

/** Everything the network has taken out of the outgoing folder. */
const collected: Envelope[] = [];
async function collect(): Promise<void> {
  for (const name of await readdir(outgoing)) {
    if (name.startsWith('.')) continue;
    const read = readEnvelope(await readFile(join(outgoing, name)));
    if (read.kind !== 'envelope') throw new Error(`${name}: ${read.problem} ${read.path}`);
    collected.push(read.envelope);
    await rm(join(outgoing, name));
  }
}

const receiptsFor = (envelopeId: string): EnvelopeReceipt[] =>
  collected.flatMap(({ content }) =>
    content.kind === 'receipt' && content.receipt.originalEnvelope === envelopeId ? [content.receipt] : [],
  );

/** Acknowledgements sent for a letter: its envelope and what it says. */
const acknowledgementsOf = (headerId: string) =>
  collected.flatMap((envelope) => {
    if (envelope.content.kind !== 'message') return [];
    const read = readMessage(envelope.content.data.toString('utf8'));
    if (read.kind !== 'acknowledgement' || read.message.of !== headerId) return [];
    const { code, headerId: id } = read.message;
    return [{ code, id, envelope: envelope.envelopeId, to: envelope.receiver.id }];
  });

const inboundOf = (headerId: string) =>
  db.selectFrom('inbound').selectAll().where('header_id', '=', headerId).orderBy('received_at').execute();
const itemsAbout = async (id: string) => (await openItems(db, 1_000)).filter((item) => item.id === id);

async function bring(...texts: readonly string[]): Promise<void> {
  for (const text of texts) await put(text);
  await untilTaken();
  await collect();
}

describe('a letter', () => {
  test('is kept, answered by its Acknowledgement, and its envelope by a receipt of its own', async () => {
    const letter = aLetter();
    await bring(writeEnvelope(envelopeWith(letter)));
    const [kept, ...more] = await inboundOf(letter.headerId);
    expect([kept?.raw, kept?.state, more]).toEqual([letter.raw, 'decided', []]);
    expect(acknowledgementsOf(letter.headerId)).toMatchObject([{ code: 'ok', to: municipality.gln }]);
    expect(receiptsFor(letter.bundleId)).toMatchObject([
      { result: 'positive-message', original: { messageId: letter.headerId } },
    ]);
    expect(await itemsAbout(kept?.id ?? '')).toMatchObject([{ kind: 'message-without-case' }]);
  });

  test('that comes twice in its envelope, and again in others, is one letter with one answer', async () => {
    const letter = aLetter();
    const again = aLetter({ headerId: letter.headerId });
    const once = writeEnvelope(envelopeWith(letter));
    await bring(once);
    await bring(once, writeEnvelope(envelopeWith(letter, { id: randomUUID() })), writeEnvelope(envelopeWith(again)));
    const rows = await inboundOf(letter.headerId);
    expect(rows.filter(({ state }) => state === 'decided')).toHaveLength(1);
    const answers = acknowledgementsOf(letter.headerId);
    expect(new Set(answers.map(({ id, code }) => `${id} ${code}`)).size).toBe(1);
    // The one for the new Bundle has an envelope of its own; the others are the first one again.
    expect(new Set(answers.map(({ envelope }) => envelope)).size).toBe(2);
    expect(receiptsFor(again.bundleId)).toMatchObject([{ result: 'positive-message' }]);
  });

  test('in an envelope that was used for another is refused and not taken', async () => {
    const [first, second] = [aLetter(), aLetter()];
    await bring(writeEnvelope(envelopeWith(first)));
    await bring(writeEnvelope(envelopeWith(second, { id: first.bundleId })));
    expect(await inboundOf(second.headerId)).toEqual([]);
    expect(receiptsFor(first.bundleId).map(({ result }) => result)).toEqual(['positive-message', 'negative-message']);
    expect(await openItems(db, 1_000)).toContainEqual(
      expect.objectContaining({
        kind: 'unusable-envelope',
        about: expect.objectContaining({ problem: 'envelope-reused' }),
      }),
    );
  });

  test('that nobody can read is kept as it came, and operators see it', async () => {
    const raw = `{"resourceType":"Bundle","id":"${randomUUID()}`;
    const [headerId, bundleId] = [randomUUID(), randomUUID()];
    const text = writeEnvelope(envelopeWith({ raw, headerId, bundleId }));
    await bring(text);
    await bring(text);
    const rows = await db.selectFrom('inbound').selectAll().where('raw', '=', raw).execute();
    expect(rows.map(({ state }) => state)).toEqual(['unreadable']);
    expect(await itemsAbout(rows[0]?.id ?? '')).toMatchObject([{ kind: 'unreadable-message' }]);
    expect(receiptsFor(bundleId).map(({ result }) => result)).toEqual(['positive-message', 'positive-message']);
  });
});

describe('a file that is no envelope', () => {
  const xml = writeEnvelope(envelopeWith(aLetter()));
  test.each([
    ['an entity', xml.replace('?>\n', '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n'), 'doctype'],
    ['half an envelope', xml.slice(0, 400), 'not-xml'],
    ['nothing at all', '', 'not-xml'],
    ['damaged content', xml.replace(/<Data>..../, '<Data>'), 'damaged'],
  ])('(%s) is set aside as it came; nothing is done with it but to tell', async (_, text, problem) => {
    const [before, answers] = [await openItems(db, 1_000), collected.length];
    await bring(text);
    const fresh = (await openItems(db, 1_000)).filter(({ id }) => before.every((item) => item.id !== id));
    expect(fresh).toMatchObject([{ kind: 'unusable-envelope', about: { problem } }]);
    expect(await readFile(join(incoming, String(fresh[0]?.about['file'])), 'utf8')).toBe(text);
    expect(collected.length).toBe(answers);
  });

  test('nor of a size anybody sends is never read', async () => {
    const huge = join(folder, 'huge.xml');
    await writeFile(huge, '');
    await truncate(huge, 200 * 1024 * 1024);
    await rename(huge, join(incoming, 'huge.xml'));
    await untilTaken();
    expect(await openItems(db, 1_000)).toContainEqual(
      expect.objectContaining({ about: expect.objectContaining({ problem: 'too-large' }) }),
    );
  });
});

test("the network's receipts for ours are kept apart from those of messages; a refusal is seen by operators", async () => {
  const [taken, refused] = [randomUUID(), randomUUID()];
  const from = (receipt: EnvelopeReceipt): string =>
    writeEnvelope({ ...envelopeWith(aLetter()), content: { kind: 'receipt', receipt } });
  const { content } = envelopeWith(aLetter());
  if (content.kind !== 'message') throw new Error(content.kind);
  const error = { code: 12, description: 'Modtager findes ikke' };
  const refusal = from({ result: 'negative-vans', originalEnvelope: refused, original: null, error });
  const before = (await db.selectFrom('inbound').select('id').execute()).length;
  await bring(from({ result: 'positive-message', originalEnvelope: taken, original: content.meta }), refusal, refusal);
  expect(await envelopeReceipts(db, [taken])).toMatchObject([{ original: taken, result: 'positive-message' }]);
  expect(await envelopeReceipts(db, [refused])).toMatchObject([
    { original: refused, result: 'negative-vans', errorCode: 12, errorText: 'Modtager findes ikke' },
  ]);
  const items = (await openItems(db, 1_000)).filter(({ kind }) => kind === 'envelope-refused');
  expect(items).toMatchObject([{ about: { result: 'negative-vans', code: 12 } }]);
  expect(JSON.stringify(items)).not.toContain('findes ikke');
  expect((await db.selectFrom('inbound').select('id').execute()).length).toBe(before);
});

test('one looks into the folder at a time', async () => {
  const name = randomUUID();
  let [inside, most, turns] = [0, 0, 0];
  const work = async (): Promise<void> => {
    turns += 1;
    inside += 1;
    most = Math.max(most, inside);
    await db.selectFrom('clock').selectAll().execute();
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => inTurn(db, name, work)));
  expect([most, turns > 0]).toEqual([1, true]);
});

/** How often the process is killed; each time while it takes twenty letters. */
const KILLS = process.env['FAULTS'] === 'full' ? 6 : 2;

test('letters outlive a process that is killed again and again: none lost, none read twice, no half answer', async () => {
  const letters = Array.from({ length: KILLS * 20 }, () => aLetter());
  const left: number[] = [];
  for (let at = 0; at < letters.length; at += 20) {
    const some = letters.slice(at, at + 20);
    for (const letter of some) await put(writeEnvelope(envelopeWith(letter)));
    // In the midst of it: some are taken, some are not. Each time after another number of them.
    const few = 19 - Math.floor((at / 20) * 3);
    await eventually(async () => expect((await waiting()).length).toBeLessThanOrEqual(few), { every: 2 });
    await api.kill();
    left.push((await waiting()).length);
    await collect();
    api = await startApi();
  }
  await untilTaken();
  await collect();
  expect(
    left.some((files) => files > 0),
    left.join(),
  ).toBe(true);
  const ids = letters.map(({ headerId }) => headerId);
  const rows = await db.selectFrom('inbound').selectAll().where('header_id', 'in', ids).execute();
  expect(rows.map(({ header_id: id }) => id).sort()).toEqual(ids.toSorted());
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['decided']));
  const items = (await openItems(db, 1_000)).filter(({ id }) => rows.some((row) => row.id === id));
  expect(items).toHaveLength(letters.length);
  for (const { headerId, bundleId } of letters) {
    // The very same answer, if the first was taken away before the file was: the partner sees a duplicate.
    expect(new Set(acknowledgementsOf(headerId).map(({ id, envelope }) => `${id} ${envelope}`)).size).toBe(1);
    expect(new Set(receiptsFor(bundleId).map(({ result }) => result))).toEqual(new Set(['positive-message']));
  }
});
