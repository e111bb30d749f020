// One unit as whoever plans sees it: what it is, what it has free, whether its sheet is fresh, what promises it has
// broken, and who decides, runs, pays and confirms today. Nothing of a person is in it.
import { localDate } from '../domain/calendar.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { Freshness, Reporting } from '../domain/demands.ts';
import { isOldFigure, isStale } from '../domain/demands.ts';
import type { Instant, UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { FreeFigure } from '../domain/needs.ts';
import type { PlaceKind, PlaceTerms, Registry } from '../domain/organisations.ts';
import { placeKindOf, placeKinds, unitById } from '../domain/organisations.ts';
import type { PlaceFacts } from '../domain/place-facts.ts';
import { placeFacts } from '../domain/place-facts.ts';
import { now as clockNow } from '../store/clock.ts';
import { freeFigures } from '../store/free-figures.ts';
import type { BrokenPromises } from '../store/promises.ts';
import { brokenPromises } from '../store/promises.ts';
import { sheets } from '../store/sheets.ts';
import { Problem } from './errors.ts';
import type { ShownPlaces, ShownUnitPage } from './schemas/unit-page.ts';
import type { Service } from './service.ts';

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;

/** The first instant (epoch ms) of which broken promises still count. */
export const promisesSince = ({ brokenPromisesDays }: Reporting, now: number): number => now - brokenPromisesDays * DAY;

/** A unit's broken promises, with over how many days they are counted. */
export function showBroken(found: BrokenPromises | undefined, { brokenPromisesDays }: Reporting) {
  const { refusedThoughFree, holdWithdrawn } = found ?? { refusedThoughFree: 0, holdWithdrawn: 0 };
  return { days: brokenPromisesDays, refusedThoughFree, holdWithdrawn };
}

/** The free places of a unit as they are known, with the age of what it said itself; null when nothing is known. */
export function showFree(figure: FreeFigure | undefined, places: number | null, freshness: Freshness, at: Instant) {
  if (figure === undefined) return null;
  const { unheld, nextFree, stated } = figure;
  if (stated === null) return { places, unheld, nextFree, stated: null };
  const ageMinutes = Math.floor((epoch(at) - epoch(stated.at)) / MINUTE);
  return { places, unheld, nextFree, stated: { ...stated, ageMinutes, stale: isOldFigure(stated.at, freshness, at) } };
}

/** Of a sheet what says how far it can be gone by. */
export const showValidity = (sheet: UnitSheet, freshness: Freshness, at: Instant) => ({
  validFrom: sheet.validFrom,
  validTo: sheet.validTo,
  confirmedAt: sheet.confirmed?.at ?? null,
  stale: isStale(sheet, freshness, at),
});

/** Who the ids of the five facts are: organisations by name, units with the phone on which they are reached. */
export function showFacts(registry: Registry, facts: PlaceFacts['facts']) {
  const org = (id: string | undefined) => {
    const found = registry.organisations.find((organisation) => organisation.id === id);
    return found === undefined ? null : { id: found.id, name: found.name };
  };
  const reached = (id: string | undefined) => {
    const found = unitById(registry, id ?? '');
    return found === undefined ? null : { id: found.id, name: found.name, phone: found.phone };
  };
  return {
    authority: org(facts.authority),
    operator: org(facts.operator),
    payer: org(facts.payer),
    confirmer: reached(facts.confirmer),
    address: reached(facts.address),
  };
}

/** What a place is called, costs and rests on; all null while its terms are not known. */
export const showTerms = (terms: PlaceTerms | null) => ({
  kindName: terms?.name ?? null,
  selfPayment:
    terms === null ? null : terms.selfPayment.kind === 'none' ? 'Ingen egenbetaling' : terms.selfPayment.what,
  choice: terms?.choice ?? null,
  legalBasis: terms?.legalBasis ?? null,
});

/**
 * A unit as it stands now; `place` is null for one that has no places.
 *
 * @throws {Problem} `not-found`
 */
export async function showUnitPage({ db, registry, rules }: Service, id: UnitId): Promise<ShownUnitPage> {
  const unit = unitById(registry, id);
  if (unit === undefined) throw new Problem('not-found');
  const { org, kind, name, phone } = unit;
  const openingHours = unit.openingHours.map(({ days, opens, closes }) => ({ days: [...days], opens, closes }));
  const municipality = unit.municipality ?? null;
  const shown = { id, org, kind, name, phone, municipality, openingHours };
  const placeKind = placeKindOf(kind);
  if (placeKind === undefined || municipality === null) return { ...shown, place: null, otherPlaces: [] };
  const now = await clockNow(db);
  const at = instant(now);
  const today = localDate(at);
  const { freshness, reporting } = rules.current().demands;
  const [stated, free, broken] = await Promise.all([
    sheets(db, [id]),
    freeFigures(db, [id], { from: now, until: now + DAY }),
    brokenPromises(db, [id], promisesSince(reporting, now)),
  ]);
  const sheetOf = (of: PlaceKind): UnitSheet | null =>
    stated
      .map(({ sheet }) => sheet)
      .find(
        (sheet) => sheet.kind === of && sheet.validFrom <= today && (sheet.validTo === null || today <= sheet.validTo),
      ) ?? null;
  const placesOf = (of: PlaceKind): ShownPlaces => {
    const sheet = sheetOf(of);
    const known = placeFacts(registry, { municipality, kind: of, unit: id }, today);
    return {
      kind: of,
      ...showTerms(known.kind === 'known' ? known.terms : null),
      ...showFacts(registry, known.facts),
      missing: known.kind === 'known' ? [] : [...known.missing],
      free: showFree(free({ unit: id, kind: of }), sheet?.places ?? null, freshness, at),
      sheet: sheet === null ? null : showValidity(sheet, freshness, at),
      brokenPromises: showBroken(broken.get(id), reporting),
    };
  };
  return {
    ...shown,
    phone: sheetOf(placeKind)?.phone ?? phone,
    place: placesOf(placeKind),
    otherPlaces: placeKinds.filter((of) => of !== placeKind && sheetOf(of) !== null).map(placesOf),
  };
}
