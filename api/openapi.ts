// The API's description, made from the same zod schemas that check its requests; served at /openapi.json and /docs.
// Every route is here; a test asks the app for each of them.
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { createDocument } from 'zod-openapi';
import { actionNames } from '../domain/moves.ts';
import type { ErrorCode } from './errors.ts';
import { errorCodes, errorKind, problemType } from './errors.ts';
import { actionLabels } from './labels.ts';
import { afterLeavingPaths } from './openapi-after-leaving.ts';
import { bundlePaths } from './openapi-bundles.ts';
import { gatePaths } from './openapi-gate.ts';
import { paperPaths } from './openapi-papers.ts';
import { bodyProblems, decision, ids, json, list, notFound, ok, problems } from './openapi-parts.ts';
import { patientViewPaths } from './openapi-patient-view.ts';
import { requestPaths } from './openapi-requests.ts';
import { responsibilityPaths } from './openapi-responsibility.ts';
import { rulePaths } from './openapi-rules.ts';
import { statementPaths } from './openapi-statements.ts';
import { timePaths } from './openapi-times.ts';
import { unitPaths } from './openapi-units.ts';
import type { ActionBodies } from './schemas/actions.ts';
import { actionBodies, actionExamples } from './schemas/actions.ts';
import { caseLine, casesQuery, shownCase } from './schemas/case.ts';
import type { Surroundings } from './schemas/common.ts';
import { advanceBody } from './schemas/dev-clock.ts';
import { eventBody } from './schemas/events.ts';
import { rawQuery, shownTrail } from './schemas/message.ts';
import { problemSchema, shownItem, shownSubmission } from './schemas/others.ts';
import { searchBody } from './schemas/search.ts';
import { startBody } from './schemas/start.ts';
import { assignBody, bulkAnswer, bulkBody, inboxQuery, shownTask } from './schemas/task.ts';

/** Example bodies shown in the document, as they stand in examples/. */
export interface Examples {
  readonly discharge: unknown;
  readonly changePlan: unknown;
  readonly event: unknown;
  readonly placeRequest: unknown;
}

function dischargePaths(surroundings: Surroundings, bodies: ActionBodies, examples: Examples): ZodOpenApiPathsObject {
  const start = decision('Start en udskrivning', 'Forløb', startBody(surroundings), shownCase, {
    example: examples.discharge,
    codes: ['other-person'],
  });
  const actions = actionNames.map((name): [string, ZodOpenApiPathsObject[string]] => [
    `/api/discharges/{id}/actions/${name}`,
    {
      post: decision(actionLabels[name], 'Handlinger', bodies[name], shownCase, {
        path: ids('id'),
        example: name === 'change-plan' ? examples.changePlan : actionExamples[name],
        codes: name === 'ready' ? ['not-ready'] : ['stale-version', 'sharing-objected', 'nothing-to-repair'],
      }),
    },
  ]);
  return {
    '/api/discharges': {
      get: {
        summary: 'Forløb, som din enhed er part i',
        tags: ['Forløb'],
        requestParams: { query: casesQuery(surroundings) },
        responses: { 200: ok(list(caseLine), 'En side'), ...problems('bad-input') },
      },
      post: {
        ...start,
        responses: {
          ...start.responses,
          201: ok(shownCase, 'Oprettet'),
          200: ok(shownCase, 'Samme ophold: det første forløb'),
        },
      },
    },
    '/api/discharges/{id}': {
      get: {
        summary: 'Hele forløbet',
        tags: ['Forløb'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownCase, 'Forløbet'), ...problems('not-found') },
      },
    },
    ...Object.fromEntries(actions),
    '/api/discharges/{id}/messages/{message}/seen': {
      post: decision('Meddelelsen er set af mig', 'Handlinger', null, shownCase, { path: ids('id', 'message') }),
    },
  };
}

function taskPaths(surroundings: Surroundings): ZodOpenApiPathsObject {
  const on = (summary: string, body: z.ZodType | null, codes: readonly ErrorCode[] = []) => ({
    post: decision(summary, 'Opgaver', body, shownTask, {
      path: ids('id'),
      codes: ['task-closed', 'task-claimed', ...codes],
    }),
  });
  const answerOfTask = z
    .looseObject({ answer: z.string(), version: z.int() })
    .meta({ description: 'Opgavens `answers` siger, hvilke svar der findes, og hvilke felter hvert svar har' });
  return {
    '/api/tasks': {
      get: {
        summary: 'Indbakken: mindst tid tilbage først',
        tags: ['Opgaver'],
        requestParams: { query: inboxQuery(surroundings) },
        responses: { 200: ok(list(shownTask), 'En side'), ...problems('bad-input', 'not-allowed') },
      },
    },
    '/api/tasks/{id}': {
      get: {
        summary: 'Én opgave med de svar, den tillader',
        tags: ['Opgaver'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownTask, 'Opgaven'), ...problems('not-found') },
      },
    },
    '/api/tasks/{id}/claim': on('Tag opgaven', null),
    '/api/tasks/{id}/release': on('Giv opgaven fri', null),
    '/api/tasks/{id}/seen': on('Opgaven er set af mig', null),
    '/api/tasks/{id}/assign': on('Tildel opgaven', assignBody),
    '/api/tasks/{id}/answer': on('Svar på opgaven', answerOfTask, [
      'answered-too-late',
      'stale-version',
      'unknown-answer',
      'unit-not-asked',
    ]),
    '/api/tasks/bulk': { post: decision('Mange opgaver på én gang', 'Opgaver', bulkBody, bulkAnswer) },
  };
}

function otherPaths(examples: Examples): ZodOpenApiPathsObject {
  const get = (summary: string, tag: string, answer: z.ZodType, path?: z.ZodObject) => ({
    get: {
      summary,
      tags: [tag],
      ...(path === undefined ? {} : { requestParams: { path } }),
      responses: { 200: ok(answer), ...problems('not-found', 'not-allowed') },
    },
  });
  const clock = z.object({ now: z.iso.datetime(), offsetMs: z.int(), nextDue: z.iso.datetime().nullable() });
  const message = z.record(z.string(), z.unknown()).meta({ description: 'FHIR Bundle af typen message' });
  const fhir = { 'application/fhir+json': { schema: message } };
  return {
    '/api/events': {
      post: decision('Meld en hændelse fra et andet system', 'Systemer', eventBody, shownCase, {
        example: examples.event,
      }),
    },
    '/api/medcom': {
      post: {
        summary: 'Modtag en MedCom-meddelelse; svaret er kvitteringen',
        tags: ['Systemer'],
        requestBody: { required: true, content: fhir },
        responses: {
          200: { description: 'Kvittering, eller {} når meddelelsen selv er en kvittering', content: fhir },
          ...problems('unreadable-message', 'not-allowed', 'too-large', 'unsupported-media-type'),
        },
      },
    },
    '/api/search': {
      post: {
        summary: 'Søg på CPR-nummer, navn eller id',
        tags: ['Opslag'],
        requestBody: { required: true, content: json(searchBody, { cpr: '2509479989' }) },
        responses: { 200: ok(list(caseLine), 'Forløb'), ...problems('not-allowed', ...bodyProblems) },
      },
    },
    '/api/discharges/{id}/messages': get(
      'Forløbets meddelelser med deres spor',
      'Meddelelser',
      list(shownTrail),
      ids('id'),
    ),
    '/api/messages/{id}/raw': {
      get: {
        summary: 'Meddelelsen, som den blev sendt eller modtaget',
        tags: ['Meddelelser'],
        requestParams: { path: ids('id'), query: rawQuery },
        responses: {
          200: { description: 'De samme bytes', content: { 'application/octet-stream': { schema: z.string() } } },
          ...problems('bad-input', 'not-found', 'not-allowed', 'not-kept'),
        },
      },
    },
    '/api/submissions/{id}': get('Hvad der blev af noget indleveret', 'Opslag', shownSubmission, ids('id')),
    '/api/changes': {
      get: {
        summary: 'Ændringer som server-sent events: case, reset',
        tags: ['Opslag'],
        responses: {
          200: { description: 'En strøm', content: { 'text/event-stream': { schema: z.string() } } },
          ...problems(),
        },
      },
    },
    '/api/operator/items': get('Driftens indbakke', 'Drift', list(shownItem)),
    '/api/operator/items/{id}/handled': {
      post: {
        summary: 'Håndteret',
        tags: ['Drift'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownItem), ...problems('not-found', 'not-allowed', ...bodyProblems) },
      },
    },
    '/dev/clock': get('Uret i udvikling og test', 'Udvikling', clock),
    '/dev/clock/advance': {
      post: {
        summary: 'Flyt uret frem',
        tags: ['Udvikling'],
        requestBody: { required: true, content: json(advanceBody, { toNextDeadline: true }) },
        responses: {
          200: ok(clock.extend({ ticked: z.int(), steps: z.int() })),
          ...problems('dev-clock-off', 'not-settled', ...bodyProblems),
        },
      },
    },
  };
}

/** For those who run the service; nothing of a person in any of them, so they ask for no sign-in. */
function healthPaths(): ZodOpenApiPathsObject {
  const open = (summary: string, responses: ZodOpenApiOperationObject['responses']) => ({
    get: { summary, tags: ['Drift'], security: [], responses },
  });
  const ready = z.object({ postgres: z.boolean(), temporal: z.boolean() });
  return {
    '/healthz': open('Processen lever', { 200: ok(z.object({ status: z.literal('ok') }), 'Lever') }),
    '/readyz': open('Kan den arbejde?', { 200: ok(ready, 'Ja'), 503: ok(ready, 'Nej: databasen svarer ikke') }),
    '/metrics': open('Tal i Prometheus-form', {
      200: { description: 'Tal', content: { 'text/plain': { schema: z.string() } } },
    }),
    '/problems': open('Alle slags fejl', { 200: ok(list(problemSchema), 'Fejlene') }),
    '/problems/{code}': {
      get: {
        summary: 'En slags fejl',
        tags: ['Drift'],
        security: [],
        requestParams: { path: z.object({ code: z.string() }) },
        responses: { 200: ok(problemSchema, 'Fejlen'), 404: notFound },
      },
    },
  };
}

/** The whole document, as JSON. */
export function openApiDocument(surroundings: Surroundings, examples: Examples): Record<string, unknown> {
  // Made once: a schema that has a name may stand in the document as one only.
  const bodies = actionBodies(surroundings);
  const document = createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Den gode udskrivelse',
      version: '1',
      description: [
        'Én udskrivning som ét varigt forløb, som alle parter kan se. Tider er RFC 3339 med tidszone; lister har `items` og `next`.',
        'Fejl er RFC 9457 med en fast `type`:',
        ...errorCodes.map((code) => `- \`${problemType(code)}\` (${errorKind(code).status}): ${errorKind(code).title}`),
      ].join('\n\n'),
    },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths: {
      ...dischargePaths(surroundings, bodies, examples),
      ...taskPaths(surroundings),
      ...otherPaths(examples),
      ...unitPaths(surroundings),
      ...responsibilityPaths(),
      ...requestPaths(surroundings, bodies, examples),
      ...rulePaths(),
      ...timePaths(surroundings),
      ...paperPaths(),
      ...statementPaths(surroundings),
      ...bundlePaths(surroundings),
      ...afterLeavingPaths(),
      ...patientViewPaths(),
      ...gatePaths(),
      ...healthPaths(),
    },
  });
  return { ...document };
}

let kept: { readonly examples: string; readonly text: string } | undefined;

/**
 * The document as it is served: made when first asked for, and once for all apps of a process that show the same examples.
 * It takes 0.2 s of a processor, and says nothing of the units there are: who is known is checked, not described.
 */
export function openApiText(surroundings: Surroundings, examples: Examples): string {
  const shown = JSON.stringify(examples);
  if (kept?.examples !== shown)
    kept = { examples: shown, text: JSON.stringify(openApiDocument(surroundings, examples)) };
  return kept.text;
}
