// The API as an Express app: who is asking, the body, the routes, and the one answer for everything that goes wrong.
// Built from what it is handed, so that tests run the same app as the process.

import type { Express, RequestHandler } from 'express';
import express from 'express';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import { upsertPerson } from '../store/people.ts';
import type { Authenticate, Caller } from './auth.ts';
import { callerOf, signedIn } from './auth.ts';
import type { ChangeStreams } from './change-streams.ts';
import { changeStreams } from './change-streams.ts';
import { errorHandler, methodNotAllowed } from './error-handler.ts';
import { Problem } from './errors.ts';
import { jsonBody } from './json-body.ts';
import type { Examples } from './openapi.ts';
import { openApiText } from './openapi.ts';
import { afterLeavingRoutes } from './routes/after-leaving.ts';
import { bundleRoutes } from './routes/bundles.ts';
import { competenceRoutes } from './routes/competence.ts';
import { dischargeRoutes } from './routes/discharges.ts';
import { docsRoutes } from './routes/docs.ts';
import { escalationRoutes } from './routes/escalations.ts';
import { gateRoutes } from './routes/gate.ts';
import { holdRoutes } from './routes/holds.ts';
import { leadTimeRoutes } from './routes/lead-times.ts';
import { lookupRoutes } from './routes/lookups.ts';
import { messageRoutes } from './routes/messages.ts';
import { clockRoutes, healthRoutes, operatorRoutes } from './routes/operations.ts';
import { paperRoutes } from './routes/papers.ts';
import { consentRoutes, patientRoutes } from './routes/patient-view.ts';
import { placeRequestRoutes } from './routes/place-requests.ts';
import { medcomRoutes, reportRoutes } from './routes/reports.ts';
import { responsibilityRoutes } from './routes/responsibility.ts';
import { ruleRoutes } from './routes/rules.ts';
import { statementRoutes } from './routes/statements.ts';
import { taskRoutes } from './routes/tasks.ts';
import { unitRoutes } from './routes/units.ts';
import { waitingRoutes } from './routes/waiting.ts';
import type { Service } from './service.ts';

export interface App {
  readonly express: Express;
  /** Ends the streams, which would keep a server from closing. */
  close(): void;
}

/** Builds the app. */
export function buildApp(service: Service, authenticate: Authenticate, examples: Examples): App {
  const streams = changeStreams(service);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(service.metrics.timing, headers);
  app.use(
    healthRoutes(service),
    docsRoutes(() => openApiText(service, examples)),
  );
  app.use(patientRoutes(service));
  app.use('/dev', jsonBody);
  app.use(clockRoutes(service));
  app.use('/api', signedIn(authenticate, remembering(service)));
  app.use('/api', medcomRoutes(service));
  app.use('/api', jsonBody, streamRoute(service, streams));
  app.use(
    '/api',
    dischargeRoutes(service),
    gateRoutes(service),
    waitingRoutes(service),
    taskRoutes(service),
    escalationRoutes(service),
    reportRoutes(service),
    lookupRoutes(service),
    unitRoutes(service),
    competenceRoutes(service),
    leadTimeRoutes(service),
    placeRequestRoutes(service),
    holdRoutes(service),
    ruleRoutes(service),
    responsibilityRoutes(service),
    statementRoutes(service),
    messageRoutes(service),
    paperRoutes(service),
    bundleRoutes(service),
    afterLeavingRoutes(service),
    consentRoutes(service),
    operatorRoutes(service),
  );
  app.use(() => {
    throw new Problem('not-found');
  });
  app.use(errorHandler(service.log));
  return { express: app, close: streams.close };
}

const headers: RequestHandler = (request, response, next) => {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  });
  // What is answered here is about patients: no copy may stay in a browser or on the way.
  if (request.path.startsWith('/api')) response.set('Cache-Control', 'no-store');
  next();
};

function streamRoute({ db }: Service, streams: ChangeStreams): express.Router {
  const router = express.Router();
  router
    .route('/changes')
    .get(async (request, response) => {
      const caller = callerOf(request);
      await audit(db, { actor: caller.actor, action: 'hear-changes', caseId: null, at: await clockNow(db) });
      streams.open(caller, response);
    })
    .all(methodNotAllowed('GET'));
  return router;
}

/** Persons this process has kept already, so that a request costs a write only when a token says something new. */
function remembering({ db }: Service): (caller: Caller) => Promise<void> {
  const known = new Map<string, string>();
  return async ({ actor, name, phone }) => {
    const { person: id, role, org } = actor;
    const said = JSON.stringify([name, phone, role, org]);
    if (known.get(id) === said) return;
    await upsertPerson(db, { id, name, phone, role, org }, await clockNow(db));
    known.set(id, said);
  };
}
