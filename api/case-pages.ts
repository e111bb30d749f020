// What the routes of discharges and of requests for a place share: a page of cases, one whole case, an action on it.
// Both are cases; only their kind tells the lists apart.
import type { Request, Response } from 'express';
import { actionNames } from '../domain/moves.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { listCases } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { encodeCursor } from '../store/cursor.ts';
import { patients } from '../store/patients.ts';
import { act } from './actions.ts';
import { answerWithCase } from './answers-out.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { cursorIn } from './cursors.ts';
import { identityOf } from './decide.ts';
import { Problem } from './errors.ts';
import type { CaseLine, ShownCase } from './schemas/case.ts';
import { casesQuery } from './schemas/case.ts';
import { scopeOf } from './scope.ts';
import type { Service } from './service.ts';
import { showCase, showLine } from './show-case.ts';

/** A page of the caller's cases of one kind. @throws {Problem} `bad-input` */
export async function pageOfCases(
  service: Service,
  caller: Caller,
  kind: CaseRow['kind'],
  raw: unknown,
): Promise<{ readonly items: readonly CaseLine[]; readonly next: string | null }> {
  const { db, registry } = service;
  const { stage, unit, municipality, attention, open, sort, cursor, limit } = check(casesQuery(service), raw);
  const filter = {
    scope: scopeOf(caller, registry),
    kind,
    sort,
    ...(stage === undefined ? {} : { stages: stage }),
    ...(unit === undefined ? {} : { ward: unit }),
    ...(municipality === undefined ? {} : { municipality }),
    ...(attention === undefined ? {} : { attention }),
    ...(open === undefined ? {} : { open }),
  };
  const page = await listCases(db, filter, cursorIn(cursor), limit);
  const ids = page.items.map(({ id }) => id);
  const [persons, now] = await Promise.all([patients(db, ids), clockNow(db)]);
  await audit(db, { actor: caller.actor, action: 'list-cases', caseId: null, details: { cases: ids }, at: now });
  return {
    items: page.items.map((row) => showLine(service, caller, row, persons.get(row.id), now)),
    next: page.next === null ? null : encodeCursor(page.next),
  };
}

/** The whole case; that it was read is on record. The caller must have been found to be in scope. */
export async function readCase(service: Service, caller: Caller, caseId: string): Promise<ShownCase> {
  const shown = await showCase(service, caller, caseId);
  await audit(service.db, { actor: caller.actor, action: 'read-case', caseId, at: await clockNow(service.db) });
  return shown;
}

/** Takes the action that the address names, and answers with the case. @throws {Problem} `not-found` for an unknown one */
export async function actOn(
  service: Service,
  caller: Caller,
  row: CaseRow,
  request: Request<{ name: string }>,
  response: Response,
): Promise<void> {
  const identity = identityOf(request);
  const name = actionNames.find((known) => known === request.params.name);
  if (name === undefined) throw new Problem('not-found');
  const outcome = await act(service, caller, row, name, request.body ?? {}, identity);
  await answerWithCase(service, caller, response, row, outcome);
}
