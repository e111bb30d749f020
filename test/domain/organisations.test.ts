// The registry of parties: addresses with right check digits, and who is who.
// Check digits are verified here by a second implementation where the product has none.
import { describe, expect, it } from 'vitest';
import {
  isGln,
  isSor,
  ladderTarget,
  practiceByYdernummer,
  takesPatients,
  unitByGln,
  unitById,
  unitBySor,
  unitKinds,
  unitsOf,
} from '../../domain/organisations.ts';
import { ruleBook } from './rule-book.ts';

const { registry, ruleSets } = await ruleBook();

/** Verhoeff's check, as in every SOR id that is a SNOMED-like id; written here since only the examples need it. */
function verhoeff(digits: string): boolean {
  const table = [
    '0123456789',
    '1234067895',
    '2340178956',
    '3401289567',
    '4012395678',
    '5987604321',
    '6598710432',
    '7659821043',
    '8765932104',
    '9876543210',
  ];
  const shift = [
    '0123456789',
    '1576283094',
    '5803796142',
    '8916043527',
    '9453126870',
    '4286573901',
    '2793806415',
    '7046913258',
  ];
  const rest = [...digits]
    .reverse()
    .reduce((check, digit, index) => Number(table[check]?.[Number(shift[index % 8]?.[Number(digit)])]), 0);
  return rest === 0;
}

describe('addresses', () => {
  it.each([
    ['5790000209354', true],
    ['5790001348120', true],
    ['5790001348121', false],
    ['579000134812', false],
    ['579000134812x', false],
    ['', false],
  ])('GLN %s: %s', (gln, expected) => {
    expect(isGln(gln)).toBe(expected);
  });

  it.each([
    ['265161000016000', true],
    ['12345678901', true],
    ['1234567890', false],
    ['26516100001600a', false],
  ])('SOR %s: %s', (sor, expected) => {
    expect(isSor(sor)).toBe(expected);
  });

  it.each(registry.units)('of $id have right check digits and invented mail', ({ gln, sor, mail }) => {
    expect([isGln(gln), verhoeff(sor), mail.endsWith('.example')]).toEqual([true, true, true]);
  });
});

describe('the registry', () => {
  it('has the hospitals, practices and own units of the example discharge', () => {
    const common = registry.units.filter(({ org }) => !org.startsWith('mun-')).map(({ id }) => id);
    expect(common.sort()).toEqual([
      'gp-041230',
      'gp-051240',
      'gp-061259',
      'gp-071262',
      'hospice-h1',
      'region-ops',
      'region-places',
      'ward-h1',
      'ward-m1',
      'ward-p1',
    ]);
  });

  it('has the 19 municipalities of the region, each with somebody to ask and places of two kinds', () => {
    const municipalities = registry.organisations.filter(({ kind }) => kind === 'municipality');
    expect(municipalities.map(({ municipality }) => municipality).join(' ')).toBe(
      '0615 0657 0661 0665 0671 0706 0707 0710 0727 0730 0740 0741 0746 0751 0756 0760 0766 0779 0791',
    );
    for (const { id, name, municipality = '' } of municipalities) {
      expect([id, name]).toEqual([`mun-${municipality}`, expect.stringMatching(/ Kommune \(eksempel\)$/)]);
      const kinds = registry.units.filter((unit) => unit.org === id).map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(['visitation', 'home-care', 'acute-unit']));
      expect([id, kinds.filter((kind) => takesPatients(kind)).length >= 2]).toEqual([id, true]);
    }
    const inClusters = Object.values(ruleSets[0]?.clusters ?? {}).flatMap((cluster) => cluster.municipalities);
    expect(inClusters.sort()).toEqual(municipalities.map(({ municipality }) => municipality));
  });

  it('has units that can only be rung, some with an older format, and some that change format on a date', () => {
    const letters = (unit: (typeof registry.units)[number], date: string): string =>
      unit.receives
        .filter(({ type, validFrom, validTo }) => {
          return type === 'care-communication' && validFrom <= date && (validTo === null || date <= validTo);
        })
        .map(({ format }) => format)
        .join(' ');
    const municipal = registry.units.filter(({ org }) => org.startsWith('mun-'));
    const before = municipal.map((unit) => letters(unit, '2026-11-20'));
    for (const way of ['fhir', 'oioxml', 'edifact', '']) expect(before).toContain(way);
    expect(
      municipal.filter((unit) => letters(unit, '2026-11-20') !== letters(unit, '2027-03-01')).length,
    ).toBeGreaterThan(2);
  });

  it('finds a unit by id, GLN and SOR, a practice by ydernummer, and units by municipality', () => {
    const acute = unitById(registry, 'mun-0791-acute');
    if (acute === undefined) throw new Error('no acute unit');
    expect([unitByGln(registry, acute.gln), unitBySor(registry, acute.sor)]).toEqual([acute, acute]);
    expect(practiceByYdernummer(registry, '041230')?.id).toBe('gp-041230');
    expect(unitsOf(registry, '0615', 'visitation').map(({ id }) => id)).toEqual(['mun-0615-visitation']);
    expect([unitById(registry, 'nobody'), unitByGln(registry, '1')]).toEqual([undefined, undefined]);
  });

  it('knows which kinds of unit are asked whether they can take a patient', () => {
    expect(unitKinds.filter(takesPatients)).toEqual(['acute-unit', 'relief-unit', 'rehabilitation-unit', 'acute-team']);
    expect(takesPatients(undefined)).toBe(false);
  });

  it('names a team leader and somebody on call for every unit that is not a practice', () => {
    for (const unit of registry.units.filter(({ kind }) => kind !== 'practice')) {
      expect(ladderTarget(unit, 'team-leader')?.phone).toMatch(/^\d{8}$/);
      expect(ladderTarget(unit, 'on-call')?.phone).toMatch(/^\d{8}$/);
    }
  });
});
