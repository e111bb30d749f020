// The five dated facts of a place and its terms, before and after the night of 31 December 2026.
// Which day's facts hold for what has begun is tested in in-flight.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceFact, PlaceKind, PlaceTerms, Registry, UnitKind } from '../../domain/organisations.ts';
import { placeFactNames } from '../../domain/organisations.ts';
import type { Place } from '../../domain/place-facts.ts';
import { placeFact, placeFacts } from '../../domain/place-facts.ts';
import { ruleBook } from './rule-book.ts';

const { registry } = await ruleBook();

const kindOf: Readonly<Partial<Record<UnitKind, PlaceKind>>> = {
  'acute-unit': 'acute',
  'relief-unit': 'relief',
  'rehabilitation-unit': 'rehabilitation',
  'acute-team': 'acute-team',
};
/** Every place of the example registry. */
const offered = registry.units.flatMap(({ id: unit, kind: of, municipality }) => {
  const kind = kindOf[of];
  return kind === undefined || municipality === undefined ? [] : [{ unit, kind, municipality }];
});

const viborg = (kind: PlaceKind): Place => ({ municipality: '0791', kind });

/** The terms of one kind of place under both authorities, and facts about it in one municipality. */
function registryWith(facts: readonly PlaceFact[], terms = registry.placeTerms): Registry {
  return { ...registry, placeFacts: facts, placeTerms: terms };
}
const fact = (more: Partial<PlaceFact>): PlaceFact => ({
  municipality: '0791',
  kind: 'relief',
  fact: 'authority',
  is: 'mun-0791',
  validFrom: '2024-01-01',
  validTo: null,
  ...more,
});
const all = (more: Partial<PlaceFact> = {}): readonly PlaceFact[] => [
  fact({ fact: 'authority', ...more }),
  fact({ fact: 'operator', ...more }),
  fact({ fact: 'payer', ...more }),
  fact({ fact: 'confirmer', is: 'mun-0791-relief', ...more }),
  fact({ fact: 'address', is: 'mun-0791-visitation', ...more }),
];

describe('the five facts', () => {
  it('tell authority, operator, payer, confirmer and address apart, and take the terms of the authority', () => {
    expect(placeFacts(registry, viborg('acute'), '2026-12-31')).toMatchObject({
      kind: 'known',
      facts: {
        authority: 'mun-0791',
        operator: 'mun-0791',
        payer: 'mun-0791',
        confirmer: 'mun-0791-acute',
        address: 'mun-0791-visitation',
      },
      terms: { name: 'akutplads', selfPayment: { kind: 'none' }, choice: 'nearest', legalBasis: 'sundhedsloven § 138' },
    });
    expect(placeFacts(registry, viborg('acute'), '2027-01-01')).toMatchObject({
      kind: 'known',
      facts: {
        authority: 'region-midt',
        operator: 'mun-0791',
        payer: 'region-midt',
        confirmer: 'mun-0791-acute',
        address: 'mun-0791-visitation',
      },
      terms: { name: 'akutsygepleje, plads', selfPayment: { kind: 'none' }, choice: 'own' },
    });
  });

  it('of a kind of place that stays municipal change nothing on that night', () => {
    const [before, after] = ['2026-12-31', '2027-01-01'].map((date) => placeFacts(registry, viborg('relief'), date));
    expect(before).toEqual(after);
    expect(after).toMatchObject({ terms: { name: 'aflastningsplads', selfPayment: { kind: 'yes' } } });
  });

  it('of one unit go before those of its municipality, one by one and by date', () => {
    const split = registryWith([
      ...all(),
      fact({ unit: 'mun-0791-relief', fact: 'authority', is: 'region-midt', validFrom: '2027-01-01' }),
      fact({ unit: 'mun-0791-relief', fact: 'payer', is: 'region-midt', validFrom: '2027-01-01' }),
    ]);
    const regional: Place = { ...viborg('relief'), unit: 'mun-0791-relief' };
    expect(placeFacts(split, regional, '2027-01-01')).toMatchObject({
      facts: { authority: 'region-midt', operator: 'mun-0791', payer: 'region-midt', confirmer: 'mun-0791-relief' },
      terms: { name: 'sundheds- og omsorgsplads', selfPayment: { kind: 'none' }, choice: 'own' },
    });
    const still = { facts: { authority: 'mun-0791', payer: 'mun-0791' }, terms: { name: 'aflastningsplads' } };
    expect(placeFacts(split, regional, '2026-12-31')).toMatchObject(still);
    for (const place of [viborg('relief'), { ...viborg('relief'), unit: 'mun-0791-acute' }]) {
      expect(placeFacts(split, place, '2027-01-01')).toMatchObject(still);
    }
  });

  it('that are missing are named, and the terms with the authority they follow', () => {
    const facts = all();
    expect(placeFacts(registryWith([]), viborg('relief'), '2026-11-20')).toEqual({
      kind: 'missing',
      missing: [...placeFactNames, 'terms'],
      facts: {},
    });
    for (const name of placeFactNames) {
      const without = registryWith(facts.filter((entry) => entry.fact !== name));
      expect(placeFacts(without, viborg('relief'), '2026-11-20')).toMatchObject({
        kind: 'missing',
        missing: name === 'authority' ? ['authority', 'terms'] : [name],
      });
    }
    expect(placeFacts(registryWith(facts), viborg('relief'), '2023-12-31')).toMatchObject({ kind: 'missing' });
  });

  it('name terms that nobody has decided on as missing: an authority that may not have this kind on that date', () => {
    const forgotten = registryWith(all({ kind: 'acute' }));
    expect(placeFacts(forgotten, viborg('acute'), '2026-12-31').kind).toBe('known');
    expect(placeFacts(forgotten, viborg('acute'), '2027-01-01')).toMatchObject({
      kind: 'missing',
      missing: ['terms'],
      facts: { authority: 'mun-0791', confirmer: 'mun-0791-relief' },
    });
  });

  it('do not depend on the order in which they are written down', () => {
    const facts = registry.placeFacts;
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...facts], { minLength: facts.length }),
        fc.constantFrom('2026-12-31', '2027-01-01'),
        (shuffled, date) => {
          for (const kind of ['acute', 'relief'] as const) {
            expect(placeFacts(registryWith(shuffled), viborg(kind), date)).toEqual(
              placeFacts(registry, viborg(kind), date),
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are known of every unit that takes patients, on both sides of the night', () => {
    for (const { municipality, kind, unit } of offered) {
      for (const date of ['2026-12-31', '2027-01-01']) {
        expect([unit, date, placeFacts(registry, { municipality, kind, unit }, date).kind]).toEqual([
          unit,
          date,
          'known',
        ]);
      }
    }
  });

  it('become regional or stay municipal that night, as is agreed of each place, and the municipality may go on', () => {
    const after = offered.map((place) => {
      const before = placeFacts(registry, place, '2026-12-31');
      const then = placeFacts(registry, place, '2027-01-01');
      if (before.kind !== 'known' || then.kind !== 'known') throw new Error(`something is missing of ${place.unit}`);
      expect([place.unit, before.facts.authority, before.facts.payer]).toEqual([
        place.unit,
        `mun-${place.municipality}`,
        `mun-${place.municipality}`,
      ]);
      const whose = (id: string) => (id === 'region-midt' ? 'region' : 'municipality');
      const { authority, operator, payer, address } = then.facts;
      return { ...place, authority: whose(authority), operator: whose(operator), payer: whose(payer), address };
    });
    for (const { authority, payer } of after) expect(payer).toBe(authority);
    const temporary = after.filter(({ kind }) => kind === 'relief' || kind === 'rehabilitation');
    const acute = after.filter(({ kind }) => kind === 'acute' || kind === 'acute-team');
    expect(new Set(acute.map(({ authority }) => authority))).toEqual(new Set(['region']));
    expect(new Set(temporary.map(({ authority }) => authority))).toEqual(new Set(['region', 'municipality']));
    const regional = after.filter(({ authority }) => authority === 'region');
    expect(new Set(regional.map(({ operator }) => operator))).toEqual(new Set(['region', 'municipality']));
    expect(regional.some(({ address }) => address === 'region-places')).toBe(true);
  });

  it('differ between two places of one kind in one municipality', () => {
    const decides = (unit: string) =>
      placeFact(registry, { municipality: '0751', kind: 'relief', unit }, 'authority', '2027-01-01');
    expect([decides('mun-0751-relief'), decides('mun-0751-relief-south')]).toEqual(['mun-0751', 'region-midt']);
  });

  it('can be asked one at a time', () => {
    expect(placeFact(registry, viborg('acute'), 'authority', '2027-01-01')).toBe('region-midt');
    expect(placeFact(registry, viborg('acute'), 'authority', '2023-12-31')).toBeUndefined();
  });
});

describe('the terms', () => {
  it('name what each kind of place is called, costs and rests on, with a source', () => {
    const names = (date: string) =>
      registry.placeTerms
        .filter(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date <= validTo))
        .map(({ kind, authority, name }) => `${kind} ${authority}: ${name}`);
    expect(names('2026-12-31')).toEqual([
      'acute municipality: akutplads',
      'relief municipality: aflastningsplads',
      'rehabilitation municipality: rehabiliteringsplads',
      'acute-team municipality: akutteam i hjemmet',
    ]);
    expect(names('2027-01-01')).toEqual([
      'acute region: akutsygepleje, plads',
      'relief municipality: aflastningsplads',
      'relief region: sundheds- og omsorgsplads',
      'rehabilitation municipality: rehabiliteringsplads',
      'rehabilitation region: sundheds- og omsorgsplads',
      'acute-team region: akutsygepleje i hjemmet',
    ]);
    const regional = registry.placeTerms.filter(({ authority }: PlaceTerms) => authority === 'region');
    expect(regional.every(({ selfPayment }) => selfPayment.kind === 'none')).toBe(true);
  });
});
