// The paths of requests for a place in the API's description.
// Their actions are those of a case that a request allows; each answers with the request as it now is.
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { placeRequestActionNames } from '../domain/moves.ts';
import { actionLabels } from './labels.ts';
import { decision, ids, list, ok, problems } from './openapi-parts.ts';
import type { ActionBodies } from './schemas/actions.ts';
import { actionExamples } from './schemas/actions.ts';
import { caseLine, casesQuery, shownCase } from './schemas/case.ts';
import type { Surroundings } from './schemas/common.ts';
import { placeRequestBody } from './schemas/place-request.ts';

export function requestPaths(
  surroundings: Surroundings,
  bodies: ActionBodies,
  examples: { readonly placeRequest: unknown; readonly changePlan: unknown },
): ZodOpenApiPathsObject {
  const tag = 'Pladser';
  const ask = decision(
    'Spørg om en plads til en borger, der ikke er indlagt',
    tag,
    placeRequestBody(surroundings),
    shownCase,
    {
      example: examples.placeRequest,
    },
  );
  const actions = placeRequestActionNames.map((name): [string, ZodOpenApiPathsObject[string]] => [
    `/api/place-requests/{id}/actions/${name}`,
    {
      post: decision(actionLabels[name], tag, bodies[name], shownCase, {
        path: ids('id'),
        example: name === 'change-plan' ? examples.changePlan : actionExamples[name],
        codes: ['stale-version', 'sharing-objected', 'nothing-to-repair', 'no-place-held'],
      }),
    },
  ]);
  return {
    '/api/place-requests': {
      get: {
        summary: 'Anmodninger om plads, som din enhed er part i',
        tags: [tag],
        requestParams: { query: casesQuery(surroundings) },
        responses: { 200: ok(list(caseLine), 'En side'), ...problems('bad-input') },
      },
      post: {
        ...ask,
        responses: {
          ...ask.responses,
          201: ok(shownCase, 'Oprettet'),
          200: ok(shownCase, 'Samme anmodning igen: den første'),
        },
      },
    },
    '/api/place-requests/{id}': {
      get: {
        summary: 'Hele anmodningen',
        tags: [tag],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownCase, 'Anmodningen'), ...problems('not-found') },
      },
    },
    ...Object.fromEntries(actions),
  };
}
