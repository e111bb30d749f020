// Builds a HospitalNotification (advis om sygehusophold): every stay event, its correction (RE_) and cancellation (AN_).
// Rule: MedCom HospitalNotification 3.0. A first notice opens a chain; all later ones carry the whole chain on.

import type { Change, StayEvent } from '../domain/stay-order.ts';
import { cancelled } from '../domain/stay-order.ts';
import type { EncounterClass } from './codes.ts';
import { EXTENSION, PROFILE } from './codes.ts';
import type { Instant } from './formats.ts';
import { isCpr, isUuid, sorEndpoint } from './formats.ts';
import { derivedUuid } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { BundledParty, EpisodeId, HospitalNotification, Party } from './message.ts';
import type { Citizen } from './parts.ts';
import {
  bundled,
  demand,
  demandIds,
  demandInstant,
  demandText,
  envelope,
  header,
  MessageInputError,
  organization,
  partyText,
  patient,
} from './parts.ts';
import { buildProvenance } from './provenance.ts';
import type { Chain, SentNotices } from './stay-chain.ts';
import { chainOf, cprOf } from './stay-chain.ts';
import type { StayFacts, StayTold } from './stay-encounter.ts';
import { activityOf, encounter, told, toldBack } from './stay-encounter.ts';

type Common = {
  /** Envelope: a new UUID on every sending. */
  readonly bundleId: string;
  /** Letter: a UUID, the same on every sending of this message; all inner ids follow from it. */
  readonly headerId: string;
  readonly sender: Party;
  /** The unit in charge of the patient, when it is not the sender itself. */
  readonly serviceProvider?: Party;
  readonly patient: Citizen;
  /** When this sending leaves; new on a resend. */
  readonly sentAt: string;
};

type Opening = Common & {
  readonly change?: 'new';
  readonly previous?: undefined;
  /** The patient's municipality of residence. */
  readonly receiver: Party;
  /** Local episode identifier (forløbs-id): a UUID. `system` defaults to the sender's SOR endpoint. */
  readonly episode: { readonly system?: string; readonly value: string };
};

/** Begins a stay: STIN or STAA. Only such a notice may ask for a report of admission (XDIS16). */
export type AdmissionInput = Opening &
  Extract<StayFacts, { readonly stayEvent: 'STIN' | 'STAA' }> & {
    /**
     * Transfer from another hospital. In the region: the episode identifier goes on as it was received (`system` and
     * value), in a new chain, and no report is asked for. From another region: like every first one.
     */
    readonly transferredFrom?: 'same-region' | 'other-region';
    /** The unit that wants the report of admission; left out: none is asked for. */
    readonly reportOfAdmissionTo?: Party;
  };

/** Dead on arrival: the stay begins and ends with the death. */
export type DeadOnArrivalInput = Opening & {
  readonly stayEvent: 'MORS';
  readonly end: string;
  readonly arrivedAs: EncounterClass;
};

/** Everything that happens to a stay that has begun, ambulant to admitted and back included. */
export type LaterEventInput = Common &
  StayFacts & { readonly change?: 'new'; readonly previous: SentNotices; readonly receiver: Party };

/** RE_: wrong unit or time of the newest event. Goes to whoever got the wrong one, so no receiver is stated. */
export type CorrectionInput = Common & StayFacts & { readonly change: 'revise'; readonly previous: SentNotices };

/** AN_: the newest event was told of the wrong person or was of the wrong kind. Receiver likewise. */
export type CancellationInput = Common & {
  readonly change: 'cancel';
  readonly stayEvent: StayEvent;
  readonly previous: SentNotices;
};

export type HospitalNotificationInput =
  | AdmissionInput
  | DeadOnArrivalInput
  | LaterEventInput
  | CorrectionInput
  | CancellationInput;

/** The message as JSON text. Throws MessageInputError when the input cannot become a valid message at this place. */
export function buildHospitalNotification(input: HospitalNotificationInput): string {
  const { headerId } = input;
  demandIds(input.bundleId, headerId);
  const id = (part: string) => derivedUuid(headerId, part);
  const sentAt = demandInstant(input.sentAt, 'sentAt');
  const change: Change = input.change ?? 'new';
  const chain =
    input.previous === undefined ? null : chainOf(input.previous, { stayEvent: input.stayEvent, change }, sentAt);
  // No notice is sent of a patient with a replacement number (domain.md 1.7).
  demand(isCpr(input.patient.cpr), 'patient.cpr');
  demand(chain === null || cprOf(chain.newest) === input.patient.cpr, 'patient.cpr');
  const sender = bundled(input.sender, 'sender');
  const receiver = receiverOf(input, chain);
  demand(receiver.id !== sender.id, 'receiver');
  const provider = input.serviceProvider === undefined ? sender : bundled(input.serviceProvider, 'serviceProvider');
  const reportTo = reportRecipient(input);
  const { stay, before } = stayOf(input, chain, sentAt);
  const activity = activityOf(input.stayEvent, change, stay.class, before?.stayEvent);
  const role = change === 'cancel' && activity.startsWith('cancel-') ? 'removal' : 'revision';
  const provenance = buildProvenance({
    id: id('provenance'),
    profile: PROFILE.provenance,
    headerId,
    at: sentAt,
    activity,
    agent: sender,
    entities: chain === null ? [] : [{ role, headerId: chain.newest.headerId }],
  });
  const focus = `Encounter/${id('encounter')}`;
  const head = header({
    id: headerId,
    profile: PROFILE.hospitalNotificationHeader,
    event: 'hospital-notification-message',
    sender,
    receiver,
    ...(reportTo === null ? {} : { extensions: reportWanted(reportTo) }),
    rows: [
      ['Indhold / Focus', focus],
      ...(reportTo === null
        ? []
        : [['Indlæggelsesrapport ønskes af / Report of admission to', partyText(reportTo)] as const]),
    ],
    rest: { focus: [{ reference: focus }] },
  });
  const parties = [sender, receiver, provider, ...(reportTo === null ? [] : [reportTo]), ...(chain?.agents ?? [])];
  return envelope({
    id: input.bundleId,
    profile: PROFILE.hospitalNotification,
    guide: 'hospitalnotification',
    at: sentAt,
    resources: [
      head,
      patient(id('patient'), input.patient, stay.deceased),
      encounter({
        id: id('encounter'),
        patientId: id('patient'),
        told: stay,
        episodeIds: episodeIds(input, chain, sender),
        provider: { reference: `Organization/${provider.id}`, text: partyText(provider) },
      }),
      ...distinct(parties).map(organization),
      provenance,
      ...(chain?.provenances ?? []),
    ],
  });
}

/** A correction or cancellation goes where the wrong message went, also when the patient has moved since. */
function receiverOf(input: HospitalNotificationInput, chain: Chain | null): BundledParty {
  if (input.change !== 'revise' && input.change !== 'cancel') return bundled(input.receiver, 'receiver');
  const wrong = chain?.standing.at(-1);
  if (wrong === undefined) throw new MessageInputError('previous');
  return wrong.receiver;
}

/** The stay as it is told now, and the notice that stands below the one told of. */
function stayOf(
  input: HospitalNotificationInput,
  chain: Chain | null,
  sentAt: Instant,
): { readonly stay: StayTold; readonly before: HospitalNotification | undefined } {
  const standing = chain?.standing ?? [];
  const newest = standing.at(-1);
  if (input.change === 'cancel') {
    if (newest === undefined) throw new MessageInputError('previous');
    // A cancelled death repeats the activity that the death had: that of what stood below it.
    const before = cancelled(standing).at(-1);
    return { stay: toldBack(newest, before), before };
  }
  if (input.change === 'revise') {
    const before = standing.at(-2);
    return { stay: told(input, before, sentAt, newest?.encounter.class), before };
  }
  const arrival = 'arrivedAs' in input ? input.arrivedAs : undefined;
  return { stay: told(input, newest, sentAt, arrival), before: newest };
}

/** Of the first notice; all later ones of the stay return the same. */
function episodeIds(input: HospitalNotificationInput, chain: Chain | null, sender: BundledParty): readonly EpisodeId[] {
  if (chain !== null) return chain.newest.encounter.episodeIds;
  if (input.previous !== undefined) throw new MessageInputError('previous');
  const value = input.episode.value.trim();
  const isReturned = 'transferredFrom' in input && input.transferredFrom === 'same-region';
  demand(isUuid(isReturned ? value.replace(/^urn:uuid:/i, '') : value), 'episode.value');
  demand(!isReturned || input.episode.system !== undefined, 'episode.system');
  const system = demandText(input.episode.system ?? sorEndpoint(sender.sor), 'episode.system');
  return [{ system, value, kind: 'local' }];
}

function reportRecipient(input: HospitalNotificationInput): BundledParty | null {
  if (!('reportOfAdmissionTo' in input) || input.reportOfAdmissionTo === undefined) return null;
  demand(input.previous === undefined && input.transferredFrom !== 'same-region', 'reportOfAdmissionTo');
  return bundled(input.reportOfAdmissionTo, 'reportOfAdmissionTo');
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
