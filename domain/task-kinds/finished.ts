// The task about a finished patient: the notice of finished treatment (melding om færdigbehandling) was not sent in time.
// The notice itself leaves from the hospital's own system (XDIS19); here it is only seen to.
import type { TaskKind } from './kind.ts';
import { call, exampleInstant, note, ward } from './kind.ts';

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
} as const satisfies Record<string, TaskKind>;
