// Tasks about what is agreed with the municipality by phone before the patient leaves (ring først).
// The call is written down: who, when, what and the number; a no, nobody reached and a call back are answers too.
import type { TaskKind } from './kind.ts';
import { callBack, from, handover, note, notReached, reason, spokeWith, ward } from './kind.ts';

export const agreeingTasks = {
  'agree-by-phone': {
    title: 'Ring til kommunen: aftal udskrivelsen',
    roles: ward,
    answers: [
      {
        code: 'agreed',
        label: 'Ja, aftalt',
        fields: {
          ...handover,
          spokeWith,
          phone: { type: 'phone', label: 'Nummer' },
          agreed: { type: 'text', label: 'Hvad er aftalt' },
          note,
        },
        example: {
          spokeWith: 'Visitator på vagt',
          phone: '87000000',
          agreed: 'Hjemmesygeplejen kommer lørdag aften og søndag morgen',
        },
      },
      {
        code: 'declined',
        label: 'Nej',
        fields: { reason, from: { ...from, optional: true }, ...handover, spokeWith, note },
        example: { reason: 'no-capacity', spokeWith: 'Visitator på vagt' },
      },
      callBack,
      notReached,
    ],
  },
  'no-by-phone': {
    title: 'Kommunen sagde nej på telefonen: ret planen, eller ring igen',
    roles: ward,
    answers: [{ code: 'ring-again', label: 'Ring igen', fields: { note }, example: {} }],
  },
} as const satisfies Record<string, TaskKind>;
