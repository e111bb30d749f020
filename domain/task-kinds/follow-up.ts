// Tasks of follow-up (opfølgning): the GP's, agreeing, booking, asking whether it was done, chasing.
// Planned is not done: a task of this kind ends with done, declined or a person who takes over.
import { followUpPlaces, missedReasons } from '../follow-up.ts';
import { followUpKinds } from '../reasons.ts';
import type { TaskKind } from './kind.ts';
import { done, exampleInstant, municipal, note, reason, ward } from './kind.ts';

export const followUpTasks = {
  'gp-follow-up': {
    title: 'Opfølgning anbefalet i epikrisen',
    roles: ['gp'],
    answers: [
      { code: 'accept', label: 'Tager opfølgningen', fields: { note }, example: {} },
      {
        code: 'propose',
        label: 'Anden tid',
        fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
        example: { at: exampleInstant },
      },
      {
        code: 'not-followed',
        label: 'Følger ikke anbefalingen',
        fields: { note: { type: 'text', label: 'Begrundelse' } },
        example: { note: 'Er i ambulant forløb' },
      },
      {
        code: 'hand-back',
        label: 'Giv tilbage',
        fields: { reason, note },
        example: { reason: 'not-a-municipal-task' },
      },
    ],
  },
  'name-who-follows-up': {
    title: 'Angiv hvem der følger op',
    roles: ward,
    answers: [
      {
        code: 'named',
        label: 'Angivet',
        fields: {
          unit: { type: 'unit', label: 'Enhed', optional: true },
          who: { type: 'name', label: 'Hvem' },
          phone: { type: 'phone', label: 'Telefon', optional: true },
          note,
        },
        example: { who: 'Lægevagten', phone: '70000000' },
      },
      { code: 'not-needed', label: 'Ingen opfølgning nødvendig', fields: { note }, example: {} },
    ],
  },
  'send-letter': { title: 'Epikrisen mangler', roles: ward, answers: [done('Sendt')] },
  'agree-follow-up': {
    title: 'Aftal opfølgning før udskrivning',
    roles: ward,
    answers: [
      {
        code: 'agreed',
        label: 'Aftalt',
        fields: {
          items: {
            type: 'list',
            label: 'Opfølgninger',
            min: 1,
            max: 20,
            of: {
              what: { type: 'code', label: 'Hvad', of: followUpKinds },
              from: { type: 'instant', label: 'Tidligst' },
              until: { type: 'instant', label: 'Senest' },
              booker: { type: 'unit', label: 'Hvem booker' },
              bookBy: { type: 'instant', label: 'Bookes senest' },
              owner: { type: 'unit', label: 'Hvem udfører, hvis en anden', optional: true },
              place: { type: 'code', label: 'Hvor', of: followUpPlaces, optional: true },
            },
          },
          note,
        },
        example: {
          items: [
            {
              what: 'gp-visit',
              from: '2026-12-07T08:00:00Z',
              until: '2026-12-11T15:00:00Z',
              booker: 'gp-041230',
              bookBy: '2026-12-03T14:00:00Z',
            },
          ],
        },
      },
      { code: 'declined', label: 'Patienten ønsker ikke opfølgning', fields: { note }, example: {} },
      { code: 'not-needed', label: 'Ingen opfølgning nødvendig', fields: { note }, example: {} },
    ],
  },
  'book-follow-up': {
    title: 'Book opfølgning',
    roles: [...ward, ...municipal, 'gp', 'acute-nurse'],
    answers: [
      {
        code: 'booked',
        label: 'Booket',
        fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
        example: { at: exampleInstant },
      },
      { code: 'declined', label: 'Patienten ønsker det ikke', fields: { note }, example: {} },
      { code: 'cannot', label: 'Kan ikke bookes her', fields: { reason, note }, example: { reason: 'no-capacity' } },
    ],
  },
  'follow-up-done': {
    title: 'Er opfølgningen gennemført?',
    roles: [...ward, ...municipal, 'gp', 'acute-nurse'],
    answers: [
      done('Gennemført'),
      {
        code: 'not-done',
        label: 'Ikke gennemført',
        fields: {
          reason: { type: 'code', label: 'Årsag', of: missedReasons },
          at: { type: 'instant', label: 'Ny tid', optional: true },
          note,
        },
        example: { reason: 'patient-did-not-come', at: exampleInstant },
      },
      { code: 'declined', label: 'Patienten ønsker det ikke', fields: { note }, example: {} },
    ],
  },
  'chase-follow-up': {
    title: 'Opfølgning er ikke booket eller gennemført: tag over',
    roles: ward,
    answers: [
      {
        code: 'rebooked',
        label: 'Ny tid',
        fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
        example: { at: exampleInstant },
      },
      done('Gennemført'),
      { code: 'declined', label: 'Patienten ønsker det ikke', fields: { note }, example: {} },
    ],
  },
} as const satisfies Record<string, TaskKind>;
