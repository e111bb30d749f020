// The routes of what comes after leaving and asks nothing of a case: the draft of an adverse event, readmissions counted.
// Both are read only.
import { Router } from 'express';
import { draftAdverseEvent } from '../adverse-event.ts';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { reportReadmissions } from '../readmissions.ts';
import type { Service } from '../service.ts';

export function afterLeavingRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/discharges/:id/adverse-event')
    .get(async (request, response) => {
      response.json(await draftAdverseEvent(service, callerOf(request), request.params.id));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/reports/readmissions')
    .get(async (request, response) => {
      response.json(await reportReadmissions(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
