// Danish words for the codes a case is described in; programs use the codes, people read these.
// A table for each code, so that a code without words does not compile.
import type {
  BedState,
  CaseView,
  MessageKind,
  MessageState,
  MessageView,
  ServiceState,
  Stage,
} from '../domain/case-view.ts';
import type { FollowUpState } from '../domain/follow-up.ts';
import type { ActionName } from '../domain/moves.ts';
import type { DocumentParty, DocumentRow } from '../domain/own-standard.ts';
import type { MessageWay } from '../domain/ways.ts';
import type { Category } from '../medcom/codes.ts';

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
  'follow-up-cancelled': 'Opfølgning aflyst',
  'short-stay': 'Kort ophold',
  'phone-agreement': 'Aftalt på telefon',
  'stay-notice': 'Advis om sygehusophold',
  'still-here': 'Udskrivning annulleret',
  alive: 'Meddelelse om dødsfald annulleret',
  'responsibility-passed': 'Afdelingens udvidede behandlingsansvar er slut',
  letter: 'Brev',
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

/** Why a receiver's system refused a message: MedCom's error codes (spelt as published), and the HL7 types of issue. */
export const refusalReasons: Readonly<Record<string, string>> = {
  MSG_Receiver_Identifier_UNKNOWN: 'Afvist: modtageren kender ikke det lokationsnummer, beskeden er sendt til',
  MSG_Receiver_Identifier_MISSING: 'Afvist: beskeden mangler et lokationsnummer på modtageren',
  MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE: 'Afvist: modtageren kan ikke få beskeder af denne type',
  MSG_VALUESET_VALUE_UNKNOWN: 'Afvist: modtagerens system kender ikke en af koderne i beskeden',
  MSG_CodeSystem_VALUE_UNKNOWN: 'Afvist: modtagerens system kender ikke en af koderne i beskeden',
  MSG_Element_To_Long: 'Afvist: et felt i beskeden er for langt for modtagerens system',
  MSG_Datatype_Wrong: 'Afvist: et felt i beskeden har en forkert type',
  MSG_Mailbox_Out_Of_Operation: 'Modtagerens system er midlertidigt ude af drift',
  MSG_Damaged_durin_transport: 'Afvist: beskeden er blevet beskadiget undervejs',
  structure: 'Afvist: modtagerens system kan ikke læse beskeden',
  required: 'Afvist: modtagerens system mangler en oplysning i beskeden',
  value: 'Afvist: modtagerens system kan ikke bruge en oplysning i beskeden',
  invariant: 'Afvist: oplysninger i beskeden passer ikke sammen for modtagerens system',
  'code-invalid': 'Afvist: modtagerens system kender ikke en af koderne i beskeden',
  'too-long': 'Afvist: beskeden er for lang for modtagerens system',
  'not-found': 'Afvist: modtagerens system kan ikke finde det, beskeden handler om',
  'not-supported': 'Afvist: modtagerens system kan ikke tage imod beskeden',
  duplicate: 'Afvist: modtagerens system mener at have fået beskeden før',
  processing: 'Afvist: modtagerens system kunne ikke behandle beskeden',
  exception: 'Afvist: der skete en fejl i modtagerens system',
  timeout: 'Modtagerens system svarer ikke lige nu',
  transient: 'Modtagerens system er midlertidigt ude af drift',
};

/** Received messages, by the event code of their MessageHeader. */
export const eventKindLabels: Readonly<Record<string, string>> = {
  'hospital-notification-message': 'Advis om sygehusophold',
  'care-communication-message': 'Korrespondancemeddelelse',
};

/** Categories of letters (medcom.md 8.3). */
export const categoryLabels: Readonly<Record<Category, string>> = {
  'alcohol-and-drug-treatment': 'Rusmiddelbehandling',
  'assistive-devices': 'Hjælpemidler',
  carecoordination: 'Forløbskoordinering',
  decease: 'Dødsfald',
  discharge: 'Udskrivelse',
  'examination-results': 'Undersøgelsessvar',
  healthcare: 'Sundhedspleje',
  'home-care-assessment': 'Visitation',
  medicine: 'Medicin',
  nursing: 'Sygepleje',
  outpatient: 'Ambulant',
  'psychiatry-social-disability': 'Psykiatri, social, handicap',
  'regarding-referral': 'Vedr. henvisning',
  telemedicine: 'Telemedicin',
  training: 'Træning',
  'acute-ambulant': 'Akut ambulant',
  'extended-care-responsibility': 'Udvidet behandlingsansvar',
  other: 'Andet',
};

export const bedLabels: Record<BedState['state'], string> = {
  'not-needed': 'Ikke nødvendig',
  looking: 'Der ledes',
  asked: 'Enhed spurgt',
  held: 'Holdt',
  'in-use': 'I brug',
  ended: 'Opholdet er slut',
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
  proposed: 'Foreslår en senere tid',
  accepted: 'Tager opfølgningen',
  'not-followed': 'Følger ikke anbefalingen',
  'handed-back': 'Givet tilbage til afdelingen',
  'with-ward': 'Ligger hos afdelingen',
  'asked-other': 'En anden er bedt om at tage den',
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
  failed: 'Nåede ikke frem',
  arrived: 'Modtaget af modtagerens system',
  seen: 'Set af en person',
};

export const actionLabels: Record<ActionName, string> = {
  'change-plan': 'Ret planen',
  'mark-finished': 'Meld færdigbehandlet',
  'withdraw-finished': 'Ophæv færdigmelding',
  'correct-finished': 'Ret færdigmelding',
  'state-delay-cause': 'Angiv årsag til ventetid',
  'change-residence': 'Registrér ny bopælskommune',
  'mark-follow-up': 'Markér opfølgning i epikrisen',
  'send-letter': 'Registrér at epikrisen er sendt',
  'propose-conference': 'Foreslå konference',
  'record-objection': 'Registrér at patienten frabeder sig deling',
  'set-coordinator': 'Vælg koordinator og stedfortræder',
  pause: 'Sæt på pause',
  resume: 'Genoptag',
  ready: 'Meld klar til udskrivning',
  'state-criterion': 'Registrér et punkt på tjeklisten',
  leave: 'Registrér at patienten er udskrevet',
  withdraw: 'Træk tilbage',
  'renew-hold': 'Hold pladsen længere',
  'withdraw-hold': 'Træk pladsen tilbage',
  'report-death': 'Meld dødsfald',
  'go-on-leave': 'Registrér orlov',
  'back-from-leave': 'Registrér at orlov er slut',
  'correct-stay': 'Ret tidspunkt for opholdet',
  'cancel-stay': 'Annullér det senest registrerede om opholdet',
  'note-adverse-event': 'Notér, at du rapporterer en utilsigtet hændelse',
  'report-document': 'Registrér at et dokument er sendt, modtaget eller set',
  'write-letter': 'Skriv brev',
  reply: 'Svar på brev',
  forward: 'Send brev videre',
  'ask-about-plan': 'Spørg til planen',
  'ask-department': 'Spørg afdelingen (udvidet behandlingsansvar)',
  'plan-follow-up': 'Planlæg en opfølgning',
  'change-follow-up': 'Ret en opfølgning',
  'end-follow-up': 'Afslut en opfølgning',
  'change-intensity': 'Vælg en anden indsats for opfølgningen',
  repair: 'Ret et trin (drift)',
};
