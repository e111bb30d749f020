// Ready to leave (udskrivningsklar): how every criterion stands, what is still missing, and what an override is worth.
// "Leave" itself is always recorded, ready or not (domain.md 15, row 21). The criteria are in gate-criteria.ts.
import type { CaseView } from './case-view.ts';
import type { GateView, Standing } from './gate-criteria.ts';
import { criterionCodes, standing } from './gate-criteria.ts';
import type { AtLeaving, Criterion, Override } from './gate-record.ts';

/** How a criterion stands, with the words people see. */
export const criterionStates = {
  met: 'I orden',
  'not-met': 'Mangler',
  'not-needed': 'Ikke nødvendigt',
  overridden: 'Tilsidesat',
} as const;
export type CriterionState = keyof typeof criterionStates;

export interface CriterionNow {
  readonly code: Criterion;
  readonly state: CriterionState;
}

/** How every criterion stands, in the order of the list. Pure. */
export const gateOf = (view: GateView): readonly CriterionNow[] =>
  criterionCodes.map((code) => ({ code, state: overriddenOr(view, code, standing(view, code)) }));

/** The criteria not met, in the order of the list; empty means ready. Pure. */
export const missing = (view: GateView): Criterion[] =>
  gateOf(view).flatMap(({ code, state }) => (state === 'not-met' ? [code] : []));

const overriddenOr = (view: GateView, code: Criterion, now: Standing): CriterionState =>
  now === 'not-met' && overrideOf(view, code) !== undefined ? 'overridden' : now;

/** The override that a criterion has now: of this version of the plan, and nothing was said of the criterion since. */
export function overrideOf({ plan, gate }: GateView, code: Criterion): Override | undefined {
  const stated = (gate?.stated ?? []).filter(({ criterion }) => criterion === code);
  const said = [...stated, ...(code === 'rehabilitation-sent' ? (gate?.consents ?? []) : [])].map(
    ({ toldAt }) => toldAt,
  );
  const holds = ({ criterion, at, planVersion, over }: Override): boolean =>
    criterion === code &&
    over === undefined &&
    planVersion === (plan?.version ?? 0) &&
    said.every((then) => then <= at);
  return (gate?.overrides ?? []).findLast(holds);
}

/** What is kept of the list when it is recorded that the patient has left. Pure. */
export function atLeaving(view: GateView & Pick<CaseView, 'readyAt'>): AtLeaving {
  const all = gateOf(view);
  const as = (wanted: CriterionState): Criterion[] =>
    all.flatMap(({ code, state }) => (state === wanted ? [code] : []));
  return { ready: view.readyAt !== null, met: as('met'), missing: as('not-met'), overridden: as('overridden') };
}
