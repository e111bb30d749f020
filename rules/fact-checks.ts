// What a rule asks for must be something that its step can tell: facts and their values by name, and fields that count there.
// A misspelt one would not fail when it is used: the case would never fit, or every clock of the kind fall due at once.
import type { ClockName } from '../domain/clocks.ts';
import { factsOf, valuesOf } from '../domain/rule-facts.ts';
import type { ClockRule, Facts } from '../domain/rule-form.ts';
import type { Finding } from './checks.ts';
import { finding } from './checks.ts';

/** The clocks whose step looks at whether its rule applies, and those that tell whom to ring (workflows/phone-first.ts). */
const conditional: readonly ClockName[] = ['weekend-agreement', 'friday-afternoon'];
const rung: readonly ClockName[] = [...conditional, 'stay-branch', 'plan-same-day', 'municipal-action-soon'];

const only = (names: readonly string[]): string => `Hører kun til ${names.map((name) => `"${name}"`).join(', ')}`;

export function checkFacts(clock: ClockName, rule: ClockRule, path: string): readonly Finding[] {
  const always = ['anchor', ...factsOf(clock, true)];
  return [
    ...(rule.needs ?? []).flatMap((name, index) =>
      always.includes(name)
        ? []
        : [finding(`${path}.needs.${index}`, `Ved uret aldrig sikkert; det ved altid ${always.join(', ')}`)],
    ),
    ...(rule.cases ?? []).flatMap(({ when, asks }, index) => [
      ...checkWhen(clock, when, `${path}.cases.${index}.when`),
      ...(asks !== undefined && clock !== 'reach-out'
        ? [finding(`${path}.cases.${index}.asks`, only(['reach-out']))]
        : []),
    ]),
    ...(rule.onlyWhen !== undefined && !conditional.includes(clock)
      ? [finding(`${path}.onlyWhen`, only(conditional))]
      : []),
    ...(rule.ring !== undefined && !rung.includes(clock) ? [finding(`${path}.ring`, only(rung))] : []),
  ];
}

function checkWhen(clock: ClockName, when: Facts, path: string): readonly Finding[] {
  const known = factsOf(clock).filter((name) => valuesOf(name).length > 0);
  const stated = Object.entries(when);
  if (stated.length === 0) return [finding(path, 'Skal sige, hvornår tilfældet gælder')];
  return stated.flatMap(([name, value]) => {
    if (!known.includes(name)) return [finding(`${path}.${name}`, `Ukendt her; uret kender ${known.join(', ')}`)];
    const values = valuesOf(name);
    return values.some((one) => one === value)
      ? []
      : [finding(`${path}.${name}`, `Skal være en af ${values.join(', ')}`)];
  });
}
