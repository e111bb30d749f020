// The routes of what a case waits for: read it, and correct one entry.
// A discharge and a request for a place alike; who is no party of it finds nothing.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { caseInScope } from '../scope.ts';
import type { Service } from '../service.ts';
import { changeWaiting, readWaiting } from '../waiting.ts';

export function waitingRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/discharges/:id/waiting')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const row = await caseInScope(service, caller, request.params.id);
      response.json(await readWaiting(service, caller, row));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/discharges/:id/waiting/:waiting')
    .put(async (request, response) => {
      const caller = callerOf(request);
      const row = await caseInScope(service, caller, request.params.id);
      response.json(await changeWaiting(service, caller, row, request.params.waiting, request.body));
    })
    .all(methodNotAllowed('PUT'));
  return router;
}
