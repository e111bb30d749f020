// The paths of the gate in the API's description: the list of one discharge, and the report on it.
// Made from the schemas of their answers, as all of it (openapi.ts).
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { ids, ok, problems } from './openapi-parts.ts';
import { gateReportQuery, shownGate, shownGateReport } from './schemas/gate.ts';

export function gatePaths(): ZodOpenApiPathsObject {
  return {
    '/api/discharges/{id}/gate': {
      get: {
        summary: 'Tjeklisten: hvert punkt med bevis, hvem der har det, og hvad der skal gøres',
        tags: ['Forløb'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownGate, 'Listen'), ...problems('not-found', 'not-allowed', 'wrong-moment') },
      },
    },
    '/api/reports/gate': {
      get: {
        summary: 'Tjeklisten talt pr. afdeling og uge: gået uden at være klar, tilsidesat og hvorfor, i orden',
        tags: ['Efter udskrivning'],
        requestParams: { query: gateReportQuery },
        responses: { 200: ok(shownGateReport, 'Tallene'), ...problems('not-allowed', 'bad-input') },
      },
    },
  };
}
