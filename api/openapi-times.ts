// The part of the API's description that is about time: what a case waits for, what is late, and lead times.
// Put together with the rest in openapi.ts.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { escalationsQuery } from './escalations.ts';
import { bodyProblems, ids, json, list, ok, problems } from './openapi-parts.ts';
import type { Surroundings } from './schemas/common.ts';
import { id } from './schemas/common.ts';
import { followUpReportQuery, shownFollowUpReport, shownReports } from './schemas/follow-up-report.ts';
import { leadTimesQuery, shownLeadTimes } from './schemas/lead-times.ts';
import { shownTask } from './schemas/task.ts';
import { shownWaiting, shownWaitings, waitingBody } from './schemas/waiting.ts';

const example = { version: 0, cause: 'citizen', reason: 'Borgeren ville tale med sin datter først' };

export function timePaths(surroundings: Surroundings): ZodOpenApiPathsObject {
  return {
    '/api/escalations': {
      get: {
        summary: 'Opgaver over fristen, som er gået videre til dig; længst over først',
        tags: ['Opgaver'],
        requestParams: { query: escalationsQuery },
        responses: { 200: ok(list(shownTask), 'En side'), ...problems('bad-input', 'not-allowed') },
      },
    },
    '/api/reports': {
      get: {
        summary: 'Rapporternes forside: opfølgning planlagt mod gennemført, og de andre rapporter',
        tags: ['Enheder'],
        responses: { 200: ok(shownReports, 'De seneste fire uger'), ...problems('not-allowed') },
      },
    },
    '/api/reports/follow-up': {
      get: {
        summary: 'Opfølgning: planlagt, booket, gennemført, i vinduet, ikke gennemført med årsag, fravalgt',
        tags: ['Enheder'],
        requestParams: { query: followUpReportQuery(surroundings) },
        responses: { 200: ok(shownFollowUpReport, 'Perioden'), ...problems('not-allowed', 'bad-input') },
      },
    },
    '/api/reports/lead-times': {
      get: {
        summary: 'Gennemløbstider: median, 90-percentil og andel i tide for hvert trin, hver enhed og uge',
        tags: ['Enheder'],
        requestParams: { query: leadTimesQuery(surroundings) },
        responses: { 200: ok(shownLeadTimes, 'Perioden'), ...problems('not-allowed', 'bad-input') },
      },
    },
    '/api/discharges/{id}/waiting': {
      get: {
        summary: 'Hvad forløbet venter på og har ventet på, med tider',
        tags: ['Forløb'],
        requestParams: { path: ids('id') },
        responses: { 200: ok(shownWaitings, 'Åbne først'), ...problems('not-found') },
      },
    },
    '/api/discharges/{id}/waiting/{waiting}': {
      put: {
        summary: 'Ret, hvad der blev ventet på, med en begrundelse; det oprindelige ses stadig',
        tags: ['Forløb'],
        requestParams: { path: z.object({ id, waiting: z.string() }) },
        requestBody: { required: true, content: json(waitingBody(surroundings), example) },
        responses: {
          200: ok(shownWaiting, 'Som det nu læses'),
          ...problems('not-found', 'not-allowed', 'stale-version', ...bodyProblems),
        },
      },
    },
  };
}
