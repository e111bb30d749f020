// Tasks about a finished patient (færdigbehandlet): the notice that was not sent in time, and what the wait is put down to.
// The notice itself leaves from the hospital's own system (XDIS19); here it is only seen to.
import { delayCauses } from '../finished.ts';
import type { TaskKind } from './kind.ts';
import { call, exampleInstant, municipal, note, ward } from './kind.ts';

export const finishedTasks = {
  'send-finished-notice': {
    title: 'Melding om færdigbehandling er ikke set sendt',
    roles: ward,
    answers: [
      {
        code: 'sent',
        label: 'Sendt',
        fields: { at: { type: 'instant', label: 'Hvornår' }, note },
        example: { at: exampleInstant },
      },
      { code: 'by-phone', label: 'Givet på telefon', fields: { spokeWith: call.fields.spokeWith, note }, example: {} },
      { code: 'not-needed', label: 'Ikke nødvendig', fields: { note }, example: {} },
    ],
  },
  'agree-delay-cause': {
    title: 'Er I enige i, hvad patienten venter på?',
    roles: [...ward, ...municipal],
    answers: [
      { code: 'undisputed', label: 'Ingen indsigelse', fields: { note }, example: {} },
      {
        code: 'disputed',
        label: 'Uenig: patienten venter på noget andet',
        fields: {
          cause: { type: 'code', label: 'Venter på', of: delayCauses },
          why: { type: 'text', label: 'Hvorfor' },
        },
        example: { cause: 'municipality', why: 'Pladsen var klar i mandags' },
      },
    ],
  },
} as const satisfies Record<string, TaskKind>;
