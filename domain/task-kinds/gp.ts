// Tasks of the GP loop: the practice's, of the department that owns the item until somebody says yes, and of who is asked.
// Silence answers none of them: the ward rings, and what nobody has taken stays with the department.
import { handBackReasons, phoneAnswers } from '../reasons.ts';
import type { AnswerKind, TaskKind } from './kind.ts';
import { call, done, exampleInstant, municipal, note, spokeWith, ward } from './kind.ts';

const time = { type: 'instant', label: 'Aftalt tid', optional: true } as const;
const handBackReason = { type: 'code', label: 'Årsag', of: handBackReasons } as const;
const why = { type: 'text', label: 'Begrundelse' } as const;

/** What a practice may say, on the page or in a letter that the ward reads. */
const gpAnswers = [
  { code: 'accept', label: 'Tager opfølgningen', fields: { at: time, note }, example: {} },
  {
    code: 'propose',
    label: 'Anden tid',
    fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
    example: { at: exampleInstant },
  },
  {
    code: 'not-followed',
    label: 'Følger ikke anbefalingen',
    fields: { note: why },
    example: { note: 'Er i ambulant forløb' },
  },
  {
    code: 'hand-back',
    label: 'Giv tilbage',
    fields: { reason: handBackReason, note },
    example: { reason: 'hospital-task' },
  },
] as const satisfies readonly [AnswerKind, ...AnswerKind[]];

export const gpTasks = {
  'gp-follow-up': { title: 'Opfølgning anbefalet i epikrisen', roles: ['gp'], answers: gpAnswers },
  'read-gp-answer': {
    title: 'Egen læges svar modtaget som brev: læs og registrér svaret',
    roles: ward,
    answers: [
      { code: 'no-answer', label: 'Læst: intet svar på opfølgningen', fields: { note }, example: {} },
      ...gpAnswers,
    ],
  },
  'ring-practice': {
    title: 'Ring til egen læge i åbningstiden',
    roles: ward,
    answers: [
      call,
      {
        code: 'answered',
        label: 'Egen læge svarede på telefonen',
        fields: {
          said: { type: 'code', label: 'Svar', of: phoneAnswers },
          at: time,
          spokeWith,
          note,
        },
        example: { said: 'accept', spokeWith: 'Lægesekretæren' },
      },
    ],
  },
  'answer-proposal': {
    title: 'Egen læge foreslår en senere tid',
    roles: ward,
    answers: [
      { code: 'accept', label: 'Tiden er i orden', fields: { note }, example: {} },
      {
        code: 'decline',
        label: 'For sent: spørg praksis igen',
        fields: { note: why },
        example: { note: 'Sårtilsyn kan ikke vente' },
      },
      { code: 'other-way', label: 'En anden skal følge op', fields: { note }, example: {} },
    ],
  },
  'name-who-follows-up': {
    title: 'Opfølgningen ligger hos afdelingen: find ud af, hvem der tager den',
    roles: ward,
    answers: [
      {
        code: 'named',
        label: 'Bed en anden enhed om at tage den',
        fields: { unit: { type: 'unit', label: 'Enhed' }, note },
        example: { unit: 'mun-0791-homecare' },
      },
      {
        code: 'agreed',
        label: 'Aftalt på telefon',
        fields: {
          who: { type: 'name', label: 'Hvem følger op' },
          spokeWith: { ...spokeWith, label: 'Hvem sagde ja' },
          phone: { type: 'phone', label: 'Telefon', optional: true },
          note,
        },
        example: { who: 'Lægehuset i Tjele', spokeWith: 'Vagthavende læge', phone: '70000000' },
      },
      { code: 'own', label: 'Afdelingen følger selv op', fields: { note }, example: {} },
      {
        code: 'not-needed',
        label: 'Ingen opfølgning nødvendig',
        fields: { note: why },
        example: { note: 'Set i ambulatoriet i dag' },
      },
    ],
  },
  'take-follow-up': {
    title: 'Vil I tage den opfølgning, som epikrisen anbefaler?',
    roles: [...ward, ...municipal, 'gp', 'acute-nurse'],
    answers: [
      { code: 'accept', label: 'Tager opfølgningen', fields: { at: time, note }, example: {} },
      { code: 'decline', label: 'Nej', fields: { reason: handBackReason, note }, example: { reason: 'hospital-task' } },
    ],
  },
  'recommendation-withdrawn': {
    title: 'Sygehuset anbefaler ikke længere opfølgningen',
    roles: [...ward, ...municipal, 'gp', 'acute-nurse'],
    answers: [done('Set')],
  },
  'send-letter': { title: 'Epikrisen mangler', roles: ward, answers: [done('Sendt')] },
} as const satisfies Record<string, TaskKind>;
