// Reads a HospitalNotification (advis om sygehusophold) into what it says about the stay.
// Rules: MedCom HospitalNotification 3.0 (Encounter page, overview of codes); several of them no profile enforces.

import type { StayEvent } from '../domain/stay-order.ts';
import type { Entries } from './bundle.ts';
import type { ActivityRule } from './codes.ts';
import { EXTENSION, NOTIFICATION_ACTIVITIES, SYSTEM } from './codes.ts';
import { isUuid, toInstant } from './formats.ts';
import type { JsonObject } from './json.ts';
import { booleanOf, extensionOf, objectOf, objectsOf, textOf } from './json.ts';
import type { HospitalNotification, MessageHead, Patient } from './message.ts';
import type { Problems } from './problems.ts';
import { activityOf, targetOf } from './provenance.ts';
import { readParty } from './read-head.ts';
import { readEpisodeIds, readPatient } from './read-patient.ts';

/** The notification, or null with its problems noted. */
export function readHospitalNotification(
  head: MessageHead,
  header: JsonObject,
  entries: Entries,
  problems: Problems,
): HospitalNotification | null {
  const rule = NOTIFICATION_ACTIVITIES.get(head.activity);
  if (rule === undefined) problems.add('unknown-code', 'Provenance.activity');
  const patient = readPatient(entries, problems);
  if (patient !== null && (patient.identifiers.length !== 1 || patient.identifiers[0]?.kind !== 'cpr')) {
    problems.add('invalid', 'Patient.identifier');
  }
  if (entries.ofType('Encounter').length > 1) problems.add('too-many', 'Encounter');
  const focus = entries.resolve(objectsOf(header, 'focus')[0], 'Encounter');
  if (focus.found !== 'one') problems.add('not-in-message', 'MessageHeader.focus');
  if (focus.found !== 'one' || rule === undefined || patient === null) return null;

  const told = tellStayEvent(head, patient, problems);
  const encounter = readEncounter(focus.resource, rule, told, entries, problems);
  const reportOfAdmissionTo = readReport(header, head, told.stayEvent, entries, problems);
  if (encounter === null) return null;
  return { ...head, event: 'hospital-notification-message', ...told, patient, encounter, reportOfAdmissionTo };
}

type Told = Pick<HospitalNotification, 'stayEvent' | 'change'>;

const EVENT_OF: readonly (readonly [RegExp, StayEvent])[] = [
  [/admit-emergency$/, 'STAA'],
  [/admit-inpatient$/, 'STIN'],
  [/start-leave-inpatient$/, 'STOR'],
  [/end-leave-inpatient$/, 'SLOR'],
  [/discharge-(?:emergency|inpatient)-home$/, 'SLHJ'],
];

/**
 * Death has no activity code: the patient's `deceased` is looked at first. `deceased` false cancels a death only when
 * the message repeats the activity of the one it follows on (that is how MORS and AN_MORS are sent); elsewhere it
 * just says that the patient lives.
 */
function tellStayEvent(head: MessageHead, patient: Patient, problems: Problems): Told {
  if (patient.deceased === true) return { stayEvent: 'MORS', change: 'new' };
  const previous = head.provenances.find((provenance) => targetOf(provenance) === head.previousHeaderId);
  // Without it a cancelled death and an admission look alike.
  if (patient.deceased === false && head.previousHeaderId !== null && previous === undefined) {
    problems.add('not-in-message', 'Provenance.entity.what');
  }
  const repeats = head.previousHeaderId !== null && previous !== undefined && activityOf(previous) === head.activity;
  if (patient.deceased === false && repeats) return { stayEvent: 'MORS', change: 'cancel' };
  const stayEvent = EVENT_OF.find(([pattern]) => pattern.test(head.activity))?.[1] ?? 'STIN';
  if (head.activity.startsWith('revise-')) return { stayEvent, change: 'revise' };
  return { stayEvent, change: head.activity.startsWith('cancel-') ? 'cancel' : 'new' };
}

function readEncounter(
  encounter: JsonObject,
  rule: ActivityRule,
  told: Told,
  entries: Entries,
  problems: Problems,
): HospitalNotification['encounter'] | null {
  const code = objectOf(encounter, 'class');
  if (code?.['system'] !== SYSTEM.actCode || code['code'] !== rule.class)
    problems.add('contradiction', 'Encounter.class');
  if (entries.resolve(encounter['subject'], 'Patient').found !== 'one') {
    problems.add('not-in-message', 'Encounter.subject');
  }
  const status = readStatus(encounter, rule, told, problems);
  const period = objectOf(encounter, 'period');
  const start = toInstant(textOf(period, 'start'));
  if (start === null)
    problems.add(textOf(period, 'start') === undefined ? 'missing' : 'invalid', 'Encounter.period.start');
  const end = readEnd(period, 'Encounter.period.end', problems);
  if (status === 'finished' && textOf(period, 'end') === undefined) problems.add('missing', 'Encounter.period.end');
  if (start !== null && end !== null && end < start) problems.add('contradiction', 'Encounter.period');
  const leave = readLeave(encounter, told, problems);
  const episodeIds = readEpisodeIds(encounter);
  if (episodeIds.length === 0) problems.add('missing', 'Encounter.episodeOfCare.identifier');
  // The identifier joins or separates cases, so one that is no UUID is not guessed at.
  if (episodeIds.some((id) => !isUuid(id.value.replace(/^urn:uuid:/i, '')))) {
    problems.add('invalid', 'Encounter.episodeOfCare.identifier');
  }
  if (status === null || start === null) return null;
  const provider = entries.resolve(encounter['serviceProvider'], 'Organization');
  if (provider.found !== 'one') problems.add('not-in-message', 'Encounter.serviceProvider');
  const organization = provider.found === 'one' ? provider.resource : undefined;
  const sor = objectsOf(organization, 'identifier').find((identifier) => identifier['system'] === SYSTEM.sor);
  const serviceProvider = { sor: textOf(sor, 'value') ?? null, name: textOf(organization, 'name') ?? null };
  return { class: rule.class, status, start, end, leave, episodeIds, serviceProvider };
}

function readStatus(
  encounter: JsonObject,
  rule: ActivityRule,
  told: Told,
  problems: Problems,
): HospitalNotification['encounter']['status'] | null {
  const status = encounter['status'];
  switch (status) {
    case 'in-progress':
    case 'onleave':
    case 'finished':
    case 'entered-in-error': {
      // A death ends the stay whatever the activity says; a cancelled one brings back a status the message alone does not tell.
      const expected = told.stayEvent === 'MORS' ? (told.change === 'cancel' ? status : 'finished') : rule.status;
      if (status !== expected) problems.add('contradiction', 'Encounter.status');
      return status;
    }
    default:
      problems.add(status === undefined ? 'missing' : 'unknown-code', 'Encounter.status');
      return null;
  }
}

function readLeave(encounter: JsonObject, told: Told, problems: Problems): HospitalNotification['encounter']['leave'] {
  const period = objectOf(extensionOf(encounter, EXTENSION.leavePeriod), 'valuePeriod');
  const start = toInstant(textOf(period, 'start'));
  const end = readEnd(period, 'Encounter.extension:leavePeriod.end', problems);
  const isLeave = (told.stayEvent === 'STOR' || told.stayEvent === 'SLOR') && told.change !== 'cancel';
  if (start === null) {
    if (isLeave || period !== undefined) problems.add('missing', 'Encounter.extension:leavePeriod.start');
    return null;
  }
  if (isLeave && told.stayEvent === 'SLOR' && end === null)
    problems.add('missing', 'Encounter.extension:leavePeriod.end');
  if (end !== null && end < start) problems.add('contradiction', 'Encounter.extension:leavePeriod');
  return { start, end };
}

function readEnd(period: JsonObject | undefined, path: string, problems: Problems): string | null {
  const text = textOf(period, 'end');
  const end = toInstant(text);
  if (text !== undefined && end === null) problems.add('invalid', path);
  return end;
}

/** A report of admission is asked for only by a first STAA or STIN (MessageHeader page); elsewhere the wish is a fault. */
function readReport(
  header: JsonObject,
  head: MessageHead,
  stayEvent: StayEvent,
  entries: Entries,
  problems: Problems,
): HospitalNotification['reportOfAdmissionTo'] {
  if (booleanOf(extensionOf(header, EXTENSION.reportOfAdmission), 'valueBoolean') !== true) return null;
  if (stayEvent === 'MORS' || !head.activity.startsWith('admit-')) {
    problems.add('contradiction', 'MessageHeader.extension:reportOfAdmissionFlag');
  }
  const recipient = extensionOf(header, EXTENSION.reportOfAdmissionRecipient);
  return readParty(
    recipient?.['valueReference'],
    'MessageHeader.extension:reportOfAdmissionRecipient',
    entries,
    problems,
  );
}
