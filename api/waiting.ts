// What a case waits for over the API, and corrections of it. The clocks tell it; a correction holds beside what they tell.
// Who sees what follows the case: a unit that is only asked sees its own waits, operators see no person and no word.
import { localDate } from '../domain/calendar.ts';
import { clockLabel, isClockName } from '../domain/clocks.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { Registry } from '../domain/organisations.ts';
import { placeKindOf, unitById } from '../domain/organisations.ts';
import { placeFact } from '../domain/place-facts.ts';
import { taskKind } from '../domain/task-kinds.ts';
import type { ReadWaiting, WaitedFor, Waiting, WaitingCause, WaitingChange } from '../domain/waiting.ts';
import { corrected, lateBy, waitings } from '../domain/waiting.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { people } from '../store/people.ts';
import type { WaitingCorrection } from '../store/waiting.ts';
import { correctWaiting, endedClocks, waitingCorrections } from '../store/waiting.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import { Problem } from './errors.ts';
import { messageLabel } from './labels.ts';
import { demandRight, sightOf } from './rights.ts';
import type { ShownWaiting, ShownWaitings } from './schemas/waiting.ts';
import { waitingBody } from './schemas/waiting.ts';
import type { Service } from './service.ts';
import type { Names } from './show-parts.ts';
import { instantOrNull, personOf, unitOf } from './show-parts.ts';

export const causeLabels: Record<WaitingCause, string> = {
  hospital: 'Sygehuset',
  municipality: 'Kommunen',
  'region-place': 'Regionens egen plads',
  practice: 'Almen praksis',
  citizen: 'Borgeren',
  operations: 'Driften af tjenesten',
};

/** The waits of a case that the caller has been found to be a party of. That they were read is on record. */
export async function readWaiting(service: Service, caller: Caller, row: CaseRow): Promise<ShownWaitings> {
  const shown = await show(service, caller, row);
  const at = await clockNow(service.db);
  await audit(service.db, { actor: caller.actor, action: 'read-waiting', caseId: row.id, at });
  return shown;
}

/**
 * Corrects one wait, with a reason: in PostgreSQL alone, because no step of the case depends on it, and a closed case
 * can be corrected too. The newest correction holds; one that changes nothing gives back what the clocks tell.
 *
 * @throws {Problem} `not-allowed`, `not-found`, `bad-input`, `stale-version`
 */
export async function changeWaiting(
  service: Service,
  caller: Caller,
  row: CaseRow,
  id: string,
  raw: unknown,
): Promise<ShownWaiting> {
  const { db, registry } = service;
  demandRight(caller, 'correct-waiting');
  if (sightOf(caller, row, registry) !== 'whole') throw new Problem('not-allowed');
  const { version, reason, unit, cause, from, until, counts } = check(waitingBody(service), raw);
  const now = await clockNow(db);
  const before = (await show(service, caller, row)).items.find((one) => one.id === id);
  if (before === undefined) throw new Problem('not-found');
  const told = before.original ?? before;
  const begins = from ?? told.from;
  const ends = until ?? told.until;
  if (from !== undefined) notAhead('from', from, now);
  if (until !== undefined) notAhead('until', until, now);
  if (ends !== null && epoch(ends) < epoch(begins))
    throw new Problem('bad-input', {
      errors: [fault([until === undefined ? 'from' : 'until'], 'Slutter, før det begynder')],
    });
  const change: WaitingChange = {
    ...(unit === undefined ? {} : { unit }),
    ...(cause === undefined ? {} : { cause }),
    ...(from === undefined ? {} : { from: epoch(from) }),
    ...(until === undefined ? {} : { until: epoch(until) }),
    ...(counts === undefined ? {} : { counts }),
  };
  if (version !== before.version) throw new Problem('stale-version', { version: before.version });
  const { person: by, org } = caller.actor;
  const kept = await correctWaiting(db, row.id, { waiting: id, number: version + 1, change, reason, by, org, at: now });
  if (kept === 'stale') throw new Problem('stale-version', { version: version + 1 });
  const details = { waiting: id, number: version + 1 };
  await audit(db, { actor: caller.actor, action: 'correct-waiting', caseId: row.id, details, at: now });
  const after = (await show(service, caller, row)).items.find((one) => one.id === id);
  if (after === undefined) throw new Problem('unexpected');
  return after;
}

async function show(service: Service, caller: Caller, row: CaseRow): Promise<ShownWaitings> {
  const { db, registry } = service;
  const whole = await wholeCase(db, row.id);
  if (whole === null) throw new Problem('not-found');
  const sight = sightOf(caller, whole, registry);
  // After the case: a clock that ended meanwhile is in both, and runs on here; read before, it would be in neither.
  const [ended, corrections, now] = await Promise.all([
    endedClocks(db, row.id),
    waitingCorrections(db, row.id),
    clockNow(db),
  ]);
  const known = await people(
    db,
    corrections.map(({ by }) => by),
  );
  const names: Names = { registry, person: (id) => (sight === 'codes' ? null : (known.get(id)?.name ?? null)) };
  const of = Map.groupBy(corrections, ({ waiting }) => waiting);
  const items = waitings({ ...whole, ended })
    .filter(({ unit }) => sight !== 'need' || caller.actor.units.includes(unit))
    .map((one) => showOne(names, one, of.get(one.id) ?? [], sight === 'whole', now));
  const open = items.filter(({ until, counts }) => until === null && counts);
  return {
    now: instant(now),
    open: open.length,
    late: open.filter(({ lateMinutes }) => (lateMinutes ?? 0) > 0).length,
    items,
  };
}

function showOne(
  names: Names,
  told: Waiting,
  corrections: readonly WaitingCorrection[],
  words: boolean,
  now: number,
): ShownWaiting {
  const cause = (unit: string, at: number): WaitingCause => causeOf(names.registry, unit, at);
  const read = corrected(told, corrections.at(-1)?.change ?? {}, cause);
  const late = lateBy(read, now);
  return {
    id: told.id,
    what: inWords(told.what),
    ...sides(names, read),
    due: instantOrNull(told.due),
    minutes: inMinutes((read.until ?? now) - read.from),
    lateMinutes: late === null ? null : inMinutes(late),
    counts: read.counts,
    version: corrections.length,
    original: corrections.length === 0 ? null : sides(names, corrected(told, {}, cause)),
    corrections: corrections.map(({ by, org, at, reason }) => ({
      by: personOf(names, by),
      org,
      at: instant(at),
      reason: words ? reason : null,
    })),
  };
}

const inMinutes = (ms: number): number => Math.floor(Math.max(0, ms) / 60_000);

const sides = (names: Names, { unit, cause, from, until }: ReadWaiting) => ({
  unit: unitOf(names, unit),
  cause: { code: cause, label: causeLabels[cause] },
  from: instant(from),
  until: instantOrNull(until),
});

function inWords(what: WaitedFor): ShownWaiting['what'] {
  switch (what.of) {
    case 'task':
      return { of: what.of, code: what.kind, label: taskKind(what.kind).title };
    case 'arrival':
      return { of: what.of, code: what.kind, label: `${messageLabel(what)}: modtaget` };
    case 'seen':
      return { of: what.of, code: what.kind, label: `${messageLabel(what)}: set af en person` };
    case 'clock': {
      const { name } = what;
      return { of: what.of, code: name, label: isClockName(name) ? clockLabel(name) : (others[name] ?? name) };
    }
  }
}

/** Clocks that no rule sets: people have agreed on the time. */
const others: Readonly<Record<string, string>> = { conference: 'Udskrivningskonference' };

/** On whose side a unit is: for places whoever operates them on that day (from 2027 often the region). */
export function causeOf(registry: Registry, id: string, at: number): WaitingCause {
  const unit = unitById(registry, id);
  if (unit === undefined || unit.kind === 'operators') return 'operations';
  const kind = placeKindOf(unit.kind);
  const operator =
    kind === undefined || unit.municipality === undefined
      ? undefined
      : placeFact(registry, { municipality: unit.municipality, kind, unit: id }, 'operator', localDate(instant(at)));
  const organisation = registry.organisations.find((one) => one.id === (operator ?? unit.org));
  switch (organisation?.kind) {
    case 'hospital':
    case 'municipality':
    case 'practice':
      return organisation.kind;
    case 'region':
      return 'region-place';
    default:
      return 'operations';
  }
}
