// Counts the results of a test run from vitest's JSON report, for the closing line of `npm test`.
// Nothing that failed may be lost here: a file without results counts as a failed test.
import { z } from 'zod';

/** How many tests ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each that failed: file, name and the first line of why. */
  readonly failures: readonly string[];
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string().default('a file'),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string().default('a test'),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/**
 * Counts tests; a file that failed without a failed test of its own (it could not be read, or a hook failed) counts
 * as one failed test, so that it never goes unseen.
 */
export function tally(json: unknown): Tally {
  let passed = 0;
  let skipped = 0;
  const failures: string[] = [];
  for (const file of report.parse(json).testResults) {
    const before = failures.length;
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === 'passed') passed += 1;
      else if (status === 'failed') failures.push(failure(file.name, fullName, failureMessages?.[0]));
      else skipped += 1;
    }
    if (file.status === 'failed' && failures.length === before) failures.push(failure(file.name, '', file.message));
  }
  return { passed, failed: failures.length, skipped, failures };
}

const failure = (file: string, test: string, why = ''): string => `${file} ${test}: ${why.split('\n')[0]}`;

/** "3 passed, 0 failed", and ", 1 skipped" when there are any. */
export function closingLine({ passed, failed, skipped }: Omit<Tally, 'failures'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
