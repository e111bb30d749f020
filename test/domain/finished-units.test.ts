// What the days of finished patients ask of the registry: which rates a ward's patients have, and who runs a place that day.
// By the example registry, in which some places go over to the region on 1 January 2027 and some do not.
import { beforeAll, describe, expect, it } from 'vitest';
import { unitFacts } from '../../domain/finished-units.ts';
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
    const { care } = unitFacts(registry);
    expect(['ward-p1', 'hospice-h1', 'ward-m1', 'ward-gone'].map(care)).toEqual([
      'psychiatry',
      'hospice',
      'somatic',
      'somatic',
    ]);
  });

  it("a place is the region's own from the day the region runs it, whoever its unit belonged to", () => {
    const { isRegionsOwn } = unitFacts(registry);
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
});
