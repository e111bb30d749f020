// How rule files follow those in use: a change is a new version, and no day that had rules is left without any.
// Asked while a process runs, and in production at its start against the kept files.
import { isDeepStrictEqual } from 'node:util';
import type { Calendar } from '../domain/calendar.ts';
import { addDays } from '../domain/calendar.ts';
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
  return [...problems, ...checkDays(taken, next)];
}

const covers = (sets: Iterable<RuleSet>, day: string): boolean =>
  [...sets].some(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo));

/** Days that had rules have rules, to the last: a gap begins where the rules in use began, or where a new set ends. */
function checkDays(taken: readonly RuleSet[], next: ReadonlyMap<string, RuleSet>): readonly RuleFileProblem[] {
  const left = (day: string): boolean => covers(taken, day) && !covers(next.values(), day);
  const words = (day: string): string =>
    `Dagene fra ${day} har så intet regelsæt; lad den gamle fil stå, og læg den nye ved siden af`;
  const inOrder = [...next].sort(([, a], [, b]) => a.validFrom.localeCompare(b.validFrom));
  const ends = inOrder.flatMap(([file, { validTo }]) => {
    const day = validTo === null ? null : addDays(validTo, 1);
    return day === null || !left(day) ? [] : [{ file, day }];
  });
  const told = ends.map(({ day }) => day);
  const first = taken.map(({ validFrom }) => validFrom).filter((day) => left(day) && !told.includes(day));
  const begins = [...new Set(first)].map((day): RuleFileProblem => {
    const [file = ''] = inOrder.find(([, { validFrom }]) => validFrom > day) ?? inOrder.at(-1) ?? [];
    return { file, path: 'validFrom', message: words(day) };
  });
  return [...begins, ...ends.map(({ file, day }) => ({ file, path: 'validTo', message: words(day) }))];
}

/** The holidays of a version stay as they are, and no year that had them is lost. */
export function checkCalendarSuccession(file: string, taken: Calendar, next: Calendar): readonly RuleFileProblem[] {
  if (next.version === taken.version && !isDeepStrictEqual(next, taken)) {
    const message = `Version ${next.version} er i brug og kan ikke ændres; en ændring er en ny version`;
    return [{ file, path: 'version', message }];
  }
  const lost = Object.keys(taken.years).filter((year) => !Object.hasOwn(next.years, year));
  return lost.map((year) => ({ file, path: 'years', message: `Året ${year} er i brug og mangler nu` }));
}
