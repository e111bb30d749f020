// The nights that go wrong elsewhere, by date: clock changes and New Year's Eve 2026. How long a place is reserved and
// held, when it is warned of, when a stay is reassessed, and what a bed can do then, in Randers. Times are written with their own offset.
import { describe, expect, it } from 'vitest';
import type { UnitSheet } from '../../domain/capability-sheet.ts';
import type { ClockName } from '../../domain/clocks.ts';
import { match } from '../../domain/match.ts';
import type { Needs } from '../../domain/needs.ts';
import { rule, ruleSetOn } from '../../domain/rule-set.ts';
import { ruleBook, utc } from './rule-book.ts';

const { ruleSets, calendar, demands } = await ruleBook();
const due = (clock: ClockName, from: string, anchor?: string): string => {
  const facts = anchor === undefined ? {} : { facts: { anchor: utc(anchor) } };
  return rule({ ruleSets, calendar }, { clock, from: utc(from), municipality: '0730', ...facts }).due;
};

const SPRING = 'the night the clock goes forward';
const AUTUMN = 'the night the clock goes back';
const EVE = 'the night of 1 January 2027';

describe('a place', () => {
  it.each<[string, string, ClockName, string, string | undefined, string]>([
    // Hours are hours: the spring night has one less on the wall, the autumn night one more.
    [
      SPRING,
      'asked',
      'capability-answer',
      '2027-03-28T01:30+01:00',
      '2027-03-30T12:00+02:00',
      '2027-03-28T03:30+02:00',
    ],
    [
      AUTUMN,
      'asked',
      'capability-answer',
      '2026-10-25T02:30+02:00',
      '2026-10-27T12:00+01:00',
      '2026-10-25T02:30+01:00',
    ],
    [EVE, 'asked', 'capability-answer', '2026-12-31T23:30+01:00', '2027-01-03T12:00+01:00', '2027-01-01T00:30+01:00'],
    [SPRING, 'reserved', 'place-reservation', '2027-03-28T01:30+01:00', undefined, '2027-03-28T03:40+02:00'],
    [AUTUMN, 'reserved', 'place-reservation', '2026-10-25T02:30+02:00', undefined, '2026-10-25T02:40+01:00'],
    [EVE, 'reserved', 'place-reservation', '2026-12-31T23:30+01:00', undefined, '2027-01-01T00:40+01:00'],
    [SPRING, 'held', 'hold-margin', '2027-03-27T12:00+01:00', '2027-03-28T00:30+01:00', '2027-03-28T05:30+02:00'],
    [AUTUMN, 'held', 'hold-margin', '2026-10-24T12:00+02:00', '2026-10-25T00:30+02:00', '2026-10-25T03:30+01:00'],
    [EVE, 'held', 'hold-margin', '2026-12-31T12:00+01:00', '2026-12-31T22:00+01:00', '2027-01-01T02:00+01:00'],
    [SPRING, 'warned', 'hold-warning', '2027-03-27T12:00+01:00', '2027-03-28T03:30+02:00', '2027-03-28T01:30+01:00'],
    [AUTUMN, 'warned', 'hold-warning', '2026-10-24T12:00+02:00', '2026-10-25T02:30+01:00', '2026-10-25T02:30+02:00'],
    [EVE, 'warned', 'hold-warning', '2026-12-31T12:00+01:00', '2027-01-01T00:30+01:00', '2026-12-31T23:30+01:00'],
    [
      SPRING,
      'reassessed',
      'acute-stay-reassessment',
      '2027-03-25T10:00+01:00',
      '2027-03-25T10:00+01:00',
      '2027-03-30T11:00+02:00',
    ],
    [
      AUTUMN,
      'reassessed',
      'acute-stay-reassessment',
      '2026-10-22T10:00+02:00',
      '2026-10-22T10:00+02:00',
      '2026-10-27T09:00+01:00',
    ],
    [
      EVE,
      'reassessed',
      'acute-stay-reassessment',
      '2026-12-29T10:00+01:00',
      '2026-12-29T10:00+01:00',
      '2027-01-03T10:00+01:00',
    ],
  ])('%s is %s until an instant that is right on both sides (%s)', (_, __, clock, from, anchor, expected) => {
    expect(due(clock, from, anchor)).toBe(utc(expected));
  });
});

describe('a bed where it is done from 7 to 22, and not on holidays', () => {
  const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
  const sheet: UnitSheet = {
    unit: 'a',
    municipality: '0791',
    kind: 'acute',
    capabilities: { 'CAP-14': { hours: [{ days: workdays, opens: '07:00', closes: '22:00' }] } },
    validFrom: '2026-01-01',
    validTo: null,
    places: 1,
  };
  const misses = (from: string, time: string) => {
    const needs: Needs = {
      municipality: '0791',
      capabilities: ['CAP-14'],
      times: { 'CAP-14': { at: [time] } },
      from: utc(from),
      days: 1,
    };
    const at = utc(from);
    const working = { calendar, closedOn: ruleSetOn(ruleSets, from.slice(0, 10)).closedOn };
    const [found] = match([sheet], needs, { at, working, demands: { ...demands, minimum: [] } });
    return found?.reasons.filter(({ code }) => code === 'outside-hours').map(({ fitsFrom }) => fitsFrom);
  };

  it.each<[string, string, string, readonly (string | null)[]]>([
    [SPRING, '2027-03-27T20:00+01:00', '21:30', []],
    // No night of any length is open; the day after the change is like every other.
    [SPRING, '2027-03-27T20:00+01:00', '02:30', [null]],
    [AUTUMN, '2026-10-24T20:00+02:00', '02:30', [null]],
    [AUTUMN, '2026-10-25T08:00+01:00', '21:30', []],
    // By the rule set New Year's Eve counts as a holiday too.
    [EVE, '2026-12-31T20:00+01:00', '21:30', [utc('2027-01-02T07:00+01:00')]],
    [EVE, '2026-12-30T20:00+01:00', '21:30', []],
    // New Year's Day is a holiday; it fits from the day after, when the unit opens.
    [EVE, '2027-01-01T08:00+01:00', '10:00', [utc('2027-01-02T07:00+01:00')]],
  ])('%s, asked from %s at %s', (_, from, time, expected) => {
    expect(misses(from, time)).toEqual(expected);
  });
});
