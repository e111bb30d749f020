// CPR numbers: a date and digits, the century by digit 7, and never modulus 11 (domain.md 8.1, 8.2).
// No number but the published test persons' stands here.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, ageBand, birthDate, isCpr, isTestCpr, maskedCpr, numberKind } from '../../domain/cpr.ts';

/** A number put together here, so that none stands in this file: date, then the last four digits. */
const cpr = (date: string, last: string): string => `${date}${last}`;

describe('century of a CPR number', () => {
  it.each([
    ['010100', '0000', '1900-01-01'],
    ['311299', '3000', '1999-12-31'],
    ['010136', '4000', '2036-01-01'],
    ['010137', '4000', '1937-01-01'],
    ['010157', '5000', '2057-01-01'],
    ['010158', '5000', '1858-01-01'],
    ['010157', '8000', '2057-01-01'],
    ['010158', '8000', '1858-01-01'],
    ['010136', '9000', '2036-01-01'],
    ['010137', '9000', '1937-01-01'],
    ['290200', '8000', '2000-02-29'],
  ])('%s-%s was born on %s', (date, last, born) => {
    expect(birthDate(cpr(date, last))).toBe(born);
  });

  it.each([
    '',
    '123',
    `${cpr('250947', '9989')} `,
    `${cpr('250947', '9989')}1`,
    '250947-9989',
    'abcdefghij',
    cpr('300247', '9989'),
    cpr('001347', '9989'),
    cpr('290201', '0000'),
  ])('refuses %j', (text) => {
    expect(isCpr(text)).toBe(false);
  });

  it('takes any four last digits: modulus 11 no longer holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), (last) => isCpr(cpr('010170', String(last).padStart(4, '0')))),
    );
  });
});

describe('what is shown of a CPR number', () => {
  it('knows the public test persons', () => {
    expect(isTestCpr('2509479989')).toBe(true);
    expect(isTestCpr(cpr('250947', '9990'))).toBe(false);
  });

  it('counts whole years, and shows a wide band to those who need no more', () => {
    expect(age('2509479989', '2026-09-24T12:00:00Z')).toBe(78);
    expect(age('2509479989', '2026-09-25T12:00:00Z')).toBe(79);
    expect(ageBand('2509479989', '2026-11-30T12:00:00Z')).toBe('65-79');
    expect(ageBand('2509479989', '2027-09-25T12:00:00Z')).toBe('80+');
    expect(ageBand(cpr('010100', '0000'), '2026-11-30T12:00:00Z')).toBe('80+');
    expect(ageBand(cpr('301161', '0000'), '2026-11-29T12:00:00Z')).toBe('18-64');
    expect(ageBand(cpr('301161', '0000'), '2026-11-30T12:00:00Z')).toBe('65-79');
    expect(ageBand(cpr('301108', '4000'), '2026-11-29T12:00:00Z')).toBe('under 18');
    expect(ageBand(cpr('301108', '4000'), '2026-11-30T12:00:00Z')).toBe('18-64');
    expect(ageBand('nothing', '2026-11-30T12:00:00Z')).toBeNull();
  });

  it('masks all but the date', () => {
    expect(maskedCpr('2509479989')).toBe('250947-xxxx');
  });
});

describe('a replacement number', () => {
  it.each([
    ['070392', '1VJ4', 'x-ecpr'],
    ['070392', '7AB0', 'x-ecpr'],
    ['070392', '0AB0', 'd-ecpr'],
    ['070392', '5AB1', 'd-ecpr'],
    ['070392', '6AB1', 'd-ecpr'],
    ['070392', '2AB1', null],
    ['320392', '1VJ4', null],
    ['070392', '1vj4', null],
    ['250947', '9989', 'cpr'],
  ])('%s%s is of kind %s', (date, last, kind) => {
    expect(numberKind(cpr(date, last))).toBe(kind);
  });
});
