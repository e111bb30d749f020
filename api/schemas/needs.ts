// What a patient needs of a place (behov), as a plan, a match and a request for a place state it: the same for all three.
// Capabilities by code; how often and at what times only where it matters.
import { z } from 'zod';
import { capabilityCodes } from '../../domain/capability-codes.ts';
import { instant } from './common.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Skal være et klokkeslæt som 22:30');

const needTimes = z.union([
  z.strictObject({ perDay: z.int().min(1).max(24).meta({ description: 'Gange i døgnet, jævnt fordelt' }) }),
  z.strictObject({ at: z.array(time).min(1).max(24).meta({ description: 'Klokkeslæt' }) }),
  z.strictObject({ aroundTheClock: z.literal(true) }),
]);

export const capabilities = z
  .array(z.enum(capabilityCodes))
  .max(44)
  .refine((codes) => new Set(codes).size === codes.length, 'Samme kompetence står to gange')
  .meta({ description: 'Hvad pladsen skal kunne: CAP-01 til CAP-44' });

export const times = z
  .partialRecord(z.enum(capabilityCodes), needTimes)
  .exactOptional()
  .meta({
    description: 'Hvor ofte og hvornår, for de kompetencer hvor det er vigtigt',
    examples: [{ 'CAP-14': { perDay: 4 } }],
  });

/** An id and nothing else: it enters the case's history. */
const wishes = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Skal være id på en enhed')
  .exactOptional()
  .meta({ description: 'Den enhed, borgeren helst vil til; den spørges først, hvor borgeren har et valg' });

export const need = { capabilities, times, from: instant, days: z.int().min(1).max(90), wishes };
