// The paths of the dated rules in the API's description.
// Made from the schemas that check the requests, as all of it (openapi.ts).
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { bodyProblems, json, ok, problems } from './openapi-parts.ts';
import { previewBody, rulesQuery, shownPreview, shownRules } from './schemas/rules.ts';

const example = { clock: 'admission-report', from: '2026-11-20T22:10:00+01:00', municipality: '0791' };

export function rulePaths(): ZodOpenApiPathsObject {
  const tags = ['Regler'];
  return {
    '/api/rules': {
      get: {
        summary: 'Hvilke regler der gælder på en dag, hvor de kommer fra, og fejl i filer, der ikke er taget i brug',
        tags,
        requestParams: { query: rulesQuery },
        responses: { 200: ok(shownRules, 'Reglerne'), ...problems('not-allowed', 'bad-input') },
      },
    },
    '/api/rules/preview': {
      post: {
        summary: 'Hvad en frist ville blive, og hvorfor',
        tags,
        requestBody: { required: true, content: json(previewBody, example) },
        responses: {
          200: ok(shownPreview, 'Fristen'),
          ...problems('not-allowed', 'no-rule-for-date', ...bodyProblems),
        },
      },
    },
  };
}
