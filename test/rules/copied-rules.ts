// A copy of the project's own rule files for each test, to be spoiled in one place, and what is then wrong with them.
// Used by the tests of every kind of rule file; the copy is gone when the test is over.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { readRuleFiles } from '../../rules/load.ts';
import { rulesDir } from '../domain/rule-book.ts';

export interface CopiedRules {
  /** Folder of this test's copy. */
  readonly dir: () => string;
  /** Puts other text in the place of the first `from` of a file. */
  readonly replace: (file: string, from: string | RegExp, to: string) => Promise<void>;
  /** Every problem as `file path: message`; none when the files are right. */
  readonly problems: () => Promise<string[]>;
}

/** Gives every test of the calling file a copy of its own. */
export function copiedRules(): CopiedRules {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rules-'));
    await cp(rulesDir, dir, { recursive: true });
  });
  afterEach(async () => rm(dir, { recursive: true }));
  return {
    dir: () => dir,
    async replace(file, from, to) {
      const before = await readFile(join(dir, file), 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} has no ${String(from)}`);
      await writeFile(join(dir, file), after);
    },
    async problems() {
      const result = await readRuleFiles(dir);
      return result.ok ? [] : result.problems.map(({ file, path, message }) => `${file} ${path}: ${message}`);
    },
  };
}
