// Takes what lies in the incoming folder of the VANS network: one file is one envelope with one message or one receipt.
// A file goes away when everything it leads to is on disk, so a process killed on the way starts again with the same file.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { instant } from '../domain/ids.ts';
import { moveFile, putFile, readFileOf, removeFile } from '../medcom/folder.ts';
import { derivedUuid } from '../medcom/ids.ts';
import type { DocumentAdapter } from '../medcom/own-standard.ts';
import { readEnvelope } from '../medcom/read-vans-envelope.ts';
import type { Transport } from '../medcom/transport.ts';
import type { Envelope, EnvelopeContent, EnvelopeReceipt } from '../medcom/vans-envelope.ts';
import { fileOf } from '../medcom/vans-transport.ts';
import { writeEnvelope } from '../medcom/write-vans-envelope.ts';
import { now as clockNow } from '../store/clock.ts';
import { keepEnvelope, keepEnvelopeReceipt } from '../store/envelopes.ts';
import { messageOfBundle } from '../store/messages.ts';
import { openItem } from '../store/operator-items.ts';
import type { Caller } from './auth.ts';
import { takeDocument } from './documents.ts';
import { Problem } from './errors.ts';
import { takeMessage } from './medcom-in.ts';
import type { Service } from './service.ts';

/** The two folders and the way our own receipts leave. */
export interface VansDoor {
  readonly service: Service;
  /** The message network, by which a message comes. */
  readonly caller: Caller;
  readonly transport: Transport;
  readonly incoming: string;
  readonly outgoing: string;
  /** Readers of documents with a standard of their own; the rest is taken for FHIR. */
  readonly documents: readonly DocumentAdapter[];
}

/** Largest message, bytes: as over HTTP. A third is added for base64, and a little for the envelope. */
const LARGEST = Math.ceil((20 * 1024 * 1024 * 4) / 3) + 64 * 1024;

/** Where files that are no envelope are kept for the operators, in the incoming folder. */
const ASIDE = 'unusable';

/** Takes one file. Throws when it has to be tried again: PostgreSQL or the outgoing folder is away. */
export async function takeFile(door: VansDoor, name: string): Promise<void> {
  const file = await readFileOf(door.incoming, name, LARGEST);
  if (file.kind === 'gone') return;
  if (file.kind === 'too-large') return setAside(door, name, { id: derivedUuid('file', name), problem: 'too-large' });
  const read = readEnvelope(file.bytes);
  if (read.kind === 'unusable') {
    const id = derivedUuid('file', createHash('sha256').update(file.bytes).digest('hex'));
    return setAside(door, name, { id, problem: read.problem, path: read.path });
  }
  const { envelope } = read;
  if (envelope.content.kind === 'receipt') {
    await takeReceipt(door, envelope, envelope.content.receipt);
    return removeFile(door.incoming, name);
  }
  await takeLetter(door, name, envelope, envelope.content);
}

type MessageContent = Extract<EnvelopeContent, { kind: 'message' }>;

async function takeLetter(door: VansDoor, name: string, envelope: Envelope, content: MessageContent): Promise<void> {
  const { service, caller, incoming } = door;
  const { db } = service;
  const { meta, data } = content;
  const ids = { sender: envelope.sender.id, envelope: envelope.envelopeId, message: meta.messageId };
  const kept = await keepEnvelope(db, ids, { id: randomUUID(), now: await clockNow(db) });
  if (kept.kind === 'envelope-reused') {
    const description = 'EnvelopeIdentifier er brugt før til en anden meddelelse';
    await giveReceipt(door, envelope, content, { code: null, description });
    return setAside(door, name, { id: kept.id, problem: kept.kind });
  }
  const adapter = door.documents.find(({ name: reads }) => reads === meta.name);
  if (adapter === undefined) await acknowledge(door, kept.id, await taken(service, caller, data, kept.id));
  else {
    const read = adapter.read(data);
    if (read === null) {
      await giveReceipt(door, envelope, content, { code: null, description: 'Dokumentet kan ikke læses' });
      return setAside(door, name, { id: kept.id, problem: 'unreadable-document' });
    }
    await takeDocument(service, caller, read, kept.id);
  }
  await giveReceipt(door, envelope, content, null);
  return removeFile(incoming, name);
}

/** The Acknowledgement to send; null when there is none to give: then operators look at the message. */
async function taken(service: Service, caller: Caller, data: Buffer, id: string): Promise<string | null> {
  try {
    return (await takeMessage(service, caller, data, id)).acknowledgement;
  } catch (error) {
    if (error instanceof Problem && error.code === 'unreadable-message') return null;
    throw error;
  }
}

/** Sends the FHIR receipt as the message it is. */
async function acknowledge(
  { service, transport }: VansDoor,
  id: string,
  acknowledgement: string | null,
): Promise<void> {
  if (acknowledgement === null) return;
  const sent = await transport.send(acknowledgement);
  if (sent.outcome === 'not-now') throw new Error(sent.problem);
  if (sent.outcome === 'delivered-to-network') return;
  const { db } = service;
  const about = { inbound: id, problem: sent.problem };
  await openItem(db, { id: derivedUuid(id, 'receipt'), kind: 'receipt-not-sent', about, now: await clockNow(db) });
}

/** The network's own receipt: we have the envelope, or do not take it. Written again it has the same name and id. */
async function giveReceipt(
  { service, outgoing }: VansDoor,
  envelope: Envelope,
  { meta }: MessageContent,
  error: { readonly code: number | null; readonly description: string } | null,
): Promise<void> {
  if (meta.reliability === 'unreliable') return;
  const original = { originalEnvelope: envelope.envelopeId, original: meta };
  const envelopeId = derivedUuid('envelope-receipt', envelope.sender.id, envelope.envelopeId, meta.messageId);
  const receipt: Envelope = {
    sender: envelope.receiver,
    receiver: envelope.sender,
    envelopeId,
    sentAt: instant(await clockNow(service.db)),
    content: {
      kind: 'receipt',
      receipt:
        error === null
          ? { result: 'positive-message', ...original }
          : { result: 'negative-message', ...original, error },
    },
  };
  await putFile(outgoing, fileOf(envelopeId), writeEnvelope(receipt));
}

/**
 * A receipt for an envelope of ours. It is kept beside the message and is never its receipt: that a server took the
 * envelope says nothing of the system behind it. A refusal goes to the operators; the message's own clock runs on.
 */
async function takeReceipt({ service }: VansDoor, envelope: Envelope, receipt: EnvelopeReceipt): Promise<void> {
  const { db } = service;
  const { sender, envelopeId } = envelope;
  const { result, originalEnvelope: original } = receipt;
  const error = receipt.result === 'positive-message' ? null : receipt.error;
  const now = await clockNow(db);
  await keepEnvelopeReceipt(db, {
    sender: sender.id,
    envelope: envelopeId,
    original,
    result,
    errorCode: error?.code ?? null,
    errorText: error?.description ?? null,
    receivedAt: now,
  });
  if (error === null) return;
  const about = { sender: sender.id, result, code: error.code, message: await messageOfBundle(db, original) };
  const id = derivedUuid('envelope-refused', sender.id, envelopeId);
  await openItem(db, { id, kind: 'envelope-refused', about, now });
}

/** Keeps a file that nothing can be done with, as it came, and tells the operators. `id`: its name from now on. */
async function setAside(
  { service, incoming }: VansDoor,
  name: string,
  { id, problem, path = '' }: { readonly id: string; readonly problem: string; readonly path?: string },
): Promise<void> {
  const { db } = service;
  const aside = join(incoming, ASIDE);
  await mkdir(aside, { recursive: true });
  const about = { file: `${ASIDE}/${fileOf(id)}`, problem, path };
  await openItem(db, { id, kind: 'unusable-envelope', about, now: await clockNow(db) });
  await moveFile(join(incoming, name), join(aside, fileOf(id)));
}
