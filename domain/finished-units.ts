// What the registry tells of units for the days of finished patients: which kind of care a ward gives, who runs a place.
// Asked for each day of many cases, so each answer is found once.
import type { LocalDate } from './calendar.ts';
import type { UnitId } from './ids.ts';
import type { Registry } from './organisations.ts';
import { placeKindOf, unitById } from './organisations.ts';
import type { UnitFacts } from './payable-days.ts';
import { placeFact } from './place-facts.ts';

/** The units of a registry, as the days ask about them. A unit that is not in it counts as somatic and not the region's. */
export function unitFacts(registry: Registry): UnitFacts {
  const found = new Map<string, boolean>();
  return {
    care: (unit) => unitById(registry, unit)?.care ?? 'somatic',
    hospital: (unit) => unitById(registry, unit)?.org ?? unit,
    isRegionsOwn(unit, date) {
      const key = `${unit} ${date}`;
      const known = found.get(key);
      if (known !== undefined) return known;
      const is = runByRegion(registry, unit, date);
      found.set(key, is);
      return is;
    },
  };
}

/** Who runs it (driftsansvarlig) on that day, by the dated facts of places. */
function runByRegion(registry: Registry, id: UnitId, date: LocalDate): boolean {
  const unit = unitById(registry, id);
  if (unit === undefined) return false;
  const { municipality } = unit;
  const kind = placeKindOf(unit.kind);
  const operator =
    municipality === undefined || kind === undefined
      ? unit.org
      : placeFact(registry, { municipality, kind, unit: id }, 'operator', date);
  return registry.organisations.some((one) => one.id === operator && one.kind === 'region');
}
