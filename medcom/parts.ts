// The resources that all messages of our own making are put together from: envelope, header, organisation, patient.
// Rules: MedCom messaging (Bundle, MessageHeader, Organization pages) and MedCom core (Patient page).
import type { NumberKind } from '../domain/cpr.ts';
import { numberKind } from '../domain/cpr.ts';
import type { MessageEvent } from './codes.ts';
import { EXTENSION, FULL_URL_BASE, PROFILE, SYSTEM } from './codes.ts';
import { isCpr, isFhirId, isGln, isSor, sorEndpoint, toInstant } from './formats.ts';
import { derivedUuid } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { BundledParty, Party, Patient } from './message.ts';
import type { Row } from './narrative.ts';
import { cleanText, narrative } from './narrative.ts';

/** The person a message is about. `cpr`: 10 digits, or a replacement number. Names may be partly unknown, the family name not. */
export type Citizen = { readonly cpr: string; readonly family: string; readonly given: readonly string[] };

/**
 * What was to be sent cannot be a valid message. A fault of the caller or of its data that no retry cures.
 * `field` names the input; the value is never told, since it is somebody's data.
 */
export class MessageInputError extends Error {
  readonly field: string;

  constructor(field: string) {
    super(`message cannot be built: ${field} is missing or invalid`);
    this.name = 'MessageInputError';
    this.field = field;
  }
}

/** Throws MessageInputError for `field` unless `holds`. */
export function demand(holds: boolean, field: string): void {
  if (!holds) throw new MessageInputError(field);
}

/** The text cleaned for a message; throws MessageInputError when nothing is left of it. */
export function demandText(text: string, field: string): string {
  const clean = cleanText(text);
  demand(clean !== '', field);
  return clean;
}

/** The instant in UTC; throws MessageInputError when it has no zone or is no date. */
export function demandInstant(text: string, field: string): string {
  const instant = toInstant(text);
  if (instant === null) throw new MessageInputError(field);
  return instant;
}

/** Throws MessageInputError unless the two ids of a sending are FHIR ids and differ (envelope is not letter). */
export function demandIds(bundleId: string, headerId: string): void {
  demand(isFhirId(bundleId) && bundleId !== headerId, 'bundleId');
  demand(isFhirId(headerId), 'headerId');
}

/**
 * A party with the id its Organization has in messages of our making. The id follows from SOR number and GLN alone,
 * so a Provenance that travels on to a later message of ours finds its agent there.
 */
export function bundled(party: Party, field: string): BundledParty {
  demand(isSor(party.sor), `${field}.sor`);
  demand(isGln(party.gln), `${field}.gln`);
  const name = party.name === undefined ? '' : cleanText(party.name);
  const id = derivedUuid('organization', party.sor, party.gln);
  return { id, sor: party.sor, gln: party.gln, ...(name === '' ? {} : { name }) };
}

/** Organization that can send or receive. */
export function organization(party: BundledParty): JsonObject {
  const name = party.name;
  return {
    resourceType: 'Organization',
    id: party.id,
    meta: { profile: [PROFILE.organization] },
    text: narrative([
      ['Id', party.id],
      ['SOR-id', party.sor],
      ['Lokationsnummer (GLN)', party.gln],
      ...(name === undefined ? [] : [['Navn / Name', name] as const]),
    ]),
    identifier: [
      { system: SYSTEM.sor, value: party.sor },
      { system: SYSTEM.gln, value: party.gln },
    ],
    ...(name === undefined ? {} : { name }),
  };
}

const SYSTEM_OF: Readonly<Record<NumberKind, string>> = {
  cpr: SYSTEM.cpr,
  'x-ecpr': SYSTEM.xEcpr,
  'd-ecpr': SYSTEM.dEcpr,
};

/** Patient with CPR number and official name; `deceased`: true dead, false alive after all, null not mentioned. */
export function patient(id: string, citizen: Citizen, deceased: boolean | null = null): JsonObject {
  const { cpr, family, given } = citizen;
  const kind = numberKind(cpr) ?? 'cpr';
  const identifiers = [{ kind, system: SYSTEM_OF[kind], value: cpr }] as const;
  return patientAsReceived(id, { identifiers, family, given, deceased });
}

/** The patient of a message that is answered or sent on: all its identifiers go back (tested by MedCom). */
export function patientAsReceived(id: string, received: Patient): JsonObject {
  const { identifiers, deceased } = received;
  demand(
    identifiers.every(({ kind, value }) => kind !== 'cpr' || isCpr(value)),
    'patient.cpr',
  );
  const family = demandText(received.family, 'patient.family');
  const given = received.given.map(cleanText).filter((name) => name !== '');
  return {
    resourceType: 'Patient',
    id,
    meta: { profile: [PROFILE.patient] },
    text: narrative([
      ['Id', id],
      ...identifiers.map(({ kind, value }) =>
        kind === 'cpr'
          ? (['CPR-nummer', `${value.slice(0, 6)}-${value.slice(6)}`] as const)
          : (['Andet nummer / Other identifier', value] as const),
      ),
      ['Navn / Name', [...given, family].join(' ')],
      ...(deceased === null ? [] : [['Død / Deceased', deceased ? 'Ja / Yes' : 'Nej / No'] as const]),
    ]),
    identifier: identifiers.map(({ kind, system, value }) => ({
      // A replacement number is temporary by definition (dk-core, X-eCPR and D-eCPR).
      ...(kind === 'x-ecpr' || kind === 'd-ecpr' ? { use: 'temp' } : {}),
      system,
      value,
    })),
    name: [{ use: 'official', family, ...(given.length === 0 ? {} : { given }) }],
    ...(deceased === null ? {} : { deceasedBoolean: deceased }),
  };
}

/** A MessageHeader. `rest` and `rows` hold what the standard adds (focus, response, definition, extensions). */
export function header(made: {
  readonly id: string;
  readonly profile: string;
  readonly event: MessageEvent;
  readonly sender: BundledParty;
  readonly receiver: BundledParty;
  readonly extensions?: readonly JsonObject[];
  readonly rows: readonly Row[];
  readonly rest: JsonObject;
}): JsonObject {
  const { sender, receiver, extensions } = made;
  const use = { system: SYSTEM.destinationUse, code: 'primary' };
  const rows: readonly Row[] = [
    ['Id', made.id],
    ['Meddelelsestype / Event', made.event],
    ['Afsender / Sender', partyText(sender)],
    ['Modtager / Receiver', `${partyText(receiver)}, primary`],
    ['Endpoint', sorEndpoint(receiver.sor)],
    ['Kilde / Source', sorEndpoint(sender.sor)],
    ...made.rows,
  ];
  return {
    resourceType: 'MessageHeader',
    id: made.id,
    meta: { profile: [made.profile] },
    text: narrative(rows, extensions === undefined ? 'generated' : 'extensions'),
    ...(extensions === undefined ? {} : { extension: extensions }),
    eventCoding: { system: SYSTEM.eventCodes, code: made.event },
    destination: [
      {
        extension: [{ url: EXTENSION.destinationUse, valueCoding: use }],
        endpoint: sorEndpoint(receiver.sor),
        receiver: { reference: `Organization/${receiver.id}` },
      },
    ],
    sender: { reference: `Organization/${sender.id}` },
    source: { endpoint: sorEndpoint(sender.sor) },
    ...made.rest,
  };
}

/** The Bundle as JSON text; `guide`: name of the implementation guide in MedCom's fullUrls. The header comes first. */
export function envelope(made: {
  readonly id: string;
  readonly profile: string;
  readonly guide: 'hospitalnotification' | 'carecommunication' | 'acknowledgement';
  readonly at: string;
  readonly resources: readonly JsonObject[];
}): string {
  return JSON.stringify({
    resourceType: 'Bundle',
    id: made.id,
    meta: { profile: [made.profile] },
    type: 'message',
    timestamp: made.at,
    entry: made.resources.map((resource) => ({
      fullUrl: `${FULL_URL_BASE}/${made.guide}/${resource['resourceType']}/${resource['id']}`,
      resource,
    })),
  });
}

/** Name and reference of a party, for narratives. */
export function partyText(party: BundledParty): string {
  const reference = `Organization/${party.id}`;
  return party.name === undefined ? reference : `${party.name} (${reference})`;
}
