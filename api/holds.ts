// What is held at a unit, for whoever asks: its own people and its municipality see each place, others how many.
// A case is named only to those who take part in it; a person never.
import type { Instant } from '../domain/ids.ts';
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
  const query = check(holdsQuery, raw);
  const period = periodOf(query, now);
  const found = await takenPlaces(db, id, period);
  const kinds = [...found.places.keys()].filter((kind) => query.kind === undefined || kind === query.kind);
  const taken = found.taken.filter(({ kind }) => query.kind === undefined || kind === query.kind);
  const own = isOwn(caller, unit, registry);
  const scope = scopeOf(caller, registry);
  const seen = taken.filter((one) => own && inScope(scope, one)).map(({ dischargeId }) => dischargeId);
  const details = { unit: id, cases: seen };
  await audit(db, { actor: caller.actor, action: 'see-holds', caseId: null, details, at: now });
  return {
    unit: { id, name: unit.name, phone: unit.phone },
    from: instant(period.from),
    until: instant(period.until),
    places: kinds.reduce((sum, kind) => sum + (found.places.get(kind) ?? 0), 0),
    counts: counted(taken),
    kinds: kinds.map((kind) => ({
      kind,
      places: found.places.get(kind) ?? 0,
      counts: counted(taken.filter((one) => one.kind === kind)),
    })),
    items: own ? taken.map((one) => shown(one, seen.includes(one.dischargeId))) : null,
  };
}

function counted(taken: readonly TakenPlace[]) {
  const count = (state: TakenPlace['state']): number => taken.filter((one) => one.state === state).length;
  return { asked: count('reserved'), held: count('held'), inUse: count('in-use') };
}

function periodOf(
  query: { readonly from?: Instant | undefined; readonly until?: Instant | undefined },
  now: number,
): { readonly from: number; readonly until: number } {
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
    kind: one.kind,
    state,
    label: bedLabels[state],
    from: instant(one.from),
    until: instant(one.until),
    expiresAt: state === 'in-use' ? null : instant(one.expiresAt),
    dischargeId: mayKnow ? one.dischargeId : null,
  } as const;
}
