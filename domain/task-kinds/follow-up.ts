// Tasks of follow-up (opfølgning): agreeing, booking, asking whether it was done, chasing. The GP's are in gp.ts.
// Planned is not done: a task of this kind ends with done, declined or a person who takes over.
import type { Fields } from '../fields.ts';
import { followUpPlaces, hasRule, isFollowUpKind, lateReasons, missedReasons, reaches } from '../follow-up.ts';
import { intensities, otherIntensityReasons } from '../follow-up-risk.ts';
import { followUpKinds } from '../reasons.ts';
import type { TaskKind } from './kind.ts';
import { exampleInstant, municipal, note, reason, ward } from './kind.ts';

/** What is agreed of one item. Left out of a window: the dated rules say it, for the kinds that have a rule. */
export const followUpFields = {
  what: { type: 'code', label: 'Hvad', of: followUpKinds },
  from: { type: 'instant', label: 'Tidligst', optional: true },
  until: { type: 'instant', label: 'Senest', optional: true },
  booker: { type: 'unit', label: 'Hvem booker' },
  bookBy: { type: 'instant', label: 'Bookes senest', optional: true },
  owner: { type: 'unit', label: 'Hvem udfører, hvis en anden', optional: true },
  place: { type: 'code', label: 'Hvor', of: followUpPlaces, optional: true },
  start: { type: 'instant', label: 'Lægefagligt tidligst (genoptræning)', optional: true },
  contacts: { type: 'integer', label: 'Antal kontakter (opfølgende hjemmebesøg)', min: 1, max: 3, optional: true },
} as const satisfies Fields;

/** How much is chosen, and why when it is another than proposed. */
const intensityFields = {
  livesAlone: { type: 'boolean', label: 'Bor alene', optional: true },
  intensity: { type: 'code', label: 'Indsats', of: intensities, optional: true },
  otherBecause: { type: 'code', label: 'Hvorfor andet end foreslået', of: otherIntensityReasons, optional: true },
} as const satisfies Fields;

/** Kinds that no rule has a window for: people say when, and by when it is booked. */
const windowStated: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(followUpKinds)
    .filter((what) => isFollowUpKind(what) && !hasRule(what))
    .map((what) => [what, ['from', 'until', 'bookBy']]),
);

const bookBy = { type: 'instant', label: 'Bookes senest' } as const;
const held = {
  code: 'done',
  label: 'Gennemført',
  fields: { at: { type: 'instant', label: 'Hvornår, hvis en anden tid end den bookede', optional: true }, note },
  example: {},
} as const;
const newTime = { type: 'instant', label: 'Ny tid, aftalt med patienten' } as const;

export const followUpTasks = {
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
              ...followUpFields,
            },
            requires: { by: 'what', members: windowStated },
          },
          ...intensityFields,
          reach: { type: 'code', label: 'Hvis patienten ikke kommer: særligt sårbar?', of: reaches, optional: true },
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
          otherBecause: 'judged-otherwise',
        },
      },
      { code: 'declined', label: 'Patienten ønsker ikke opfølgning', fields: { note }, example: {} },
      {
        code: 'not-needed',
        label: 'Ingen opfølgning nødvendig',
        fields: { livesAlone: intensityFields.livesAlone, otherBecause: intensityFields.otherBecause, note },
        example: { otherBecause: 'judged-otherwise' },
      },
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
      held,
      {
        code: 'not-done',
        label: 'Ikke gennemført',
        fields: {
          reason: { type: 'code', label: 'Årsag', of: missedReasons },
          at: { ...newTime, optional: true },
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
      held,
      { code: 'declined', label: 'Patienten ønsker det ikke', fields: { note }, example: {} },
      {
        code: 'hand-on',
        label: 'En anden booker',
        fields: { unit: { type: 'unit', label: 'Hvem booker' }, bookBy, note },
        example: { unit: 'gp-041230', bookBy: exampleInstant },
      },
      {
        code: 'not-needed',
        label: 'Ikke længere nødvendig',
        fields: { note: { type: 'text', label: 'Begrundelse' } },
        example: { note: 'Såret er helet' },
      },
    ],
  },
  'offer-rehabilitation': {
    title: 'Tilbyd start på genoptræning inden 7 dage',
    roles: municipal,
    answers: [
      {
        code: 'offered',
        label: 'Tid tilbudt',
        fields: { at: { type: 'instant', label: 'Første tid' }, note },
        example: { at: exampleInstant },
      },
      {
        code: 'later',
        label: 'Kan først senere end 7 dage',
        fields: {
          at: { type: 'instant', label: 'Første tid' },
          reason: { type: 'code', label: 'Årsag', of: lateReasons },
          note,
        },
        example: { at: exampleInstant, reason: 'no-capacity' },
      },
      { code: 'declined', label: 'Borgeren ønsker det ikke', fields: { note }, example: {} },
    ],
  },
  'tell-private-choice': {
    title: 'Genoptræning er ikke tilbudt inden 7 dage: fortæl borgeren om retten til at vælge privat',
    roles: [...ward, ...municipal],
    answers: [
      { code: 'waits', label: 'Fortalt; borgeren venter på kommunen', fields: { note }, example: {} },
      {
        code: 'private',
        label: 'Fortalt; borgeren vælger privat',
        fields: { supplier: { type: 'name', label: 'Leverandør', optional: true }, bookBy, note },
        example: { bookBy: exampleInstant },
      },
      { code: 'declined', label: 'Borgeren ønsker det ikke', fields: { note }, example: {} },
    ],
  },
  'reach-out': {
    title: 'Patienten kom ikke til opfølgning: opsøg patienten',
    roles: [...ward, ...municipal, 'gp', 'acute-nurse'],
    answers: [
      { code: 'new-time', label: 'Talt med; ny tid', fields: { at: newTime, note }, example: { at: exampleInstant } },
      { code: 'book-again', label: 'Talt med; skal bookes igen', fields: { note }, example: {} },
      { code: 'declined', label: 'Patienten ønsker det ikke', fields: { note }, example: {} },
      { code: 'not-found', label: 'Ikke fundet', fields: { note }, example: {} },
    ],
  },
} as const satisfies Record<string, TaskKind>;
