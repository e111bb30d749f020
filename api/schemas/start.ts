// What a ward sends to start a discharge: the patient, the stay, whose citizen it is, the practice and the plan.
// The episode-of-care id joins it with the stay that notices and messages tell of (domain.md 1.9).
import { z } from 'zod';
import { unitsOf } from '../../domain/organisations.ts';
import type { Surroundings } from './common.ts';
import { cpr, episodeId, instant, name, person, phone, text, unit } from './common.ts';
import { planBody } from './plan.ts';

/** The body of `POST /api/discharges`. */
export function startBody(surroundings: Surroundings) {
  const { registry } = surroundings;
  return z
    .strictObject({
      patient: z.strictObject({
        cpr: cpr(surroundings),
        name,
        address: text.max(300).nullish(),
        danishAddress: z
          .boolean()
          .default(true)
          .meta({ description: 'Nej: der findes intet advis om opholdet, og afdelingen ringer til kommunen' }),
        phone: phone.nullish(),
      }),
      stay: z.strictObject({
        episodeId,
        hospitalUnit: unit(surroundings, 'ward'),
        admittedAt: instant,
      }),
      municipality: z
        .string()
        .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
        .refine((code) => unitsOf(registry, code, 'visitation').length > 0, 'Kommunen er ikke med')
        .meta({ example: '0791' }),
      gp: unit(surroundings, 'practice').nullish().meta({ description: 'Praksis, eller null når patienten ingen har' }),
      plan: planBody,
      coordinator: person.optional().meta({ description: 'Koordinator; den, der starter, når intet er angivet' }),
    })
    .meta({ id: 'StartDischarge' });
}

export type StartBody = z.output<ReturnType<typeof startBody>>;
