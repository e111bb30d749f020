// The paths of finished-treatment days in the API's description.
// Made from the schemas that check the requests, as all of it (openapi.ts).
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { ids, json, ok, problems } from './openapi-parts.ts';
import { statementTypes } from './routes/statements.ts';
import type { Surroundings } from './schemas/common.ts';
import { payableQuery, shownPayable, shownStatement, statementQuery } from './schemas/statements.ts';

export function statementPaths(surroundings: Surroundings): ZodOpenApiPathsObject {
  const tags = ['Færdigbehandlede'];
  const file = { schema: z.string() };
  return {
    '/api/discharges/{id}/payable-days': {
      get: {
        summary: 'Forløbets færdigbehandlingsdage, hver med sin begrundelse og betaler',
        tags,
        requestParams: { path: ids('id'), query: payableQuery },
        responses: {
          200: ok(shownPayable, 'Dagene'),
          ...problems('bad-input', 'not-found', 'not-allowed', 'rate-missing'),
        },
      },
    },
    '/api/statements': {
      get: {
        summary: 'Månedens opgørelse til en kommune: JSON, CSV eller XLSX efter Accept',
        tags,
        requestParams: { query: statementQuery(surroundings) },
        responses: {
          200: {
            description: 'Opgørelsen',
            content: { ...json(shownStatement), [statementTypes.csv]: file, [statementTypes.xlsx]: file },
          },
          ...problems('bad-input', 'not-allowed', 'not-acceptable', 'rate-missing'),
        },
      },
    },
  };
}
