// Rule sets that were in use and stand in no file any more: running clocks keep their rules, so that these explain them still.
// A version that is edited in place is the usual way to get one; what it said is in the kept texts.
import type { RuleSet } from '../domain/rule-form.ts';
import { ruleSetSchema } from './schemas.ts';

/** The rule sets among texts of rule files; what is none, or none that this version of the program can read, is left out. */
export const ruleSetsIn = (texts: readonly string[]): readonly RuleSet[] =>
  texts.flatMap((text) => {
    const read = ruleSetSchema.safeParse(parsed(text));
    return read.success ? [read.data] : [];
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What was in use, the newest last, without the versions that are in use now; the newest of each version. */
export function replacedBy(had: readonly RuleSet[], now: readonly RuleSet[]): readonly RuleSet[] {
  const nameOf = ({ id, version }: RuleSet): string => `${id}.${version}`;
  const known = new Map(had.map((set) => [nameOf(set), set]));
  for (const set of now) known.delete(nameOf(set));
  return [...known.values()];
}
