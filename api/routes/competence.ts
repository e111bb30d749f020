// The route of the report on competence, for those who plan places and those who look after agreements.
// Read only; what it tells of a unit the unit changes in its own sheet.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { reportCompetence } from '../competence.ts';
import { methodNotAllowed } from '../error-handler.ts';
import type { Service } from '../service.ts';

export function competenceRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/reports/competence')
    .get(async (request, response) => {
      response.json(await reportCompetence(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
