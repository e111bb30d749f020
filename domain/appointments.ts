// A patient's appointments (aftaler) as a calendar shows them: when, what, whom to ring; nothing of who the patient is.
// Only what has a time: an agreed follow-up that nobody has booked yet is on the leaving sheet, not in a calendar.
import type { CaseView } from './case-view.ts';
import { unitWords } from './leaving-contacts.ts';
import { followUpWords } from './leaving-sheet.ts';
import type { Registry } from './organisations.ts';
import { phoneWords } from './sheet.ts';

export interface Appointment {
  /** The same for as long as the appointment is known, so that a calendar changes it and adds no second. */
  readonly uid: string;
  /** Epoch ms. How long it takes is not known. */
  readonly at: number;
  readonly title: string;
  readonly details: string;
  /** The patient has declined it: a calendar that has it takes it away. */
  readonly cancelled: boolean;
}

/** The appointments of one case by time. Ids of the case and the item alone go into a `uid`. Pure. */
export function appointments(
  caseId: string,
  { followUps }: Pick<CaseView, 'followUps'>,
  registry: Pick<Registry, 'units'>,
): readonly Appointment[] {
  return followUps
    .flatMap(({ id, what, state, booker, bookedAt }): readonly Appointment[] => {
      if (bookedAt === null || (state !== 'booked' && state !== 'done' && state !== 'declined')) return [];
      const { name, phone } = unitWords(registry, booker);
      return [
        {
          uid: `${id}.${caseId}@den-gode-udskrivelse`,
          at: bookedAt,
          title: followUpWords(what),
          details: `${name}. Passer tiden ikke, så ring på ${phoneWords(phone)}.`,
          cancelled: state === 'declined',
        },
      ];
    })
    .sort((a, b) => a.at - b.at);
}
