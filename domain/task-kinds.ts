// The catalogue of tasks (opgaver): who may answer each kind, with which answers, the ordinary one first.
// Forms, checks, the API document and the inbox are all made from this table; a client needs no other knowledge.
import type { Role } from './actor.ts';
import type { Fields } from './fields.ts';
import { serviceLabels } from './plan.ts';
import { callResults, declineReasons, followUpKinds, notDoneReasons } from './reasons.ts';

/** One allowed answer. `example` fills the fields so that a person or program sees a whole answer. */
export interface AnswerKind {
  code: string;
  label: string;
  fields: Fields;
  example: Readonly<Record<string, unknown>>;
}

export interface TaskKind {
  /** Danish title of the task, as the inbox shows it. */
  title: string;
  roles: readonly Role[];
  answers: readonly [AnswerKind, ...AnswerKind[]];
}

const note = { type: 'text', label: 'Note', optional: true } as const;
const reason = { type: 'code', label: 'Årsag', of: declineReasons } as const;
const from = { type: 'instant', label: 'Kan fra' } as const;
const done = (label: string): AnswerKind => ({ code: 'done', label, fields: { note }, example: {} });
const exampleInstant = '2026-11-30T09:00:00Z';
const municipal: readonly Role[] = ['coordinator', 'team-leader'];
const ward: readonly Role[] = ['ward-staff', 'doctor'];

const call = {
  code: 'called',
  label: 'Ringet op',
  fields: {
    result: { type: 'code', label: 'Resultat', of: callResults },
    spokeWith: { type: 'name', label: 'Talt med', optional: true },
    phone: { type: 'phone', label: 'Nummer', optional: true },
    note,
  },
  example: { result: 'reached', spokeWith: 'Vagthavende', phone: '87000000' },
} satisfies AnswerKind;

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

export const taskKinds = {
  'state-plan': {
    title: 'Opret plan: et ophold er meldt',
    roles: ward,
    answers: [{ code: 'no-new-needs', label: 'Ingen nye behov', fields: { note }, example: {} }],
  },
  'answer-services': {
    title: 'Svar på ydelser efter udskrivning',
    roles: municipal,
    answers: [
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
  'consider-condition': {
    title: 'Tag stilling til betingelse',
    roles: ward,
    answers: [
      { code: 'take', label: 'Betingelsen tages', fields: { note }, example: {} },
      { code: 'refuse', label: 'Betingelsen afvises', fields: { note }, example: {} },
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
  'ring-municipality': { title: 'Ring til kommunen: intet svar', roles: ward, answers: [call] },
  'ring-party': { title: 'Ring op: meddelelsen er ikke nået frem', roles: ward, answers: [call] },
  'ring-unread': { title: 'Ring op: meddelelsen er ikke set af nogen', roles: ward, answers: [call] },
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
  'ring-practice': { title: 'Ring til egen læge i åbningstiden', roles: ward, answers: [call] },
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
          reason: { type: 'code', label: 'Årsag', of: notDoneReasons },
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
  'missing-at-departure': {
    title: 'Patienten er gået, dette mangler',
    roles: ward,
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

export type TaskKindName = keyof typeof taskKinds;

/** The kind with this name; every open task has one. */
export const taskKind = (name: TaskKindName): TaskKind => taskKinds[name];

/** Narrows a stored string to a kind of task. */
export const isTaskKind = (name: string): name is TaskKindName => name in taskKinds;

/** The description of one answer, or nothing when this kind has no such answer. */
export const answerKind = (name: TaskKindName, code: string): AnswerKind | undefined =>
  taskKind(name).answers.find((answer) => answer.code === code);
