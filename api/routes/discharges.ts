// The routes of discharges: start, list, the whole case, what people do to it, and that a message has been seen.
// Each route finds the caller, checks, hands in, and answers; what it means stands elsewhere.
import { Router } from 'express';
import { message as messageById } from '../../store/messages.ts';
import { answerLater, answerWithCase } from '../answers-out.ts';
import { callerOf } from '../auth.ts';
import { actOn, pageOfCases, readCase } from '../case-pages.ts';
import { check } from '../check.ts';
import { decide, identityOf } from '../decide.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import { demandPersonsOf, organisationsOf } from '../persons.ts';
import { demandRight } from '../rights.ts';
import { startBody } from '../schemas/start.ts';
import { noBody } from '../schemas/task.ts';
import { caseInScope } from '../scope.ts';
import type { Service } from '../service.ts';
import { start } from '../start.ts';

export function dischargeRoutes(service: Service): Router {
  const { db, registry } = service;
  const router = Router();

  router
    .route('/discharges')
    .get(async (request, response) => {
      const caller = callerOf(request);
      response.json(await pageOfCases(service, caller, 'discharge', request.query));
    })
    .post(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'start');
      const identity = identityOf(request);
      const body = check(startBody(service), request.body);
      if (!caller.actor.units.includes(body.stay.hospitalUnit)) throw new Problem('not-allowed');
      const involved = registry.units.filter((unit) => unit.municipality === body.municipality).map(({ id }) => id);
      const orgs = organisationsOf(registry, [body.stay.hospitalUnit, ...involved]);
      await demandPersonsOf(service, orgs, { coordinator: body.coordinator });
      const started = await start(service, caller, body, identity);
      if (started.kind === 'pending') return answerLater(response, started.submission, started.caseId);
      const shown = await readCase(service, caller, started.caseId);
      response
        .status(started.created ? 201 : 200)
        .location(shown.links.self)
        .json(shown);
    })
    .all(methodNotAllowed('GET', 'POST'));

  router
    .route('/discharges/:id')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const row = await caseInScope(service, caller, request.params.id);
      response.json(await readCase(service, caller, row.id));
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/discharges/:id/actions/:name')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const row = await caseInScope(service, caller, request.params.id);
      await actOn(service, caller, row, request, response);
    })
    .all(methodNotAllowed('POST'));

  router
    .route('/discharges/:id/messages/:message/seen')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const identity = identityOf(request);
      check(noBody, request.body ?? {});
      const row = await caseInScope(service, caller, request.params.id);
      const { message: id } = request.params;
      const found = UUID.test(id) ? await messageById(db, id) : null;
      if (found === null || found.dischargeId !== row.id) throw new Problem('not-found');
      // Only a named person of the unit it was sent to can have seen it there.
      if (!caller.actor.units.includes(found.message.to)) throw new Problem('not-allowed');
      const outcome = await decide(service, {
        caller,
        kind: 'see-message',
        caseId: row.id,
        workflowId: found.workflowId,
        update: () => ({ decision: 'see-message', body: { message: id } }),
        content: { message: id },
        about: { message: id },
        request: identity,
        closed: row.closedAt !== null,
      });
      await answerWithCase(service, caller, response, row, outcome);
    })
    .all(methodNotAllowed('POST'));

  return router;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
