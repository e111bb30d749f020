// Proposals to share days of a case (samlede aftaler), as the API is asked for them and gives them.
// The case knows its items; whoever asks adds what it does not know: how long, fasting, order, what may not move.
import { z } from 'zod';
import { MOST_TREATMENTS } from '../../domain/bundle-propose.ts';
import { sharedDaysLabels } from '../../domain/shared-days.ts';
import { key, mostInOneDay, shownBundles, treatmentExtras } from './bundles.ts';
import { text } from './common.ts';

export const caseBundlesBody = z.strictObject({
  transport: z.enum(['own', 'ordered']).default('own'),
  mostInOneDay: mostInOneDay.meta({ description: 'Færre på én dag; aldrig flere, end patienten har sagt god for' }),
  treatments: z
    .array(
      z.strictObject({
        id: key.meta({ description: 'Opfølgningens id på forløbet' }),
        minutes: z.int().min(5).max(480).optional().meta({ description: 'Udeladt: som reglerne siger for slagsen' }),
        ...treatmentExtras,
      }),
    )
    .max(MOST_TREATMENTS)
    .default([])
    .meta({ description: 'Kun det, forløbet ikke selv ved' }),
  note: text.optional(),
});
export type CaseBundlesBody = z.output<typeof caseBundlesBody>;

/** What is kept with the submission of a proposal. */
export const keptProposal = z.looseObject({ proposal: shownBundles });

const named = z.object({ id: z.string(), name: z.string() });
const states = Object.keys(sharedDaysLabels);

const one = z
  .object({
    id: z.string(),
    proposedAt: z.iso.datetime(),
    unit: named.meta({ description: 'Foreslår, og spørger patienten' }),
    state: z.enum(states),
    label: z.string(),
    by: named.nullable().meta({ description: 'Hvem der sagde nej, eller ikke svarede' }),
    reason: z.string().nullable(),
    mostInOneDay: z.int().nullable().meta({ description: 'Højst så mange på én dag, sagde patienten' }),
    offered: z.object({ item: z.string(), at: z.iso.datetime() }).nullable(),
    times: z.array(
      z.object({
        item: z.string(),
        what: z.string(),
        unit: named,
        at: z.iso.datetime(),
        was: z.iso.datetime().nullable(),
        yes: z.boolean(),
      }),
    ),
    proposal: shownBundles.nullable().meta({ description: 'Hvad der spares, og hvad der taler imod' }),
  })
  .meta({ id: 'SharedDaysProposal' });

export const shownSharedDays = z
  .object({ dischargeId: z.uuid(), items: z.array(one).meta({ description: 'Det nyeste først' }) })
  .meta({ id: 'SharedDays' });
export type ShownSharedDays = z.input<typeof shownSharedDays>;

export const proposedSharedDays = z
  .object({
    kind: z.enum(['proposed', 'nothing-gained']),
    proposal: shownBundles.nullable(),
    proposed: one.nullable().meta({ description: 'Null, når intet er foreslået' }),
  })
  .meta({ id: 'ProposedSharedDays' });
