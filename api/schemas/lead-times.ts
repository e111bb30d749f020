// The report on lead times, as the API is asked for it and gives it: median, 90th percentile and share in time.
// Kept apart by step, unit and week, or by fewer of them.
import { z } from 'zod';
import { taskKinds } from '../../domain/task-kinds.ts';
import { leadTimeParts } from '../../store/lead-times.ts';
import { messageSteps } from '../../store/message-times.ts';
import { clockSteps } from '../../store/step-times.ts';
import type { Surroundings } from './common.ts';
import { unit } from './common.ts';

/** Longest period that can be asked for, days: a year and the week it ends in. */
export const LONGEST_PERIOD = 372;

const date = z.iso.date();
const minutes = z.number().nullable();
const part = z.enum(leadTimeParts);

/** The days of a report, both included. */
export const periodFields = {
  from: date.optional().meta({ description: 'Første dag; 27 dage før den sidste, når den ikke er sagt' }),
  to: date.optional().meta({ description: `Sidste dag; i dag, når den ikke er sagt. Højst ${LONGEST_PERIOD} dage` }),
};

/** Whose figures a report is about: one unit, or the units of one municipality; all when neither is said. */
export const unitFields = (surroundings: Pick<Surroundings, 'registry'>) => ({
  unit: unit(surroundings).optional(),
  municipality: z
    .string()
    .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
    .optional()
    .meta({ description: 'Kun denne kommunes enheder', example: '0791' }),
});

export const leadTimesQuery = (surroundings: Pick<Surroundings, 'registry'>) =>
  z.strictObject({
    ...periodFields,
    ...unitFields(surroundings),
    step: z
      .enum([...Object.keys(taskKinds), ...Object.keys(messageSteps), ...Object.keys(clockSteps)])
      .optional()
      .meta({
        description: `Kun dette trin: en slags opgave, ${[...Object.keys(messageSteps), ...Object.keys(clockSteps)].join(', ')}`,
      }),
    by: z
      .string()
      .default('step,unit,week')
      .transform((value) => value.split(','))
      .pipe(z.array(part).min(1).max(3))
      .meta({ description: 'Hvad tallene holdes adskilt på, med komma: step, unit, week' }),
  });

export const shownLeadTimes = z
  .object({
    from: date,
    to: date,
    by: z.array(part),
    items: z.array(
      z.object({
        step: z.object({ code: z.string(), label: z.string() }).nullable(),
        unit: z.object({ id: z.string(), name: z.string() }).nullable(),
        week: z.string().nullable().meta({ description: 'Ugen, opgaverne blev afsluttet i', example: '2026-W53' }),
        weekLabel: z.string().nullable(),
        answered: z
          .int()
          .meta({ description: 'Besvarede opgaver, meddelelser modtaget eller set, eller andre trin udført' }),
        lapsed: z
          .int()
          .meta({ description: 'Opgaver, som ingen svarede på, eller det, der blev givet pr. telefon i stedet' }),
        medianMinutes: minutes.meta({
          description: 'Median af forløben tid, fra opgaven blev oprettet til svaret, eller som trinnet siger',
        }),
        percentile90Minutes: minutes.meta({ description: '90-percentil: ni af ti blev besvaret inden for den tid' }),
        inTime: z.int().meta({ description: 'Inden den første frist; for en udskrivning: før nogen måtte spørge' }),
        shareInTime: z.number().meta({ description: 'Andel af alle afsluttede, 0 til 1' }),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'LeadTimes' });
export type ShownLeadTimes = z.input<typeof shownLeadTimes>;
