// The project's own rule files, read once for the tests of the rules.
// They are checked as in a process; a wrong file fails every test that needs them.
import { fileURLToPath } from 'node:url';
import type { RuleBook } from '../../rules/load.ts';
import { readRuleFiles } from '../../rules/load.ts';

export const rulesDir = fileURLToPath(new URL('../../rules', import.meta.url));

export async function ruleBook(): Promise<RuleBook> {
  const result = await readRuleFiles(rulesDir);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.book;
}

/** UTC form of a time written with its own offset, so that the expected values do not come from the code under test. */
export const utc = (withOffset: string): string => new Date(withOffset).toISOString();
