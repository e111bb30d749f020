// Tasks about an acute bed (akutplads), and the calls a person makes when a machine or a unit stays silent.
// A call is always written down: who, when, with what result.

import type { TaskKind } from './kind.ts';
import { call, exampleInstant, from, municipal, note, reason, ward } from './kind.ts';

export const bedAndCallTasks = {
  'take-patient': {
    title: 'Kan I tage patienten på akutplads?',
    roles: ['acute-nurse'],
    answers: [
      {
        code: 'accept',
        label: 'Ja',
        fields: { phone: { type: 'phone', label: 'Telefon', optional: true }, note },
        example: {},
      },
      {
        code: 'accept-on-condition',
        label: 'Ja, på betingelse',
        fields: { condition: { type: 'text', label: 'Betingelse' }, note },
        example: { condition: 'Medicin til to døgn skal med' },
      },
      {
        code: 'decline',
        label: 'Nej til pladsen',
        fields: { reason, from, note },
        example: { reason: 'no-capacity', from: exampleInstant },
      },
    ],
  },
  'no-bed-found': {
    title: 'Ingen akutplads fundet',
    roles: ward,
    answers: [
      { code: 'other-way', label: 'Løst på anden måde', fields: { note }, example: {} },
      { code: 'ask-again', label: 'Spørg enhederne igen', fields: { note }, example: {} },
      { code: 'not-needed', label: 'Plads ikke længere nødvendig', fields: { note }, example: {} },
    ],
  },
  'bed-lapsed': {
    title: 'Pladsen er ikke længere holdt',
    roles: ward,
    answers: [
      { code: 'ask-again', label: 'Spørg enhederne igen', fields: { note }, example: {} },
      { code: 'not-needed', label: 'Plads ikke længere nødvendig', fields: { note }, example: {} },
    ],
  },
  'ring-municipality': { title: 'Ring til kommunen: intet svar', roles: ward, answers: [call] },
  'ring-party': { title: 'Ring op: meddelelsen er ikke nået frem', roles: ward, answers: [call] },
  'ring-unread': { title: 'Ring op: meddelelsen er ikke set af nogen', roles: ward, answers: [call] },
  'ring-first': { title: 'Ring op: det haster', roles: [...ward, ...municipal], answers: [call] },
  'ring-unanswered': {
    title: 'Ring op: spørgsmålet er ikke besvaret',
    roles: [...ward, ...municipal],
    answers: [call],
  },
  'ring-practice': { title: 'Ring til egen læge i åbningstiden', roles: ward, answers: [call] },
} as const satisfies Record<string, TaskKind>;
