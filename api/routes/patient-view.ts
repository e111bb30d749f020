// The routes of the patient's view: pages for patient and relatives under /p, without sign-in but by link and code; and,
// for staff, consents, named relatives and links on the case.
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import express, { Router } from 'express';
import { callerOf } from '../auth.ts';
import { addConsent, addRelative, readConsents, readRelatives, setProtection, takeOffRelative } from '../consents.ts';
import { identityOf } from '../decide.ts';
import { logged, methodNotAllowed, sendProblem } from '../error-handler.ts';
import { errorKind, Problem } from '../errors.ts';
import { askForCode, closeView, openByCode, seePlan } from '../patient-door.ts';
import { askPage, closedPage, codePage, pagePolicy, planPage, problemPage } from '../patient-page.ts';
import { invite, readViewState, takeBackLink } from '../patient-view.ts';
import type { Service } from '../service.ts';

const COOKIE = 'view';
const PLACE = '/p';
const readForm = express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 });

/** Pages for whoever has a link. Nothing of a person is ever in an address: a link holds a secret made by chance. */
export function patientRoutes(service: Service): Router {
  const router = Router();
  router.use(PLACE, closedToOthers);
  router
    .route('/p')
    .get(async (request, response) => {
      const { sheet, now } = await seePlan(service, secretOf(request));
      // Nothing is left on a screen that nobody looks at any more.
      response.set('Refresh', String(Math.max(1, Math.ceil((Date.parse(sheet.until) - now) / 1000))));
      send(response, planPage(sheet));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/p/view')
    .get(async (request, response) => {
      response.json((await seePlan(service, secretOf(request))).sheet);
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/p/end')
    .post(async (request, response) => {
      await closeView(service, secretOf(request));
      response.clearCookie(COOKIE, { path: PLACE });
      send(response, closedPage());
    })
    .all(methodNotAllowed('POST'));
  router
    .route('/p/:link')
    .get((request, response) => send(response, askPage(request.params.link)))
    .all(methodNotAllowed('GET'));
  router
    .route('/p/:link/code')
    .get((request, response) => send(response, codePage(request.params.link)))
    .post(async (request, response) => {
      await askForCode(service, request.params.link);
      response.redirect(303, `/p/${encodeURIComponent(request.params.link)}/code`);
    })
    .all(methodNotAllowed('GET', 'POST'));
  router
    .route('/p/:link/session')
    .post(readForm, async (request, response) => {
      const { link } = request.params;
      const opened = await openByCode(service, link, codeIn(request.body));
      if (opened instanceof Problem)
        return send(response.status(errorKind(opened.code).status), codePage(link, opened));
      const { secret, now, endsAt } = opened;
      const secure = service.production;
      const maxAge = endsAt - now;
      response.cookie(COOKIE, secret, { httpOnly: true, sameSite: 'strict', secure, path: PLACE, maxAge });
      response.redirect(303, PLACE);
    })
    .all(methodNotAllowed('POST'));
  router.use(PLACE, problemsAsPages(service));
  return router;
}

const closedToOthers: RequestHandler = (request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': pagePolicy,
    'X-Robots-Tag': 'noindex, nofollow',
  });
  // A page of others cannot make a browser ask for codes or write them.
  if (request.method === 'POST' && request.get('sec-fetch-site') === 'cross-site') throw new Problem('view-ended');
  next();
};

const send = (response: Response, html: string): void => {
  response.type('text/html; charset=utf-8').send(html);
};

function secretOf(request: Request): string | null {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(request.get('cookie') ?? '')?.[1] ?? null;
}

function codeIn(body: unknown): string {
  const code: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : undefined;
  return typeof code === 'string' ? code.slice(0, 20) : '';
}

/** People get pages, programs problem details. */
const problemsAsPages =
  ({ log }: Service): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = logged(log, error, request.route?.path);
    if (request.originalUrl.split('?')[0] === '/p/view') return sendProblem(response, problem);
    const { status, retryAfter } = errorKind(problem.code);
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    if (status === 405) response.set('Allow', (problem.extras.allowed ?? []).join(', '));
    send(response.status(status), problemPage(problem));
  };

/** For staff, on a case. */
export function consentRoutes(service: Service): Router {
  const router = Router();
  router
    .route('/discharges/:id/consents')
    .get(async (request, response) => {
      response.json(await readConsents(service, callerOf(request), request.params.id));
    })
    .post(async (request, response) => {
      const { id } = request.params;
      response.json(await addConsent(service, callerOf(request), id, request.body, identityOf(request)));
    })
    .all(methodNotAllowed('GET', 'POST'));
  router
    .route('/discharges/:id/relatives')
    .get(async (request, response) => {
      response.json(await readRelatives(service, callerOf(request), request.params.id));
    })
    .post(async (request, response) => {
      response.json(await addRelative(service, callerOf(request), request.params.id, request.body));
    })
    .all(methodNotAllowed('GET', 'POST'));
  router
    .route('/discharges/:id/relatives/:relative')
    .delete(async (request, response) => {
      const { id, relative } = request.params;
      response.json(await takeOffRelative(service, callerOf(request), id, relative));
    })
    .all(methodNotAllowed('DELETE'));
  router
    .route('/discharges/:id/address-protection')
    .put(async (request, response) => {
      response.json(await setProtection(service, callerOf(request), request.params.id, request.body));
    })
    .all(methodNotAllowed('PUT'));
  router
    .route('/discharges/:id/patient-view')
    .get(async (request, response) => {
      response.json(await readViewState(service, callerOf(request), request.params.id));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/discharges/:id/patient-view/links')
    .post(async (request, response) => {
      response.status(201).json(await invite(service, callerOf(request), request.params.id, request.body));
    })
    .all(methodNotAllowed('POST'));
  router
    .route('/discharges/:id/patient-view/links/:link')
    .delete(async (request, response) => {
      const { id, link } = request.params;
      response.json(await takeBackLink(service, callerOf(request), id, link));
    })
    .all(methodNotAllowed('DELETE'));
  return router;
}
