// Danish words for the codes a case is described in; programs use the codes, people read these.
// A table for each code, so that a code without words does not compile.
import type {
  BedState,
  CaseView,
  FollowUpState,
  MessageKind,
  MessageState,
  MessageView,
  ServiceState,
  Stage,
} from '../domain/case-view.ts';
import type { ActionName } from '../domain/moves.ts';
import type { DocumentParty, DocumentRow } from '../domain/own-standard.ts';
import type { MessageWay } from '../domain/ways.ts';

export const stageLabels: Record<Stage, string> = {
  opened: 'Oprettet fra advis, ingen plan endnu',
  planning: 'Planlægges',
  paused: 'På pause',
  ready: 'Klar til udskrivning',
  left: 'Udskrevet, opfølgning i gang',
  withdrawn: 'Trukket tilbage',
  deceased: 'Død',
  readmitted: 'Genindlagt',
  closed: 'Afsluttet',
};

export const messageKindLabels: Record<MessageKind, string> = {
  plan: 'Plan',
  'changed-plan': 'Ændret plan',
  'heads-up': 'Forhåndsbesked',
  withdrawal: 'Tilbagetrækning',
  pause: 'Pause',
  resumption: 'Genoptagelse',
  death: 'Dødsfald',
  'bed-released': 'Plads givet fri',
  'stay-notice': 'Advis om sygehusophold',
  'still-here': 'Udskrivning annulleret',
  alive: 'Meddelelse om dødsfald annulleret',
};

/** What a message is about; of a stay notice also what it tells. */
export const messageLabel = ({ kind, notice }: Pick<MessageView, 'kind' | 'notice'>): string =>
  notice === null ? messageKindLabels[kind] : `${messageKindLabels[kind]}: ${notice}`;

export const messageStateLabels: Record<MessageState, string> = {
  queued: 'Venter på afsendelse',
  sent: 'Sendt, ingen kvittering endnu',
  arrived: 'Modtaget af modtagerens system',
  failed: 'Ikke leveret',
  'told-by-phone': 'Givet på telefon',
  withdrawn: 'Trukket tilbage',
};

/** How a message is given. */
export const messageWayLabels: Record<MessageWay, string> = {
  fhir: 'MedCom-besked (FHIR)',
  oioxml: 'MedCom-besked (OIOXML)',
  edifact: 'MedCom-besked (EDIFACT)',
  phone: 'Telefon',
};

/** Received messages, by the event code of their MessageHeader. */
export const eventKindLabels: Readonly<Record<string, string>> = {
  'hospital-notification-message': 'Advis om sygehusophold',
  'care-communication-message': 'Korrespondancemeddelelse',
};

export const bedLabels: Record<BedState['state'], string> = {
  'not-needed': 'Ikke nødvendig',
  looking: 'Der ledes',
  asked: 'Enhed spurgt',
  held: 'Holdt',
  none: 'Ingen fundet',
  'other-way': 'Løst på anden måde',
};

export const serviceStateLabels: Record<ServiceState['state'], string> = {
  asked: 'Afventer svar',
  accepted: 'Ja',
  condition: 'Ja, på betingelse',
  'date-offered': 'Anden dato tilbudt',
  declined: 'Nej',
  'other-way': 'Løst på anden måde',
};

export const gpLabels: Record<CaseView['gp'], string> = {
  'not-told': 'Ikke orienteret',
  told: 'Orienteret',
  marked: 'Opfølgning markeret',
  asked: 'Afventer svar',
  accepted: 'Tager opfølgningen',
  'handed-back': 'Givet tilbage',
  'not-needed': 'Ingen opfølgning nødvendig',
  'other-way': 'Løst på anden måde',
};

export const followUpLabels: Record<FollowUpState, string> = {
  planned: 'Aftalt, ikke booket',
  booked: 'Booket',
  done: 'Gennemført',
  'not-done': 'Ikke gennemført',
  declined: 'Fravalgt',
};

export const documentPartyLabels: Record<DocumentParty, string> = {
  hospital: 'Sygehuset',
  municipality: 'Kommunen',
  'acute-unit': 'Akutfunktionen',
  gp: 'Almen praksis',
};

export const documentStateLabels: Record<DocumentRow['state'], string> = {
  'not-sent': 'Ikke sendt endnu',
  sent: 'Sendt, ikke kvitteret',
  arrived: 'Modtaget af modtagerens system',
  seen: 'Set af en person',
};

export const actionLabels: Record<ActionName, string> = {
  'change-plan': 'Ret planen',
  'mark-finished': 'Meld færdigbehandlet',
  'mark-follow-up': 'Markér opfølgning i epikrisen',
  'send-letter': 'Registrér at epikrisen er sendt',
  'propose-conference': 'Foreslå konference',
  'record-objection': 'Registrér at patienten frabeder sig deling',
  'set-coordinator': 'Vælg koordinator og stedfortræder',
  pause: 'Sæt på pause',
  resume: 'Genoptag',
  ready: 'Meld klar til udskrivning',
  leave: 'Registrér at patienten er udskrevet',
  withdraw: 'Træk tilbage',
  'report-death': 'Meld dødsfald',
  'go-on-leave': 'Registrér orlov',
  'back-from-leave': 'Registrér at orlov er slut',
  'correct-stay': 'Ret tidspunkt for opholdet',
  'cancel-stay': 'Annullér det senest registrerede om opholdet',
  'report-document': 'Registrér at et dokument er sendt, modtaget eller set',
  repair: 'Ret et trin (drift)',
};
