// Which doctor is rung at a time of day, by dates: opening hours, duty, both clock changes, Christmas and New Year.
// With the project's own numbers; gaps in them are refused when they are read.
import { describe, expect, it } from 'vitest';
import { unitById } from '../../domain/organisations.ts';
import { contactsOn, doctorAt } from '../../domain/responsibility-contacts.ts';
import { checkContacts } from '../../rules/responsibility-schema.ts';
import { ruleBook } from './rule-book.ts';

const { registry, contacts, calendar } = await ruleBook();
const at = (time: string): number => Date.parse(time);

describe('the doctor of the time of day', () => {
  const gp = unitById(registry, 'gp-041230');
  const who = (time: string) => doctorAt({ contacts, calendar }, gp, at(time)).doctor;
  it.each([
    // A Friday practice that closes early is still the one to ring until the duty begins.
    ['2026-11-20T07:59+01:00', 'out-of-hours'],
    ['2026-11-20T08:00+01:00', 'gp'],
    ['2026-11-20T15:59+01:00', 'gp'],
    ['2026-11-20T16:00+01:00', 'out-of-hours'],
    ['2026-11-22T12:00+01:00', 'out-of-hours'],
    // Clock changes: 8 o'clock is 8 o'clock before and after.
    ['2026-10-23T08:00+02:00', 'gp'],
    ['2026-10-26T07:59+01:00', 'out-of-hours'],
    ['2026-10-26T08:00+01:00', 'gp'],
    ['2027-03-30T07:59+02:00', 'out-of-hours'],
    ['2027-03-30T08:00+02:00', 'gp'],
    // Christmas and New Year, by the days that the numbers count as holidays.
    ['2026-12-24T10:00+01:00', 'out-of-hours'],
    ['2026-12-31T10:00+01:00', 'out-of-hours'],
    ['2027-01-01T10:00+01:00', 'out-of-hours'],
    ['2027-01-04T10:00+01:00', 'gp'],
  ])('%s: %s', (time, expected) => {
    expect(who(time)).toBe(expected);
  });

  it('is said even of a year whose holidays nobody has filled in, and that they are missing', () => {
    const found = doctorAt({ contacts, calendar }, gp, at('2098-07-01T10:00Z'));
    expect(found).toMatchObject({ doctor: 'gp', holidaysUnknown: true });
    expect(doctorAt({ contacts, calendar }, gp, at('1950-07-01T03:00Z'))).toMatchObject({ holidaysUnknown: true });
  });
});

describe('the numbers', () => {
  const [first] = contacts;
  if (first === undefined) throw new Error('No numbers');
  const until = { ...first, validTo: '2026-12-31' };
  const later = { ...first, validFrom: '2027-01-01', withoutGp: { name: 'Ny', phone: '87009979' } };

  it('change on their day, and the first hold before their time too', () => {
    expect(contactsOn([until, later], '2026-12-31').withoutGp.phone).toBe(first.withoutGp.phone);
    expect(contactsOn([until, later], '2027-01-01').withoutGp.phone).toBe('87009979');
    expect(contactsOn([until, later], '1999-01-01').withoutGp.phone).toBe(first.withoutGp.phone);
    const night = (time: string) => doctorAt({ contacts: [until, later], calendar }, undefined, at(time)).phone;
    expect([night('2026-12-30T10:00+01:00'), night('2027-01-04T10:00+01:00')]).toEqual([
      first.withoutGp.phone,
      '87009979',
    ]);
  });

  it('leave no day without an answer', () => {
    expect(checkContacts([until, later])).toEqual([]);
    expect(checkContacts([until])).toHaveLength(1);
    expect(checkContacts([until, { ...later, validFrom: '2027-01-03' }])).toHaveLength(1);
    expect(checkContacts([{ ...until, validTo: '2020-01-01' }])).toHaveLength(1);
  });
});
