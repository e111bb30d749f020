// A patient's appointments (aftaler) as a calendar shows them: when, what, whom to ring; nothing of who the patient is.
// Only what has or had a time: an agreed follow-up that nobody has booked yet is on the leaving sheet, not in a calendar.
import type { CaseView, EventView } from './case-view.ts';
import { epoch } from './ids.ts';
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
  /** It has no time any more: a calendar that has it takes it away. */
  readonly cancelled: boolean;
}

/** What a case has recorded, as far as appointments are read from it. */
type Recorded = Pick<EventView, 'fact' | 'codes'>;

/**
 * The appointments of one case by time. Ids of the case and the item alone go into a `uid`. One that had a time and has
 * none now (lost, declined, not done) stands as cancelled at the time it had last, for the calendars that have it. Pure.
 */
export function appointments(
  caseId: string,
  { followUps }: Pick<CaseView, 'followUps'>,
  events: readonly Recorded[],
  registry: Pick<Registry, 'units'>,
): readonly Appointment[] {
  const last = lastTimes(events);
  return followUps
    .flatMap((item): readonly Appointment[] => {
      const { id, what, booker, bookedAt, state } = item;
      const at = bookedAt ?? last.get(id);
      if (at === undefined) return [];
      const { name, phone } = unitWords(registry, booker);
      return [
        {
          uid: `${id}.${caseId}@den-gode-udskrivelse`,
          at,
          title: followUpWords(what),
          details: `${name}. Passer tiden ikke, så ring på ${phoneWords(phone)}.`,
          cancelled: state !== 'booked' && state !== 'done',
        },
      ];
    })
    .sort((a, b) => a.at - b.at);
}

/** The time that each item was booked for last, epoch ms. */
const lastTimes = (events: readonly Recorded[]): ReadonlyMap<string, number> =>
  new Map(
    events.flatMap(({ fact, codes: { item, at } }) =>
      fact === 'follow-up-booked' && typeof item === 'string' && typeof at === 'string' ? [[item, epoch(at)]] : [],
    ),
  );
