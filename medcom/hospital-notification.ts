// Builds a HospitalNotification (advis om sygehusophold): first reports of STIN, STAA, SLHJ and MORS.
// Rule: MedCom HospitalNotification 3.0. Leave, corrections and cancellations are read (read.ts) but not built here.
import { EXTENSION, PROFILE, SYSTEM } from './codes.ts';
import { isUuid } from './formats.ts';
import { derivedUuid } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { BundledParty, Party } from './message.ts';
import { narrative } from './narrative.ts';
import type { Citizen } from './parts.ts';
import {
  bundled,
  demand,
  demandIds,
  demandInstant,
  demandText,
  envelope,
  header,
  organization,
  partyText,
  patient,
} from './parts.ts';
import { agentIdsOf, buildProvenance, sentAtOf, targetOf } from './provenance.ts';

/** The messages of the stay so far: the newest letter's id, and all Provenances exactly as they were sent. */
export type StayHistory = { readonly headerId: string; readonly provenances: readonly [JsonObject, ...JsonObject[]] };

type Common = {
  /** Envelope: a new UUID on every sending. */
  readonly bundleId: string;
  /** Letter: a UUID, the same on every sending of this message; all inner ids follow from it. */
  readonly headerId: string;
  readonly sender: Party;
  readonly receiver: Party;
  readonly patient: Citizen;
  /** Local episode identifier: a UUID. `system` defaults to the sender's SOR endpoint. */
  readonly episode: { readonly system?: string; readonly value: string };
  /** When the patient came: stays the same through the whole stay. */
  readonly start: string;
  /** When this sending leaves; new on a resend. */
  readonly sentAt: string;
};

/** STAA after nothing, STIN after nothing or after STAA; only a first one may ask for a report of admission. */
export type AdmissionInput = Common & {
  readonly stayEvent: 'STIN' | 'STAA';
  readonly previous?: StayHistory;
  /** The unit that wants the report of admission (XDIS16); left out: none is asked for. */
  readonly reportOfAdmissionTo?: Party;
};

/** End of the stay, at home (SLHJ) or by death (MORS). Only a patient dead on arrival has no earlier message. */
export type EndOfStayInput = Common & {
  readonly stay: 'inpatient' | 'emergency';
  /** When the patient left or died. */
  readonly end: string;
} & (
    | { readonly stayEvent: 'SLHJ'; readonly previous: StayHistory }
    | { readonly stayEvent: 'MORS'; readonly previous?: StayHistory }
  );

export type HospitalNotificationInput = AdmissionInput | EndOfStayInput;

/** The message as JSON text. Throws MessageInputError when the input cannot become a valid message. */
export function buildHospitalNotification(input: HospitalNotificationInput): string {
  const { headerId, previous } = input;
  demandIds(input.bundleId, headerId);
  const id = (part: string) => derivedUuid(headerId, part);
  const sentAt = demandInstant(input.sentAt, 'sentAt');
  const sender = bundled(input.sender, 'sender');
  const receiver = bundled(input.receiver, 'receiver');
  demand(receiver.id !== sender.id, 'receiver');
  const isEnd = input.stayEvent === 'SLHJ' || input.stayEvent === 'MORS';
  const reportTo =
    isEnd || input.reportOfAdmissionTo === undefined ? null : bundled(input.reportOfAdmissionTo, 'reportOfAdmissionTo');
  demand(reportTo === null || previous === undefined, 'reportOfAdmissionTo');
  const parties = distinct([sender, receiver, ...(reportTo === null ? [] : [reportTo])]);
  const earlier = earlierProvenances(previous, headerId, parties, sentAt);

  const provenance = buildProvenance({
    id: id('provenance'),
    profile: PROFILE.provenance,
    headerId,
    at: sentAt,
    activity: activityFor(input),
    agent: sender,
    entities: previous === undefined ? [] : [{ role: 'revision', headerId: previous.headerId }],
  });
  const head = header({
    id: headerId,
    profile: PROFILE.hospitalNotificationHeader,
    event: 'hospital-notification-message',
    sender,
    receiver,
    ...(reportTo === null ? {} : { extensions: reportWanted(reportTo) }),
    rows: [
      ['Indhold / Focus', `Encounter/${id('encounter')}`],
      ...(reportTo === null
        ? []
        : [['Indlæggelsesrapport ønskes af / Report of admission to', partyText(reportTo)] as const]),
    ],
    rest: { focus: [{ reference: `Encounter/${id('encounter')}` }] },
  });
  return envelope({
    id: input.bundleId,
    profile: PROFILE.hospitalNotification,
    guide: 'hospitalnotification',
    at: sentAt,
    resources: [
      head,
      patient(id('patient'), input.patient, input.stayEvent === 'MORS'),
      encounterOf(input, id('encounter'), id('patient'), sender),
      ...parties.map(organization),
      provenance,
      ...earlier,
    ],
  });
}

/** MORS repeats the activity that was current: an admission, since leave is not built here. */
function activityFor(input: HospitalNotificationInput): string {
  switch (input.stayEvent) {
    case 'STIN':
      return 'admit-inpatient';
    case 'STAA':
      return 'admit-emergency';
    case 'SLHJ':
      return `discharge-${input.stay}-home`;
    case 'MORS':
      return `admit-${input.stay}`;
  }
}

/** Earlier Provenances stay byte for byte; whoever they name must be in this message too. */
function earlierProvenances(
  previous: StayHistory | undefined,
  headerId: string,
  parties: readonly BundledParty[],
  sentAt: string,
): readonly JsonObject[] {
  if (previous === undefined) return [];
  const targets = previous.provenances.map(targetOf);
  demand(targets.includes(previous.headerId) && !targets.includes(headerId), 'previous');
  demand(new Set(targets).size === targets.length && !targets.includes(null), 'previous.provenances');
  const agents = previous.provenances.flatMap(agentIdsOf);
  demand(
    agents.every((agent) => parties.some((party) => party.id === agent)),
    'previous.provenances.agent',
  );
  demand(
    previous.provenances.every((provenance) => (sentAtOf(provenance) ?? sentAt) <= sentAt),
    'sentAt',
  );
  return previous.provenances;
}

function encounterOf(
  input: HospitalNotificationInput,
  id: string,
  patientId: string,
  sender: BundledParty,
): JsonObject {
  const isEnd = input.stayEvent === 'SLHJ' || input.stayEvent === 'MORS';
  const isInpatient = isEnd ? input.stay === 'inpatient' : input.stayEvent === 'STIN';
  const code = isInpatient ? 'IMP' : 'EMER';
  const status = isEnd ? 'finished' : 'in-progress';
  const start = demandInstant(input.start, 'start');
  const end = isEnd ? demandInstant(input.end, 'end') : null;
  demand(end === null || end >= start, 'end');
  const value = input.episode.value.trim();
  demand(isUuid(value), 'episode.value');
  const system = demandText(input.episode.system ?? `https://sor2.sum.dsdn.dk/#id=${sender.sor}`, 'episode.system');
  return {
    resourceType: 'Encounter',
    id,
    meta: { profile: [PROFILE.hospitalNotificationEncounter] },
    text: narrative([
      ['Id', id],
      ['Status', status],
      ['Kontakttype / Class', code],
      ['Patient', `Patient/${patientId}`],
      ['Forløbs-id / Episode of care', `${system} ${value}`],
      ['Start', start],
      ...(end === null ? [] : [['Slut / End', end] as const]),
      ['Ansvarlig enhed / Service provider', partyText(sender)],
    ]),
    status,
    class: { system: SYSTEM.actCode, code },
    subject: { reference: `Patient/${patientId}` },
    episodeOfCare: [{ identifier: { system, value } }],
    period: { start, ...(end === null ? {} : { end }) },
    serviceProvider: { reference: `Organization/${sender.id}` },
  };
}

function reportWanted(recipient: BundledParty): readonly JsonObject[] {
  return [
    { url: EXTENSION.reportOfAdmission, valueBoolean: true },
    { url: EXTENSION.reportOfAdmissionRecipient, valueReference: { reference: `Organization/${recipient.id}` } },
  ];
}

function distinct(parties: readonly BundledParty[]): readonly BundledParty[] {
  return parties.filter((party, place) => parties.findIndex(({ id }) => id === party.id) === place);
}
