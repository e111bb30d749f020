// A unit's holds and reservations in a period, as the API gives them: never a person.
// Numbers for everybody who plans; each place for the unit and its municipality.
import { z } from 'zod';
import { placeKinds } from '../../domain/organisations.ts';
import { instant } from './common.ts';

/** Longest period that can be asked for, days. */
export const LONGEST_PERIOD = 92;

const time = z.iso.datetime();

export const holdsQuery = z.strictObject({
  from: instant.optional().meta({ description: 'Fra; nu, når det ikke er sagt' }),
  until: instant
    .optional()
    .meta({ description: `Til; 14 døgn efter, når det ikke er sagt, højst ${LONGEST_PERIOD} døgn` }),
  kind: z.enum(placeKinds).optional().meta({ description: 'Slags plads; alle, når den ikke er sagt' }),
});

const counts = z.object({ asked: z.int(), held: z.int(), inUse: z.int() });

export const shownHolds = z
  .object({
    unit: z.object({ id: z.string(), name: z.string(), phone: z.string() }),
    from: time,
    until: time,
    places: z.int().meta({ description: 'Pladser, som enheden har' }),
    counts,
    kinds: z.array(z.object({ kind: z.enum(placeKinds), places: z.int(), counts })),
    items: z
      .array(
        z.object({
          place: z.string(),
          kind: z.enum(placeKinds),
          state: z.enum(['asked', 'held', 'in-use']),
          label: z.string(),
          from: time,
          until: time,
          expiresAt: time
            .nullable()
            .meta({ description: 'Hvornår den ophører af sig selv; null, når nogen ligger der' }),
          dischargeId: z.uuid().nullable().meta({ description: 'Kun for den, der kan se forløbet' }),
        }),
      )
      .nullable()
      .meta({ description: 'Null for andre end enheden og dens kommune' }),
  })
  .meta({ id: 'Holds' });
export type ShownHolds = z.input<typeof shownHolds>;
