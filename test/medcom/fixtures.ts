// Parties, citizen and messages that the MedCom tests share. CPR numbers are MedCom's published test numbers.
// Organisations are those of rules/organisations.json; all other names are invented.

import type { NewCareCommunicationInput } from '../../medcom/care-communication.ts';
import type { AdmissionInput, LaterEventInput } from '../../medcom/hospital-notification.ts';
import { derivedUuid } from '../../medcom/ids.ts';
import type { SentNotices } from '../../medcom/stay-chain.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';

export const ward = { sor: '1099011000016008', gln: '5790009900016', name: 'Medicinsk Afsnit M1' };
export const municipality = { sor: '1099021000016004', gln: '5790009900023', name: 'Visitationen, Viborg' };
export const citizen = { cpr: '2509479989', family: 'Elmer', given: ['Bruno', 'Test'] };
export const episode = { value: '3da9c651-e1da-4758-84ef-035a336cb9f7' };

/** A UUID that stays the same for the same name, so that failures can be read. */
export const uuid = (name: string): string => derivedUuid('test', name);

export const admission: AdmissionInput = {
  stayEvent: 'STIN',
  bundleId: uuid('admission-bundle'),
  headerId: uuid('admission'),
  sender: ward,
  receiver: municipality,
  patient: citizen,
  episode,
  start: '2026-05-02T08:15:00Z',
  sentAt: '2026-05-02T08:16:00Z',
  reportOfAdmissionTo: ward,
};

export const endOfStay = {
  bundleId: uuid('end-bundle'),
  headerId: uuid('end'),
  sender: ward,
  receiver: municipality,
  patient: citizen,
  end: '2026-05-09T12:30:00Z',
  sentAt: '2026-05-09T12:31:00Z',
} as const satisfies Omit<Extract<LaterEventInput, { readonly stayEvent: 'SLHJ' | 'MORS' }>, 'stayEvent' | 'previous'>;

export const care: NewCareCommunicationInput = {
  bundleId: uuid('care-bundle'),
  headerId: uuid('care'),
  sender: ward,
  receiver: municipality,
  patient: citizen,
  category: 'discharge',
  topic: 'Udskrivelse i dag',
  text: 'Bruno Elmer forventes udskrevet kl. 14.30.\nHar I plads til besøg i aften?',
  author: { given: ['Ida'], family: 'Skabelonsen', role: 'Sygeplejerske', phone: '+4500000001' },
  episode: { system: 'https://sor2.sum.dsdn.dk/#id=1099011000016008', value: episode.value },
  writtenAt: '2026-05-09T09:00:00Z',
  sentAt: '2026-05-09T09:00:01Z',
};

/** What a later message of the stay needs of the earlier ones. */
export const historyOf = (...raws: readonly string[]): SentNotices => sentNotices(raws);
