// A statement with days in a year without a rate: which ones it stops, and what becomes of it once a mistake is put right.
// That a rate which is filled in holds from the first is in statement.test.ts.
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../domain/payable-days.ts';
import { statedCase, statementGround, statementTimes } from '../../domain/statement.ts';
import type { Telling } from './finished-facts.ts';
import { caseOf, countedOn, finished, known, left, rules, stated, told } from './finished-facts.ts';

const LATER = '2027-06-01T12:00+02:00';

describe('a decision typed into a year without a rate', () => {
  const mistyped = finished('2025-12-20T09:00+01:00', '2026-12-20T09:05+01:00');
  const rightly: Telling = {
    fact: 'finished-corrected',
    at: '2026-12-20T09:00+01:00',
    learnt: '2027-01-05T10:00+01:00',
    codes: { corrected: 'finished-at' },
  };
  const gone = left('2027-01-08T11:00+01:00');
  const wrong = caseOf(told(mistyped));
  const right = caseOf(told(mistyped, rightly, gone));

  it('stops the statement that would have its days, until it is put right', () => {
    expect(stated(wrong, '0791', '2026-12', '2027-01-03T12:00+01:00')).toEqual({ missing: ['2025 somatic'] });
    // It is not this municipality's, so it is nothing to it.
    expect(stated(wrong, '0615', '2026-12', '2027-01-03T12:00+01:00')).toMatchObject({ days: [], differences: [] });
    expect(stated(right, '0791', '2026-12', LATER).isFinal).toBe(true);
    expect(stated(right, '0791', '2027-01', LATER).isFinal).toBe(true);
  });

  it('once put right, every day is stated once: the sum is what the case costs', () => {
    const months = ['2026-12', '2027-01', '2027-02'].map((month) => {
      const times = statementTimes(rules(), month, Date.parse(LATER));
      const found = statedCase(right, '0791', statementGround(rules(), times, known));
      if ('kind' in found) throw new Error(month);
      return sumOf(found.days).total + sumOf(found.differences).total;
    });
    const whole = countedOn(right.facts, '2027-06-01');
    if (whole.kind === 'missing') throw new Error('rates');
    expect(whole.days).toHaveLength(19);
    expect(months.reduce((sum, one) => sum + one)).toBe(sumOf(whole.days).total);
  });

  it('stops no later month, whose own days have their rates', () => {
    const over = caseOf(told(finished('2025-12-30T09:00+01:00'), left('2026-01-03T09:00+01:00')));
    expect(stated(over, '0791', '2025-12', LATER)).toEqual({ missing: ['2025 somatic'] });
    expect(stated(over, '0791', '2026-01', LATER)).toMatchObject({ days: ['2026-01-01', '2026-01-02'], total: 6_000 });
    expect(stated(over, '0791', '2026-02', LATER)).toMatchObject({ days: [], differences: [] });
    // Learnt late, its days are lines of the month it was learnt in, and the one without a rate is not left out of them.
    const late = caseOf(told(finished('2025-12-30T09:00+01:00', '2027-02-03T09:00+01:00')));
    expect(stated(late, '0791', '2027-02', LATER)).toEqual({ missing: ['2025 somatic'] });
  });
});
