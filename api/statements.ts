// Finished-treatment days over the API: of one case, and a municipality's statement of a month.
// Read from PostgreSQL and counted anew each time; a municipality sees what it pays, the region all (docs/finished-days.md).
import { localDay, monthAfter } from '../domain/danish-days.ts';
import { finishedRecord } from '../domain/finished-record.ts';
import { knownUnits, unitFacts } from '../domain/finished-units.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { PayableDay } from '../domain/payable-days.ts';
import { countedDays, sumOf } from '../domain/payable-days.ts';
import { PaymentRulesOn } from '../domain/payment-rules.ts';
import type { CountedCase, StatedCase, StatementTimes, Unstated } from '../domain/statement.ts';
import { monthOf, statedCase, statementGround, statementTimes } from '../domain/statement.ts';
import { audit } from '../store/audit.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { countedCase, countedCases } from '../store/finished.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import { Problem } from './errors.ts';
import { demandRight, hasRight, sightOf } from './rights.ts';
import type { ShownPayable, ShownStatement } from './schemas/statements.ts';
import { payableQuery, statementQuery } from './schemas/statements.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';
import {
  countingRulesOf,
  daysIn,
  kronerOf,
  municipalityName,
  notesOf,
  rateMissing,
  showDifference,
} from './show-days.ts';

/** Whose days: everybody's, or those that one municipality pays. */
type Payer = 'all' | { readonly municipality: string };

/** For whom the caller keeps accounts; null for one who keeps none. */
function accountsOf({ actor }: Caller, { registry }: Service): Payer | null {
  const organisation = registry.organisations.find(({ id }) => id === actor.org);
  if (organisation?.kind === 'region') return 'all';
  if (organisation?.kind !== 'municipality' || organisation.municipality === undefined) return null;
  return { municipality: organisation.municipality };
}

/**
 * The days of a case. Its parties see them all; the region too; a municipality that only pays sees its own.
 *
 * @throws {Problem} `not-found`, `not-allowed`, `bad-input`, `rate-missing`
 */
export async function payableOf(service: Service, caller: Caller, id: string, query: unknown): Promise<ShownPayable> {
  const { db, registry, rules } = service;
  const now = await clockNow(db);
  const { at } = check(payableQuery, query);
  if (at !== undefined) notAhead('at', at, now);
  const knownAt = at === undefined ? now : Math.min(epoch(at), now);
  const { found, payer } = await countedFor(service, caller, id);
  demandRight(caller, 'see-payable-days');
  const { payment } = rules.current();
  const units = unitFacts(registry, localDay(knownAt));
  const rulesOn = new PaymentRulesOn(payment, localDay(knownAt));
  const record = finishedRecord(found.facts, found.origin, knownAt);
  const counted = countedDays(record, rulesOn, units, localDay(knownAt));
  const isTheirs = ({ municipality }: { readonly municipality: string }): boolean =>
    payer === 'all' || municipality === payer.municipality;
  const unpriced = counted.unpriced.filter(isTheirs);
  if (unpriced.length > 0) throw rateMissing([{ id: found.id, missing: unpriced }]);
  const days = counted.days.filter(isTheirs);
  const corrections = correctionsOf(service, found, payer, knownAt);
  if (payer !== 'all' && days.length === 0 && corrections.length === 0) throw new Problem('not-found');
  await audit(db, { actor: caller.actor, action: 'read-payable-days', caseId: found.id, at: now });
  const show = daysIn(registry);
  const all = [...days, ...corrections.flatMap(({ difference: { before, after } }) => both(before, after))];
  return {
    discharge: found.id,
    knownAt: instant(knownAt),
    days: days.map(show),
    totals: { days: days.length, kroner: kronerOf(sumOf(days)) },
    corrections: corrections.map(({ statement, difference }) => ({ statement, ...showDifference(difference, show) })),
    countingRules: countingRulesOf(all, rulesOn),
    notes: notesOf(all),
  };
}

const both = (...days: readonly (PayableDay | null)[]): PayableDay[] => days.filter((day) => day !== null);

/** The facts of a case for a caller, and which of its days are the caller's to see. */
async function countedFor(service: Service, caller: Caller, id: string): Promise<{ found: CountedCase; payer: Payer }> {
  const { db, registry } = service;
  // Who keeps no accounts finds a case as anybody does, and cannot tell that there is one.
  const payer = hasRight(caller, 'see-payable-days') ? accountsOf(caller, service) : null;
  const row = await caseInScope(service, caller, id).catch((problem: unknown) => {
    if (!(problem instanceof Problem) || payer === null || !UUID.test(id)) throw problem;
    return null;
  });
  // Whoever was only asked for a place need not know what others pay.
  if (row !== null && payer !== 'all' && sightOf(caller, row, registry) !== 'whole') throw new Problem('not-allowed');
  const known = row ?? (await caseFor(db, id));
  if (known === null || known.kind !== 'discharge') throw new Problem('not-found');
  const { municipality, wardUnit } = known;
  const found = (await countedCase(db, known.id)) ?? { id: known.id, origin: { municipality, wardUnit }, facts: [] };
  return { found, payer: row === null ? (payer ?? 'all') : 'all' };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Every line that the statements so far have about days of earlier months. */
function correctionsOf({ rules, registry }: Service, found: CountedCase, payer: Payer, knownAt: number) {
  const { payment } = rules.current();
  const units = knownUnits(registry);
  // A decision that was put right may have been earlier than it was told at first.
  const decided = found.facts.filter(({ fact }) => fact === 'finished' || fact === 'finished-corrected');
  const first = Math.min(...decided.map(({ happenedAt }) => happenedAt));
  const last = monthOf(localDay(knownAt));
  const lines: { statement: string; difference: StatedCase['differences'][number] }[] = [];
  if (!Number.isFinite(first)) return lines;
  for (let month = monthOf(localDay(first)); month < last; ) {
    month = monthOf(monthAfter(month));
    const ground = statementGround(payment, statementTimes(payment, month, knownAt), units);
    const stated = statedCase(found, payer === 'all' ? null : payer.municipality, ground);
    // What could not be stated then for want of a rate was never stated.
    if ('kind' in stated) continue;
    lines.push(...stated.differences.map((difference) => ({ statement: month, difference })));
  }
  return lines;
}

/**
 * The statement of a month to a municipality.
 *
 * @throws {Problem} `not-allowed` to another municipality, `bad-input`, `rate-missing` naming every year without a rate
 */
export async function statementOf(service: Service, caller: Caller, query: unknown): Promise<ShownStatement> {
  demandRight(caller, 'see-statements');
  const { db, registry, rules } = service;
  const { municipality, month } = check(statementQuery(service), query);
  const payer = accountsOf(caller, service);
  if (payer === null || (payer !== 'all' && payer.municipality !== municipality)) throw new Problem('not-allowed');
  const now = await clockNow(db);
  if (month > monthOf(localDay(now))) {
    throw new Problem('bad-input', { errors: [fault(['month'], 'Måneden er ikke begyndt')] });
  }
  const { payment } = rules.current();
  const times = statementTimes(payment, month, now);
  const ground = statementGround(payment, times, knownUnits(registry));
  const cases = await countedCases(db, { municipality, ...times, rulesChanged: ground.rulesChanged });
  const stated: StatedCase[] = [];
  const missing: Unstated[] = [];
  for (const one of cases) {
    const found = statedCase(one, municipality, ground);
    if ('kind' in found) missing.push(found);
    else if (found.days.length + found.differences.length > 0) stated.push(found);
  }
  if (missing.length > 0) throw rateMissing(missing);
  const details = { municipality, month, state: times.isFinal ? 'final' : 'provisional' };
  await audit(db, { actor: caller.actor, action: 'read-statement', caseId: null, details, at: now });
  return shown(service, municipality, month, times, stated);
}

const OPEN = 'Foreløbig: måneden er ikke afsluttet';
const SETTLING = 'Foreløbig: måneden er lige afsluttet, og det sidste kan være på vej';

function shown(
  { registry, rules }: Service,
  code: string,
  month: string,
  { knownAt, closesAt, finalAt, isFinal }: StatementTimes,
  stated: readonly StatedCase[],
): ShownStatement {
  const show = daysIn(registry);
  const days = stated.flatMap((one) => one.days);
  const differences = stated.flatMap((one) => one.differences);
  const [ofDays, ofDifferences] = [sumOf(days), sumOf(differences)];
  const { payment } = rules.current();
  const all = [...days, ...differences.flatMap(({ before, after }) => both(before, after))];
  return {
    municipality: { code, name: municipalityName(registry, code) },
    month,
    state: isFinal ? 'final' : 'provisional',
    stateLabel: isFinal ? 'Endelig' : knownAt < closesAt ? OPEN : SETTLING,
    knownAt: instant(knownAt),
    closesAt: instant(closesAt),
    finalAt: instant(finalAt),
    days: stated.flatMap(({ id, days: own }) => own.map((day) => ({ discharge: id, ...show(day) }))),
    differences: stated.flatMap(({ id, differences: own }) =>
      own.map((one) => ({ discharge: id, ...showDifference(one, show) })),
    ),
    totals: {
      days: days.length,
      kroner: kronerOf(ofDays),
      differences: kronerOf(ofDifferences),
      due: kronerOf(sumOf([{ amounts: ofDays }, { amounts: ofDifferences }])),
    },
    countingRules: countingRulesOf(all, new PaymentRulesOn(payment, localDay(knownAt))),
    notes: notesOf(all),
  };
}
