// What a rule set says of each clock, as a list: for those who look after agreements and for checks of requests.
// How a deadline comes out of it is in rule-set.ts.
import type { ClockName } from './clocks.ts';
import { isClockName } from './clocks.ts';
import { modeNames } from './modes.ts';
import type { ClockRule, RuleSet } from './rule-form.ts';

/** One rule of a clock with its id and where it holds: `region`, a cluster's id or a municipality's code. */
export interface StatedRule {
  readonly id: string;
  readonly scope: string;
  readonly rule: ClockRule;
}

/** Every rule a rule set has for a clock: the region's first, then those of clusters and municipalities. */
export function rulesOf(set: RuleSet, clock: ClockName): readonly StatedRule[] {
  const version = `${set.id}.${set.version}`;
  const own = Object.entries({ ...set.clusters, ...set.municipalities }).flatMap(([scope, { clocks }]) => {
    const found = clocks[clock];
    return found === undefined ? [] : [{ id: `${version}/${scope}/${clock}`, scope, rule: found }];
  });
  return [{ id: `${version}/${clock}`, scope: 'region', rule: set.clocks[clock] }, ...own];
}

/**
 * The Danish sentence of the rule with this id, as a running clock keeps it: `rm-2026.1/midt/answer-services`, or with the mode
 * that held, `rm-2026.1/gp-letter+crisis`. Null when none of these rule sets has it.
 */
export function whyOf(ruleSets: readonly RuleSet[], id: string): string | null {
  const [plain = '', held] = id.split('+');
  const clock = plain.split('/').at(-1) ?? '';
  const set = ruleSets.find((one) => plain.startsWith(`${one.id}.${one.version}/`));
  if (set === undefined || !isClockName(clock)) return null;
  const mode = modeNames.find((name) => name === held);
  if (mode !== undefined) return set.modes?.[mode]?.clocks[clock]?.why ?? null;
  return rulesOf(set, clock).find((one) => one.id === plain)?.rule.why ?? null;
}
