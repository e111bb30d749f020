// The Danish calendar: holidays against an independent library, both clock changes, working days and open time.
// Expected times are written by hand with their own offset, and the holidays are compared with date-holidays.
import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpeningHours, WorkingCalendar } from '../../domain/calendar.ts';
import {
  addDays,
  addElapsed,
  addOpenTime,
  atLocal,
  CalendarYearMissing,
  flaggedDays,
  isOpenAt,
  isWorkingDay,
  localDate,
  milliseconds,
  nthDay,
} from '../../domain/calendar.ts';
import { ruleBook, utc } from './rule-book.ts';

const { calendar } = await ruleBook();
const working: WorkingCalendar = { calendar, closedOn: flaggedDays };
const lawOnly: WorkingCalendar = { calendar, closedOn: [] };
const clinic: OpeningHours = [
  { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '08:00', closes: '15:00' },
];
const split: OpeningHours = [
  { days: ['monday', 'wednesday'], opens: '13:00', closes: '16:00' },
  { days: ['monday', 'wednesday'], opens: '08:00', closes: '12:00' },
  { days: ['saturday', 'holiday'], opens: '10:00', closes: '11:00' },
];
const always: OpeningHours = [
  {
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'],
    opens: '00:00',
    closes: '24:00',
  },
];

describe('holidays', () => {
  it.each([2024, 2025, 2026, 2027, 2028, 2029, 2030])('of %i are those of an independent library', (year) => {
    const independent = new Holidays('DK')
      .getHolidays(year)
      .filter((day) => day.type === 'public')
      .map((day) => day.date.slice(0, 10));
    expect(Object.keys(calendar.years[String(year)]?.holidays ?? {}).sort()).toEqual(independent.sort());
  });

  it('have no Great Prayer Day: the fourth Friday after Easter is a working day from 2024', () => {
    for (const date of ['2024-04-26', '2025-05-16', '2026-05-01', '2027-04-23']) {
      expect(isWorkingDay(working, date)).toBe(true);
    }
  });

  it.each(['2026-06-05', '2026-12-24', '2026-12-31'])(
    'flagged day %s closes only where the rule set says so',
    (date) => {
      expect(isWorkingDay(lawOnly, date)).toBe(true);
      expect(isWorkingDay(working, date)).toBe(false);
    },
  );

  it('of a year that is not filled in are an error that names the year', () => {
    expect(() => isWorkingDay(working, '2031-03-03')).toThrow(new CalendarYearMissing('2031'));
  });
});

describe('local time', () => {
  it.each([
    ['2026-01-15', '08:00', '2026-01-15T07:00:00.000Z'],
    ['2026-07-15', '08:00', '2026-07-15T06:00:00.000Z'],
    ['2026-07-15', '24:00', '2026-07-15T22:00:00.000Z'],
    ['2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '24:00', '2026-10-25T23:00:00.000Z'],
    ['2026-12-31', '24:00', '2026-12-31T23:00:00.000Z'],
  ])('%s %s is %s', (date, time, expected) => {
    expect(atLocal(date, time)).toBe(expected);
  });

  it.each([
    ['2026-12-31T22:59:59Z', '2026-12-31'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
    ['2026-06-30T21:59:59Z', '2026-06-30'],
    ['2026-06-30T22:00:00Z', '2026-07-01'],
  ])('%s is the date %s in Denmark', (at, expected) => {
    expect(localDate(at)).toBe(expected);
  });
});

describe('elapsed time', () => {
  it.each([
    ['over the end of summer time', '2026-10-23T14:00+02:00', 'PT72H', '2026-10-26T13:00+01:00'],
    ['over the start of summer time', '2026-03-27T14:00+01:00', 'PT72H', '2026-03-30T15:00+02:00'],
    ['over New Year', '2026-12-31T23:50+01:00', 'PT30M', '2027-01-01T00:20+01:00'],
    ['backwards', '2026-10-26T13:00+01:00', '-PT72H', '2026-10-23T14:00+02:00'],
  ])('%s', (_, from, duration, expected) => {
    expect(addElapsed(utc(from), duration)).toBe(utc(expected));
  });

  it.each(['P1D', 'P1W', 'P1M', 'P3DT2H'])('refuses %s, since a day is not always 24 hours', (duration) => {
    expect(() => milliseconds(duration)).toThrow(RangeError);
  });
});

describe('working days', () => {
  it.each([
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-21', 0, '2026-11-23'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2026-04-01', 1, '2026-04-07'],
    ['2026-04-07', -1, '2026-04-01'],
    ['2026-12-23', 1, '2026-12-28'],
    ['2026-12-30', 1, '2027-01-04'],
    ['2026-12-30', 3, '2027-01-06'],
    ['2026-06-04', 1, '2026-06-08'],
    ['2026-05-13', 2, '2026-05-18'],
    ['2024-04-25', 1, '2024-04-26'],
  ])('%s and %i more is %s', (date, n, expected) => {
    expect(nthDay(date, n, (day) => isWorkingDay(working, day))).toBe(expected);
  });

  it('that never come are an error', () => {
    expect(() => nthDay('2026-01-01', 1, () => false)).toThrow(RangeError);
  });
});

describe('open time', () => {
  it.each([
    ['within the day', clinic, '2026-11-20T09:00+01:00', 'PT2H', '2026-11-20T11:00+01:00'],
    ['ends on the closing time', clinic, '2026-11-20T13:00+01:00', 'PT2H', '2026-11-20T15:00+01:00'],
    ['goes over the weekend', clinic, '2026-11-20T14:00+01:00', 'PT2H', '2026-11-23T09:00+01:00'],
    ['starts at the next opening', clinic, '2026-11-21T12:00+01:00', 'PT0M', '2026-11-23T08:00+01:00'],
    ['waits for the morning', clinic, '2026-11-23T03:00+01:00', 'PT1H', '2026-11-23T09:00+01:00'],
    ['skips Easter', clinic, '2026-04-01T14:30+02:00', 'PT1H', '2026-04-07T08:30+02:00'],
    ['skips Christmas', clinic, '2026-12-23T14:00+01:00', 'PT2H', '2026-12-28T09:00+01:00'],
    ['goes over the lunch break', split, '2026-11-23T11:30+01:00', 'PT1H', '2026-11-23T13:30+01:00'],
    ['uses holiday hours on a holiday', split, '2026-12-25T06:00+01:00', 'PT30M', '2026-12-25T10:30+01:00'],
    ['is elapsed time when always open', always, '2026-10-24T20:00+02:00', 'PT12H', '2026-10-25T07:00+01:00'],
    [
      'counts 23 hours on the day spring skips one',
      always,
      '2026-03-29T00:00+01:00',
      'PT24H',
      '2026-03-30T01:00+02:00',
    ],
  ])('%s', (_, hours, from, duration, expected) => {
    expect(addOpenTime(working, hours, utc(from), duration)).toBe(utc(expected));
  });

  it('of a unit that is never open is an error', () => {
    expect(() => addOpenTime(working, [], utc('2026-01-01T08:00+01:00'), 'PT1H')).toThrow(RangeError);
  });

  const instants = fc
    .integer({ min: Date.parse('2025-01-01T00:00Z'), max: Date.parse('2029-06-01T00:00Z') })
    .map((ms) => new Date(ms).toISOString());
  const minutes = fc.integer({ min: 0, max: 3_000 }).map((n) => `PT${n}M`);
  const someHours = fc.constantFrom(clinic, split, always);

  it('always ends while the unit is open, and not before it began', () => {
    fc.assert(
      fc.property(someHours, instants, minutes, (hours, from, duration) => {
        const end = addOpenTime(working, hours, from, duration);
        expect(isOpenAt(working, hours, end)).toBe(true);
        expect(Date.parse(end)).toBeGreaterThanOrEqual(Date.parse(from) + milliseconds(duration));
      }),
      { numRuns: 150 },
    );
  });

  it('gives a later start no earlier end', () => {
    fc.assert(
      fc.property(
        someHours,
        instants,
        fc.integer({ min: 0, max: 400_000_000 }),
        minutes,
        (hours, from, more, duration) => {
          const later = new Date(Date.parse(from) + more).toISOString();
          expect(addOpenTime(working, hours, later, duration) >= addOpenTime(working, hours, from, duration)).toBe(
            true,
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

it('adds calendar days over the end of February and of the year', () => {
  expect([addDays('2028-02-28', 1), addDays('2026-12-31', 1), addDays('2027-01-01', -1)]).toEqual([
    '2028-02-29',
    '2027-01-01',
    '2026-12-31',
  ]);
});
