// The routes of requests for a place: ask, list, the whole request, what people do to it.
// A request is a case like a discharge, so it is shown and acted on in the same way.
import { Router } from 'express';
import { actionNames } from '../../domain/moves.ts';
import { audit } from '../../store/audit.ts';
import { listCases } from '../../store/cases.ts';
import { now as clockNow } from '../../store/clock.ts';
import { encodeCursor } from '../../store/cursor.ts';
import { patients } from '../../store/patients.ts';
import { act } from '../actions.ts';
import { answerLater, answerWithCase } from '../answers-out.ts';
import type { Caller } from '../auth.ts';
import { callerOf } from '../auth.ts';
import { check } from '../check.ts';
import { cursorIn } from '../cursors.ts';
import { identityOf } from '../decide.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import { requestPlace } from '../place-requests.ts';
import { demandRight } from '../rights.ts';
import { casesQuery } from '../schemas/case.ts';
import { placeRequestBody } from '../schemas/place-request.ts';
import { caseInScope, scopeOf } from '../scope.ts';
import type { Service } from '../service.ts';
import { showCase, showLine } from '../show-case.ts';

export function placeRequestRoutes(service: Service): Router {
  const { db, registry } = service;
  const router = Router();
  const requestInScope = async (caller: Caller, id: string) => {
    const row = await caseInScope(service, caller, id);
    if (row.kind !== 'place-request') throw new Problem('not-found');
    return row;
  };

  router
    .route('/place-requests')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const { stage, unit, cursor, limit, ...query } = check(casesQuery(service), request.query);
      const filter = {
        scope: scopeOf(caller, registry),
        kind: 'place-request' as const,
        sort: query.sort,
        ...(stage === undefined ? {} : { stages: stage }),
        ...(unit === undefined ? {} : { ward: unit }),
        ...(query.municipality === undefined ? {} : { municipality: query.municipality }),
        ...(query.attention === undefined ? {} : { attention: query.attention }),
        ...(query.open === undefined ? {} : { open: query.open }),
      };
      const page = await listCases(db, filter, cursorIn(cursor), limit);
      const ids = page.items.map(({ id }) => id);
      const [persons, now] = await Promise.all([patients(db, ids), clockNow(db)]);
      await audit(db, { actor: caller.actor, action: 'list-cases', caseId: null, details: { cases: ids }, at: now });
      response.json({
        items: page.items.map((row) => showLine(service, caller, row, persons.get(row.id), now)),
        next: page.next === null ? null : encodeCursor(page.next),
      });
    })
    .post(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'request-place');
      const identity = identityOf(request);
      const body = check(placeRequestBody(service), request.body);
      if (!caller.actor.units.includes(body.asker)) throw new Problem('not-allowed');
      const requested = await requestPlace(service, caller, body, identity);
      if (requested.kind === 'pending') return answerLater(response, requested.submission, requested.caseId);
      const shown = await showCase(service, caller, requested.caseId);
      const at = await clockNow(db);
      await audit(db, { actor: caller.actor, action: 'read-case', caseId: requested.caseId, at });
      response
        .status(requested.created ? 201 : 200)
        .location(shown.links.self)
        .json(shown);
    })
    .all(methodNotAllowed('GET', 'POST'));

  router
    .route('/place-requests/:id')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const row = await requestInScope(caller, request.params.id);
      const shown = await showCase(service, caller, row.id);
      await audit(db, { actor: caller.actor, action: 'read-case', caseId: row.id, at: await clockNow(db) });
      response.json(shown);
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/place-requests/:id/actions/:name')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const identity = identityOf(request);
      const name = actionNames.find((known) => known === request.params.name);
      const row = await requestInScope(caller, request.params.id);
      if (name === undefined) throw new Problem('not-found');
      const outcome = await act(service, caller, row, name, request.body ?? {}, identity);
      await answerWithCase(service, caller, response, row, outcome);
    })
    .all(methodNotAllowed('POST'));

  return router;
}
