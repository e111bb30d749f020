// What persons and systems state of a criterion of the gate (tjeklisten): who may, what it must say, and where it goes.
// A statement is a fact: it is kept whatever has happened meanwhile, and for a closed case somebody has to read it.
import { CalendarYearMissing, localDate } from '../domain/calendar.ts';
import { statedCriterion } from '../domain/gate-criteria.ts';
import { gateHoursOn, leavesBefore } from '../domain/gate-medicine.ts';
import type { Saying, StatedCriterion } from '../domain/gate-record.ts';
import { epoch, instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { actsFor } from '../domain/own-standard.ts';
import { RuleError } from '../domain/rule-set.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Decisions } from '../workflows/contract.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import type { Outcome, RequestIdentity } from './decide.ts';
import { Problem } from './errors.ts';
import type { Fact } from './facts.ts';
import { report } from './facts.ts';
import { sightOf } from './rights.ts';
import type { SaidBody } from './schemas/gate.ts';
import { gateBodies } from './schemas/gate.ts';
import type { Service } from './service.ts';

/** What may be said of a criterion, checked. */
export type Said = SaidBody & { readonly criterion: StatedCriterion; readonly said: Saying };

/** Whether somebody of the units that the caller has on this case may state the criterion. */
export function mayState({ registry }: Service, caller: Caller, row: CaseRow, criterion: StatedCriterion): boolean {
  if (row.kind !== 'discharge' || sightOf(caller, row, registry) === 'need') return false;
  const units = caller.actor.units.filter((id) => row.parties.includes(id));
  const kinds = units.flatMap((id) => unitById(registry, id)?.kind ?? []);
  return actsFor(statedCriterion(criterion).by, kinds);
}

/** A statement as a fact of its case. `what`: its code on the timeline should the case be closed. @throws {Problem} `bad-input` */
export function statementFact(
  service: Service,
  row: CaseRow,
  said: Said,
  when: string,
  what: string,
  content: unknown,
): Fact {
  const happenedAt = epoch(when);
  return {
    what,
    happenedAt,
    content,
    step: { decision: 'state-criterion', body: statement(service, row, said, happenedAt) },
  };
}

function statement(
  { registry, rules }: Service,
  row: CaseRow,
  said: Said,
  happenedAt: number,
): Decisions['state-criterion'] {
  const { criterion, line = 0, lastsUntil, owner, step } = said;
  if (owner !== undefined && unitById(registry, owner) === undefined) wrong('owner', 'Ukendt enhed');
  try {
    const { pharmacy } = gateHoursOn(rules.current(), row.municipality, localDate(instant(happenedAt)));
    return {
      ...{ criterion, line, said: said.said, happenedAt },
      ...(lastsUntil === undefined ? {} : { lastsUntil, leavesBefore: leavesBefore(pharmacy, lastsUntil) }),
      ...(owner === undefined ? {} : { owner }),
      ...(step === 'booked' || step === 'on-the-way' || step === 'arrived' ? { step } : {}),
    };
  } catch (error) {
    if (error instanceof CalendarYearMissing || error instanceof RangeError)
      return wrong('lastsUntil', 'Apotekernes dage kendes ikke');
    if (error instanceof RuleError) return wrong('happenedAt', 'Intet regelsæt gælder den dag');
    throw error;
  }
}

function wrong(path: string, message: string): never {
  throw new Problem('bad-input', { errors: [fault([path], message)] });
}

/** A person's statement, as when a system reports it. @throws {Problem} `not-allowed`, `bad-input` */
export async function stateCriterion(
  service: Service,
  caller: Caller,
  row: CaseRow,
  raw: unknown,
  request: RequestIdentity,
): Promise<Outcome> {
  const body = check(gateBodies['state-criterion'], raw);
  if (!mayState(service, caller, row, body.criterion)) throw new Problem('not-allowed');
  const now = await clockNow(service.db);
  if (body.happenedAt !== undefined) notAhead('happenedAt', body.happenedAt, now);
  const fact = statementFact(service, row, body, body.happenedAt ?? instant(now), 'criterion', body);
  return report(service, caller, row, fact, request);
}
