// What must hold of the facts and terms of places: those who are named exist, and one thing is said of a day once.
// A fact that is missing is no fault of the file: whoever asks is told which one (place-facts.ts).
import type { PlaceFact, PlaceTerms, Registry } from '../domain/organisations.ts';
import { takesPatients, unitById } from '../domain/organisations.ts';
import type { Finding } from './checks.ts';
import { checkPeriod, finding, periodsMeet } from './checks.ts';

/** Whether the two speak of the same thing, so that their periods must not meet. */
const sameFact = (a: PlaceFact, b: PlaceFact): boolean =>
  a.municipality === b.municipality &&
  a.kind === b.kind &&
  a.fact === b.fact &&
  a.unit === b.unit &&
  // What was recorded later puts the other right.
  a.recorded === b.recorded;

const sameTerms = (a: PlaceTerms, b: PlaceTerms): boolean => a.kind === b.kind && a.authority === b.authority;

/** Facts name organisations and units that exist, a narrower one a unit that takes patients there; periods do not overlap. */
export function checkPlaces(registry: Registry): readonly Finding[] {
  const { organisations, units, placeFacts, placeTerms } = registry;
  return [
    ...units.flatMap(({ care = [] }, at) =>
      care.flatMap((entry, index) => [
        ...checkPeriod(entry, `units.${at}.care.${index}.`),
        ...(care.slice(0, index).some((other) => other.recorded === entry.recorded && periodsMeet(other, entry))
          ? [
              finding(
                `units.${at}.care.${index}`,
                'Perioden overlapper en tidligere; en rettelse har sin egen `recorded`',
              ),
            ]
          : []),
      ]),
    ),
    ...placeFacts.flatMap((entry, index) => {
      const path = `placeFacts.${index}`;
      const isUnit = entry.fact === 'confirmer' || entry.fact === 'address';
      const known = isUnit
        ? unitById(registry, entry.is) !== undefined
        : organisations.some(({ id }) => id === entry.is);
      return [
        ...(known ? [] : [finding(`${path}.is`, `Ukendt ${isUnit ? 'enhed' : 'organisation'} ${entry.is}`)]),
        ...checkUnit(entry, registry, path),
        ...checkPeriod(entry, `${path}.`),
        ...(placeFacts.slice(0, index).some((other) => sameFact(other, entry) && periodsMeet(other, entry))
          ? [finding(path, 'Perioden overlapper en tidligere')]
          : []),
      ];
    }),
    ...placeTerms.flatMap((entry, index) => [
      ...checkPeriod(entry, `placeTerms.${index}.`),
      ...(placeTerms.slice(0, index).some((other) => sameTerms(other, entry) && periodsMeet(other, entry))
        ? [finding(`placeTerms.${index}`, 'Perioden overlapper en tidligere')]
        : []),
    ]),
  ];
}

function checkUnit({ unit: id, municipality }: PlaceFact, registry: Registry, path: string): readonly Finding[] {
  if (id === undefined) return [];
  const unit = unitById(registry, id);
  if (unit === undefined) return [finding(`${path}.unit`, `Ukendt enhed ${id}`)];
  if (unit.municipality !== municipality) {
    return [finding(`${path}.unit`, `Enheden ligger ikke i kommune ${municipality}`)];
  }
  return takesPatients(unit.kind) ? [] : [finding(`${path}.unit`, `${id} tager ikke imod patienter`)];
}
