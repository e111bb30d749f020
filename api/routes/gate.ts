// The routes of the gate: the list of one discharge with its evidence, and the report on it per ward and week.
// Both are read only; what changes the list are actions and events.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { reportGate } from '../gate-report.ts';
import type { Service } from '../service.ts';
import { showGate } from '../show-gate.ts';

export function gateRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/discharges/:id/gate')
    .get(async (request, response) => {
      response.json(await showGate(service, callerOf(request), request.params.id));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/reports/gate')
    .get(async (request, response) => {
      response.json(await reportGate(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
