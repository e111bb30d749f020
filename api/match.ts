// The match over the API: which units can take a patient, why the others cannot and from when they could.
// Whoever asks, a ward or a practice, gets the same answer; nothing of who the patient is enters the question.
import { localDate } from '../domain/calendar.ts';
import { isOldFigure, isStale } from '../domain/demands.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { UnitMatch } from '../domain/match.ts';
import { isNote, match } from '../domain/match.ts';
import type { FreeFigure, Needs } from '../domain/needs.ts';
import type { PlaceFactName, Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { placeFact } from '../domain/place-facts.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import { now as clockNow } from '../store/clock.ts';
import { freeFigures } from '../store/free-figures.ts';
import { sheets } from '../store/sheets.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { demandRight } from './rights.ts';
import { matchBody } from './schemas/units.ts';
import type { Service } from './service.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Ranks the units. @throws {Problem} `not-allowed`, `bad-input` */
export async function matchUnits(service: Service, caller: Caller, raw: unknown): Promise<unknown> {
  demandRight(caller, 'match');
  const { db, registry, rules } = service;
  const { kinds, ...asked } = check(matchBody(service), raw);
  const now = await clockNow(db);
  const at = instant(now);
  const { demands, calendar, ruleSets } = rules.current();
  const from = asked.from !== null && epoch(asked.from) > now ? asked.from : at;
  const working = { calendar, closedOn: ruleSetOn(ruleSets, localDate(at)).closedOn };
  const stated = (await sheets(db)).map(({ sheet }) => sheet).filter(({ kind }) => kinds.includes(kind));
  const units = [...new Set(stated.map(({ unit }) => unit))];
  const period = { from: epoch(from), until: epoch(from) + (asked.days ?? 1) * DAY };
  const free = await freeFigures(db, units, period);
  const needs: Needs = asked;
  const found = match(stated, needs, { at, working, demands, free });
  const show = (one: UnitMatch) => {
    const unit = unitById(registry, one.unit);
    const sheet = one.sheet;
    const facts = placeFactsOf(registry, one, sheet.municipality, asked.municipality, localDate(from));
    return {
      id: one.unit,
      name: unit?.name ?? one.unit,
      municipality: sheet.municipality,
      kind: one.kind,
      fits: one.fits,
      reasons: one.reasons.map((reason) => ({
        code: reason.code,
        capability: reason.capability ?? null,
        text: reason.text,
        fitsFrom: reason.fitsFrom,
        note: isNote(reason),
      })),
      conditions: one.conditions,
      tiedWith: one.tiedWith,
      ...facts,
      free: showFree(free.get(one.unit), sheet.places),
      sheet: {
        validFrom: sheet.validFrom,
        validTo: sheet.validTo,
        confirmedAt: sheet.confirmed?.at ?? null,
        stale: isStale(sheet, demands.freshness, at),
      },
      phone: sheet.phone ?? unit?.phone ?? '',
      doctorLine: sheet.doctorLine ?? null,
    };
  };
  const showFree = (figure: FreeFigure | undefined, places: number) => {
    if (figure === undefined) return null;
    const { unheld, nextFree, stated: said } = figure;
    const ageMinutes = said === null ? 0 : Math.floor((now - epoch(said.at)) / 60_000);
    return {
      places,
      unheld,
      nextFree,
      stated: said === null ? null : { ...said, ageMinutes, stale: isOldFigure(said.at, demands.freshness, at) },
    };
  };
  return { at, units: found.map(show) };
}

/** The five facts of a place on a date; the payer is the one of the citizen's own municipality. */
function placeFactsOf(
  registry: Registry,
  { kind, unit: id }: UnitMatch,
  municipality: string,
  citizens: string,
  date: string,
): Record<PlaceFactName, unknown> {
  const place = { municipality, kind, unit: id };
  const org = (fact: PlaceFactName, of: string) => {
    const is = placeFact(registry, of === municipality ? place : { municipality: of, kind }, fact, date);
    const found = registry.organisations.find((one) => one.id === is);
    return found === undefined ? null : { id: found.id, name: found.name };
  };
  const unit = (fact: PlaceFactName) => {
    const found = unitById(registry, placeFact(registry, place, fact, date) ?? '');
    return found === undefined ? null : { id: found.id, name: found.name, phone: found.phone };
  };
  return {
    authority: org('authority', municipality),
    operator: org('operator', municipality),
    payer: org('payer', citizens),
    confirmer: unit('confirmer'),
    address: unit('address'),
  };
}
