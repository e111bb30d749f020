// One unit as the API gives it, and of it what a match says too: its broken promises, how far its sheet can be gone by,
// the five facts and the terms of its kind of place.
import { z } from 'zod';
import { placeFactNames, placeKinds } from '../../domain/organisations.ts';
import { shownUnit } from './others.ts';
import { factsAndTerms, shownBroken, shownFree, shownValidity } from './units.ts';

export const shownUnitPage = shownUnit
  .extend({
    place: z
      .object({
        kind: z.enum(placeKinds),
        ...factsAndTerms,
        missing: z
          .array(z.enum([...placeFactNames, 'terms']))
          .meta({ description: 'Hvad der ikke er sagt om pladsen i dag; så må ingen spørge, som om det var' }),
        free: shownFree.nullable(),
        sheet: shownValidity.nullable().meta({ description: 'Arket for i dag; null, når der ikke er et' }),
        brokenPromises: shownBroken,
      })
      .nullable()
      .meta({ description: 'Null for en enhed uden pladser' }),
  })
  .meta({ id: 'UnitPage' });
export type ShownUnitPage = z.input<typeof shownUnitPage>;
