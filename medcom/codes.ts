// Addresses, systems and codes of MedCom's FHIR messages (HospitalNotification 3.0, CareCommunication 5.0,
// Acknowledgement 2.0). Spellings are MedCom's own, odd ones included: copied, never corrected.

/** Base of every MedCom canonical address. */
const IG = 'http://medcomfhir.dk/ig';

/** Base of `entry.fullUrl`; relative references resolve under it (MedCom messaging, Bundle page). */
export const FULL_URL_BASE = 'https://medcomfhir.dk/ig';

/** Identifier systems (MedCom core, HL7 Denmark core). */
export const SYSTEM = {
  sor: 'urn:oid:1.2.208.176.1.1',
  gln: 'https://www.gs1.org/gln',
  /** dk-core fixes this form in one version; accepted on receipt, never sent. */
  glnOld: 'http://www.gs1.org/gln',
  cpr: 'urn:oid:1.2.208.176.1.2',
  xEcpr: 'urn:oid:1.2.208.176.1.6.1.1',
  /** The local replacement number, or a node below it. */
  dEcpr: 'urn:oid:1.2.208.176.1.6.1.3',
  lpr3: 'https://www.esundhed.dk/Registre/Landspatientregisteret',
  eventCodes: `${IG}/terminology/CodeSystem/medcom-messaging-eventCodes`,
  activityCodes: `${IG}/terminology/CodeSystem/medcom-messaging-activityCodes`,
  destinationUse: `${IG}/terminology/CodeSystem/medcom-messaging-destinationUse`,
  categoryCodes: `${IG}/terminology/CodeSystem/medcom-careCommunication-categoryCodes`,
  errorCodes: `${IG}/terminology/CodeSystem/medcom-acknowledgement-error-codes`,
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
} as const;

/** Profiles claimed in `meta.profile`. */
export const PROFILE = {
  hospitalNotification: `${IG}/hospitalnotification/StructureDefinition/medcom-hospitalNotification-message`,
  hospitalNotificationHeader: `${IG}/hospitalnotification/StructureDefinition/medcom-hospitalNotification-messageHeader`,
  hospitalNotificationEncounter: `${IG}/hospitalnotification/StructureDefinition/medcom-hospitalNotification-encounter`,
  careCommunication: `${IG}/carecommunication/StructureDefinition/medcom-careCommunication-message`,
  careCommunicationHeader: `${IG}/carecommunication/StructureDefinition/medcom-careCommunication-messageHeader`,
  careCommunicationCommunication: `${IG}/carecommunication/StructureDefinition/medcom-careCommunication-communication`,
  careCommunicationProvenance: `${IG}/carecommunication/StructureDefinition/medcom-careCommunication-provenance`,
  acknowledgement: `${IG}/acknowledgement/StructureDefinition/medcom-messaging-acknowledgement`,
  acknowledgementHeader: `${IG}/acknowledgement/StructureDefinition/medcom-messaging-acknowledgementHeader`,
  operationOutcome: `${IG}/acknowledgement/StructureDefinition/medcom-acknowledgement-operationoutcome`,
  organization: `${IG}/messaging/StructureDefinition/medcom-messaging-organization`,
  provenance: `${IG}/messaging/StructureDefinition/medcom-messaging-provenance`,
  patient: `${IG}/core/StructureDefinition/medcom-core-patient`,
  encounter: `${IG}/core/StructureDefinition/medcom-core-encounter`,
  practitioner: `${IG}/core/StructureDefinition/medcom-core-practitioner`,
  careTeam: `${IG}/core/StructureDefinition/medcom-core-careteam`,
  practitionerRole: `${IG}/core/StructureDefinition/medcom-core-practitionerrole`,
} as const;

/** Extension addresses. */
export const EXTENSION = {
  destinationUse: `${IG}/messaging/StructureDefinition/medcom-messaging-destinationUseExtension`,
  reportOfAdmission: `${IG}/hospitalnotification/StructureDefinition/medcom-messaging-reportOfAdmissionExtension`,
  reportOfAdmissionRecipient: `${IG}/hospitalnotification/StructureDefinition/medcom-messaging-reportOfAdmissionRecipientExtension`,
  leavePeriod: `${IG}/hospitalnotification/StructureDefinition/medcom-hospitalnotifiation-leave-period-extension`,
  dateTime: `${IG}/core/StructureDefinition/medcom-core-datetime-extension`,
  identifier: `${IG}/core/StructureDefinition/medcom-core-identifier-extension`,
  practitioner: `${IG}/core/StructureDefinition/medcom-core-practitioner-extension`,
  sender: `${IG}/core/StructureDefinition/medcom-core-sender-extension`,
  contact: `${IG}/core/StructureDefinition/medcom-core-contact-extension`,
} as const;

/** `MessageHeader.definition` of a CareCommunication; receivers accept any 5.x. */
export const CARE_COMMUNICATION_DEFINITION =
  'http://medcomfhir.dk/ig/messagedefinitions/MessageDefinition/MedComCareCommunicationMessageDefinition|5.0';

/** The three messages this service takes part in. */
export type MessageEvent = 'hospital-notification-message' | 'care-communication-message' | 'acknowledgement-message';

/** Answers of an Acknowledgement (HL7 response-code). The letters AA/AE/AR are never used: the texts contradict each other. */
export type ResponseCode = 'ok' | 'fatal-error' | 'transient-error';

/** MedCom's own error codes that we use in `OperationOutcome.issue.details`. */
export type MedComErrorCode =
  | 'MSG_Receiver_Identifier_UNKNOWN'
  | 'MSG_Receiver_Identifier_MISSING'
  | 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE'
  | 'MSG_VALUESET_VALUE_UNKNOWN'
  | 'MSG_CodeSystem_VALUE_UNKNOWN'
  | 'MSG_Element_To_Long'
  | 'MSG_Datatype_Wrong'
  | 'MSG_Mailbox_Out_Of_Operation'
  | 'MSG_Damaged_durin_transport';

/** Activities a Provenance may name in the three standards. */
const COMMON_ACTIVITIES = ['new-message', 'reply-message', 'forward-message', 'acknowledgement'] as const;

/** Encounter class and status that belong to a HospitalNotification activity (MedCom HospitalNotification 3.0, overview of codes). */
export type ActivityRule = { readonly class: EncounterClass; readonly status: EncounterStatus };
export type EncounterClass = 'EMER' | 'IMP';
export type EncounterStatus = 'in-progress' | 'onleave' | 'finished' | 'entered-in-error';

/** The 18 activities of a HospitalNotification and what its Encounter must then say. */
export const NOTIFICATION_ACTIVITIES: ReadonlyMap<string, ActivityRule> = new Map([
  ['admit-emergency', { class: 'EMER', status: 'in-progress' }],
  ['revise-admit-emergency', { class: 'EMER', status: 'in-progress' }],
  ['cancel-admit-emergency', { class: 'EMER', status: 'entered-in-error' }],
  ['admit-inpatient', { class: 'IMP', status: 'in-progress' }],
  ['revise-admit-inpatient', { class: 'IMP', status: 'in-progress' }],
  ['cancel-admit-inpatient', { class: 'IMP', status: 'entered-in-error' }],
  ['start-leave-inpatient', { class: 'IMP', status: 'onleave' }],
  ['revise-start-leave-inpatient', { class: 'IMP', status: 'onleave' }],
  ['cancel-start-leave-inpatient', { class: 'IMP', status: 'in-progress' }],
  ['end-leave-inpatient', { class: 'IMP', status: 'in-progress' }],
  ['revise-end-leave-inpatient', { class: 'IMP', status: 'in-progress' }],
  ['cancel-end-leave-inpatient', { class: 'IMP', status: 'onleave' }],
  ['discharge-emergency-home', { class: 'EMER', status: 'finished' }],
  ['revise-discharge-emergency-home', { class: 'EMER', status: 'finished' }],
  ['cancel-discharge-emergency-home', { class: 'EMER', status: 'in-progress' }],
  ['discharge-inpatient-home', { class: 'IMP', status: 'finished' }],
  ['revise-discharge-inpatient-home', { class: 'IMP', status: 'finished' }],
  ['cancel-discharge-inpatient-home', { class: 'IMP', status: 'in-progress' }],
]);

/** True for any activity that one of the three standards allows. */
export function isKnownActivity(code: string): boolean {
  return NOTIFICATION_ACTIVITIES.has(code) || COMMON_ACTIVITIES.some((known) => known === code);
}

/** Categories of a CareCommunication known today; the list grows, so reading does not depend on it. */
export const CATEGORIES = [
  'alcohol-and-drug-treatment',
  'assistive-devices',
  'carecoordination',
  'decease',
  'discharge',
  'examination-results',
  'healthcare',
  'home-care-assessment',
  'medicine',
  'nursing',
  'outpatient',
  'psychiatry-social-disability',
  'regarding-referral',
  'telemedicine',
  'training',
  'acute-ambulant',
  'extended-care-responsibility',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];
