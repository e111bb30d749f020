// The paths of what is printed of a case, in the API's description.
// Files, so only their types are described: what they say is in domain/leaving-sheet.ts and domain/handover-sheet.ts.
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { ids, problems } from './openapi-parts.ts';

export function paperPaths(): ZodOpenApiPathsObject {
  const file = (summary: string, type: string) => ({
    get: {
      summary,
      tags: ['Papir og kalender'],
      requestParams: { path: ids('id') },
      responses: {
        200: { description: 'Filen', content: { [type]: { schema: z.string() } } },
        ...problems('not-found', 'not-allowed', 'wrong-moment'),
      },
    },
  });
  return {
    '/api/discharges/{id}/leaving-sheet': file('Patientens udskrivningsark, én side', 'application/pdf'),
    '/api/discharges/{id}/handover-sheet': file('Personalets overleveringsark', 'application/pdf'),
    '/api/discharges/{id}/appointments.ics': file('Patientens aftaler som kalenderfil', 'text/calendar'),
  };
}
