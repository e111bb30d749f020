// The paths of what comes after leaving, in the API's description: a draft of an adverse event, readmissions counted.
// Made from the schemas of their answers, as all of it (openapi.ts).
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { ids, ok, problems } from './openapi-parts.ts';
import { shownAdverseEvent } from './schemas/adverse-event.ts';
import { readmissionsQuery, shownReadmissions } from './schemas/readmissions.ts';

export function afterLeavingPaths(): ZodOpenApiPathsObject {
  return {
    '/api/discharges/{id}/adverse-event': {
      get: {
        summary: 'Kladde til en utilsigtet hændelse: forløbets fakta udfyldt, uden personer',
        tags: ['Efter udskrivning'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownAdverseEvent, 'Kladden'), ...problems('not-found', 'not-allowed', 'wrong-moment') },
      },
    },
    '/api/reports/readmissions': {
      get: {
        summary: 'Genindlæggelser talt pr. afdeling',
        tags: ['Efter udskrivning'],
        requestParams: { query: readmissionsQuery },
        responses: { 200: ok(shownReadmissions, 'Tallene'), ...problems('not-allowed', 'bad-input') },
      },
    },
  };
}
