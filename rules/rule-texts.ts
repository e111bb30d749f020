// The texts of the rule files as they stand in a folder: what is checked, and what is kept of rules that were right.
// Names are paths inside the folder; a text is null when the file is there and cannot be read.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type RuleTexts = ReadonlyMap<string, string | null>;

/** Every .json file of the folder and of the folders in it; none when there is no such folder. */
export async function readRuleTexts(dir: string): Promise<RuleTexts> {
  const found = await readdir(dir, { recursive: true }).catch((): string[] => []);
  const names = found.filter((name) => name.endsWith('.json'));
  const texts = names.map(async (name): Promise<readonly [string, string | null]> => {
    return [name, await readFile(join(dir, name), 'utf8').catch(() => null)];
  });
  return new Map(await Promise.all(texts));
}

/** Whether both are the same files with the same content. */
export const sameTexts = (one: RuleTexts, other: RuleTexts): boolean =>
  one.size === other.size && [...one].every(([name, text]) => other.get(name) === text);
