// A match by the clock: hours, nights and holidays, frequency, trained staff, equipment, delegation, free places.
// Each miss has its words and, where time mends it, from when it fits. Times are written with their own offset.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpeningHours } from '../../domain/calendar.ts';
import type { Terms, TrainedStaff, UnitSheet } from '../../domain/capability-sheet.ts';
import type { Demands } from '../../domain/demands.ts';
import { belowMinimum, isOldFigure, isStale } from '../../domain/demands.ts';
import type { NeedTimes } from '../../domain/duty.ts';
import { enough, stretchesOn } from '../../domain/duty.ts';
import { match } from '../../domain/match.ts';
import type { FreeFigure, MatchGround, Needs } from '../../domain/needs.ts';
import { ruleBook, utc } from './rule-book.ts';

const { calendar } = await ruleBook();
const everyDay = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'] as const;
const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const daily = (opens: string, closes: string): OpeningHours => [{ days: everyDay, opens, closes }];
const demands: Demands = {
  competences: [
    {
      code: 'iv',
      holder: 'sygeplejerske',
      training: 'IV-oplæring',
      source: 'made for the test',
      confidence: 'L',
    },
  ],
  demands: [
    { capability: 'CAP-14', competence: 'iv' },
    { capability: 'CAP-07', equipment: ['ecg'] },
  ],
  minimum: [
    {
      kind: 'acute',
      capabilities: ['CAP-01', 'CAP-14'],
      validFrom: '2026-06-01',
      validTo: null,
      source: 'made for the test',
      confidence: 'L',
    },
  ],
  freshness: { sheetHours: 24 * 30, freePlacesHours: 8 },
  reporting: { nightFrom: '23:00', nightTo: '07:00', trainingEndsDays: 60, brokenPromisesDays: 90 },
};
/** A Friday. */
const now = utc('2026-11-20T13:00:00+01:00');
const ground = (more: Partial<MatchGround> = {}): MatchGround => ({
  at: now,
  working: { calendar, closedOn: [] },
  demands,
  ...more,
});
const staff = (onDuty: OpeningHours, until = '2027-12-31'): readonly TrainedStaff[] => [
  { competence: 'iv', onDuty, trained: [{ person: 'nurse-1', until }] },
];
const sheet = (iv: Terms, more: Partial<UnitSheet> = {}): UnitSheet => ({
  unit: 'a',
  municipality: '0791',
  kind: 'acute',
  capabilities: { 'CAP-01': 'yes', 'CAP-07': 'yes', 'CAP-14': iv },
  validFrom: '2026-01-01',
  validTo: null,
  places: 1,
  confirmed: { by: 'nurse-1', at: utc('2026-11-16T08:00:00+01:00') },
  ...more,
});
const needs = (times: NeedTimes | null, more: Partial<Needs> = {}): Needs => ({
  municipality: '0791',
  capabilities: ['CAP-14'],
  ...(times === null ? {} : { times: { 'CAP-14': times } }),
  from: null,
  days: 1,
  ...more,
});
const verdict = (given: UnitSheet, wanted: Needs, more: Partial<MatchGround> = {}) =>
  match([given], wanted, ground(more))[0]?.reasons.map(({ code, text, fitsFrom }) => [code, text, fitsFrom]);

const IV = 'Intravenøs medicin (antibiotika)';

describe('hours and nights', () => {
  it.each<[string, Terms, Partial<UnitSheet>, NeedTimes | null, Partial<Needs>, readonly unknown[]]>([
    ['at some time while it is done by day', { hours: daily('07:00', '22:00') }, {}, null, {}, []],
    [
      'late in the evening with nobody on duty then',
      {},
      { staff: staff(daily('07:00', '22:00')) },
      { at: ['22:30'] },
      {},
      [['not-staffed', `${IV} kl. 22.30: ingen sygeplejerske på vagt`, null]],
    ],
    [
      'round the clock with nobody on duty at night',
      {},
      { staff: staff(daily('07:00', '22:00')) },
      { aroundTheClock: true },
      {},
      [['not-staffed', `${IV} kl. 22–7: ingen sygeplejerske på vagt`, null]],
    ],
    [
      'four times a day and night while the night is closed for nine hours',
      { hours: daily('07:00', '22:00') },
      {},
      { perDay: 4 },
      {},
      [['outside-hours', `${IV} 4 gange i døgnet, kl. 22–7: enheden gør det kun kl. 7–22`, null]],
    ],
    [
      'twice a day while the night is closed for nine hours',
      { hours: daily('07:00', '22:00') },
      {},
      { perDay: 2 },
      {},
      [],
    ],
    [
      'more often than the unit can',
      { perDay: 3 },
      {},
      { perDay: 4 },
      {},
      [['too-often', `${IV} 4 gange i døgnet: enheden kan højst 3`, null]],
    ],
    [
      'on a Saturday where nobody is on duty till Monday',
      {},
      { staff: staff([{ days: workdays, opens: '07:00', closes: '15:00' }]) },
      null,
      { from: utc('2026-11-21T10:00:00+01:00') },
      [['not-staffed', `${IV} hele døgnet: ingen sygeplejerske på vagt`, utc('2026-11-23T07:00:00+01:00')]],
    ],
    [
      'over a weekend, on the days it is closed',
      {},
      { staff: staff([{ days: workdays, opens: '07:00', closes: '15:00' }]) },
      null,
      { days: 4 },
      [
        [
          'not-staffed',
          `${IV} hele døgnet lørdag og søndag: ingen sygeplejerske på vagt`,
          utc('2026-11-23T07:00:00+01:00'),
        ],
      ],
    ],
    [
      'on a holiday that is a working day of the week',
      { hours: [{ days: workdays, opens: '08:00', closes: '15:00' }] },
      {},
      null,
      { from: utc('2026-12-25T09:00:00+01:00') },
      [['outside-hours', `${IV} hele døgnet: gør enheden ikke`, utc('2026-12-28T08:00:00+01:00')]],
    ],
  ])('%s', (_, terms, more, times, wanted, expected) => {
    expect(verdict(sheet(terms, more), needs(times, wanted))).toEqual(expected);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['the night the clock goes forward', '2026-03-28T20:00:00+01:00', '02:30', []],
    ['the night the clock goes back', '2026-10-24T20:00:00+02:00', '02:30', []],
    ["New Year's Eve", '2026-12-31T20:00:00+01:00', '23:59', []],
    ["New Year's Day, with nobody on holidays", '2027-01-01T00:00:00+01:00', '10:00', ['not-staffed']],
  ])('counts staff by the roster on %s', (_, from, time, codes) => {
    const rota = staff([{ days: everyDay.slice(0, 7), opens: '00:00', closes: '24:00' }], '2030-01-01');
    const wanted = needs({ at: [time] }, { from: utc(from) });
    const at = utc(new Date(Date.parse(from) - 3_600_000).toISOString());
    const reasons = match([sheet({}, { staff: rota, validFrom: '2020-01-01' })], wanted, ground({ at }))[0]?.reasons;
    expect(reasons?.map(({ code }) => code).filter((code) => code !== 'sheet-stale')).toEqual(codes);
  });

  it('finds that doses can be spread exactly when no closed stretch is longer than the time between two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 8 }),
        (opens, length, perDay) => {
          const closes = Math.min(24, opens + length);
          const two = (n: number): string => `${String(n).padStart(2, '0')}:00`;
          const open = stretchesOn(daily(two(opens), two(closes)), 'monday');
          const closedHours = 24 - (closes - opens);
          expect(enough(open, { kind: 'times-a-day', perDay })).toBe(closedHours < 24 / perDay);
        },
      ),
    );
  });

  it('finds a first dose for any closed stretches just when trying each minute finds one', () => {
    const minute = fc.integer({ min: 0, max: 1440 });
    fc.assert(
      fc.property(fc.array(fc.tuple(minute, minute), { maxLength: 3 }), fc.integer({ min: 1, max: 24 }), (spans, n) => {
        // Whole steps between doses only, so that the minutes are all that has to be tried.
        const perDay = [1, 2, 3, 4, 6, 8, 12, 24].findLast((whole) => whole <= n) ?? 1;
        const time = (of: number): string =>
          `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
        const hours = spans
          .filter(([one, other]) => one !== other)
          .map(([one, other]) => ({
            days: everyDay,
            opens: time(Math.min(one, other)),
            closes: time(Math.max(one, other)),
          }));
        const open = stretchesOn(hours, 'monday');
        const isOpen = (at: number): boolean => open.some(([from, to]) => from <= at % 1440 && at % 1440 < to);
        const doses = Array.from({ length: perDay }, (_, dose) => (dose * 1440) / perDay);
        const found = Array.from({ length: 1440 }, (_, first) => first).some((first) =>
          doses.every((after) => isOpen(first + after)),
        );
        expect(enough(open, { kind: 'times-a-day', perDay })).toBe(found);
      }),
    );
  });
});

describe('staff, equipment, delegation and free places', () => {
  it.each<[string, UnitSheet, Partial<MatchGround>, readonly unknown[]]>([
    [
      'nobody trained',
      sheet({}, { staff: [] }),
      {},
      [['not-trained', `${IV}: ingen sygeplejerske (kræver IV-oplæring)`, null]],
    ],
    [
      'training that runs out before the stay ends',
      sheet({}, { staff: staff(daily('00:00', '24:00'), '2026-11-19') }),
      {},
      [
        [
          'not-trained',
          `${IV}: oplæringen af sygeplejerske gælder kun til og med den 2026-11-19 (kræver IV-oplæring)`,
          null,
        ],
      ],
    ],
    [
      'delegation that has ended',
      sheet({ delegation: { kind: 'framework', until: '2026-11-19' } }),
      {},
      [['delegation-ended', `${IV}: delegationen gælder kun til og med den 2026-11-19`, null]],
    ],
    [
      'as many at once as the unit can have',
      sheet({ atOnce: 2 }),
      { free: () => figure({ inUse: { 'CAP-14': 2 } }) },
      [['too-many-at-once', `${IV}: enheden kan højst have 2 ad gangen, og der er 2`, null]],
    ],
    [
      'every place taken, with the time one is free again',
      sheet({}),
      { free: () => figure({ unheld: 0, nextFree: '2026-11-22T12:00:00.000Z' }) },
      [['no-free-place', 'Ingen ledig plads: alle er holdt eller ved at blive spurgt om', '2026-11-22T12:00:00.000Z']],
    ],
    [
      'a unit that said an hour ago that it is full',
      sheet({}),
      { free: () => figure({ stated: { free: 0, at: utc('2026-11-20T12:00:00+01:00') } }) },
      [['no-free-place', 'Ingen ledig plads: enheden har selv meldt fuldt', null]],
    ],
    [
      'a unit that said so yesterday: too old to go by',
      sheet({}),
      { free: () => figure({ stated: { free: 0, at: utc('2026-11-19T12:00:00+01:00') } }) },
      [],
    ],
    ['a unit that says nothing of its staff is taken at its word', sheet({}), {}, []],
  ])('%s', (_, given, more, expected) => {
    expect(verdict(given, needs(null), more)).toEqual(expected);
  });

  it('names the equipment that a unit says it has not', () => {
    const wanted = needs(null, { capabilities: ['CAP-07'] });
    expect(verdict(sheet({}, { equipment: ['hoist'] }), wanted)).toEqual([
      ['equipment-missing', 'EKG: mangler EKG-apparat', null],
    ]);
    expect(verdict(sheet({}, { equipment: ['ecg'] }), wanted)).toEqual([]);
  });

  it.each([
    ['within the limit', '2026-10-21T13:00:00+01:00', false],
    ['a minute over it', '2026-10-21T12:59:00+01:00', true],
  ])('a sheet confirmed %s', (_, at, stale) => {
    expect(isStale({ confirmed: { by: 'nurse-1', at: utc(at) } }, demands.freshness, now)).toBe(stale);
  });

  it('a stale sheet says so, still fits, and comes after a fresh one', () => {
    const stale = sheet({}, { unit: 'a', confirmed: null });
    const found = match([stale, sheet({}, { unit: 'b' })], needs(null), ground());
    expect(found.map(({ unit, fits, reasons }) => [unit, fits, reasons.map(({ code }) => code)])).toEqual([
      ['b', true, []],
      ['a', true, ['sheet-stale']],
    ]);
  });

  it('a figure of free places is old after its limit', () => {
    expect(isOldFigure(utc('2026-11-20T05:00:00+01:00'), demands.freshness, now)).toBe(false);
    expect(isOldFigure(utc('2026-11-20T04:59:00+01:00'), demands.freshness, now)).toBe(true);
  });

  it('shows what a unit lacks of the national minimum, from the day it holds', () => {
    const below = { kind: 'acute', capabilities: { 'CAP-01': 'yes' } } as const;
    expect(belowMinimum(below, demands, '2026-05-31')).toEqual([]);
    expect(belowMinimum(below, demands, '2026-06-01')).toEqual(['CAP-14']);
    expect(belowMinimum({ ...below, kind: 'relief' }, demands, '2026-06-01')).toEqual([]);
  });
});

describe('the order', () => {
  const elsewhere = (unit: string, municipality: string) => sheet({}, { unit, municipality });
  const units = (wanted: Needs, more: Partial<MatchGround> = {}) =>
    match(
      [elsewhere('c', '0615'), elsewhere('b', '0779'), elsewhere('a', '0615')],
      wanted,
      ground({ distance: (_, to) => (to === '0779' ? 25 : 80), ...more }),
    ).map(({ unit, tiedWith }) => [unit, tiedWith]);

  it('takes the nearest first, and says which units only their id tells apart', () => {
    expect(units(needs(null))).toEqual([
      ['b', []],
      ['a', ['c']],
      ['c', ['a']],
    ]);
  });

  it("puts the citizen's own choice first only where the citizen may choose", () => {
    const wish = needs(null, { wishes: 'c' });
    expect(units(wish, { mayChoose: () => true })[0]).toEqual(['c', []]);
    expect(units(wish, { mayChoose: () => false })[0]).toEqual(['b', []]);
  });
});

function figure(more: Partial<FreeFigure>): FreeFigure {
  return { unheld: 1, nextFree: null, stated: null, inUse: {}, ...more };
}
