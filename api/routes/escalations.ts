// The route of late tasks that have gone up their ladder to the caller, whosever tasks they are.
// Answering stays with the unit that was asked; whoever is told rings it, or has somebody there answer.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { myEscalations } from '../escalations.ts';
import type { Service } from '../service.ts';

export function escalationRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/escalations')
    .get(async (request, response) => {
      response.json(await myEscalations(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
