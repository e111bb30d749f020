// The report on competence, as the API is asked for it and gives it.
// Per municipality and capability the units that cannot, and the trainings by how many places each would open.
import { z } from 'zod';
import { capabilityCodes } from '../../domain/capability-codes.ts';
import { gapCodes } from '../../domain/competence-gaps.ts';
import { placeKinds } from '../../domain/organisations.ts';

const date = z.iso.date();
const named = { id: z.string(), name: z.string() };
const municipality = z.object({ code: z.string(), name: z.string() });
const capability = z.object({ code: z.enum(capabilityCodes), label: z.string() });
const places = z.int().meta({ description: 'Pladser ifølge arket, eller borgere ad gangen for et team' });

export const competenceQuery = z.strictObject({
  on: date.optional().meta({ description: 'Dagen, der spørges om; i dag, når den ikke er sagt' }),
  municipality: z
    .string()
    .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
    .optional()
    .meta({ description: 'Kun denne kommunes enheder; alle, når den ikke er sagt', example: '0791' }),
});

export const shownCompetence = z
  .object({
    on: date,
    gaps: z.array(
      z.object({
        municipality,
        capability,
        units: z.array(
          z.object({
            ...named,
            kind: z.enum(placeKinds),
            places,
            capable: z.boolean().meta({ description: 'Enheden kan det alligevel nu, på nogle tider' }),
            gaps: z.array(
              z.object({
                code: z.enum(gapCodes),
                text: z.string(),
                competence: z.string().nullable(),
                until: date.nullable().meta({ description: 'Sidste dag, nogen er oplært' }),
              }),
            ),
          }),
        ),
      }),
    ),
    trainings: z
      .array(
        z.object({
          competence: z.string(),
          holder: z.string(),
          training: z.string(),
          places,
          opens: z.array(z.object({ ...named, municipality, places, capabilities: z.array(capability) })),
        }),
      )
      .meta({ description: 'Flest pladser først: enheder, som ikke mangler andet end oplæringen' }),
  })
  .meta({ id: 'Competence' });
export type ShownCompetence = z.input<typeof shownCompetence>;
