// The paths of consents, named relatives and the patient's view, in the API's description.
// Pages under /p are for people with a link and a code; they ask for no token.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import type { ErrorCode } from './errors.ts';
import { bodyProblems, ids, json, ok, problems } from './openapi-parts.ts';
import {
  consentBody,
  protectionBody,
  relativeBody,
  shownConsents,
  shownProtection,
  shownRelatives,
} from './schemas/consent.ts';
import { inviteBody, shownInvitation, shownPatientSheet, shownViewState } from './schemas/patient-view.ts';

const tag = 'Patient og pårørende';

const see = (summary: string, answer: z.ZodType) => ({
  summary,
  tags: [tag],
  requestParams: { path: ids('id') },
  responses: { 200: ok(answer), ...problems('not-found', 'not-allowed') },
});

const note = (summary: string, body: z.ZodType, answer: z.ZodType, example: unknown) => ({
  summary,
  tags: [tag],
  requestParams: { path: ids('id') },
  requestBody: { required: true, content: json(body, example) },
  responses: { 200: ok(answer), ...problems(...bodyProblems, 'not-found', 'not-allowed') },
});

const end = (summary: string, answer: z.ZodType, name: string) => ({
  summary,
  tags: [tag],
  requestParams: { path: ids('id', name) },
  responses: { 200: ok(answer), ...problems('not-found', 'not-allowed') },
});

export function patientViewPaths(): ZodOpenApiPathsObject {
  return {
    '/api/discharges/{id}/consents': {
      get: see('Samtykker, formål for formål', shownConsents),
      post: note('Notér et samtykke, et nej eller en tilbagetrækning', consentBody, shownConsents, {
        ...{ purpose: 'rehabilitation-plan-municipality', answer: 'given', form: 'oral' },
      }),
    },
    '/api/discharges/{id}/relatives': {
      get: see('Navngivne pårørende', shownRelatives),
      post: note('Navngiv en pårørende', relativeBody, shownRelatives, {
        ...{ name: 'Karin Testperson', phone: '87001000', relation: 'child', authority: 'none' },
      }),
    },
    '/api/discharges/{id}/relatives/{relative}': {
      delete: end('Tag en pårørende af forløbet: navn og telefon slettes', shownRelatives, 'relative'),
    },
    '/api/discharges/{id}/address-protection': {
      put: note('Notér, om navn og adresse er beskyttet', protectionBody, shownProtection, { state: 'none' }),
    },
    '/api/discharges/{id}/patient-view': {
      get: see('Om planen kan vises for patient og pårørende, og hvilke links der er', shownViewState),
    },
    '/api/discharges/{id}/patient-view/links': {
      post: {
        ...note('Giv patienten eller en pårørende et link til planen', inviteBody, shownInvitation, { to: 'patient' }),
        responses: {
          ...problems(...bodyProblems, 'not-found', 'not-allowed', 'view-off'),
          201: ok(shownInvitation, 'Linket; det vises kun denne ene gang'),
        },
      },
    },
    '/api/discharges/{id}/patient-view/links/{link}': {
      delete: end('Tag et link tilbage', shownViewState, 'link'),
    },
    ...pages(),
  };
}

function pages(): ZodOpenApiPathsObject {
  const html = { 'text/html': { schema: z.string() } };
  const link = z.object({ link: z.string() });
  const failing = (...codes: readonly ErrorCode[]) =>
    Object.fromEntries(
      Object.entries(problems(...codes)).map(([status, answer]) => [status, { ...answer, content: html }]),
    );
  const at = (summary: string, more: object, ...codes: readonly ErrorCode[]) => ({
    summary,
    tags: [tag],
    security: [],
    responses: { ...more, ...failing(...codes) },
  });
  const shown = { 200: { description: 'Siden', content: html } };
  const on = { 303: { description: 'Videre til næste side' } };
  return {
    '/p': { get: at('Planen som side, efter en rigtig kode', shown, 'view-ended') },
    '/p/view': {
      get: {
        ...at('Planen som data, efter en rigtig kode', {}),
        responses: { 200: ok(shownPatientSheet, 'Planen'), ...problems('view-ended') },
      },
    },
    '/p/end': { post: at('Luk planen', shown, 'view-ended') },
    '/p/{link}': {
      get: { ...at('Bed om en kode; siden er den samme for alle links', shown), requestParams: { path: link } },
    },
    '/p/{link}/code': {
      get: { ...at('Hvor koden skrives', shown), requestParams: { path: link } },
      post: {
        ...at('Send en kode til det telefonnummer, der er skrevet op', on, 'view-ended'),
        requestParams: { path: link },
      },
    },
    '/p/{link}/session': {
      post: {
        ...at('Skriv koden', on, 'wrong-code', 'view-ended', 'too-large', 'unsupported-media-type'),
        requestParams: { path: link },
        requestBody: {
          required: true,
          content: { 'application/x-www-form-urlencoded': { schema: z.object({ code: z.string() }) } },
        },
      },
    },
  };
}
