// The routes of the dated rules: what is in force, and what a deadline would be.
// Read only; rules are changed in their files (docs/rules.md).
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { previewRule, showRules } from '../rules.ts';
import type { Service } from '../service.ts';

export function ruleRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/rules')
    .get(async (request, response) => {
      response.json(await showRules(service, callerOf(request), request.query));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/rules/preview')
    .post((request, response) => {
      response.json(previewRule(service, callerOf(request), request.body));
    })
    .all(methodNotAllowed('POST'));
  return router;
}
