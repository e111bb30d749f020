// The routes of requests for a place: ask, list, the whole request, what people do to it.
// A request is a case like a discharge, so it is shown and acted on in the same way.
import { Router } from 'express';
import { answerLater } from '../answers-out.ts';
import type { Caller } from '../auth.ts';
import { callerOf } from '../auth.ts';
import { actOn, pageOfCases, readCase } from '../case-pages.ts';
import { check } from '../check.ts';
import { identityOf } from '../decide.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import { requestPlace } from '../place-requests.ts';
import { demandRight } from '../rights.ts';
import { placeRequestBody } from '../schemas/place-request.ts';
import { caseInScope } from '../scope.ts';
import type { Service } from '../service.ts';

export function placeRequestRoutes(service: Service): Router {
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
      response.json(await pageOfCases(service, caller, 'place-request', request.query));
    })
    .post(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'request-place');
      const identity = identityOf(request);
      const body = check(placeRequestBody(service), request.body);
      if (!caller.actor.units.includes(body.asker)) throw new Problem('not-allowed');
      const requested = await requestPlace(service, caller, body, identity);
      if (requested.kind === 'pending') return answerLater(response, requested.submission, requested.caseId);
      const shown = await readCase(service, caller, requested.caseId);
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
      response.json(await readCase(service, caller, row.id));
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/place-requests/:id/actions/:name')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const row = await requestInScope(caller, request.params.id);
      await actOn(service, caller, row, request, response);
    })
    .all(methodNotAllowed('POST'));

  return router;
}
