// The partners' own writing of MedCom messages: an Acknowledgement, and the notification of an admission.
// Written apart from the service's own builders on purpose: one error in both would hide itself.
import { createHash, randomUUID } from 'node:crypto';
import type { Incoming, Resource } from './fhir.ts';
import { identifier } from './fhir.ts';

const IG = 'http://medcomfhir.dk/ig';
const CODES = `${IG}/terminology/CodeSystem`;

/** An organisation as the simulator writes it. */
export type Organisation = { readonly sor: string; readonly gln: string; readonly name: string };

export type AnswerCode = 'ok' | 'fatal-error' | 'transient-error';

/**
 * The Acknowledgement of a message: a new Bundle.id each time, all else following from the message and the code.
 * `now`: epoch milliseconds.
 */
export function acknowledgementOf(message: Incoming, code: AnswerCode, now: number): string {
  const time = new Date(now).toISOString();
  const headerId = derivedId(message.headerId, code, 'header');
  const outcomeId = derivedId(message.headerId, code, 'outcome');
  const { sender, receiver } = message;
  const response = { identifier: message.headerId, code };
  const details = { reference: `OperationOutcome/${outcomeId}` };
  return bundleOf('acknowledgement', 'acknowledgement/StructureDefinition/medcom-messaging-acknowledgement', time, [
    {
      ...headerOf(headerId, 'acknowledgement-message', receiver, sender),
      meta: profile('acknowledgement/StructureDefinition/medcom-messaging-acknowledgementHeader'),
      response: code === 'ok' ? response : { ...response, details },
    },
    sender,
    receiver,
    provenanceOf(
      derivedId(message.headerId, code, 'provenance'),
      headerId,
      'acknowledgement',
      receiver,
      time,
      message.headerId,
    ),
    { ...message.provenance, meta: profile('messaging/StructureDefinition/medcom-messaging-provenance') },
    ...(code === 'ok' ? [] : [outcomeOf(outcomeId, code)]),
  ]);
}

export type Admission = {
  readonly cpr: string;
  readonly family: string;
  readonly given: readonly string[];
  readonly headerId: string;
  readonly bundleId: string;
  readonly episodeId: string;
  /** RFC 3339; when the patient came. */
  readonly start: string;
  readonly sender: Organisation;
  readonly receiver: Organisation;
  readonly reportOfAdmission: boolean;
};

/** A HospitalNotification of an admission (STIN), first of its stay. `now`: epoch milliseconds. */
export function admissionOf(admission: Admission, now: number): string {
  const time = new Date(now).toISOString();
  const { headerId } = admission;
  const sender = organisationOf(admission.sender);
  const receiver = organisationOf(admission.receiver);
  const patientId = derivedId(headerId, 'patient');
  const encounterId = derivedId(headerId, 'encounter');
  const system = `https://sor2.sum.dsdn.dk/#id=${admission.sender.sor}`;
  const wish = `${IG}/hospitalnotification/StructureDefinition/medcom-messaging-reportOfAdmission`;
  const report = [
    { url: `${wish}Extension`, valueBoolean: true },
    { url: `${wish}RecipientExtension`, valueReference: { reference: `Organization/${sender.id}` } },
  ];
  const message = 'hospitalnotification/StructureDefinition/medcom-hospitalNotification';
  return bundleOf('hospitalnotification', `${message}-message`, time, [
    {
      ...headerOf(headerId, 'hospital-notification-message', sender, receiver),
      meta: profile(`${message}-messageHeader`),
      ...(admission.reportOfAdmission ? { extension: report } : {}),
      focus: [{ reference: `Encounter/${encounterId}` }],
    },
    {
      resourceType: 'Patient',
      id: patientId,
      meta: profile('core/StructureDefinition/medcom-core-patient'),
      text: told(patientId, admission.cpr, ...admission.given, admission.family),
      identifier: [{ system: 'urn:oid:1.2.208.176.1.2', value: admission.cpr }],
      name: [
        {
          use: 'official',
          family: admission.family,
          ...(admission.given.length > 0 ? { given: admission.given } : {}),
        },
      ],
    },
    {
      resourceType: 'Encounter',
      id: encounterId,
      meta: profile(`${message}-encounter`),
      text: told(encounterId, 'in-progress', 'IMP', admission.start, admission.episodeId),
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject: { reference: `Patient/${patientId}` },
      episodeOfCare: [{ identifier: { system, value: admission.episodeId } }],
      period: { start: admission.start },
      serviceProvider: { reference: `Organization/${sender.id}` },
    },
    sender,
    receiver,
    provenanceOf(derivedId(headerId, 'provenance'), headerId, 'admit-inpatient', sender, time, null),
  ]);
}

function headerOf(id: string, event: string, sender: Resource, receiver: Resource): Resource {
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

function provenanceOf(
  id: string,
  of: string,
  activity: string,
  agent: Resource,
  time: string,
  previous: string | null,
): Resource {
  return {
    resourceType: 'Provenance',
    id,
    meta: profile('messaging/StructureDefinition/medcom-messaging-provenance'),
    text: told(id, `MessageHeader/${of}`, time, activity, `Organization/${agent.id}`),
    target: [{ reference: `MessageHeader/${of}` }],
    occurredDateTime: time,
    recorded: time,
    activity: { coding: [{ system: `${CODES}/medcom-messaging-activityCodes`, code: activity }] },
    agent: [{ who: { reference: `Organization/${agent.id}` } }],
    ...(previous === null ? {} : { entity: [{ role: 'revision', what: { reference: `MessageHeader/${previous}` } }] }),
  };
}

function outcomeOf(id: string, code: AnswerCode): Resource {
  const detail = code === 'fatal-error' ? 'MSG_VALUESET_VALUE_UNKNOWN' : 'MSG_Mailbox_Out_Of_Operation';
  return {
    resourceType: 'OperationOutcome',
    id,
    meta: profile('acknowledgement/StructureDefinition/medcom-acknowledgement-operationoutcome'),
    text: told(id, 'error', detail),
    issue: [
      {
        severity: 'error',
        code: code === 'fatal-error' ? 'value' : 'transient',
        details: { coding: [{ system: `${CODES}/medcom-acknowledgement-error-codes`, code: detail }] },
      },
    ],
  };
}

function organisationOf({ sor, gln, name }: Organisation): Resource {
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

function bundleOf(guide: string, message: string, time: string, resources: readonly Resource[]): string {
  return JSON.stringify({
    resourceType: 'Bundle',
    id: randomUUID(),
    meta: profile(message),
    type: 'message',
    timestamp: time,
    entry: resources.map((resource) => ({
      fullUrl: `https://medcomfhir.dk/ig/${guide}/${resource.resourceType}/${resource.id}`,
      resource,
    })),
  });
}

function profile(path: string): { readonly profile: readonly string[] } {
  return { profile: [`${IG}/${path}`] };
}

function told(...lines: readonly string[]): { readonly status: string; readonly div: string } {
  const safe = lines.map((line) => line.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`));
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${safe.join('<br/>')}</p></div>` };
}

/** The same id for the same names; the form is that of a version 4 UUID. */
function derivedId(...names: readonly string[]): string {
  const hex = createHash('sha256')
    .update(`simulator ${names.join(' ')}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
