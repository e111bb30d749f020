// The paths that propose days with several treatments, in the API's description, with a question that can be tried.
// Made from the schemas that check the requests, as all of it (openapi.ts).
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { bodyProblems, decision, ids, json, ok, problems } from './openapi-parts.ts';
import { bundlesBody, shownBundles } from './schemas/bundles.ts';
import type { Surroundings } from './schemas/common.ts';
import { caseBundlesBody, proposedSharedDays, shownSharedDays } from './schemas/shared-days.ts';

const week = { from: '2026-12-07T08:00:00+01:00', until: '2026-12-11T16:00:00+01:00' };
/** Three visits that can become one day. */
export const bundlesExample = {
  municipality: '0791',
  treatments: [
    { id: 'blood', what: 'Blodprøve', place: 'gp-041230', minutes: 10, fasting: true, ...week },
    { id: 'wound', what: 'Sårkontrol', place: 'mun-0791-homecare', minutes: 30, ...week },
    {
      id: 'talk',
      what: 'Svar på prøve',
      place: 'gp-041230',
      minutes: 20,
      follows: [{ id: 'blood', minutes: 60 }],
      ...week,
    },
  ],
};

export function bundlePaths(surroundings: Surroundings): ZodOpenApiPathsObject {
  return {
    '/api/bundles': {
      post: {
        summary: 'Forslag om at samle flere behandlinger på færre dage; intet bookes',
        tags: ['Opslag'],
        requestBody: { required: true, content: json(bundlesBody(surroundings), bundlesExample) },
        responses: { 200: ok(shownBundles, 'Forslaget'), ...problems('not-allowed', ...bodyProblems) },
      },
    },
    '/api/discharges/{id}/bundles': {
      get: {
        summary: 'Forslag om at samle patientens aftaler, og hvad der blev svaret',
        tags: ['Efter udskrivning'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownSharedDays, 'Forslagene'), ...problems('not-found', 'not-allowed', 'wrong-moment') },
      },
      post: decision(
        'Foreslå at samle patientens aftaler; patienten og hvert sted spørges, og intet flyttes før alle har sagt ja',
        'Efter udskrivning',
        caseBundlesBody,
        proposedSharedDays,
        {
          path: ids('id'),
          example: { treatments: [{ id: 'f1', minutes: 20, fasting: true }] },
          codes: ['proposal-open', 'refused-before', 'stale-version'],
        },
      ),
    },
  };
}
