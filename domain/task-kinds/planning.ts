// Tasks of planning: the plan, the municipality's answers, the stay's own tasks, the conference.
// Danish: visitation, indlæggelsesrapport, udskrivningskonference.

import type { Fields } from '../fields.ts';
import { serviceLabels } from '../plan.ts';
import { leavingWays } from '../reasons.ts';
import type { AnswerKind, TaskKind } from './kind.ts';
import { asker, call, done, exampleInstant, from, municipal, note, reason, ward } from './kind.ts';

const serviceAnswer: Fields = {
  service: { type: 'code', label: 'Ydelse', of: serviceLabels },
  answer: {
    type: 'code',
    label: 'Svar',
    of: {
      accept: 'Ja',
      'accept-on-condition': 'Ja, på betingelse',
      'accept-from': 'Ja, fra en anden dato',
      decline: 'Nej til ydelsen',
    },
  },
  from: { ...from, optional: true },
  reason: { ...reason, optional: true },
  condition: { type: 'text', label: 'Betingelse', optional: true },
};

/** What can be said about services, by the municipality itself or read out of its letter. */
const serviceAnswers = [
  { code: 'accept', label: 'Ja til alle ydelser', fields: { note }, example: {} },
  {
    code: 'per-service',
    label: 'Svar for hver ydelse',
    fields: {
      services: {
        type: 'list',
        label: 'Ydelser',
        of: serviceAnswer,
        min: 1,
        max: 20,
        requires: {
          by: 'answer',
          members: { 'accept-on-condition': ['condition'], 'accept-from': ['from'], decline: ['reason', 'from'] },
        },
      },
      note,
    },
    example: {
      services: [
        { service: 'home-nursing', answer: 'accept' },
        { service: 'devices', answer: 'accept-from', from: exampleInstant },
      ],
    },
  },
] as const satisfies readonly AnswerKind[];

export const planningTasks = {
  'state-plan': {
    title: 'Opret plan: et ophold er meldt',
    roles: ward,
    answers: [{ code: 'no-new-needs', label: 'Ingen nye behov', fields: { note }, example: {} }],
  },
  'answer-services': {
    title: 'Svar på ydelser efter udskrivning',
    roles: municipal,
    answers: serviceAnswers,
  },
  'read-letter': {
    title: 'Svar modtaget som brev: læs og registrér svaret',
    roles: ward,
    answers: [
      { code: 'no-answer', label: 'Læst: intet svar på ydelserne', fields: { note }, example: {} },
      ...serviceAnswers,
    ],
  },
  'answer-question': {
    title: 'Svar på spørgsmål',
    roles: [...ward, ...municipal, 'acute-nurse', 'gp'],
    answers: [
      {
        code: 'answer',
        label: 'Svar',
        fields: { text: { type: 'text', label: 'Svar' } },
        example: { text: 'Plejesengen leveres dagen før udskrivelsen.' },
      },
      {
        code: 'by-phone',
        label: 'Besvaret på telefon',
        fields: { spokeWith: call.fields.spokeWith, note },
        example: {},
      },
      { code: 'no-answer-needed', label: 'Kræver intet svar', fields: { note }, example: {} },
    ],
  },
  'read-reply': {
    title: 'Svar modtaget som brev: læs det',
    roles: ward,
    answers: [
      { code: 'answer', label: 'Læst: spørgsmålet er besvaret', fields: { note }, example: {} },
      { code: 'no-answer', label: 'Læst: intet svar på spørgsmålet', fields: { note }, example: {} },
    ],
  },
  'pause-services': {
    title: 'Sæt løbende ydelser på pause',
    roles: municipal,
    answers: [done('Sat på pause'), { code: 'none', label: 'Ingen løbende ydelser', fields: { note }, example: {} }],
  },
  'admission-report': {
    title: 'Send indlæggelsesrapport',
    roles: municipal,
    answers: [
      done('Sendt'),
      { code: 'by-phone', label: 'Givet på telefon', fields: { spokeWith: call.fields.spokeWith, note }, example: {} },
    ],
  },
  'still-here': {
    title: 'Den planlagte udskrivning er passeret: er patienten her stadig?',
    roles: ward,
    answers: [
      { code: 'still-here', label: 'Ja, stadig indlagt', fields: { note }, example: {} },
      {
        code: 'left',
        label: 'Nej, udskrevet',
        fields: {
          at: { type: 'instant', label: 'Hvornår' },
          how: { type: 'code', label: 'Hvortil', of: leavingWays },
          note,
        },
        example: { at: exampleInstant, how: 'home' },
      },
    ],
  },
  'confirm-resume': {
    title: 'Bekræft at ydelser genoptages',
    roles: municipal,
    answers: [
      { code: 'confirm', label: 'Bekræftet', fields: { note }, example: {} },
      {
        code: 'other-date',
        label: 'Anden dato',
        fields: { from, reason, note },
        example: { from: exampleInstant, reason: 'no-capacity' },
      },
    ],
  },
  'answer-conference': {
    title: 'Svar på forslag til udskrivningskonference',
    roles: municipal,
    answers: [
      {
        code: 'accept',
        label: 'Ja til et tidspunkt',
        fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
        example: { at: exampleInstant },
      },
      {
        code: 'propose',
        label: 'Foreslå andre tider',
        fields: { times: { type: 'instants', label: 'Tider', min: 1, max: 5 }, note },
        example: { times: [exampleInstant] },
      },
      {
        code: 'decline',
        label: 'Ingen konference',
        fields: { reason, note },
        example: { reason: 'more-information-needed' },
      },
    ],
  },
  'choose-conference-time': {
    title: 'Vælg tidspunkt for udskrivningskonference',
    roles: ward,
    answers: [
      {
        code: 'accept',
        label: 'Vælg tidspunkt',
        fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
        example: { at: exampleInstant },
      },
      { code: 'give-up', label: 'Ingen konference', fields: { note }, example: {} },
    ],
  },
  'conference-decisions': {
    title: 'Skriv beslutninger fra konferencen',
    roles: [...ward, ...municipal],
    answers: [
      {
        code: 'decided',
        label: 'Beslutninger',
        fields: {
          decisions: {
            type: 'list',
            label: 'Beslutninger',
            min: 0,
            max: 20,
            of: {
              unit: { type: 'unit', label: 'Hvem' },
              due: { type: 'instant', label: 'Senest' },
              what: { type: 'text', label: 'Hvad' },
            },
          },
          note,
        },
        example: { decisions: [{ unit: 'mun-0791-visitation', due: exampleInstant, what: 'Bestil plejeseng' }] },
      },
      { code: 'not-held', label: 'Ikke holdt', fields: { note }, example: {} },
    ],
  },
  'carry-out-decision': {
    title: 'Udfør beslutning fra konference',
    roles: [...ward, ...municipal, 'acute-nurse', 'gp'],
    answers: [done('Udført')],
  },
  'consider-condition': {
    title: 'Tag stilling til betingelse eller tilbud',
    roles: asker,
    answers: [
      { code: 'take', label: 'Vi tager imod', fields: { note }, example: {} },
      { code: 'refuse', label: 'Vi afviser', fields: { note }, example: {} },
    ],
  },
  'find-other-way': {
    title: 'Find en anden løsning: nej eller anden dato fra kommunen',
    roles: ward,
    answers: [
      { code: 'other-way', label: 'Løst på anden måde', fields: { note }, example: {} },
      { code: 'take-date', label: 'Datoen tages', fields: { note }, example: {} },
      { code: 'ask-again', label: 'Spørg kommunen igen', fields: { note }, example: {} },
    ],
  },
} as const satisfies Record<string, TaskKind>;
