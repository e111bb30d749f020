// What a practice, a team or a ward sends to ask for a place for a citizen who is not in hospital.
// Asked units see the need, the period and an age band; who the citizen is goes to the chosen one alone.
import { z } from 'zod';
import { placeKinds, unitsOf } from '../../domain/organisations.ts';
import { requestPurposes } from '../../domain/place-request.ts';
import type { Surroundings } from './common.ts';
import { cpr, name, phone, text, unit } from './common.ts';
import { need } from './needs.ts';

/** The body of `POST /api/place-requests`. */
export function placeRequestBody(surroundings: Surroundings) {
  const { registry } = surroundings;
  const isPurpose = (code: string): code is keyof typeof requestPurposes => Object.hasOwn(requestPurposes, code);
  return z
    .strictObject({
      patient: z.strictObject({
        cpr: cpr(surroundings),
        name,
        address: text.max(300).nullish(),
        phone: phone.nullish(),
      }),
      municipality: z
        .string()
        .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
        .refine((code) => unitsOf(registry, code, 'visitation').length > 0, 'Kommunen er ikke med')
        .meta({ example: '0791' }),
      asker: unit(surroundings).meta({ description: 'Den af dine egne enheder, der spørger' }),
      gp: unit(surroundings, 'practice').nullish().meta({ description: 'Egen læge, når det ikke er den, der spørger' }),
      orderGiver: unit(surroundings).exactOptional().meta({
        description: 'Enheden, hvis læge har ordineret og har behandlingsansvaret; den, der spørger, når intet er sagt',
      }),
      purpose: z.enum(Object.keys(requestPurposes).filter(isPurpose)).default('place'),
      need: z.strictObject({ kind: z.enum(placeKinds).default('acute'), ...need }),
      situation: text.meta({ description: 'Situationen, som den skal fortælles enheden' }),
      background: text.nullish(),
      medicine: text.nullish(),
      contagion: text.nullish(),
      wishes: z.strictObject({ text, askedWho: name }).nullish().meta({ description: 'Hvad borgeren selv ønsker' }),
    })
    .meta({ id: 'PlaceRequest' });
}

export type PlaceRequestBody = z.output<ReturnType<typeof placeRequestBody>>;
