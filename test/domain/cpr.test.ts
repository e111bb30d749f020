// CPR numbers: a date and digits, the century by digit 7, and never modulus 11 (domain.md 8.1, 8.2).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, ageBand, birthDate, isCpr, isTestCpr, maskedCpr } from '../../domain/cpr.ts';

describe('century of a CPR number', () => {
  it.each([
    ['0101000000', '1900-01-01'],
    ['3112993000', '1999-12-31'],
    ['0101364000', '2036-01-01'],
    ['0101374000', '1937-01-01'],
    ['0101575000', '2057-01-01'],
    ['0101585000', '1858-01-01'],
    ['0101578000', '2057-01-01'],
    ['0101588000', '1858-01-01'],
    ['0101369000', '2036-01-01'],
    ['0101379000', '1937-01-01'],
    ['2902008000', '2000-02-29'],
  ])('%s was born on %s', (cpr, date) => {
    expect(birthDate(cpr)).toBe(date);
  });

  it.each([
    '',
    '123',
    '2509479989 ',
    '25094799891',
    '250947-9989',
    'abcdefghij',
    '3002479989',
    '0013479989',
    '2902010000',
  ])('refuses %j', (text) => {
    expect(isCpr(text)).toBe(false);
  });

  it('takes any four last digits: modulus 11 no longer holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), (last) => isCpr(`010170${String(last).padStart(4, '0')}`)),
    );
  });
});

describe('what is shown of a CPR number', () => {
  it('knows the public test persons', () => {
    expect(isTestCpr('2509479989')).toBe(true);
    expect(isTestCpr('2509479990')).toBe(false);
  });

  it('counts whole years, and shows bands of ten to those who need no more', () => {
    expect(age('2509479989', '2026-09-24T12:00:00Z')).toBe(78);
    expect(age('2509479989', '2026-09-25T12:00:00Z')).toBe(79);
    expect(ageBand('2509479989', '2026-11-30T12:00:00Z')).toBe('70-79');
    expect(ageBand('0101000000', '2026-11-30T12:00:00Z')).toBe('90+');
    expect(ageBand('nothing', '2026-11-30T12:00:00Z')).toBeNull();
  });

  it('masks all but the date', () => {
    expect(maskedCpr('2509479989')).toBe('250947-xxxx');
  });
});
