// The draft of an adverse event, as the API gives it.
// It has no place for a person's name.
import { z } from 'zod';

const named = z.object({ id: z.string(), name: z.string() });
const fact = z.object({ at: z.iso.datetime(), text: z.string(), unit: named.nullable() });

export const shownAdverseEvent = z
  .object({
    dischargeId: z.uuid(),
    reportBy: z.iso.datetime().meta({ description: 'Senest indberettet, regnet fra nu' }),
    stage: z.string(),
    leftAt: z.iso.datetime().nullable(),
    units: z.array(named),
    deviations: z.array(fact).meta({ description: 'Hvad der ikke gik som planlagt' }),
    timeline: z.array(fact),
    toFill: z
      .array(z.object({ code: z.string(), label: z.string() }))
      .meta({ description: 'Skrives af den, der indberetter' }),
  })
  .meta({ id: 'AdverseEventDraft' });
export type ShownAdverseEvent = z.input<typeof shownAdverseEvent>;
