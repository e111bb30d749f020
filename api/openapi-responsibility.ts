// The paths of who is medically responsible in the API's description.
// Made from the schemas that check the requests, as all of it (openapi.ts).
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { ids, ok, problems } from './openapi-parts.ts';
import {
  responsibilityQuery,
  shownResponsibility,
  shownUnitResponsibility,
  unitResponsibilityQuery,
} from './schemas/responsibility.ts';

export function responsibilityPaths(): ZodOpenApiPathsObject {
  const unit = z.object({ id: z.string().max(100).meta({ example: 'mun-0791-acute' }) });
  const found = problems('not-found', 'not-allowed', 'bad-input');
  const ofCase = {
    get: {
      summary: 'Hvem har behandlingsansvaret på et tidspunkt, og hvem ringes der til om hvad',
      tags: ['Behandlingsansvar'],
      requestParams: { path: ids('id'), query: responsibilityQuery },
      responses: { 200: ok(shownResponsibility, 'Ansvaret'), ...found },
    },
  };
  return {
    '/api/discharges/{id}/responsibility': ofCase,
    '/api/place-requests/{id}/responsibility': ofCase,
    '/api/units/{id}/responsibility': {
      get: {
        summary: 'Det samme for alle enhedens forløb på et tidspunkt',
        tags: ['Behandlingsansvar'],
        requestParams: { path: unit, query: unitResponsibilityQuery },
        responses: { 200: ok(shownUnitResponsibility, 'En side'), ...found },
      },
    },
  };
}
