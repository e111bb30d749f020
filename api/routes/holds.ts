// The route of what is held at a unit; a unit that wants to see who comes looks here, a ward how much is taken.
// Read only: holds are made and ended by their cases.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { showHolds } from '../holds.ts';
import type { Service } from '../service.ts';

export function holdRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/units/:id/holds')
    .get(async (request, response) => {
      response.json(await showHolds(service, callerOf(request), request.params.id, request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
