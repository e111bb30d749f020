// The routes of units: who there is, what each can do, what it has free, and the match of a patient's needs to them.
// Everybody who plans may read them; a unit changes only its own.
import { Router } from 'express';
import { audit } from '../../store/audit.ts';
import { now as clockNow } from '../../store/clock.ts';
import { callerOf } from '../auth.ts';
import { check } from '../check.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { matchUnits } from '../match.ts';
import { unitsQuery } from '../schemas/units.ts';
import type { Service } from '../service.ts';
import { changeSheet, readSheet, stateFree } from '../sheets.ts';
import { showUnitPage } from '../show-unit.ts';

export function unitRoutes(service: Service): Router {
  const { db, registry } = service;
  const router = Router();

  router
    .route('/units')
    .get((request, response) => {
      const { municipality, kind } = check(unitsQuery, request.query);
      const items = registry.units
        .filter((unit) => municipality === undefined || unit.municipality === municipality)
        .filter((unit) => kind === undefined || unit.kind === kind)
        .map(({ id, org, kind, name, phone, municipality, openingHours }) => ({
          id,
          org,
          kind,
          name,
          phone,
          municipality: municipality ?? null,
          openingHours,
        }));
      response.json({ items, next: null });
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/units/:id')
    .get(async (request, response) => {
      response.json(await showUnitPage(service, request.params.id));
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/units/:id/capabilities')
    .get(async (request, response) => {
      response.json(await readSheet(service, callerOf(request), request.params.id, request.query));
    })
    .put(async (request, response) => {
      response.json(await changeSheet(service, callerOf(request), request.params.id, request.query, request.body));
    })
    .all(methodNotAllowed('GET', 'PUT'));

  router
    .route('/units/:id/free-places')
    .put(async (request, response) => {
      response.json(await stateFree(service, callerOf(request), request.params.id, request.query, request.body));
    })
    .all(methodNotAllowed('PUT'));

  router
    .route('/match')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const answer = await matchUnits(service, caller, request.body);
      await audit(db, { actor: caller.actor, action: 'match', caseId: null, at: await clockNow(db) });
      response.json(answer);
    })
    .all(methodNotAllowed('POST'));

  return router;
}
