// What must be agreed with the municipality by phone before the patient leaves (ring først), and whether it has been.
// Stays under the limit, acute contacts, late plans, weekends and Friday afternoons (domain.md 1.3 steps 5-9, 1.4).
import type { Branch, CallReason, NeededCall } from './calls.ts';
import type { CaseView, MessageView } from './case-view.ts';
import { isPlanLetter } from './letters.ts';
import type { Plan } from './plan.ts';
import type { Ruled } from './ruled.ts';

/** The dated rules for one planned leaving. `acute` only of a patient who is not admitted. */
export interface LeavingRules {
  /** Epoch ms of the leaving, and of the admission, that they were asked for. */
  readonly leaving: number;
  readonly admittedAt: number;
  /** The plan names a later day than this, so no version of it has told the municipality of this one. */
  readonly earlier?: boolean;
  readonly shortStay: Ruled;
  readonly sameDay: Ruled;
  readonly weekend: Ruled;
  readonly friday: Ruled;
  readonly acute: Ruled | null;
}

/** Whether anything is asked of the municipality after the stay: new services, running ones, or a place. */
export const getsHelp = ({ services, hasRunningServices, bed }: Plan): boolean =>
  services.length > 0 || hasRunningServices || bed !== null;

/** A stay is short when it is to end under the limit, and has not passed it (`now`, epoch ms). No date known: it is not. */
export function branchOf(rules: LeavingRules | null, stay: CaseView['stay'], now: number): Branch {
  if (stay.state === 'ambulant') return 'ambulant';
  if (rules === null) return 'long';
  const { due } = rules.shortStay;
  return rules.leaving < due && now < due ? 'short' : 'long';
}

/** Why somebody must ring, whenever the plan was sent. Who is rung by which rule says how long there is for it. */
export function reasonsAtOnce(rules: LeavingRules, branch: Branch, now: number): { why: CallReason; ruled: Ruled }[] {
  const { earlier = false, shortStay, sameDay, weekend, friday, acute } = rules;
  const found: { why: CallReason; ruled: Ruled }[] = [];
  if (branch === 'short') found.push({ why: 'short-stay', ruled: shortStay });
  if (branch === 'ambulant' && acute !== null && acute.due <= now) found.push({ why: 'acute', ruled: acute });
  if (earlier) found.push({ why: 'same-day', ruled: sameDay });
  if (weekend.applies !== false) found.push({ why: 'weekend', ruled: weekend });
  if (friday.applies !== false) found.push({ why: 'friday-afternoon', ruled: friday });
  return found;
}

/** Whether a call that was agreed covers one that is needed: the same people, leaving and reasons. */
export const covers = (had: NeededCall, { unit, leaving, why }: NeededCall): boolean =>
  had.state === 'agreed' &&
  had.unit === unit &&
  had.leaving === leaving &&
  why.every((reason) => had.why.includes(reason));

const open = ({ calls = [] }: Pick<CaseView, 'calls'>): readonly NeededCall[] =>
  calls.filter(({ state }) => state !== 'agreed');

/** Whether the agreement by phone that a weekend or holiday needs is missing; silence never gives it. */
export const weekendOpen = (view: Pick<CaseView, 'calls'>): boolean =>
  open(view).some(({ why }) => why.includes('weekend'));

/** Whether another call is missing, or was answered no. */
export const callOpen = (view: Pick<CaseView, 'calls'>): boolean =>
  open(view).some(({ why }) => why.some((reason) => reason !== 'weekend'));

/** Whether the municipality knows what is asked of it (kommunen er varslet). */
export const notifiedLabels = {
  'not-needed': 'Kommunen skal ikke varsles: ingen ydelser efter udskrivningen',
  'not-yet': 'Kommunen er ikke varslet',
  'call-missing': 'Sendt skriftligt, men et opkald mangler',
  notified: 'Kommunen er varslet',
} as const;
export type Notified = keyof typeof notifiedLabels;

/** Whether the leaving at `at` (epoch ms, not before the one that was asked about) is on the same day in Denmark. Pure. */
export const isSameDay = ({ leaving, sameDay }: LeavingRules, at: number): boolean =>
  leaving <= at && sameDay.day !== undefined && at < sameDay.day.over;

/** The criteria (gate.ts) that calls for these reasons meet. Pure. */
export const criteriaOf = (reasons: readonly CallReason[]): ('weekend-agreement' | 'call-recorded')[] => [
  ...new Set(reasons.map((reason) => (reason === 'weekend' ? 'weekend-agreement' : 'call-recorded'))),
];

/** Notified: each call that is needed is on record, whatever was said, and what was written after it has arrived. Pure. */
export function notifiedOf(view: Pick<CaseView, 'plan' | 'calls'>, messages: readonly MessageView[]): Notified {
  if (view.plan === null) return 'not-yet';
  if (!getsHelp(view.plan)) return 'not-needed';
  const calls = view.calls ?? [];
  if (calls.some(({ state }) => state === 'needed')) return 'call-missing';
  const told = messages.filter(({ kind, state }) => isPlanLetter(kind) && state !== 'withdrawn');
  const newest = told.reduce<MessageView | undefined>(
    (best, message) => (best === undefined || message.planVersion >= best.planVersion ? message : best),
    undefined,
  );
  const said = calls.some(({ planVersion }) => planVersion >= (newest?.planVersion ?? 0));
  return said || newest?.state === 'arrived' || newest?.state === 'told-by-phone' ? 'notified' : 'not-yet';
}
