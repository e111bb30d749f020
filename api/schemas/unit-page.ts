// One unit as the API gives it, and of it what a match says too: its broken promises, how far its sheet can be gone by,
// the five facts and the terms of its kind of place.
import { z } from 'zod';
import { placeFactNames, placeKinds } from '../../domain/organisations.ts';
import { shownUnit } from './others.ts';
import { factsAndTerms, shownBroken, shownFree, shownValidity } from './units.ts';

const shownPlace = z
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
  .meta({ id: 'UnitPlaces' });
export type ShownPlaces = z.input<typeof shownPlace>;

export const shownUnitPage = shownUnit
  .extend({
    place: shownPlace
      .nullable()
      .meta({ description: 'Enhedens sædvanlige slags plads; null for en enhed uden pladser' }),
    otherPlaces: z.array(shownPlace).meta({ description: 'Andre slags pladser, som enheden har ark for' }),
  })
  .meta({ id: 'UnitPage' });
export type ShownUnitPage = z.input<typeof shownUnitPage>;
