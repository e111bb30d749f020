// Reads any received MedCom message. Tolerant in form (order, extra extensions, relative fullUrls), strict where the
// meaning is at stake: what is half understood is not understood, and its sender is told what is wrong.
import { Entries } from './bundle.ts';
import { checkForms } from './forms.ts';
import { isObject } from './json.ts';
import { textFaults } from './json-text.ts';
import type { Identified, MessageHead, ReadOutcome } from './message.ts';
import type { Problem } from './problems.ts';
import { Problems } from './problems.ts';
import { readAcknowledgement } from './read-acknowledgement.ts';
import { readCareCommunication } from './read-care-communication.ts';
import type { HeadRead } from './read-head.ts';
import { acknowledgeableOf, identifiedOf, readHead } from './read-head.ts';
import { readHospitalNotification } from './read-hospital-notification.ts';

const NOTHING: Identified = { bundleId: null, headerId: null, event: null, senderGln: null, receiverGln: null };

/**
 * Reads a message. Never throws, whatever the text; the answer depends on the text alone.
 * A message that is not understood says whether and how it can still be acknowledged.
 */
export function readMessage(raw: string): ReadOutcome {
  const text = raw.replace(/^\ufeff/, '');
  const faults = textFaults(text);
  if (faults.has('too-large')) return notRead({ code: 'too-large', path: 'Bundle' });
  const bundle = parse(text);
  if (bundle === null) return notRead({ code: 'not-json', path: 'Bundle' });
  if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle' || bundle['type'] !== 'message') {
    return notRead({ code: 'not-a-message', path: 'Bundle.type' });
  }
  const problems = new Problems();
  for (const fault of faults) problems.add(fault, 'Bundle');
  checkForms(bundle, problems);
  const entries = new Entries(bundle);
  const head = readHead(bundle, entries, problems);
  const read = readContent(head, entries, problems);
  const found = problems.found();
  if (found === null && read !== null) return read;
  return {
    kind: 'not-understood',
    problems: found ?? [{ code: 'invalid', path: 'Bundle' }],
    identified: identifiedOf(head),
    acknowledgeable: acknowledgeableOf(head),
  };
}

type Understood = Exclude<ReadOutcome, { kind: 'not-understood' }>;

function readContent(read: HeadRead, entries: Entries, problems: Problems): Understood | null {
  const head = completeHead(read);
  if (head === null || read.header === null) return null;
  switch (read.event) {
    case 'hospital-notification-message': {
      const message = readHospitalNotification(head, read.header, entries, problems);
      return message === null ? null : { kind: 'hospital-notification', message };
    }
    case 'care-communication-message': {
      const message = readCareCommunication(head, read.header, entries, problems);
      return message === null ? null : { kind: 'care-communication', message };
    }
    case 'acknowledgement-message': {
      const message = readAcknowledgement(head, read.header, entries, problems);
      return message === null ? null : { kind: 'acknowledgement', message };
    }
    case null:
      return null;
  }
}

/** The head with nothing missing, or null: then the content is not looked at. */
function completeHead(read: HeadRead): MessageHead | null {
  const { bundleId, headerId, sender, receiver, activity, sentAt, previousHeaderId, provenances } = read;
  if (bundleId === null || headerId === null || sender === null || receiver === null) return null;
  if (activity === null || sentAt === null) return null;
  const acknowledgeable = acknowledgeableOf(read);
  return { bundleId, headerId, sender, receiver, activity, sentAt, previousHeaderId, provenances, acknowledgeable };
}

function notRead(problem: Problem): ReadOutcome {
  return { kind: 'not-understood', problems: [problem], identified: NOTHING, acknowledgeable: null };
}

/** The parsed text, or null when it is no JSON (JSON `null` is no message either). */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
