// What a ward states in a plan (plejeforløbsplan, XDIS21): every field may be left out and is then "not stated".
// No date known yet is no hindrance: a range or `unknown` is as good as a time (peers row 3).
import { z } from 'zod';
import type { DischargeDate } from '../../domain/plan.ts';
import { serviceCodes } from '../../domain/plan.ts';
import type { PlanContent } from '../../domain/plan-content.ts';
import { instant, name, text } from './common.ts';
import { need } from './needs.ts';

const dischargeDate = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unknown') }),
    z.strictObject({ kind: z.literal('range'), from: instant, to: instant }),
    z.strictObject({ kind: z.literal('at'), at: instant }),
  ])
  .refine((date: DischargeDate) => date.kind !== 'range' || date.from <= date.to, {
    path: ['to'],
    error: 'Slutter før den begynder',
  })
  .meta({ description: 'Forventet udskrivning: `at`, `range` eller `unknown`' });

const bedNeed = z.strictObject(need);

const serviceCode = z.enum(serviceCodes);
const words = text.nullish();

/** The plan as it is sent in; gives the content that PostgreSQL keeps. */
export const planBody = z
  .strictObject({
    date: dischargeDate.default({ kind: 'unknown' }),
    services: z
      .array(serviceCode)
      .max(serviceCodes.length)
      .refine((codes) => new Set(codes).size === codes.length, 'Samme ydelse står to gange')
      .default([])
      .meta({ description: 'Ydelser kommunen bedes tage stilling til' }),
    serviceNotes: z.partialRecord(serviceCode, text).default({}),
    hasRunningServices: z.boolean().default(false),
    bed: bedNeed.nullish().meta({ description: 'Akutplads, eller null når der ikke er brug for en' }),
    cause: words,
    course: words,
    contagion: words,
    diet: words,
    function: words,
    nursing: words,
    medicine: words,
    conference: words,
    other: words,
    wishes: z
      .strictObject({ text, askedWho: name })
      .nullish()
      .meta({ description: 'Hvad borgeren ønsker, med egne ord, og hvem der er spurgt' }),
  })
  .superRefine((plan, context) => {
    for (const service of serviceCodes) {
      if (plan.serviceNotes[service] === undefined || plan.services.includes(service)) continue;
      context.addIssue({ code: 'custom', path: ['serviceNotes', service], message: 'Ydelsen er ikke bestilt' });
    }
  })
  .transform(
    (plan): PlanContent => ({
      ...plan,
      bed: plan.bed ?? null,
      cause: plan.cause ?? null,
      course: plan.course ?? null,
      contagion: plan.contagion ?? null,
      diet: plan.diet ?? null,
      function: plan.function ?? null,
      nursing: plan.nursing ?? null,
      medicine: plan.medicine ?? null,
      conference: plan.conference ?? null,
      other: plan.other ?? null,
      wishes: plan.wishes ?? null,
    }),
  )
  .meta({ id: 'Plan' });
