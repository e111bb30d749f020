// The report on readmissions, as the API is asked for it and gives it.
// Counts per ward; no person and no case is in it.
import { z } from 'zod';

const date = z.iso.date();
const count = z.int().min(0);

export const readmissionsQuery = z
  .strictObject({
    from: date.meta({ description: 'Første dag, ophold sluttede', example: '2026-11-01' }),
    to: date.meta({ description: 'Sidste dag, med', example: '2026-11-30' }),
  })
  .refine(({ from, to }) => from <= to, { error: 'Skal ikke være før `from`', path: ['to'] });

export const shownReadmissions = z
  .object({
    from: date,
    to: date,
    days: z.int().meta({ description: 'Et nyt ophold inden for så mange dage tæller' }),
    source: z.string(),
    units: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        left: count.meta({ description: 'Ophold, der sluttede i perioden' }),
        readmitted: count,
        share: z
          .number()
          .nullable()
          .meta({ description: 'Genindlagte af udskrevne, 0-1; null, når ingen er udskrevet' }),
        pending: count.meta({ description: 'Udskrevne, for hvem dagene ikke er gået endnu' }),
      }),
    ),
  })
  .meta({ id: 'Readmissions' });
export type ShownReadmissions = z.input<typeof shownReadmissions>;
