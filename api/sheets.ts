// Capability sheets (kompetenceark) over the API: what one says on a date, and a unit's own change or confirmation of it.
// Everybody who plans may read a sheet; who is trained is told by name only in the unit's own organisation.
import type { LocalDate } from '../domain/calendar.ts';
import { localDate } from '../domain/calendar.ts';
import { capability, capabilityCodes } from '../domain/capability-codes.ts';
import type { Ability, UnitSheet } from '../domain/capability-sheet.ts';
import { conditions, equipmentNames } from '../domain/capability-sheet.ts';
import { belowMinimum, isStale } from '../domain/demands.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { PlaceKind, Unit } from '../domain/organisations.ts';
import { placeKindOf, unitById } from '../domain/organisations.ts';
import { checkSheet } from '../rules/sheet-checks.ts';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import { statePlaces } from '../store/free-figures.ts';
import { people } from '../store/people.ts';
import type { SheetRow } from '../store/sheets.ts';
import { putSheet, sheetOn } from '../store/sheets.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import { Problem } from './errors.ts';
import { recheckAt } from './recheck.ts';
import { demandRight } from './rights.ts';
import { kindQuery, sheetBody, sheetQuery, statedBody } from './schemas/units.ts';
import type { Service } from './service.ts';

/** A unit that has places, and the kind of them that is asked about. */
interface PlaceUnit {
  readonly unit: Unit;
  readonly kind: PlaceKind;
  readonly municipality: string;
}

/** @throws {Problem} `not-found` for a unit that does not exist or has no places */
function placeUnit({ registry }: Service, id: UnitId, asked: PlaceKind | undefined): PlaceUnit {
  const unit = unitById(registry, id);
  const usual = unit === undefined ? undefined : placeKindOf(unit.kind);
  if (unit?.municipality === undefined || usual === undefined) throw new Problem('not-found');
  return { unit, kind: asked ?? usual, municipality: unit.municipality };
}

/**
 * The sheet of a unit as asked for.
 *
 * @throws {Problem} `not-found`, `bad-input`
 */
export async function readSheet(service: Service, caller: Caller, id: UnitId, query: unknown): Promise<unknown> {
  const { on, knownAt, kind } = check(sheetQuery, query);
  const found = placeUnit(service, id, kind);
  const now = await clockNow(service.db);
  const date = on ?? localDate(instant(now));
  const row = await sheetOn(
    service.db,
    { unit: id, kind: found.kind },
    date,
    knownAt === undefined ? now : epoch(knownAt),
  );
  if (row === null) throw new Problem('not-found');
  return showSheet(service, caller, found.unit, row, date, now);
}

/**
 * Takes a unit's change of its own sheet; whoever sends it confirms by it that the sheet is true.
 *
 * @throws {Problem} `not-found`, `not-allowed`, `bad-input`, `stale-version`
 */
export async function changeSheet(
  service: Service,
  caller: Caller,
  id: UnitId,
  query: unknown,
  raw: unknown,
): Promise<unknown> {
  const { db } = service;
  const found = placeUnit(service, id, check(kindQuery, query).kind);
  demandOwn(caller, id);
  const { version: base, ...content } = check(sheetBody, raw);
  const wrong = checkSheet(content, service.rules.current().demands, '');
  if (wrong.length > 0)
    throw new Problem('bad-input', { errors: wrong.map(({ path, message }) => fault(path.split('.'), message)) });
  const now = await clockNow(db);
  const by = caller.actor.person;
  const { kind, municipality } = found;
  const sheet: UnitSheet = { ...content, unit: id, municipality, kind, confirmed: { by, at: instant(now) } };
  const written = await putSheet(db, { sheet, base, by, now });
  if (written.kind === 'stale') throw new Problem('stale-version', { version: written.version });
  const details = { unit: id, kind, validFrom: sheet.validFrom, version: written.version };
  await audit(db, { actor: caller.actor, action: 'change-sheet', caseId: null, details, at: now });
  await recheckAt(service, caller, id);
  const row = await sheetOn(db, sheet, sheet.validFrom, now);
  if (row === null) throw new Problem('unexpected');
  return showSheet(service, caller, found.unit, row, sheet.validFrom, now);
}

/** Takes what a unit says of its free places. @throws {Problem} `not-found`, `not-allowed`, `bad-input` */
export async function stateFree(
  service: Service,
  caller: Caller,
  id: UnitId,
  query: unknown,
  raw: unknown,
): Promise<unknown> {
  const { db } = service;
  const { kind } = placeUnit(service, id, check(kindQuery, query).kind);
  demandOwn(caller, id);
  const { free } = check(statedBody, raw);
  const at = await clockNow(db);
  await statePlaces(db, { unit: id, kind, free, by: caller.actor.person, at });
  await audit(db, { actor: caller.actor, action: 'state-places', caseId: null, details: { unit: id, kind, free }, at });
  return { unit: id, kind, free, at: instant(at) };
}

/** A unit's sheet and figures are its own to change. */
function demandOwn(caller: Caller, unit: UnitId): void {
  demandRight(caller, 'change-sheet');
  if (!caller.actor.units.includes(unit)) throw new Problem('not-allowed');
}

async function showSheet(
  { db, rules }: Service,
  caller: Caller,
  unit: Unit,
  { sheet, version, changedAt }: SheetRow,
  date: LocalDate,
  now: number,
): Promise<unknown> {
  const { demands } = rules.current();
  const names = new Map(demands.competences.map(({ code, holder }) => [code, holder]));
  const demanded = new Map(demands.demands.map(({ capability: code, competence }) => [code, competence]));
  const own = caller.actor.org === unit.org;
  const by = sheet.confirmed?.by;
  const confirmer = by === undefined ? undefined : (await people(db, [by])).get(by);
  const { staff = null, equipment = null, doctorLine = null, confirmed = null } = sheet;
  return {
    unit: { id: unit.id, name: unit.name },
    municipality: sheet.municipality,
    kind: sheet.kind,
    version,
    validFrom: sheet.validFrom,
    validTo: sheet.validTo,
    capabilities: capabilityCodes.map((code) => {
      const { danish, fsiii } = capability(code);
      const competence = demanded.get(code);
      const demandsOf = competence === undefined ? null : (names.get(competence) ?? competence);
      return { code, label: danish, fsiii, ...showAbility(sheet.capabilities[code] ?? 'no', date), demands: demandsOf };
    }),
    places: sheet.places,
    maxDays: sheet.maxDays ?? null,
    equipment: equipment?.map((code) => ({ code, label: equipmentNames[code] })) ?? null,
    staff:
      staff?.map(({ competence, onDuty, trained }) => ({
        competence,
        holder: names.get(competence) ?? competence,
        onDuty,
        trained: trained.map(({ person, until }) => ({ person: own ? person : null, until, valid: until >= date })),
      })) ?? null,
    doctorLine,
    phone: sheet.phone ?? unit.phone,
    confirmed: confirmed === null ? null : { by: confirmer?.name ?? confirmed.by, at: confirmed.at },
    stale: isStale(sheet, demands.freshness, instant(now)),
    belowMinimum: belowMinimum(sheet, demands, date).map((code) => ({ code, label: capability(code).danish })),
    changedAt: instant(changedAt),
  };
}

function showAbility(ability: Ability, date: LocalDate) {
  const terms = typeof ability === 'string' ? {} : ability;
  const { onCondition, hours = null, perDay = null, atOnce = null, delegation } = terms;
  return {
    answer: ability === 'no' ? 'no' : onCondition === undefined ? 'yes' : 'on-condition',
    condition: onCondition === undefined ? null : conditions[onCondition],
    hours,
    perDay,
    atOnce,
    delegation: delegation === undefined ? null : { ...delegation, inForce: delegation.until >= date },
  };
}
