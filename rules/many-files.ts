// Lists that stand in several files, one for each municipality, and are checked as one: which file an entry came from.
// A finding about the whole list is handed back under the file and the place where the entry was written.
import type { Finding, RuleFileProblem } from './checks.ts';

/** What one file gave to lists that are checked as a whole. */
export interface Part<T> {
  readonly file: string;
  readonly stated: T;
}

/** The entries of one list in the order of the files. */
export const together = <T, Entry>(parts: readonly Part<T>[], list: (of: T) => readonly Entry[]): readonly Entry[] =>
  parts.flatMap(({ stated }) => list(stated));

/**
 * Puts a finding about the whole (`units.31.gln`) where it was written: the file, and the entry's place in it
 * (`units.2.gln`). `lists`: the lists of a file by the names that findings use.
 */
export function placed<T>(
  parts: readonly Part<T>[],
  lists: (of: T) => Readonly<Record<string, readonly unknown[]>>,
  { path, message }: Finding,
): RuleFileProblem {
  const [list = '', stated = '', ...rest] = path.split('.');
  let index = Number(stated);
  for (const part of parts) {
    const own = lists(part.stated)[list]?.length ?? 0;
    if (index < own) return { file: part.file, path: [list, index, ...rest].join('.'), message };
    index -= own;
  }
  return { file: parts[0]?.file ?? '', path, message };
}
