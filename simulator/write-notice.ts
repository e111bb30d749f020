// A stay notice (advis om sygehusophold, HospitalNotification 3.0) as a hospital's own system writes it: every event of a
// stay, its correction (RE_) and its cancellation (AN_), with the whole chain of Provenances. Nothing here is the service's.
import type { Resource } from './fhir.ts';
import type { Organisation } from './write.ts';
import { bundleOf, derivedId, following, headerOf, IG, organisationOf, profile, provenanceOf, told } from './write.ts';

export const STAY_EVENTS = ['STAA', 'STIN', 'STOR', 'SLOR', 'SLHJ', 'MORS'] as const;
export type StayEvent = (typeof STAY_EVENTS)[number];
export type Change = 'new' | 'revise' | 'cancel';

/** Something that happened to the stay. `at`: RFC 3339. */
export type Moment = { readonly event: StayEvent; readonly at: string };

export type Citizen = { readonly cpr: string; readonly family: string; readonly given: readonly string[] };

export type Notice = {
  readonly headerId: string;
  readonly sender: Organisation;
  readonly receiver: Organisation;
  readonly citizen: Citizen;
  readonly episodeId: string;
  readonly reportOfAdmission: boolean;
  readonly change: Change;
  readonly event: StayEvent;
  /** What stands when this has been told, oldest first; of a cancellation what was taken back is not among it. */
  readonly standing: readonly Moment[];
  /** What a cancellation takes back. */
  readonly taken: Moment | null;
  /** Provenances of all earlier notices of the stay, the newest last, and the MessageHeader.id of that one. */
  readonly chain: readonly Resource[];
  readonly previous: string | null;
};

const ACTIVITY = {
  STAA: 'admit-emergency',
  STIN: 'admit-inpatient',
  STOR: 'start-leave-inpatient',
  SLOR: 'end-leave-inpatient',
} as const;

type Contact = { readonly code: string; readonly start: string };

/** Writes one sending of it, with the Provenance that all later notices carry on. `now`: epoch milliseconds. */
export function noticeOf(
  notice: Notice,
  bundleId: string,
  now: number,
): { readonly raw: string; readonly provenance: Resource } {
  const time = new Date(now).toISOString();
  const { headerId } = notice;
  const sender = organisationOf(notice.sender);
  const receiver = organisationOf(notice.receiver);
  const message = 'hospitalnotification/StructureDefinition/medcom-hospitalNotification';
  const encounter = encounterOf(notice, `${message}-encounter`, sender);
  const provenance = provenanceOf({
    id: derivedId(headerId, 'provenance'),
    of: headerId,
    activity: activityOf(notice),
    agent: sender,
    time,
    entity: notice.previous === null ? [] : [following(roleOf(notice), notice.previous)],
  });
  const resources = [
    {
      ...headerOf(headerId, 'hospital-notification-message', sender, receiver),
      meta: profile(`${message}-messageHeader`),
      ...(notice.reportOfAdmission ? { extension: reportWanted(sender) } : {}),
      focus: [{ reference: `Encounter/${encounter.id}` }],
    },
    patientOf(notice),
    encounter,
    sender,
    receiver,
    provenance,
    ...notice.chain,
  ];
  return { raw: bundleOf(bundleId, 'hospitalnotification', `${message}-message`, time, resources), provenance };
}

function reportWanted(recipient: Resource): readonly unknown[] {
  const wish = `${IG}/hospitalnotification/StructureDefinition/medcom-messaging-reportOfAdmission`;
  return [
    { url: `${wish}Extension`, valueBoolean: true },
    { url: `${wish}RecipientExtension`, valueReference: { reference: `Organization/${recipient.id}` } },
  ];
}

function patientOf({ headerId, citizen, event, change }: Notice): Resource {
  const id = derivedId(headerId, 'patient');
  const { cpr, family, given } = citizen;
  return {
    resourceType: 'Patient',
    id,
    meta: profile('core/StructureDefinition/medcom-core-patient'),
    text: told(id, cpr, ...given, family, ...(event === 'MORS' ? [`deceased ${change !== 'cancel'}`] : [])),
    identifier: [{ system: 'urn:oid:1.2.208.176.1.2', value: cpr }],
    name: [{ use: 'official', family, ...(given.length > 0 ? { given } : {}) }],
    ...(event === 'MORS' ? { deceasedBoolean: change !== 'cancel' } : {}),
  };
}

function encounterOf(notice: Notice, claimed: string, provider: Resource): Resource {
  const { headerId, episodeId, sender } = notice;
  const id = derivedId(headerId, 'encounter');
  const patient = `Patient/${derivedId(headerId, 'patient')}`;
  const { code, start } = contactOf(notice);
  const { status, end, leave } = stateOf(notice);
  const system = `https://sor2.sum.dsdn.dk/#id=${sender.sor}`;
  const url = `${IG}/hospitalnotification/StructureDefinition/medcom-hospitalnotifiation-leave-period-extension`;
  return {
    resourceType: 'Encounter',
    id,
    meta: profile(claimed),
    text: told(id, status, code, start, end ?? '', leave?.start ?? '', leave?.end ?? '', episodeId, patient),
    ...(leave === null ? {} : { extension: [{ url, valuePeriod: leave }] }),
    status,
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
    subject: { reference: patient },
    episodeOfCare: [{ identifier: { system, value: episodeId } }],
    period: { start, ...(end === null ? {} : { end }) },
    serviceProvider: { reference: `Organization/${provider.id}` },
  };
}

const isStart = ({ event }: Moment): boolean => event === 'STAA' || event === 'STIN';
const contactFor = ({ event, at }: Moment): Contact => ({ code: event === 'STAA' ? 'EMER' : 'IMP', start: at });

/** The contact as it began: of a cancelled start the one that was taken back; dead on arrival began with the death. */
function contactOf({ standing, taken }: Notice): Contact {
  const begun = taken !== null && isStart(taken) ? taken : (standing.findLast(isStart) ?? standing[0] ?? taken);
  return contactFor(begun ?? { event: 'STIN', at: '' });
}

function stateOf({ standing, taken, change }: Notice): {
  readonly status: string;
  readonly end: string | null;
  readonly leave: { readonly start: string; readonly end?: string } | null;
} {
  const top = standing.at(-1);
  if (change === 'cancel' && (taken === null || isStart(taken) || top === undefined)) {
    return { status: 'entered-in-error', end: null, leave: null };
  }
  const isOver = top?.event === 'SLHJ' || top?.event === 'MORS';
  const end = isOver ? top.at : null;
  // A death tells of the leave it came in or after; a cancelled death tells of it again.
  const leaver = top?.event === 'MORS' ? standing.slice(0, -1) : standing;
  const tells = change !== 'cancel' || taken?.event === 'MORS' || top?.event === 'STOR';
  const leave = tells ? leaveOf(leaver) : null;
  return { status: isOver ? 'finished' : top?.event === 'STOR' ? 'onleave' : 'in-progress', end, leave };
}

function leaveOf(standing: readonly Moment[]): { readonly start: string; readonly end?: string } | null {
  const [before, last] = [standing.at(-2), standing.at(-1)];
  if (last?.event === 'STOR') return { start: last.at };
  return last?.event === 'SLOR' ? { start: before?.event === 'STOR' ? before.at : last.at, end: last.at } : null;
}

/** A death has no code of its own: it says again what stood before it. */
function activityOf(notice: Notice): string {
  const { event, change, standing } = notice;
  const contact = contactOf(notice).code;
  if (event === 'MORS') {
    const before = change === 'cancel' ? standing.at(-1) : standing.at(-2);
    const stood = before?.event;
    return stood === undefined || stood === 'SLHJ' || stood === 'MORS' ? ACTIVITY.STIN : ACTIVITY[stood];
  }
  const base = event === 'SLHJ' ? `discharge-${contact === 'EMER' ? 'emergency' : 'inpatient'}-home` : ACTIVITY[event];
  return change === 'new' ? base : `${change}-${base}`;
}

const roleOf = ({ event, change }: Notice): 'revision' | 'removal' =>
  change === 'cancel' && event !== 'MORS' ? 'removal' : 'revision';
