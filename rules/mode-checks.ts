// The log of modes (rules/modes.json): its shape, and what must hold of it and of the modes that a rule set has.
// A step that is law or safety cannot be switched off, and a line of the log is never changed.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { clockLabel, isClockName } from '../domain/clocks.ts';
import { epoch } from '../domain/ids.ts';
import type { ModeSwitch } from '../domain/modes.ts';
import { modeNames } from '../domain/modes.ts';
import type { ClockRule, RuleSet } from '../domain/rule-form.ts';
import { rulesOf } from '../domain/stated-rules.ts';
import { groundOf, mayRest, stepGroundWords } from '../domain/step-grounds.ts';
import type { Finding, RuleFileProblem } from './checks.ts';
import { finding } from './checks.ts';
import { checkLimit } from './guard-checks.ts';
import { text } from './parts.ts';

const moment = z.iso.datetime({ offset: true });

/** rules/modes.json */
export const modesSchema: z.ZodType<{ readonly switches: readonly ModeSwitch[] }> = z.strictObject({
  note: text,
  switches: z.array(
    z.strictObject({
      mode: z.enum([...modeNames, 'normal']),
      from: moment,
      until: moment.nullable(),
      where: z.array(text).min(1).exactOptional(),
      by: text,
      decidedAt: moment,
      why: text,
    }),
  ),
});

/** Switched off is only what an agreement alone asks for; a deadline that is put in its place must be one at any time. */
export const checkModes = (set: RuleSet): readonly Finding[] =>
  Object.entries(set.modes ?? {}).flatMap(([mode, { clocks }]) =>
    Object.entries(clocks).flatMap(([clock, stated]) => {
      if (!isClockName(clock)) return [];
      const path = `modes.${mode}.clocks.${clock}`;
      if (stated.effect === 'off') {
        const why = `"${clockLabel(clock)}" ${stepGroundWords[groundOf(clock)]} og kan ikke slås fra; kun fristen kan ændres`;
        return mayRest(clock) ? [] : [finding(`${path}.effect`, why)];
      }
      const guesses = stated.due.countsFrom === 'anchor' && rulesOf(set, clock).some(({ rule }) => !knowsWithout(rule));
      const words = 'Ankeret er ikke altid kendt, og reglen siger ikke, hvad der så gælder';
      return [...checkLimit(clock, `${path}.effect`), ...(guesses ? [finding(`${path}.due.countsFrom`, words)] : [])];
    }),
  );

const knowsWithout = ({ withoutAnchor, needs = [] }: ClockRule): boolean =>
  withoutAnchor !== undefined || needs.includes('anchor');

/** The log against the rule sets: lines in order, places and modes that exist. */
export function checkSwitches(log: readonly ModeSwitch[], ruleSets: readonly RuleSet[]): readonly Finding[] {
  const places = ruleSets.flatMap(({ clusters }) => [
    ...Object.keys(clusters),
    ...Object.values(clusters).flatMap(({ municipalities }) => municipalities),
  ]);
  return log.flatMap((line, index) => {
    const { mode, from, until, where = [], decidedAt } = line;
    const path = `switches.${index}`;
    const before = log[index - 1];
    const findings: Finding[] = [];
    if (until !== null && epoch(until) <= epoch(from))
      findings.push(finding(`${path}.until`, 'Ligger ikke efter from'));
    if (before !== undefined && epoch(decidedAt) < epoch(before.decidedAt)) {
      findings.push(finding(`${path}.decidedAt`, 'Loggen skal stå i den rækkefølge, tingene blev besluttet'));
    }
    for (const place of where.filter((name) => !places.includes(name))) {
      findings.push(finding(`${path}.where`, `Ukendt klynge eller kommune ${place}`));
    }
    if (mode !== 'normal' && !ruleSets.some(({ modes }) => modes?.[mode] !== undefined)) {
      findings.push(finding(`${path}.mode`, 'Intet regelsæt siger, hvad den tilstand ændrer'));
    }
    return findings;
  });
}

/** Lines may only be added while the rules are in use. */
export function checkLog(file: string, taken: readonly ModeSwitch[], next: readonly ModeSwitch[]): RuleFileProblem[] {
  const changed = taken.findIndex((line, index) => !isDeepStrictEqual(line, next[index]));
  const message = 'Linjen er i loggen og kan ikke ændres; tilføj en ny, fx med "normal"';
  return changed === -1 ? [] : [{ file, path: `switches.${changed}`, message }];
}
