// The closing line of `npm test`: what is counted, and that nothing that failed goes unseen.
// On small reports written here, in the form that vitest writes.
import { describe, expect, it } from 'vitest';
import { closingLine, tally } from '../../dev/test-tally.ts';

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((one) => ({ status: one })),
});

describe('tally', () => {
  it('counts passed, failed and skipped; todo and pending count as skipped', () => {
    const testResults = [file('failed', 'passed', 'failed', 'pending'), file('passed', 'passed', 'skipped', 'todo')];
    expect(tally({ testResults })).toMatchObject({ passed: 2, failed: 1, skipped: 3 });
  });

  it('counts a file that failed as a whole', () => {
    expect(tally({ testResults: [file('failed'), file('failed', 'passed')] })).toMatchObject({ passed: 1, failed: 2 });
  });
});

describe('failures', () => {
  it('are named with their file and the first line of why', () => {
    const failing = { status: 'failed', fullName: 'a bed is held', failureMessages: ['Error: nobody\n  at line 3'] };
    const testResults = [
      { name: 'bed.test.ts', status: 'failed', assertionResults: [failing] },
      { name: 'broken.test.ts', status: 'failed', message: 'cannot be read', assertionResults: [] },
    ];
    expect(tally({ testResults }).failures).toEqual([
      'bed.test.ts a bed is held: Error: nobody',
      'broken.test.ts : cannot be read',
    ]);
  });
});

describe('closingLine', () => {
  it('names skipped ones only when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
