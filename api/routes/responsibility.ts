// The routes of who is medically responsible: for a case, and for all of a unit's, now or at any other time.
// Read only; who reads is on record like every look at a case.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { showResponsibilityAt, showUnitResponsibility } from '../responsibility.ts';
import type { Service } from '../service.ts';

export function responsibilityRoutes(service: Service): Router {
  const router = Router();
  for (const cases of ['discharges', 'place-requests']) {
    router
      .route(`/${cases}/:id/responsibility`)
      .get(async (request, response) => {
        response.json(await showResponsibilityAt(service, callerOf(request), request.params['id'], request.query));
      })
      .all(methodNotAllowed('GET'));
  }
  router
    .route('/units/:id/responsibility')
    .get(async (request, response) => {
      response.json(await showUnitResponsibility(service, callerOf(request), request.params.id, request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
