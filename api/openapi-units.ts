// The paths of units in the API's description: lists, capability sheets, free places, the match.
// Made from the schemas that check the requests, as all of it (openapi.ts).
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { placeKinds } from '../domain/organisations.ts';
import { bodyProblems, json, list, ok, problems } from './openapi-parts.ts';
import type { Surroundings } from './schemas/common.ts';
import { competenceQuery, shownCompetence } from './schemas/competence.ts';
import { holdsQuery, shownHolds } from './schemas/holds.ts';
import { shownUnit } from './schemas/others.ts';
import { shownUnitPage } from './schemas/unit-page.ts';
import {
  kindQuery,
  matchBody,
  sheetBody,
  sheetQuery,
  shownMatch,
  shownSheet,
  statedBody,
  unitsQuery,
} from './schemas/units.ts';

/** Bodies that can be tried as they stand. */
const examples = {
  sheet: {
    version: 1,
    validFrom: '2026-01-01',
    validTo: null,
    places: 3,
    maxDays: 5,
    capabilities: { 'CAP-01': 'yes', 'CAP-03': 'yes', 'CAP-14': { perDay: 3, onCondition: 'order-in-fmk' } },
  },
  match: { municipality: '0791', capabilities: ['CAP-03', 'CAP-14'], times: { 'CAP-14': { perDay: 4 } }, days: 5 },
};

export function unitPaths(surroundings: Surroundings): ZodOpenApiPathsObject {
  const unit = z.object({ id: z.string().max(100).meta({ example: 'mun-0791-acute' }) });
  const tag = ['Enheder'];
  return {
    '/api/units': {
      get: {
        summary: 'Enheder',
        tags: tag,
        requestParams: { query: unitsQuery },
        responses: { 200: ok(list(shownUnit)), ...problems('bad-input') },
      },
    },
    '/api/units/{id}': {
      get: {
        summary: 'Én enhed: hvad den har ledigt, om arket er friskt, brudte løfter, og hvem der afgør hvad i dag',
        tags: tag,
        requestParams: { path: unit },
        responses: { 200: ok(shownUnitPage, 'Enheden'), ...problems('not-found') },
      },
    },
    '/api/units/{id}/capabilities': {
      get: {
        summary: 'Enhedens kompetenceark for en slags plads på en dato, som det stod på et tidspunkt',
        tags: tag,
        requestParams: { path: unit, query: sheetQuery },
        responses: { 200: ok(shownSheet, 'Arket'), ...problems('not-found', 'bad-input') },
      },
      put: {
        summary: 'Ret eller bekræft enhedens eget kompetenceark',
        tags: tag,
        requestParams: { path: unit, query: kindQuery },
        requestBody: { required: true, content: json(sheetBody, examples.sheet) },
        responses: {
          200: ok(shownSheet, 'Arket, som det nu er'),
          ...problems('not-found', 'not-allowed', 'stale-version', ...bodyProblems),
        },
      },
    },
    '/api/units/{id}/free-places': {
      put: {
        summary: 'Sig, hvor mange pladser der er ledige nu',
        tags: tag,
        requestParams: { path: unit, query: kindQuery },
        requestBody: { required: true, content: json(statedBody, { free: 2 }) },
        responses: {
          200: ok(z.object({ unit: z.string(), kind: z.enum(placeKinds), free: z.int(), at: z.iso.datetime() })),
          ...problems('not-found', 'not-allowed', ...bodyProblems),
        },
      },
    },
    '/api/units/{id}/holds': {
      get: {
        summary: 'Hvad der er spurgt om, holdt og i brug hos enheden i en periode',
        tags: tag,
        requestParams: { path: unit, query: holdsQuery },
        responses: { 200: ok(shownHolds, 'Pladserne'), ...problems('not-found', 'not-allowed', 'bad-input') },
      },
    },
    '/api/reports/competence': {
      get: {
        summary: 'Hvor kompetencer mangler, og hvilken oplæring der ville åbne flest pladser',
        tags: tag,
        requestParams: { query: competenceQuery },
        responses: { 200: ok(shownCompetence, 'Manglerne på dagen'), ...problems('not-allowed', 'bad-input') },
      },
    },
    '/api/match': {
      post: {
        summary: 'Hvilke enheder kan opgaven, hvorfor kan de andre ikke, og hvornår kunne de',
        tags: tag,
        requestBody: { required: true, content: json(matchBody(surroundings), examples.match) },
        responses: { 200: ok(shownMatch, 'De, der passer, først'), ...problems('not-allowed', ...bodyProblems) },
      },
    },
  };
}
