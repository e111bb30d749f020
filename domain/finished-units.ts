// What the registry tells of units for the days of finished patients: which kind of care a ward gives, who runs a place.
// Asked for each day of many cases, so each answer is found once.
import type { LocalDate } from './calendar.ts';
import type { UnitId } from './ids.ts';
import type { Registry, WardCare } from './organisations.ts';
import { placeKindOf, unitById } from './organisations.ts';
import type { KnownUnits, UnitFacts } from './payable-days.ts';
import { placeFact } from './place-facts.ts';

/** The units of a registry as it was known on a day, and the days on which something that days ask about was recorded. */
export function knownUnits(registry: Registry): KnownUnits {
  const care = registry.units.flatMap((unit) => unit.care ?? []);
  const facts = registry.placeFacts.flatMap(({ recorded }) => recorded ?? []);
  return {
    on: (date) => unitFacts(registry, date),
    recorded: [...new Set([...care.map(({ recorded }) => recorded), ...facts])],
  };
}

/**
 * The units of a registry as it was known at the end of a date, as the days ask about them. A unit that is not in it counts
 * as somatic and not the region's.
 */
export function unitFacts(registry: Registry, knownOn: LocalDate): UnitFacts {
  const placeFacts = registry.placeFacts.filter(({ recorded = '' }) => recorded <= knownOn);
  const known = { ...registry, placeFacts };
  const found = new Map<string, boolean>();
  const cares = new Map<UnitId, readonly WardCare[]>();
  return {
    care(unit, date) {
      const rows = cares.get(unit) ?? careKnown(registry, unit, knownOn);
      cares.set(unit, rows);
      return (
        rows.findLast((row) => row.validFrom <= date && (row.validTo === null || date <= row.validTo))?.is ?? 'somatic'
      );
    },
    hospital: (unit) => unitById(registry, unit)?.org ?? unit,
    isRegionsOwn(unit, date) {
      const key = `${unit} ${date}`;
      const answer = found.get(key);
      if (answer !== undefined) return answer;
      const is = runByRegion(known, unit, date);
      found.set(key, is);
      return is;
    },
  };
}

/** The last recorded at the end. */
const careKnown = (registry: Registry, unit: UnitId, knownOn: LocalDate): readonly WardCare[] =>
  (unitById(registry, unit)?.care ?? [])
    .filter(({ recorded }) => recorded <= knownOn)
    .sort((one, other) => (one.recorded < other.recorded ? -1 : 1));

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
