// Tasks about a place that is held and the stay in it: the end of the hold, arrival, reassessment, the closing note.
// The asker is whoever asked for the place; the unit is asked by its acute nurse.
import { stayEndings } from '../reasons.ts';
import type { AnswerKind, TaskKind } from './kind.ts';
import { asker, call, exampleInstant, note } from './kind.ts';

const at = { type: 'instant', label: 'Hvornår', optional: true } as const;
const { spokeWith, phone } = call.fields;

const arrived = (fields: AnswerKind['fields']): AnswerKind => ({
  code: 'arrived',
  label: 'Patienten er kommet',
  fields: { at, ...fields },
  example: {},
});
const elsewhere = (fields: AnswerKind['fields']): AnswerKind => ({
  code: 'elsewhere',
  label: 'Patienten er et andet sted',
  fields,
  example: {},
});

/** Of a letter that has a standard of its own (domain/own-standard.ts): this service never sends it. */
const sent: AnswerKind = {
  code: 'sent',
  label: 'Sendt fra eget system',
  fields: { reference: { type: 'text', label: 'Brevets nummer i eget system', optional: true }, note },
  example: {},
};

export const holdingTasks = {
  'bed-lapsed': {
    title: 'Pladsen er ikke længere holdt',
    roles: asker,
    answers: [
      { code: 'ask-again', label: 'Spørg enhederne igen', fields: { note }, example: {} },
      { code: 'not-needed', label: 'Plads ikke længere nødvendig', fields: { note }, example: {} },
    ],
  },
  'hold-ends-soon': {
    title: 'Pladsen holdes kun kort tid endnu',
    roles: asker,
    answers: [
      { code: 'leave-it', label: 'Lad den stå: patienten kommer som aftalt', fields: { note }, example: {} },
      {
        code: 'renew',
        label: 'Hold pladsen til en ny ankomst',
        fields: { arrival: { type: 'instant', label: 'Ny ankomst' }, note },
        example: { arrival: exampleInstant },
      },
      { code: 'let-go', label: 'Giv pladsen fri', fields: { note }, example: {} },
    ],
  },
  'unit-hold-ends-soon': {
    title: 'I holder kun pladsen kort tid endnu',
    roles: ['acute-nurse'],
    answers: [{ code: 'noted', label: 'Set', fields: { note }, example: {} }],
  },
  'bed-no-longer-fits': {
    title: 'Enheden kan ikke længere det, patienten har brug for',
    roles: asker,
    answers: [
      { code: 'keep', label: 'Behold pladsen alligevel', fields: { note }, example: {} },
      { code: 'look-for-another', label: 'Find en anden plads', fields: { note }, example: {} },
    ],
  },
  'has-arrived': {
    title: 'Er patienten kommet til akutpladsen?',
    roles: ['acute-nurse'],
    answers: [
      arrived({ note }),
      { code: 'not-arrived', label: 'Ikke kommet', fields: { note }, example: {} },
      elsewhere({ note }),
    ],
  },
  'ring-not-arrived': {
    title: 'Ring op: patienten er ikke kommet til akutpladsen',
    roles: asker,
    answers: [
      arrived({ spokeWith, phone, note }),
      elsewhere({ spokeWith, phone, note }),
      {
        code: 'not-found',
        label: 'Ikke fundet endnu',
        fields: { result: call.fields.result, spokeWith, phone, note },
        example: { result: 'not-reached' },
      },
    ],
  },
  'reassess-stay': {
    title: 'Ophold på akutplads: stop, forlæng eller flyt',
    roles: asker,
    answers: [
      {
        code: 'stop',
        label: 'Opholdet slutter',
        fields: {
          leavesAt: { type: 'instant', label: 'Forlader pladsen (tomt: nu)', optional: true },
          to: { type: 'code', label: 'Hvortil', of: stayEndings, optional: true },
          note,
        },
        example: {},
      },
      {
        code: 'extend',
        label: 'Forlæng opholdet',
        fields: { until: { type: 'instant', label: 'Til' }, note },
        example: { until: exampleInstant },
      },
      {
        code: 'move',
        label: 'Flyttes til et andet sted',
        fields: {
          to: { type: 'code', label: 'Hvortil', of: stayEndings },
          unit: { type: 'unit', label: 'Enhed', optional: true },
          leavesAt: { type: 'instant', label: 'Forlader pladsen (tomt: nu)', optional: true },
          note,
        },
        example: { to: 'nursing-home' },
      },
    ],
  },
  'send-referral': {
    title: 'Send den skriftlige henvisning til akutpladsen fra eget system',
    roles: asker,
    answers: [sent],
  },
  'closing-note': {
    title: 'Send afslutningsnotat til den, der henviste, fra eget system',
    roles: ['acute-nurse'],
    answers: [sent],
  },
} as const satisfies Record<string, TaskKind>;
