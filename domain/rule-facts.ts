// The facts that a clock's rule may ask for besides its anchor: which steps tell them, and the values they can have.
// A closed list, so that a misspelt fact or value is refused where it is written; it would otherwise silently never fit.
import type { ClockName } from './clocks.ts';
import { reaches } from './follow-up.ts';
import { unitKinds } from './organisations.ts';
import { serviceCodes } from './plan.ts';
import { leavingWays, urgencies } from './reasons.ts';

/** `codes`: several of `of`, with a space between. `time`: an instant, or a date for the start of that day. `hours`: 0 or more. */
export type FactKind =
  | { readonly kind: 'code'; readonly of: readonly string[] }
  | { readonly kind: 'codes'; readonly of: readonly string[] }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'hours' }
  | { readonly kind: 'time' };

interface RuleFact {
  readonly is: FactKind;
  /** The clocks whose step tells it; left out: every clock. */
  readonly clocks?: readonly ClockName[];
  /** Whether the step tells it every time; a rule may need it only then, or its clock would fall due at once. */
  readonly always: boolean;
}

/** Sources: `factsOfWindow`, `urgencyOf`, the callers of `rule` in workflows/, and `ruleQuery` for the first two. */
const facts: Readonly<Record<string, RuleFact>> = {
  unitKind: { is: { kind: 'code', of: unitKinds }, always: false },
  sameDay: { is: { kind: 'yes-no' }, always: false },
  urgency: {
    is: { kind: 'code', of: Object.keys(urgencies) },
    clocks: ['gp-letter', 'gp-follow-up-answer', 'gp-follow-up-window'],
    always: false,
  },
  reach: { is: { kind: 'code', of: ['ordinary', ...Object.keys(reaches)] }, clocks: ['reach-out'], always: true },
  leaving: { is: { kind: 'time' }, clocks: ['friday-afternoon'], always: true },
  stayed: { is: { kind: 'hours' }, clocks: ['extended-responsibility-end'], always: true },
  to: {
    is: { kind: 'code', of: Object.keys(leavingWays) },
    clocks: ['extended-responsibility-end'],
    always: true,
  },
  services: { is: { kind: 'codes', of: serviceCodes }, clocks: ['extended-responsibility-end'], always: true },
  running: { is: { kind: 'yes-no' }, clocks: ['extended-responsibility-end'], always: true },
  orderedBy: { is: { kind: 'code', of: ['citizen', 'municipality'] }, clocks: ['transport-order'], always: true },
};

/** Names of all facts, in the order of the alphabet. */
export const factNames: readonly string[] = Object.keys(facts).sort();

/** What a fact can be; undefined for a name that no clock knows. */
export const factKind = (name: string): FactKind | undefined =>
  Object.hasOwn(facts, name) ? facts[name]?.is : undefined;

/** The facts that a clock's step tells, in the order of the alphabet; only those it tells every time when `always`. */
export const factsOf = (clock: ClockName, always = false): readonly string[] =>
  factNames.filter((name) => {
    const fact = facts[name];
    return (fact?.clocks?.includes(clock) ?? true) && (!always || fact?.always === true);
  });

/** The values that a fact can be compared with; empty where it is no single code. */
export function valuesOf(name: string): readonly (string | boolean)[] {
  const is = factKind(name);
  if (is?.kind === 'code') return is.of;
  return is?.kind === 'yes-no' ? [true, false] : [];
}
