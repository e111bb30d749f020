// The routes of the reports on how things went (front, follow-up, lead times), for those who take part and those who look after agreements.
// Read only, from what the cases have published.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { reportFollowUp, reportFront } from '../follow-up-report.ts';
import { reportLeadTimes } from '../lead-times.ts';
import type { Service } from '../service.ts';

export function leadTimeRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/reports/lead-times')
    .get(async (request, response) => {
      response.json(await reportLeadTimes(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/reports')
    .get(async (request, response) => {
      response.json(await reportFront(service, callerOf(request)));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/reports/follow-up')
    .get(async (request, response) => {
      response.json(await reportFollowUp(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
