// The match over the API: which units can take a patient, why the others cannot and from when they could.
// Whoever asks, a ward or a practice, gets the same answer; nothing of who the patient is enters the question.
import type { AgreementAnswer } from '../domain/agreements.ts';
import { agreementFor, singleCaseUnit } from '../domain/agreements.ts';
import type { LocalDate } from '../domain/calendar.ts';
import { localDate } from '../domain/calendar.ts';
import { kilometres } from '../domain/distance.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { UnitMatch } from '../domain/match.ts';
import { isNote, match } from '../domain/match.ts';
import type { MatchGround } from '../domain/needs.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { mayChoose, placeFact, placeFacts } from '../domain/place-facts.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import { now as clockNow } from '../store/clock.ts';
import { freeFigures } from '../store/free-figures.ts';
import { brokenPromises } from '../store/promises.ts';
import { sheets } from '../store/sheets.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { demandRight } from './rights.ts';
import { matchBody } from './schemas/units.ts';
import type { Service } from './service.ts';
import { promisesSince, showBroken, showFacts, showFree, showTerms, showValidity } from './show-unit.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Ranks the units for a need. The facts of a place and its agreement are those of the day the place is needed from, and
 * of today when that is past or not known.
 *
 * @throws {Problem} `not-allowed`, `bad-input`
 */
export async function matchUnits(service: Service, caller: Caller, raw: unknown): Promise<unknown> {
  demandRight(caller, 'match');
  const { db, registry, rules } = service;
  const { kinds, ...needs } = check(matchBody(service), raw);
  const now = await clockNow(db);
  const at = instant(now);
  const { demands, calendar, ruleSets, agreements } = rules.current();
  const from = needs.from !== null && epoch(needs.from) > now ? needs.from : at;
  const date = localDate(from);
  const stated = (await sheets(db)).map(({ sheet }) => sheet).filter(({ kind }) => kinds.includes(kind));
  const units = [...new Set(stated.map(({ unit }) => unit))];
  const period = { from: epoch(from), until: epoch(from) + (needs.days ?? 1) * DAY };
  const ground: MatchGround = {
    at,
    demands,
    working: { calendar, closedOn: ruleSetOn(ruleSets, localDate(at)).closedOn },
    free: await freeFigures(db, units, period),
    distance: (one, other) => kilometres(registry, one, other),
    mayChoose: (kind) => mayChoose(registry, { municipality: needs.municipality, kind }, date),
  };
  const broken = await brokenPromises(db, units, promisesSince(demands.reporting, now));
  const stops = new Map(
    kinds.map((kind) => {
      const answer = agreementFor(agreements, { ...needs, kind, date });
      return [kind, answer.kind === 'stopped' ? answer : null] as const;
    }),
  );
  const found = match(stated, needs, ground).map((one) => {
    const stop = stops.get(one.kind) ?? null;
    const reasons = one.reasons.map((reason) => ({
      code: `${reason.code}`,
      capability: reason.capability ?? null,
      text: reason.text,
      fitsFrom: reason.fitsFrom,
      note: isNote(reason),
    }));
    const stopped =
      stop === null
        ? []
        : [{ code: `agreement-${stop.reason}`, capability: null, text: stop.text, fitsFrom: null, note: false }];
    return {
      ...showUnit(registry, one, needs.municipality, date, ground),
      fits: one.fits && stop === null,
      reasons: [...stopped, ...reasons],
      conditions: one.conditions,
      tiedWith: one.tiedWith,
      brokenPromises: showBroken(broken.get(one.unit), demands.reporting),
    };
  });
  const stop = [...stops.values()].find((one) => one !== null) ?? null;
  // Sorted already; what an agreement stops fits no longer.
  return {
    at,
    units: [...found.filter(({ fits }) => fits), ...found.filter(({ fits }) => !fits)],
    agreement: stop === null ? null : showStop(registry, stop),
  };
}

/** What to do instead of using an agreement that is not in force: whom to ring and what to write down. */
function showStop(registry: Registry, stop: Extract<AgreementAnswer, { kind: 'stopped' }>) {
  const ring = singleCaseUnit(registry, stop.singleCase);
  return {
    id: stop.agreement.id,
    reason: stop.reason,
    text: stop.text,
    ring: ring === undefined ? null : { id: ring.id, name: ring.name, phone: ring.phone },
    writeDown: [...stop.singleCase.writeDown],
  };
}

function showUnit(
  registry: Registry,
  { unit: id, kind, sheet }: UnitMatch,
  citizens: string,
  date: LocalDate,
  ground: MatchGround,
) {
  const unit = unitById(registry, id);
  const known = placeFacts(registry, { municipality: sheet.municipality, kind, unit: id }, date);
  // Who pays follows the citizen, not the place.
  const payer = placeFact(registry, { municipality: citizens, kind }, 'payer', date);
  // Of a place of which something is missing the rest is shown: whom to ring, above all.
  return {
    id,
    name: unit?.name ?? id,
    municipality: sheet.municipality,
    kind,
    ...showTerms(known.kind === 'known' ? known.terms : null),
    ...showFacts(registry, payer === undefined ? known.facts : { ...known.facts, payer }),
    free: showFree(ground.free?.(sheet), sheet.places, ground.demands.freshness, ground.at),
    sheet: showValidity(sheet, ground.demands.freshness, ground.at),
    phone: sheet.phone ?? unit?.phone ?? '',
    doctorLine: sheet.doctorLine ?? null,
  };
}
