// What may be shared on which legal basis, and what the patient's objection stops.
// One table over the four bases, with and without objections.
import { describe, expect, it } from 'vitest';
import { canBeObjectedTo, isLegalBasis, legalBases, legalBasisLabel, mayShare } from '../../domain/legal-basis.ts';

describe('legal basis', () => {
  it.each([
    ['health-act-41-2-1', [], true],
    ['health-act-41-2-1', ['health-act-41-2-1'], false],
    ['health-act-41-2-1', ['health-act-41-2-2'], true],
    ['health-act-41-2-2', ['health-act-41-2-1', 'health-act-41-2-2'], false],
    ['consent', [], true],
    ['consent', ['consent'], false],
    ['legal-security-act-12-c', [], true],
    ['legal-security-act-12-c', ['legal-security-act-12-c', 'consent'], true],
  ] as const)('%s with objections %j: %s', (basis, objections, expected) => {
    expect(mayShare(basis, objections)).toBe(expected);
  });

  it('can be objected to, except the notice of a hospital stay', () => {
    expect(legalBases.filter((basis) => !canBeObjectedTo(basis))).toEqual([
      'legal-security-act-12-c',
      'health-act-198',
    ]);
  });

  it('has Danish words for every code, and no other codes', () => {
    for (const basis of legalBases) expect(legalBasisLabel(basis)).not.toBe('');
    expect([isLegalBasis('consent'), isLegalBasis('toString'), isLegalBasis('samtykke')]).toEqual([true, false, false]);
  });
});
