// Tasks that tie up what is left: missing at departure, objections, after a death, late facts, failed steps.
// Each has a person at its end; none of them is ever closed by silence.

import type { TaskKind } from './kind.ts';
import { asker, done, exampleInstant, municipal, note, ward } from './kind.ts';

export const tyingUpTasks = {
  'missing-at-departure': {
    title: 'Patienten er gået, dette mangler',
    roles: [...ward, ...municipal],
    answers: [done('Bragt i orden'), { code: 'not-needed', label: 'Ikke nødvendigt', fields: { note }, example: {} }],
  },
  'handle-objection': {
    title: 'Patienten har frabedt sig deling: afklar',
    roles: ward,
    answers: [
      { code: 'handled', label: 'Afklaret uden deling', fields: { note }, example: {} },
      { code: 'consent-given', label: 'Samtykke givet', fields: { note }, example: {} },
    ],
  },
  'close-services': { title: 'Luk ydelser: borgeren er død', roles: municipal, answers: [done('Lukket')] },
  'after-death': { title: 'Efter dødsfald: tag afsked med forløbet', roles: ward, answers: [done('Udført')] },
  'read-late-fact': {
    title: 'Ny oplysning til forløbet: læs og tag stilling',
    roles: [...ward, ...municipal, 'operator'],
    answers: [done('Læst og håndteret')],
  },
  'report-adverse-event': {
    title: 'Rapportér den utilsigtede hændelse',
    roles: asker,
    answers: [
      {
        code: 'reported',
        label: 'Rapporteret',
        fields: { at: { type: 'instant', label: 'Hvornår' }, note },
        example: { at: exampleInstant },
      },
      { code: 'not-adverse', label: 'Var ikke en utilsigtet hændelse', fields: { note }, example: {} },
      { code: 'no-longer', label: 'Rapporterer den ikke alligevel', fields: { note }, example: {} },
    ],
  },
  'step-failed': {
    title: 'Et trin kunne ikke gennemføres',
    roles: ['operator'],
    answers: [
      { code: 'retry', label: 'Prøv igen', fields: { note }, example: {} },
      { code: 'hand-over', label: 'Giv videre til afdelingen', fields: { note }, example: {} },
      {
        code: 'close-by-hand',
        label: 'Luk trinnet i hånden',
        fields: { note: { type: 'text', label: 'Begrundelse' } },
        example: { note: 'Klaret på telefon' },
      },
    ],
  },
  'take-over-step': { title: 'Klar trinnet i hånden', roles: ward, answers: [done('Klaret')] },
} as const satisfies Record<string, TaskKind>;
