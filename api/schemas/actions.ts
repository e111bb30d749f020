// What a person sends to act on a case (handling), one schema for each action of domain/moves.ts.
// Notes are words for people: they stay in PostgreSQL with the submission and never enter Temporal.
import { z } from 'zod';
import { canBeObjectedTo, legalBases } from '../../domain/legal-basis.ts';
import type { ActionName } from '../../domain/moves.ts';
import type { DeclineReason, LeavingWay, PauseReason, WithdrawReason } from '../../domain/reasons.ts';
import { declineReasons, leavingWays, pauseReasons, withdrawReasons } from '../../domain/reasons.ts';
import { stayEvents } from '../../domain/stay-order.ts';
import { repairs } from '../../workflows/contract.ts';
import type { Surroundings } from './common.ts';
import { id, instant, person, text, unit, version } from './common.ts';
import { documentKind, documentStage, documentVersion } from './document.ts';
import { finishedBodies, finishedExamples } from './finished.ts';
import { followUpBodies, followUpExamples } from './follow-up.ts';
import { gateBodies, gateExamples } from './gate.ts';
import { letterBodies, letterExamples } from './letters.ts';
import { markFields, wholeMark } from './mark.ts';
import { planBody } from './plan.ts';

/** The codes of a table of reasons, typed, for an enum. */
function codes<K extends string>(table: Readonly<Record<K, string>>): K[] {
  const isCode = (code: string): code is K => Object.hasOwn(table, code);
  return Object.keys(table).filter(isCode);
}

const note = text.optional();
const noted = z.strictObject({ note });
const stayEvent = z.enum(stayEvents).meta({ description: 'Det senest registrerede om opholdet', example: 'SLHJ' });

/** The schemas; every action has one, and the type says which body belongs to which name. */
export function actionBodies(surroundings: Pick<Surroundings, 'registry'>) {
  return {
    'change-plan': z
      .strictObject({
        base: version.meta({ description: 'Planens udgave, som ændringen er lavet fra' }),
        plan: planBody,
        note,
      })
      .meta({ id: 'ChangePlan' }),
    ...finishedBodies(surroundings),
    'mark-follow-up': z.strictObject({ recommended: z.boolean(), ...markFields, note }).superRefine(wholeMark),
    'send-letter': z.strictObject({ sentAt: instant, note }),
    'propose-conference': z.strictObject({
      times: z.array(instant).min(1).max(5),
      video: z.boolean(),
      participants: z.array(unit(surroundings)).min(1).max(10),
      note,
    }),
    'record-objection': z.strictObject({ basis: z.enum(legalBases.filter(canBeObjectedTo)), note }),
    'set-coordinator': z.strictObject({ coordinator: person, standIn: person.nullish(), note }),
    pause: z
      .strictObject({
        reason: z.enum(codes<PauseReason>(pauseReasons)),
        illSince: instant.optional().meta({
          description: 'Syg igen fra; en færdigmelding ophører da. Udeladt: nu',
        }),
        note,
      })
      .refine(({ reason, illSince }) => illSince === undefined || reason === 'ill-again', {
        path: ['illSince'],
        error: 'Kun når patienten er syg igen',
      }),
    resume: noted,
    ...gateBodies,
    leave: z.strictObject({ happenedAt: instant, how: z.enum(codes<LeavingWay>(leavingWays)), note }),
    withdraw: z.strictObject({ reason: z.enum(codes<WithdrawReason>(withdrawReasons)), note }),
    'renew-hold': z.strictObject({ arrival: instant, note }),
    'withdraw-hold': z.strictObject({ reason: z.enum(codes<DeclineReason>(declineReasons)), note }),
    'report-death': z.strictObject({ happenedAt: instant, note }),
    'go-on-leave': z.strictObject({ happenedAt: instant, note }),
    'back-from-leave': z.strictObject({ happenedAt: instant, note }),
    'correct-stay': z.strictObject({ stayEvent, happenedAt: instant, note }),
    'cancel-stay': z.strictObject({ stayEvent, note }),
    'report-document': z.strictObject({
      document: documentKind,
      version: documentVersion,
      stage: documentStage,
      happenedAt: instant,
      note,
    }),
    'note-adverse-event': z.strictObject({
      learntAt: instant.optional().meta({ description: 'Hvornår hændelsen blev kendt; udeladt: nu' }),
      note,
    }),
    ...followUpBodies(surroundings),
    ...letterBodies(surroundings),
    repair: z
      .strictObject({
        repair: z.enum(repairs),
        target: id.meta({ description: '`send-again`: meddelelsen, der ikke nåede frem; ellers opgaven om trinnet' }),
        note,
      })
      .refine(({ repair, note: reason }) => repair !== 'close-by-hand' || reason !== undefined, {
        path: ['note'],
        error: 'En begrundelse mangler',
      }),
  } satisfies Record<ActionName, z.ZodType>;
}

export type ActionBodies = ReturnType<typeof actionBodies>;

/** The checked body of an action. */
export type ActionBody<K extends ActionName> = z.output<ActionBodies[K]>;

/** Example bodies, for the documentation and the tests. `change-plan` has its own in examples/. */
export const actionExamples: Readonly<Record<Exclude<ActionName, 'change-plan'>, Readonly<Record<string, unknown>>>> = {
  ...finishedExamples,
  'mark-follow-up': { recommended: true, what: 'gp-visit', urgency: 'yellow' },
  'send-letter': { sentAt: '2026-11-30T13:00:00+01:00' },
  'propose-conference': {
    times: ['2026-11-27T10:00:00+01:00', '2026-11-27T13:00:00+01:00'],
    video: true,
    participants: ['mun-0791-visitation'],
  },
  'record-objection': { basis: 'health-act-41-2-1' },
  'set-coordinator': { coordinator: 'person-coordinator', standIn: 'person-team-leader' },
  pause: { reason: 'ill-again' },
  resume: {},
  ...gateExamples,
  leave: { happenedAt: '2026-11-30T12:30:00+01:00', how: 'acute-bed' },
  withdraw: { reason: 'stays-in-hospital' },
  'renew-hold': { arrival: '2026-11-30T15:00:00+01:00' },
  'withdraw-hold': { reason: 'no-capacity' },
  'report-death': { happenedAt: '2026-11-30T04:10:00+01:00' },
  'go-on-leave': { happenedAt: '2026-11-28T10:00:00+01:00' },
  'back-from-leave': { happenedAt: '2026-11-29T18:00:00+01:00' },
  'correct-stay': { stayEvent: 'SLHJ', happenedAt: '2026-11-30T12:00:00+01:00' },
  'cancel-stay': { stayEvent: 'SLHJ' },
  'report-document': { document: 'care-plan', version: 1, stage: 'sent', happenedAt: '2026-11-27T11:00:00+01:00' },
  'note-adverse-event': {},
  ...followUpExamples,
  ...letterExamples,
  repair: { repair: 'send-again', target: '0f4f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11', note: 'Modtageren har intet set' },
};
