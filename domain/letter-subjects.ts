// Subject (emne) and category of each letter that the service writes in its own words, as its receiver reads them.
// Categories are MedCom's (CareCommunication, medcom.md 8.3); a letter that a person writes has a subject of its own.
import type { LetterKind, MessageKind } from './case-view.ts';

interface Subject {
  readonly category: 'discharge' | 'decease' | 'extended-care-responsibility' | 'carecoordination';
  readonly topic: string;
}

const discharge = (topic: string): Subject => ({ category: 'discharge', topic });

const letterSubjects: Readonly<Record<LetterKind, Subject>> = {
  plan: discharge('Plan for udskrivning'),
  'changed-plan': discharge('Ændret plan for udskrivning'),
  'heads-up': discharge('Til orientering: indlæggelse'),
  withdrawal: discharge('Udskrivning trukket tilbage'),
  pause: discharge('Udskrivning sat på pause'),
  resumption: discharge('Udskrivning genoptaget'),
  death: { category: 'decease', topic: 'Patienten er død' },
  'still-here': discharge('Udskrivning annulleret'),
  alive: discharge('Meddelelse om dødsfald annulleret'),
  'responsibility-passed': { category: 'extended-care-responsibility', topic: 'Udvidet behandlingsansvar er slut' },
  'bed-released': discharge('Plads givet fri'),
  'follow-up-cancelled': discharge('Opfølgning aflyst'),
  'short-stay': discharge('Kort ophold: udskrivning uden plejeforløbsplan'),
  'phone-agreement': discharge('Aftalt på telefon om udskrivningen'),
};

/** Of a request for a place: there is no discharge to speak of. */
const requestSubjects: Readonly<Partial<Record<LetterKind, Subject>>> = {
  withdrawal: { category: 'carecoordination', topic: 'Anmodning om plads trukket tilbage' },
  death: { category: 'decease', topic: 'Borgeren er død' },
  'bed-released': { category: 'carecoordination', topic: 'Plads givet fri' },
};

/** What a letter is about: a discharge, or a request for a place without one. */
export const letterSubject = (kind: LetterKind, isRequest: boolean): Subject =>
  (isRequest ? requestSubjects[kind] : undefined) ?? letterSubjects[kind];

/** Whether a message is such a letter; a stay notice and a person's letter are none. */
export const isLetterKind = (kind: MessageKind): kind is LetterKind => Object.hasOwn(letterSubjects, kind);
