// The routes of operators and of running the service: their inbox, health, numbers, and the development clock.
// Health and numbers need no sign-in; the operators' inbox does.
import type { RequestHandler } from 'express';
import { Router } from 'express';
import { z } from 'zod';
import { instant } from '../../domain/ids.ts';
import { audit } from '../../store/audit.ts';
import { now as clockNow, offset } from '../../store/clock.ts';
import type { OperatorItem } from '../../store/operator-items.ts';
import { finishItem, openItems, operatorItem } from '../../store/operator-items.ts';
import { temporalAnswers } from '../../temporal/connection.ts';
import { callerOf } from '../auth.ts';
import { check } from '../check.ts';
import { advanceClock, clockState } from '../dev-clock.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import { demandRight } from '../rights.ts';
import { advanceBody } from '../schemas/dev-clock.ts';
import { noBody } from '../schemas/task.ts';
import { isOperator } from '../scope.ts';
import type { Service } from '../service.ts';

const shown = ({ id, kind, about, openedAt, doneAt, doneBy }: OperatorItem) => ({
  id,
  kind,
  about,
  openedAt: instant(openedAt),
  handledAt: doneAt === null ? null : instant(doneAt),
  handledBy: doneBy,
});

/** What belongs to no case; tasks of cases for operators are ordinary tasks of their unit. */
export function operatorRoutes(service: Service): Router {
  const { db, registry } = service;
  const router = Router();
  router
    .route('/operator/items')
    .get(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'see-operator-items');
      if (!isOperator(caller, registry)) throw new Problem('not-found');
      const items = await openItems(db, 200);
      await audit(db, { actor: caller.actor, action: 'list-operator-items', caseId: null, at: await clockNow(db) });
      response.json({ items: items.map(shown), next: null });
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/operator/items/:id/handled')
    .post(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'see-operator-items');
      check(noBody, request.body ?? {});
      const { id } = request.params;
      if (!isOperator(caller, registry) || !z.uuid().safeParse(id).success) throw new Problem('not-found');
      const now = await clockNow(db);
      const item = await db.transaction().execute(async (work) => {
        await finishItem(work, id, caller.actor.person, now);
        const details = { item: id };
        await audit(work, { actor: caller.actor, action: 'handle-operator-item', caseId: null, details, at: now });
        return operatorItem(work, id);
      });
      if (item === null) throw new Problem('not-found');
      response.json(shown(item));
    })
    .all(methodNotAllowed('POST'));
  return router;
}

/** Development and tests only: refused everywhere else. */
export function clockRoutes(service: Service): Router {
  const router = Router();
  router.use('/dev/clock', (_request, _response, next) => {
    if (!service.devClock || service.production) throw new Problem('dev-clock-off');
    next();
  });
  router
    .route('/dev/clock')
    .get(async (_request, response) => {
      response.json(await clockState(service));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/dev/clock/advance')
    .post(async (request, response) => {
      response.json(await advanceClock(service, check(advanceBody, request.body)));
    })
    .all(methodNotAllowed('POST'));
  return router;
}

/** Whether the process lives, whether it can work, and its numbers. Nothing of a person in any of them. */
export function healthRoutes(service: Service): Router {
  const { db, temporal, metrics } = service;
  const router = Router();
  router
    .route('/healthz')
    .get((_request, response) => {
      response.json({ status: 'ok' });
    })
    .all(methodNotAllowed('GET'));
  const readiness: RequestHandler = async (_request, response) => {
    const [postgres, temporalUp] = await Promise.all([
      offset(db).then(
        () => true,
        () => false,
      ),
      temporalAnswers(temporal),
    ]);
    // Without Temporal requests are still taken and decided later, so only PostgreSQL takes the process out of service.
    response.status(postgres ? 200 : 503).json({ postgres, temporal: temporalUp });
  };
  router.route('/readyz').get(readiness).all(methodNotAllowed('GET'));
  router
    .route('/metrics')
    .get(async (_request, response) => {
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    })
    .all(methodNotAllowed('GET'));
  return router;
}
