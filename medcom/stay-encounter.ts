// What a stay notice says of the stay: class, status, times, leave. From the input, or from what stands after it.
// Rule: MedCom HospitalNotification 3.0, overview of codes and Encounter page (medcom.md 3.2, 3.3).
import type { StayEvent } from '../domain/stay-order.ts';
import type { EncounterClass, EncounterStatus } from './codes.ts';
import { EXTENSION, PROFILE, SYSTEM } from './codes.ts';
import type { Instant } from './formats.ts';
import type { JsonObject } from './json.ts';
import type { EpisodeId, HospitalNotification } from './message.ts';
import { narrative } from './narrative.ts';
import { demand, demandInstant } from './parts.ts';

/** What is told of the stay, times in UTC. */
export type StayTold = {
  readonly class: EncounterClass;
  readonly status: EncounterStatus;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly leave: { readonly start: Instant; readonly end: Instant | null } | null;
  /** `deceasedBoolean`: true dead, false alive after all, null not mentioned. */
  readonly deceased: boolean | null;
};

/** What happened, with its times (RFC 3339 with zone). A correction states the same facts as they should have been. */
export type StayFacts =
  | { readonly stayEvent: 'STIN' | 'STAA'; readonly start: string }
  | { readonly stayEvent: 'STOR'; readonly leaveStart: string }
  | { readonly stayEvent: 'SLOR'; readonly leaveEnd: string }
  | { readonly stayEvent: 'SLHJ' | 'MORS'; readonly end: string };

/**
 * The stay as it is told when `facts` happen to `before` (what stood until then; undefined: nothing did, and
 * `arrival` says how a patient dead on arrival was received). Nothing is told before it happened: no time may lie after
 * `sentAt`, none before what it follows on. Throws MessageInputError for the field.
 */
export function told(
  facts: StayFacts,
  before: HospitalNotification | undefined,
  sentAt: Instant,
  arrival: EncounterClass = 'IMP',
): StayTold {
  const at = (text: string, field: string, notBefore: Instant | undefined): Instant => {
    const instant = demandInstant(text, field);
    demand(instant <= sentAt && (notBefore === undefined || instant >= notBefore), field);
    return instant;
  };
  const stay = before?.encounter;
  const leave = stay?.leave ?? null;
  const latest = leave?.end ?? leave?.start ?? stay?.start;
  switch (facts.stayEvent) {
    case 'STIN':
    case 'STAA': {
      const start = at(facts.start, 'start', latest);
      const code = facts.stayEvent === 'STIN' ? 'IMP' : 'EMER';
      return { class: code, status: 'in-progress', start, end: null, leave: null, deceased: null };
    }
    case 'STOR': {
      const start = at(facts.leaveStart, 'leaveStart', latest);
      return { ...standing(before), status: 'onleave', leave: { start, end: null } };
    }
    case 'SLOR': {
      const end = at(facts.leaveEnd, 'leaveEnd', latest);
      return { ...standing(before), status: 'in-progress', leave: { start: leave?.start ?? end, end } };
    }
    case 'SLHJ':
      return { ...standing(before), status: 'finished', end: at(facts.end, 'end', latest), leave: null };
    case 'MORS': {
      const end = at(facts.end, 'end', latest);
      const stays = before === undefined ? { class: arrival, start: end, leave: null } : standing(before);
      // The activity is the current one again, and so is the leave that it told of.
      return { ...stays, status: 'finished', end, leave, deceased: true };
    }
  }
}

/**
 * The stay as it is told when `cancelled` is taken back and `after` stands again. With nothing standing the stay was
 * entered in error; so is an admission even when an ambulant stay stands below it, which has an Encounter of its own.
 */
export function toldBack(cancelled: HospitalNotification, after: HospitalNotification | undefined): StayTold {
  const deceased = cancelled.stayEvent === 'MORS' ? false : null;
  if (after === undefined || cancelled.stayEvent === 'STIN' || cancelled.stayEvent === 'STAA') {
    const { class: code, start } = cancelled.encounter;
    return { class: code, status: 'entered-in-error', start, end: null, leave: null, deceased };
  }
  const isOnLeave = after.stayEvent === 'STOR';
  const leave = isOnLeave || cancelled.stayEvent === 'MORS' ? after.encounter.leave : null;
  return { ...standing(after), status: isOnLeave ? 'onleave' : 'in-progress', leave, deceased };
}

function standing(notice: HospitalNotification | undefined): StayTold {
  demand(notice !== undefined, 'previous');
  const stay = notice?.encounter;
  const [code, start] = [stay?.class ?? 'IMP', stay?.start ?? ''];
  return { class: code, status: 'in-progress', start, end: null, leave: null, deceased: null };
}

/** Activity code of an event; a death has none of its own and repeats the one of what stands (`before`). */
export function activityOf(
  event: StayEvent,
  change: 'new' | 'revise' | 'cancel',
  stay: EncounterClass,
  before: StayEvent | undefined,
): string {
  if (event === 'MORS') return BASE[before ?? (stay === 'IMP' ? 'STIN' : 'STAA')];
  const base = event === 'SLHJ' ? `discharge-${stay === 'IMP' ? 'inpatient' : 'emergency'}-home` : BASE[event];
  return change === 'new' ? base : `${change}-${base}`;
}

const BASE: Readonly<Record<StayEvent, string>> = {
  STAA: 'admit-emergency',
  STIN: 'admit-inpatient',
  STOR: 'start-leave-inpatient',
  SLOR: 'end-leave-inpatient',
  SLHJ: 'discharge-inpatient-home',
  MORS: 'admit-inpatient',
};

/** The Encounter resource. `provider`: reference and name of the unit in charge. */
export function encounter(made: {
  readonly id: string;
  readonly patientId: string;
  readonly told: StayTold;
  readonly episodeIds: readonly EpisodeId[];
  readonly provider: { readonly reference: string; readonly text: string };
}): JsonObject {
  const { status, class: code, start, end, leave } = made.told;
  const period = leave === null ? null : { start: leave.start, ...(leave.end === null ? {} : { end: leave.end }) };
  const identifiers = made.episodeIds.map(({ system, value }) => ({ ...(system === null ? {} : { system }), value }));
  return {
    resourceType: 'Encounter',
    id: made.id,
    meta: { profile: [PROFILE.hospitalNotificationEncounter] },
    text: narrative(
      [
        ['Id', made.id],
        ['Status', status],
        ['Kontakttype / Class', code],
        ['Patient', `Patient/${made.patientId}`],
        ...identifiers.map(
          ({ system, value }) => ['Forløbs-id / Episode of care', `${system ?? ''} ${value}`.trim()] as const,
        ),
        ['Start', start],
        ...(end === null ? [] : [['Slut / End', end] as const]),
        ...(leave === null ? [] : [['Orlov fra / Leave start', leave.start] as const]),
        ...(leave === null || leave.end === null ? [] : [['Orlov til / Leave end', leave.end] as const]),
        ['Ansvarlig enhed / Service provider', made.provider.text],
      ],
      period === null ? 'generated' : 'extensions',
    ),
    ...(period === null ? {} : { extension: [{ url: EXTENSION.leavePeriod, valuePeriod: period }] }),
    status,
    class: { system: SYSTEM.actCode, code },
    subject: { reference: `Patient/${made.patientId}` },
    episodeOfCare: identifiers.map((identifier) => ({ identifier })),
    period: { start, ...(end === null ? {} : { end }) },
    serviceProvider: { reference: made.provider.reference },
  };
}
