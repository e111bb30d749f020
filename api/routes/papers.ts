// The routes of what is printed of a case: two sheets as PDF, and the appointments as a calendar file.
// The name of the file says what it is and never of whom.
import type { Response } from 'express';
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { printAppointments, printHandoverSheet, printLeavingSheet } from '../papers.ts';
import type { Service } from '../service.ts';

export function paperRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/discharges/:id/leaving-sheet')
    .get(async (request, response) => {
      sendPdf(response, 'naar-du-skal-hjem', await printLeavingSheet(service, callerOf(request), request.params.id));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/discharges/:id/handover-sheet')
    .get(async (request, response) => {
      sendPdf(response, 'overlevering', await printHandoverSheet(service, callerOf(request), request.params.id));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/discharges/:id/appointments.ics')
    .get(async (request, response) => {
      const file = await printAppointments(service, callerOf(request), request.params.id);
      response.type('text/calendar; charset=utf-8').attachment('aftaler.ics').send(file);
    })
    .all(methodNotAllowed('GET'));
  return router;
}

function sendPdf(response: Response, name: string, pdf: Buffer): void {
  response.set('Content-Disposition', `inline; filename="${name}.pdf"`).type('application/pdf').send(pdf);
}
