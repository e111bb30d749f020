// How a kind of task (opgave) is described: who may answer it, with which answers, the ordinary one first.
// Pieces that several kinds share stand here too: a note, a coded reason, a call that is written down.
import type { Role } from '../actor.ts';
import type { Fields } from '../fields.ts';
import { callResults, declineReasons } from '../reasons.ts';

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

export const note = { type: 'text', label: 'Note', optional: true } as const;
export const reason = { type: 'code', label: 'Årsag', of: declineReasons } as const;
export const from = { type: 'instant', label: 'Kan fra' } as const;
export const done = (label: string): AnswerKind => ({ code: 'done', label, fields: { note }, example: {} });
export const exampleInstant = '2026-11-30T09:00:00Z';
export const municipal: readonly Role[] = ['coordinator', 'team-leader'];
export const ward: readonly Role[] = ['ward-staff', 'doctor'];
/** Whoever can ask for a place for a patient: a ward, and for a citizen at home a practice, an acute team, a coordinator. */
export const asker: readonly Role[] = [...ward, ...municipal, 'gp', 'acute-nurse'];

export const call = {
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

export const spokeWith = { type: 'name', label: 'Talt med' } as const;

/** Situation, background, analysis, advice (ISBAR). Identification is left out: the unit learns who it is when it is chosen. */
export const handover = {
  calledAt: { type: 'instant', label: 'Hvornår', optional: true },
  phone: { type: 'phone', label: 'Nummer', optional: true },
  situation: { type: 'text', label: 'Situation', optional: true },
  background: { type: 'text', label: 'Baggrund', optional: true },
  analysis: { type: 'text', label: 'Analyse', optional: true },
  advice: { type: 'text', label: 'Råd', optional: true },
} as const satisfies Fields;

/** The call is to be made again at a time that was agreed on. */
export const callBack = {
  code: 'call-back',
  label: 'Ringes op igen',
  fields: {
    at: { type: 'instant', label: 'Aftalt tidspunkt' },
    spokeWith: { ...spokeWith, optional: true },
    phone: handover.phone,
    note,
  },
  example: { at: exampleInstant },
} as const satisfies AnswerKind;

export const notReached = {
  code: 'not-reached',
  label: 'Ikke truffet',
  fields: { calledAt: handover.calledAt, phone: handover.phone, note },
  example: {},
} as const satisfies AnswerKind;
