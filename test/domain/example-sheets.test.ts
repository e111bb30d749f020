// The example sheets of the 19 municipalities: every place has one, and together they show what a match has to tell.
// Each asked as a ward or a practice would, on an ordinary Friday and on the night the places change hands.
import { describe, expect, it } from 'vitest';
import { belowMinimum, isStale } from '../../domain/demands.ts';
import { match } from '../../domain/match.ts';
import type { Needs } from '../../domain/needs.ts';
import { placeKindOf, takesPatients, unitById } from '../../domain/organisations.ts';
import { placeFact } from '../../domain/place-facts.ts';
import { ruleSetOn } from '../../domain/rule-set.ts';
import { ruleBook } from './rule-book.ts';

const { sheets, registry, demands, calendar, ruleSets } = await ruleBook();
const friday = '2026-11-20T12:00:00Z';
const working = { calendar, closedOn: ruleSetOn(ruleSets, '2026-11-20').closedOn };

const reasons = (unit: string, needs: Partial<Needs>): readonly string[] => {
  const whole: Needs = { municipality: unit.slice(4, 8), capabilities: [], from: friday, days: 3, ...needs };
  const found = match(sheets, whole, { at: friday, working, demands }).find((one) => one.unit === unit);
  return found?.reasons.map(({ code, text }) => `${code}: ${text}`) ?? ['no sheet'];
};
const IV = { capabilities: ['CAP-14'] } as const;

describe('the example sheets', () => {
  it('are one for each unit that takes patients, of its kind of place, and name nobody', () => {
    const units = registry.units.filter(({ kind }) => takesPatients(kind)).map(({ id }) => id);
    const usual = sheets.filter(({ unit, kind }) => placeKindOf(unitById(registry, unit)?.kind ?? 'ward') === kind);
    expect(usual.map(({ unit }) => unit).sort()).toEqual(units.sort());
    for (const { staff = [], confirmed } of sheets) {
      const people = [...staff.flatMap(({ trained }) => trained.map(({ person }) => person)), confirmed?.by ?? []];
      for (const person of people.flat()) expect(person).toMatch(/^(nurse|team)-(\d{4}-\d+|example)$/);
    }
  });

  it('are two for the units that have relief beds beside their other places, each confirmed by the unit itself', () => {
    const second = sheets.filter(({ unit, kind }) => placeKindOf(unitById(registry, unit)?.kind ?? 'ward') !== kind);
    expect(second.map(({ unit, kind }) => [unit, kind])).toEqual([
      ['mun-0657-rehab', 'relief'],
      ['mun-0671-acute', 'relief'],
      ['mun-0730-rehab', 'relief'],
    ]);
    for (const { unit, kind, municipality } of second) {
      expect(placeFact(registry, { municipality, kind, unit }, 'confirmer', '2026-11-20')).toBe(unit);
    }
  });

  it('let a practice see what a bed in Skive can do tonight, and on which condition', () => {
    const four = { ...IV, times: { 'CAP-14': { perDay: 4 } } } as const;
    expect(reasons('mun-0779-acute', four)).toEqual([
      'on-condition: Intravenøs medicin (antibiotika): aftales med lægen på sygehuset først',
    ]);
    expect(reasons('mun-0779-acute', { ...IV, times: { 'CAP-14': { perDay: 5 } } })[0]).toMatch(
      /^too-often: .* 5 gange i døgnet: enheden kan højst 4/,
    );
    expect(reasons('mun-0779-acute', { days: 6 })).toEqual([
      'stay-too-long: Opholdet på 6 dage er længere end enhedens højst 5',
    ]);
    const { places, phone } = sheets.find(({ unit }) => unit === 'mun-0779-acute') ?? {};
    expect([places, phone]).toEqual([3, '87001405']);
  });

  it.each<[string, string, Partial<Needs>, RegExp]>([
    [
      'IV at night',
      'mun-0727-acute',
      { ...IV, times: { 'CAP-14': { at: ['02:00'] } } },
      /^not-staffed: .*kl\. 2: ingen sygeplejerske med IV-oplæring/,
    ],
    [
      'IV on Saturday evening',
      'mun-0707-acute',
      { ...IV, times: { 'CAP-14': { at: ['20:00'] } } },
      /^not-staffed: .*lørdag/,
    ],
    ['IV where the training has run out', 'mun-0661-acute', IV, /^not-trained: .*kun til og med den 2026-10-31/],
    [
      'a nebuliser that is not there',
      'mun-0707-acute',
      { capabilities: ['CAP-24'] },
      /^equipment-missing: .*forstøver/,
    ],
    ['IV where there is none', 'mun-0671-acute', IV, /^capability-missing: /],
    ['a sheet nobody has confirmed since May', 'mun-0756-acute', {}, /^sheet-stale: .*den 2026-05-11/],
    ['a sheet nobody ever confirmed', 'mun-0671-relief', {}, /^sheet-stale: .*aldrig bekræftet/],
    ['less than the national minimum', 'mun-0671-acute', {}, /^below-minimum: .*CAP-01, CAP-14/],
  ])('have somewhere %s', (_, unit, needs, expected) => {
    expect(reasons(unit, needs)).toContainEqual(expect.stringMatching(expected));
  });

  it('are mostly fresh, trained and above the minimum, so that a match finds somebody', () => {
    const acute = sheets.filter(({ kind }) => kind === 'acute');
    const sound = acute.filter(
      (sheet) => !isStale(sheet, demands.freshness, friday) && belowMinimum(sheet, demands, '2026-11-20').length === 0,
    );
    expect(acute.length).toBe(19);
    expect(sound.length).toBeGreaterThanOrEqual(14);
    const fitting = match(
      sheets,
      { municipality: '0779', from: friday, days: 3, ...IV },
      { at: friday, working, demands },
    );
    expect(fitting.filter(({ fits }) => fits).length).toBeGreaterThan(20);
  });

  it('give seven of ten temporary places to the region on the first of January', () => {
    const temporary = sheets.filter(({ kind }) => kind === 'relief' || kind === 'rehabilitation');
    const regional = temporary.filter(
      ({ municipality, kind, unit }) =>
        placeFact(registry, { municipality, kind, unit }, 'authority', '2027-01-01') === 'region-midt',
    );
    const places = (of: typeof sheets) => of.reduce((sum, sheet) => sum + sheet.places, 0);
    const share = places(regional) / places(temporary);
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.75);
  });
});
