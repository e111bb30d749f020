// Counts the results of a test run from vitest's JSON report, for the closing line of `npm test`.
// Nothing that failed may be lost here: a file without results counts as a failed test.
import { z } from 'zod';

/** How many tests ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const report = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * Counts tests; a file that failed without a failed test of its own (it could not be read, or a hook failed) counts
 * as one failed test, so that it never goes unseen.
 */
export function tally(json: unknown): Tally {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const file of report.parse(json).testResults) {
    let failedHere = 0;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') passed += 1;
      else if (status === 'failed') failedHere += 1;
      else skipped += 1;
    }
    failed += file.status === 'failed' && failedHere === 0 ? 1 : failedHere;
  }
  return { passed, failed, skipped };
}

/** "3 passed, 0 failed", and ", 1 skipped" when there are any. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
