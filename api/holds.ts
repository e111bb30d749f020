// What is held at a unit, for whoever asks: its own people and its municipality see each place, others how many.
// A case is named only to those who take part in it; a person never.
import { epoch, instant } from '../domain/ids.ts';
import type { Registry, Unit } from '../domain/organisations.ts';
import { placeKindOf, unitById } from '../domain/organisations.ts';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import type { TakenPlace } from '../store/holds.ts';
import { takenPlaces } from '../store/holds.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import { Problem } from './errors.ts';
import { bedLabels } from './labels.ts';
import { demandRight } from './rights.ts';
import type { ShownHolds } from './schemas/holds.ts';
import { holdsQuery, LONGEST_PERIOD } from './schemas/holds.ts';
import { inScope, scopeOf } from './scope.ts';
import type { Service } from './service.ts';

const DAY = 24 * 60 * 60 * 1000;
/** What is looked at when nobody says until when, days. */
const USUAL_PERIOD = 14;

/**
 * Holds and reservations of a unit that touch a period.
 *
 * @throws {Problem} `not-found` for a unit without places, `not-allowed`, `bad-input`
 */
export async function showHolds(service: Service, caller: Caller, id: string, raw: unknown): Promise<ShownHolds> {
  const { db, registry } = service;
  demandRight(caller, 'see-holds');
  const unit = unitById(registry, id);
  if (unit === undefined || placeKindOf(unit.kind) === undefined) throw new Problem('not-found');
  const now = await clockNow(db);
  const period = periodOf(raw, now);
  const { places, taken } = await takenPlaces(db, id, period);
  const own = isOwn(caller, unit, registry);
  const scope = scopeOf(caller, registry);
  const seen = taken.filter((one) => own && inScope(scope, one)).map(({ dischargeId }) => dischargeId);
  const details = { unit: id, cases: seen };
  await audit(db, { actor: caller.actor, action: 'see-holds', caseId: null, details, at: now });
  const count = (state: TakenPlace['state']): number => taken.filter((one) => one.state === state).length;
  return {
    unit: { id, name: unit.name, phone: unit.phone },
    from: instant(period.from),
    until: instant(period.until),
    places,
    counts: { asked: count('reserved'), held: count('held'), inUse: count('in-use') },
    items: own ? taken.map((one) => shown(one, seen.includes(one.dischargeId))) : null,
  };
}

function periodOf(raw: unknown, now: number): { readonly from: number; readonly until: number } {
  const query = check(holdsQuery, raw);
  const from = query.from === undefined ? now : epoch(query.from);
  const until = query.until === undefined ? from + USUAL_PERIOD * DAY : epoch(query.until);
  if (until <= from) throw new Problem('bad-input', { errors: [fault(['until'], 'Skal ligge efter from')] });
  if (until - from <= LONGEST_PERIOD * DAY) return { from, until };
  throw new Problem('bad-input', { errors: [fault(['until'], `Højst ${LONGEST_PERIOD} døgn efter from`)] });
}

/** People of the unit, of who runs it, and of the municipality it lies in. */
function isOwn({ actor }: Caller, unit: Unit, { organisations }: Registry): boolean {
  if (actor.units.includes(unit.id) || actor.org === unit.org) return true;
  const org = organisations.find((one) => one.id === actor.org);
  return org?.kind === 'municipality' && org.municipality === unit.municipality;
}

function shown(one: TakenPlace, mayKnow: boolean) {
  const state = one.state === 'reserved' ? 'asked' : one.state;
  return {
    place: one.place,
    state,
    label: bedLabels[state],
    from: instant(one.from),
    until: instant(one.until),
    expiresAt: state === 'in-use' ? null : instant(one.expiresAt),
    dischargeId: mayKnow ? one.dischargeId : null,
  } as const;
}
