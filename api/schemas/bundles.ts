// A proposal to share days (samling af aftaler), as the API is asked for it and gives it.
// Asked with treatments alone: no patient is named, and nothing is kept.
import { z } from 'zod';
import { MOST_TREATMENTS } from '../../domain/bundle-propose.ts';
import { unitById } from '../../domain/organisations.ts';
import type { Surroundings } from './common.ts';
import { instant } from './common.ts';

export const key = z
  .string()
  .regex(/^[\w-]{1,40}$/, 'Skal være 1-40 bogstaver, tal, _ eller -')
  .meta({ example: 'f1' });
const minutes = (most: number) => z.int().min(0).max(most);
/** Longer windows would only make the search slow. */
export const LONGEST_WINDOW = 92 * 86_400_000;

/** What only people know of a treatment. */
export const treatmentExtras = {
  mayMove: z.boolean().default(true),
  fasting: z.boolean().default(false),
  rest: minutes(240).default(0).meta({ description: 'Hvile bagefter, minutter' }),
  follows: z
    .array(z.strictObject({ id: key, minutes: minutes(600).default(0), days: minutes(60).default(0) }))
    .max(9)
    .default([])
    .meta({ description: 'Skal komme efter: minutter på samme dag, eller mindst så mange dage senere' }),
  notWith: z.array(key).max(9).default([]).meta({ description: 'Må ikke være samme dag som' }),
};

/** How many treatments a day may have at most; null: as many as go into it. */
export const mostInOneDay = z.int().min(1).max(10).nullable().default(null);

export const bundlesBody = ({ registry }: Pick<Surroundings, 'registry'>) => {
  const place = z
    .string()
    .max(100)
    .refine((id) => unitById(registry, id) !== undefined, 'Ukendt enhed')
    .meta({ description: 'Enhed, der giver behandlingen; dens åbningstid gælder', example: 'ward-m1' });
  const treatment = z
    .strictObject({
      id: key,
      what: z.string().trim().min(1).max(100).meta({ description: 'Vises i begrundelsen', example: 'Sårkontrol' }),
      place,
      minutes: z.int().min(5).max(480),
      from: instant,
      until: instant,
      booked: instant.nullable().default(null).meta({ description: 'Booket tid; null, når der ingen er' }),
      ...treatmentExtras,
    })
    .refine(({ from, until }) => from < until, { error: 'Skal være efter `from`', path: ['until'] })
    .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= LONGEST_WINDOW, {
      error: 'Højst 92 dage efter `from`',
      path: ['until'],
    });
  return z.strictObject({
    municipality: z
      .string()
      .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
      .meta({
        description: 'Hvor borgeren bor; afstande er mellem kommuners midte',
        example: '0791',
      }),
    transport: z.enum(['own', 'ordered']).default('own'),
    mostInOneDay: mostInOneDay.meta({ description: 'Færre på én dag, når patienten siger, at det er for meget' }),
    treatments: z
      .array(treatment)
      .min(1)
      .max(MOST_TREATMENTS)
      .superRefine((list, context) => {
        const ids = list.map(({ id }) => id);
        list.forEach(({ id, follows, notWith }, index) => {
          if (ids.indexOf(id) < index)
            context.addIssue({ code: 'custom', message: 'Står flere gange', path: [index, 'id'] });
          const named = [...follows.map((rule) => rule.id), ...notWith];
          if (!named.every((other) => ids.includes(other) && other !== id)) {
            context.addIssue({
              code: 'custom',
              message: 'Nævner en behandling, der ikke er med',
              path: [index, 'follows'],
            });
          }
        });
      }),
  });
};
export type BundlesBody = z.output<ReturnType<typeof bundlesBody>>;

const cost = z.object({
  visits: z.int().meta({ description: 'Gange hjemmefra' }),
  kilometres: z.number().meta({ description: 'Ad vej, anslået ud fra afstanden mellem kommuners midte' }),
});
export const shownBundles = z
  .object({
    kind: z.enum(['bundle', 'nothing-gained']),
    saving: z.string(),
    against: z.array(z.string()),
    before: cost,
    after: cost,
    days: z.array(
      z.object({
        leaves: z.iso.datetime(),
        home: z.iso.datetime(),
        kilometres: z.number(),
        treatments: z.array(
          z.object({
            id: z.string(),
            what: z.string(),
            place: z.object({ id: z.string(), name: z.string() }),
            start: z.iso.datetime(),
            end: z.iso.datetime(),
            how: z
              .enum(['kept', 'moved', 'new'])
              .meta({ description: 'Booket tid beholdt, booket tid flyttet, ny tid' }),
          }),
        ),
      }),
    ),
    alone: z.array(z.string()).meta({ description: 'Får ingen tid her; bookes for sig' }),
    asked: z
      .array(
        z.object({
          who: z.enum(['patient', 'place']),
          place: z.object({ id: z.string(), name: z.string() }).nullable(),
          treatments: z.array(z.string()),
        }),
      )
      .meta({ description: 'Alle skal sige ja, før noget bookes eller flyttes' }),
  })
  .meta({ id: 'Bundles' });
export type ShownBundles = z.input<typeof shownBundles>;
