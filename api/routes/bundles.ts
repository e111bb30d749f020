// The route that proposes days with several treatments: a question, answered at once.
// Nothing of it is kept.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { bundlesFor } from '../bundles.ts';
import { methodNotAllowed } from '../error-handler.ts';
import type { Service } from '../service.ts';

export function bundleRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/bundles')
    .post(async (request, response) => {
      response.json(await bundlesFor(service, callerOf(request), request.body));
    })
    .all(methodNotAllowed('POST'));
  return router;
}
