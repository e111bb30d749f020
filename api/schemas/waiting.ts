// What a case waits for, as the API gives it, and how a person corrects one entry with a reason.
// The original stands beside the correction.
import { z } from 'zod';
import { waitingCauses } from '../../domain/waiting.ts';
import type { Surroundings } from './common.ts';
import { instant, text, unit, version } from './common.ts';

const time = z.iso.datetime();
const named = z.object({ id: z.string(), name: z.string(), phone: z.string() });
const cause = z.object({ code: z.enum(waitingCauses), label: z.string() });

const as = {
  unit: named.meta({ description: 'Hvem der ventes på' }),
  cause: cause.meta({ description: 'Hos hvem årsagen ligger' }),
  from: time,
  until: time.nullable().meta({ description: 'Null, mens der stadig ventes' }),
};

export const shownWaiting = z.object({
  id: z.string(),
  what: z.object({ of: z.enum(['task', 'arrival', 'seen', 'clock']), code: z.string(), label: z.string() }),
  ...as,
  due: time.nullable().meta({ description: 'Den første frist; null, når ingen kendes' }),
  minutes: z.int().meta({ description: 'Hvor længe der er ventet' }),
  lateMinutes: z
    .int()
    .nullable()
    .meta({ description: 'Hvor længe ud over den første frist; 0 i tide, null uden frist' }),
  counts: z.boolean().meta({ description: 'Falsk, når en person har sagt, at ingen ventede' }),
  version: z.int().meta({ description: 'Hvor mange gange det er rettet' }),
  original: z.object(as).nullable().meta({ description: 'Som urene har det, når det er rettet' }),
  corrections: z.array(
    z.object({
      by: z.object({ id: z.string(), name: z.string().nullable() }),
      org: z.string(),
      at: time,
      reason: z.string().nullable().meta({ description: 'Kun for den, der må læse forløbet' }),
    }),
  ),
});
export type ShownWaiting = z.input<typeof shownWaiting>;

export const shownWaitings = z
  .object({ now: time, open: z.int(), late: z.int(), items: z.array(shownWaiting) })
  .meta({ id: 'Waiting' });
export type ShownWaitings = z.input<typeof shownWaitings>;

export const waitingBody = (surroundings: Surroundings) =>
  z.strictObject({
    version: version.meta({ description: 'Hvor mange rettelser du så' }),
    reason: text,
    unit: unit(surroundings).optional(),
    cause: z.enum(waitingCauses).optional(),
    from: instant.optional(),
    until: instant.optional(),
    counts: z.boolean().optional(),
  });
