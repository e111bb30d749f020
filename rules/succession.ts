// How rule files follow those in use: a change is a new version, and no day that had rules is left without any.
// Asked while a process runs, and in production at its start against the kept files.
import { isDeepStrictEqual } from 'node:util';
import type { RuleSet } from '../domain/rule-form.ts';
import type { RuleFileProblem } from './checks.ts';

/**
 * What rule sets read later must keep of those in use: a change is a new version with its own from-date and author, and no
 * day that had rules is left without any.
 */
export function checkSuccession(
  taken: readonly RuleSet[],
  next: ReadonlyMap<string, RuleSet>,
): readonly RuleFileProblem[] {
  const problems: RuleFileProblem[] = [];
  for (const [file, set] of next) {
    const before = taken.filter(({ id }) => id === set.id);
    const same = before.find(({ version }) => version === set.version);
    const newest = Math.max(0, ...before.map(({ version }) => version));
    if (same !== undefined && !isDeepStrictEqual(same, set)) {
      const message = `Version ${set.version} er i brug og kan ikke ændres; en ændring er en ny version`;
      problems.push({ file, path: 'version', message });
    }
    if (same === undefined && set.version < newest) {
      problems.push({ file, path: 'version', message: `Er lavere end version ${newest}, som er i brug` });
    }
  }
  const first = (sets: readonly RuleSet[]): string => sets.map(({ validFrom }) => validFrom).sort()[0] ?? '';
  const [from, newFrom] = [first(taken), first([...next.values()])];
  if (newFrom > from) {
    const [file = ''] = [...next].find(([, { validFrom }]) => validFrom === newFrom) ?? [];
    const message = `Dagene fra ${from} har så intet regelsæt; lad den gamle fil stå, og læg den nye ved siden af`;
    problems.push({ file, path: 'validFrom', message });
  }
  return problems;
}
