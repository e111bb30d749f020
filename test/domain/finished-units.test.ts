// What the days of finished patients ask of the registry: which rates a ward's patients have, and who runs a place that day.
// By the example registry, in which some places go over to the region on 1 January 2027 and some do not.
import { beforeAll, describe, expect, it } from 'vitest';
import { knownUnits, unitFacts } from '../../domain/finished-units.ts';
import type { Registry } from '../../domain/organisations.ts';
import { placeKindOf } from '../../domain/organisations.ts';
import { placeFact } from '../../domain/place-facts.ts';
import { ruleBook } from './rule-book.ts';

let registry: Registry;
beforeAll(async () => {
  registry = (await ruleBook()).registry;
});

describe('units, as days ask about them', () => {
  it('a psychiatric ward and a hospice have rates of their own; others are somatic, also one that nobody knows', () => {
    const { care } = unitFacts(registry, '2026-12-01');
    const wards = ['ward-p1', 'hospice-h1', 'ward-m1', 'ward-gone'];
    expect(wards.map((unit) => care(unit, '2026-12-01'))).toEqual(['psychiatry', 'hospice', 'somatic', 'somatic']);
  });

  it("a place is the region's own from the day the region runs it, whoever its unit belonged to", () => {
    const { isRegionsOwn } = unitFacts(registry, '2026-12-01');
    const places = registry.units.filter(({ kind }) => placeKindOf(kind) !== undefined);
    const found = places.map(({ id }) => [isRegionsOwn(id, '2026-12-31'), isRegionsOwn(id, '2027-01-01')].join());
    expect(new Set(found)).toEqual(new Set(['false,true', 'false,false']));
    for (const { id, kind, municipality = '' } of places) {
      const place = placeKindOf(kind);
      if (place === undefined) continue;
      const operator = placeFact(registry, { municipality, kind: place, unit: id }, 'operator', '2027-01-01');
      expect(isRegionsOwn(id, '2027-01-01'), id).toBe(operator === 'region-midt');
    }
    expect(isRegionsOwn('region-places', '2026-12-31')).toBe(true);
    expect(isRegionsOwn('ward-m1', '2027-01-01')).toBe(false);
  });

  it('are as they were known on the day that is asked about; what puts a row right is one of its own', () => {
    const care = [
      { is: 'psychiatry', validFrom: '2026-12-01', validTo: null, recorded: '2027-02-10' },
      { is: 'somatic', validFrom: '2027-01-01', validTo: null, recorded: '2027-03-10' },
    ] as const;
    const [place] = registry.placeFacts.filter(
      ({ fact, unit, validFrom }) => fact === 'operator' && unit !== undefined && validFrom === '2027-01-01',
    );
    if (place?.unit === undefined) throw new Error('No place changes hands');
    const isRegions = place.is === 'region-midt';
    const other = isRegions ? registry.units.find(({ id }) => id === place.unit)?.org : 'region-midt';
    const right = { ...place, is: other ?? '', recorded: '2027-02-10' };
    const changed: Registry = {
      ...registry,
      units: registry.units.map((unit) => (unit.id === 'ward-m1' ? { ...unit, care } : unit)),
      placeFacts: [right, ...registry.placeFacts],
    };
    const { unit: id } = place;
    const { on, recorded } = knownUnits(changed);
    expect(recorded).toEqual(expect.arrayContaining(['2027-02-10', '2027-03-10']));
    const asked = ['2027-02-09', '2027-02-10', '2027-03-10'].map((known) => [
      ...['2026-11-30', '2026-12-31', '2027-01-01'].map((date) => on(known).care('ward-m1', date)),
      on(known).isRegionsOwn(id, '2027-01-01'),
    ]);
    expect(asked).toEqual([
      ['somatic', 'somatic', 'somatic', isRegions],
      ['somatic', 'psychiatry', 'psychiatry', !isRegions],
      ['somatic', 'psychiatry', 'somatic', !isRegions],
    ]);
    // Who asks about the place itself gets the row that is right.
    const { municipality, kind } = place;
    expect(placeFact(changed, { municipality, kind, unit: id }, 'operator', '2027-01-01')).toBe(right.is);
  });
});
