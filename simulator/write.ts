// The partners' own writing of MedCom messages: what all have in common, and the Acknowledgement (notices, replies: write-*.ts).
// Written apart from the service's own builders on purpose: one error in both would hide itself.
import { createHash, randomUUID } from 'node:crypto';
import type { Issue } from './faults.ts';
import { ISSUES } from './faults.ts';
import type { Incoming, Resource } from './fhir.ts';
import { identifier } from './fhir.ts';

export const IG = 'http://medcomfhir.dk/ig';
export const CODES = `${IG}/terminology/CodeSystem`;

/** An organisation as the simulator writes it. */
export type Organisation = { readonly sor: string; readonly gln: string; readonly name: string };

export type AnswerCode = 'ok' | 'fatal-error' | 'transient-error';

/**
 * The Acknowledgement of a message: a new Bundle.id each time, all else following from the message and the code.
 * `issue`: why not, null for the usual one. `now`: epoch milliseconds.
 */
export function acknowledgementOf(message: Incoming, code: AnswerCode, issue: Issue | null, now: number): string {
  const time = new Date(now).toISOString();
  const headerId = derivedId(message.headerId, code, 'header');
  const outcomeId = derivedId(message.headerId, code, 'outcome');
  const { sender, receiver } = message;
  const response = { identifier: message.headerId, code };
  const details = { reference: `OperationOutcome/${outcomeId}` };
  return bundleOf(
    randomUUID(),
    'acknowledgement',
    'acknowledgement/StructureDefinition/medcom-messaging-acknowledgement',
    time,
    [
      {
        ...headerOf(headerId, 'acknowledgement-message', receiver, sender),
        meta: profile('acknowledgement/StructureDefinition/medcom-messaging-acknowledgementHeader'),
        response: code === 'ok' ? response : { ...response, details },
      },
      sender,
      receiver,
      provenanceOf({
        id: derivedId(message.headerId, code, 'provenance'),
        of: headerId,
        activity: 'acknowledgement',
        agent: receiver,
        time,
        entity: [following('revision', message.headerId)],
      }),
      { ...message.provenance, meta: profile('messaging/StructureDefinition/medcom-messaging-provenance') },
      ...(code === 'ok' ? [] : [outcomeOf(outcomeId, issue ?? USUAL[code])]),
    ],
  );
}

const USUAL = {
  'fatal-error': 'MSG_VALUESET_VALUE_UNKNOWN',
  'transient-error': 'MSG_Mailbox_Out_Of_Operation',
} as const;

/** The same message as one that was never sent: what a receipt that belongs nowhere answers. */
export function neverSent(message: Incoming): Incoming {
  const headerId = derivedId(message.headerId, 'never sent');
  const target = [{ reference: `MessageHeader/${headerId}` }];
  return { ...message, headerId, provenance: { ...message.provenance, id: derivedId(headerId, 'was'), target } };
}

/** The same message in the hands of somebody whom it was not for. */
export function heldBy(message: Incoming, stranger: Organisation): Incoming {
  return { ...message, receiver: organisationOf(stranger) };
}

export function headerOf(id: string, event: string, sender: Resource, receiver: Resource): Resource {
  const endpoint = (organisation: Resource) =>
    `https://sor2.sum.dsdn.dk/#id=${identifier(organisation, /\.1\.1$/) ?? '0'}`;
  const use = `${IG}/messaging/StructureDefinition/medcom-messaging-destinationUseExtension`;
  return {
    resourceType: 'MessageHeader',
    id,
    text: told(id, event, `Organization/${sender.id}`, `Organization/${receiver.id}`),
    eventCoding: { system: `${CODES}/medcom-messaging-eventCodes`, code: event },
    destination: [
      {
        extension: [{ url: use, valueCoding: { system: `${CODES}/medcom-messaging-destinationUse`, code: 'primary' } }],
        endpoint: endpoint(receiver),
        receiver: { reference: `Organization/${receiver.id}` },
      },
    ],
    sender: { reference: `Organization/${sender.id}` },
    source: { endpoint: endpoint(sender) },
  };
}

/** `entity`: what it follows on, and what it adds. */
export function provenanceOf(made: {
  readonly id: string;
  readonly of: string;
  readonly activity: string;
  readonly agent: Resource;
  readonly time: string;
  readonly entity: readonly unknown[];
  readonly profile?: string;
}): Resource {
  const { id, of, activity, agent, time, entity } = made;
  return {
    resourceType: 'Provenance',
    id,
    meta: profile(made.profile ?? 'messaging/StructureDefinition/medcom-messaging-provenance'),
    text: told(id, `MessageHeader/${of}`, time, activity, `Organization/${agent.id}`),
    target: [{ reference: `MessageHeader/${of}` }],
    occurredDateTime: time,
    recorded: time,
    activity: { coding: [{ system: `${CODES}/medcom-messaging-activityCodes`, code: activity }] },
    agent: [{ who: { reference: `Organization/${agent.id}` } }],
    ...(entity.length === 0 ? {} : { entity }),
  };
}

/** Follows on another message. */
export const following = (role: 'revision' | 'removal', headerId: string) => ({
  role,
  what: { reference: `MessageHeader/${headerId}` },
});

function outcomeOf(id: string, issue: Issue): Resource {
  return {
    resourceType: 'OperationOutcome',
    id,
    meta: profile('acknowledgement/StructureDefinition/medcom-acknowledgement-operationoutcome'),
    text: told(id, 'error', issue),
    issue: [
      {
        severity: 'error',
        code: ISSUES[issue],
        details: { coding: [{ system: `${CODES}/medcom-acknowledgement-error-codes`, code: issue }] },
      },
    ],
  };
}

export function organisationOf({ sor, gln, name }: Organisation): Resource {
  const id = derivedId('organisation', sor, gln);
  return {
    resourceType: 'Organization',
    id,
    meta: profile('messaging/StructureDefinition/medcom-messaging-organization'),
    text: told(id, sor, gln, name),
    identifier: [
      { system: 'urn:oid:1.2.208.176.1.1', value: sor },
      { system: 'https://www.gs1.org/gln', value: gln },
    ],
    name,
  };
}

export function bundleOf(
  id: string,
  guide: string,
  message: string,
  time: string,
  resources: readonly Resource[],
): string {
  return JSON.stringify({
    resourceType: 'Bundle',
    id,
    meta: profile(message),
    type: 'message',
    timestamp: time,
    entry: resources.map((resource) => ({
      fullUrl: `https://medcomfhir.dk/ig/${guide}/${resource.resourceType}/${resource.id}`,
      resource,
    })),
  });
}

export function profile(path: string): { readonly profile: readonly string[] } {
  return { profile: [`${IG}/${path}`] };
}

export function told(...lines: readonly string[]): { readonly status: string; readonly div: string } {
  const safe = lines.map((line) => line.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`));
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${safe.join('<br/>')}</p></div>` };
}

/** The same id for the same names; the form is that of a version 4 UUID. */
export function derivedId(...names: readonly string[]): string {
  const hex = createHash('sha256')
    .update(`simulator ${names.join(' ')}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
