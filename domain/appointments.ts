// A patient's appointments (aftaler) as a calendar shows them: when, what, whom to ring; nothing of who the patient is.
// Only what has a time: an agreed follow-up that nobody has booked yet is on the leaving sheet, not in a calendar.
import type { CaseView } from './case-view.ts';
import { isOver } from './follow-up.ts';
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
    .flatMap((item): readonly Appointment[] => {
      const { id, what, booker, bookedAt, state } = item;
      // One that did not take place and is chased still has no time any more; one that falls away is taken away.
      if (bookedAt === null || (state !== 'booked' && !isOver(item))) return [];
      const { name, phone } = unitWords(registry, booker);
      return [
        {
          uid: `${id}.${caseId}@den-gode-udskrivelse`,
          at: bookedAt,
          title: followUpWords(what),
          details: `${name}. Passer tiden ikke, så ring på ${phoneWords(phone)}.`,
          cancelled: isOver(item) && state !== 'done',
        },
      ];
    })
    .sort((a, b) => a.at - b.at);
}
