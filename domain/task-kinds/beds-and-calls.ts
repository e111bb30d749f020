// Tasks about an acute bed (akutplads), and the calls a person makes when a machine or a unit stays silent.
// A call is always written down: who, when, with what result.

import type { Fields } from '../fields.ts';
import type { AnswerKind, TaskKind } from './kind.ts';
import {
  asker,
  call,
  callBack,
  exampleInstant,
  from,
  handover,
  municipal,
  note,
  notReached,
  reason,
  spokeWith,
  ward,
} from './kind.ts';

const condition = { type: 'text', label: 'Betingelse' } as const;
const later = { type: 'instant', label: 'Plads fra' } as const;
const cannot = { type: 'capabilities', label: 'Kan ikke', min: 1, max: 44 } as const;

/** What a unit can say of a place, with the fields that come with every one of them. */
const placeAnswers = (said: Fields, example: AnswerKind['example']) =>
  [
    { code: 'accept', label: 'Ja', fields: { ...said, note }, example },
    {
      code: 'accept-on-condition',
      label: 'Ja, på betingelse',
      fields: { condition, ...said, note },
      example: { condition: 'Medicin til to døgn skal med', ...example },
    },
    {
      code: 'offer-later',
      label: 'Ja, men senere',
      fields: { from: later, ...said, note },
      example: { from: exampleInstant, ...example },
    },
    {
      code: 'accept-part',
      label: 'Ja til en del',
      fields: { cannot, ...said, note },
      example: { cannot: ['CAP-14'], ...example },
    },
  ] as const satisfies readonly AnswerKind[];

export const bedAndCallTasks = {
  'take-patient': {
    title: 'Kan I tage patienten på akutplads?',
    // Where a visitation confirms for the unit, its coordinators answer.
    roles: ['acute-nurse', ...municipal],
    answers: [
      ...placeAnswers({ phone: { type: 'phone', label: 'Telefon', optional: true } }, {}),
      {
        code: 'decline',
        label: 'Nej til pladsen',
        fields: { reason, from, note },
        example: { reason: 'no-capacity', from: exampleInstant },
      },
    ],
  },
  'ring-unit': {
    title: 'Ring først: kan enheden tage patienten?',
    roles: asker,
    answers: [
      ...placeAnswers({ spokeWith, ...handover }, { spokeWith: 'Sygeplejerske på vagt', phone: '87000000' }),
      {
        code: 'decline',
        label: 'Nej til pladsen',
        fields: { reason, from: { ...from, optional: true }, spokeWith, ...handover, note },
        example: { reason: 'no-capacity', spokeWith: 'Sygeplejerske på vagt' },
      },
      callBack,
      notReached,
    ],
  },
  'not-chosen': {
    title: 'Pladsen, I tilbød, er ikke længere nødvendig',
    roles: ['acute-nurse', ...municipal],
    answers: [{ code: 'done', label: 'Set', fields: { note }, example: {} }],
  },
  'single-case': {
    title: 'Aftalen gælder ikke: lav enkeltaftale på telefon',
    roles: asker,
    answers: [
      {
        code: 'agreed',
        label: 'Aftalt',
        fields: {
          spokeWith,
          phone: { type: 'phone', label: 'Nummer', optional: true },
          agreed: { type: 'text', label: 'Hvad er aftalt, og hvem betaler' },
          note,
        },
        example: { spokeWith: 'Visitator på vagt', agreed: 'IV-behandling i fem døgn; kommunen betaler timerne' },
      },
      { code: 'not-agreed', label: 'Ikke aftalt', fields: { note }, example: {} },
    ],
  },
  'train-staff': {
    title: 'Oplær personalet, før patienten kommer',
    roles: ['acute-nurse', ...municipal],
    answers: [{ code: 'done', label: 'Oplært', fields: { note }, example: {} }],
  },
  'cover-rest': {
    title: 'Find en løsning på det, pladsen ikke kan',
    roles: asker,
    answers: [
      { code: 'other-way', label: 'Løst på anden måde', fields: { note }, example: {} },
      { code: 'not-needed', label: 'Ikke længere nødvendigt', fields: { note }, example: {} },
    ],
  },
  'no-bed-found': {
    title: 'Ingen akutplads fundet',
    roles: asker,
    answers: [
      { code: 'other-way', label: 'Løst på anden måde', fields: { note }, example: {} },
      {
        code: 'ask-again',
        label: 'Spørg enhederne igen',
        fields: { unit: { type: 'unit', label: 'Denne enhed først', optional: true }, note },
        example: {},
      },
      { code: 'not-needed', label: 'Plads ikke længere nødvendig', fields: { note }, example: {} },
    ],
  },
  'ring-municipality': { title: 'Ring til kommunen', roles: ward, answers: [call] },
  'ring-party': { title: 'Ring op: meddelelsen er ikke nået frem', roles: asker, answers: [call] },
  'ring-unread': { title: 'Ring op: meddelelsen er ikke set af nogen', roles: asker, answers: [call] },
  'ring-first': { title: 'Ring op: det haster', roles: asker, answers: [call] },
  'ring-unanswered': {
    title: 'Ring op: spørgsmålet er ikke besvaret',
    roles: asker,
    answers: [call],
  },
} as const satisfies Record<string, TaskKind>;
