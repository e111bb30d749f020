// The routes of days with several treatments: a question of no case, answered at once, and the proposals of a case.
// Nothing of the first is kept; a proposal of a case is answered by tasks.
import { Router } from 'express';
import { answerLater, problemOf } from '../answers-out.ts';
import { callerOf } from '../auth.ts';
import { bundlesFor } from '../bundles.ts';
import { identityOf } from '../decide.ts';
import { methodNotAllowed } from '../error-handler.ts';
import type { Service } from '../service.ts';
import { listSharedDays, proposeSharedDays, sharedDaysOf } from '../shared-days.ts';

export function bundleRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/bundles')
    .post(async (request, response) => {
      response.json(await bundlesFor(service, callerOf(request), request.body));
    })
    .all(methodNotAllowed('POST'));
  router
    .route('/discharges/:id/bundles')
    .get(async (request, response) => {
      response.json(await listSharedDays(service, callerOf(request), request.params.id));
    })
    .post(async (request, response) => {
      const caller = callerOf(request);
      const identity = identityOf(request);
      const proposed = await proposeSharedDays(service, caller, request.params.id, request.body, identity);
      if (proposed.kind === 'nothing-gained') {
        response.json({ kind: proposed.kind, proposal: proposed.shown, proposed: null });
        return;
      }
      const { row, outcome } = proposed;
      if (outcome.kind === 'pending') return answerLater(response, outcome.submission, row.id);
      if (outcome.kind === 'refused') throw await problemOf(service, caller, row, outcome);
      const { items } = await sharedDaysOf(service, row.id);
      const one = items.find(({ id }) => id === outcome.submission) ?? null;
      response.json({ kind: 'proposed', proposal: one?.proposal ?? null, proposed: one });
    })
    .all(methodNotAllowed('GET', 'POST'));
  return router;
}
