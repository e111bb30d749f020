// The shape of the file of rates for finished patients (rules/rates.json): how days are counted, and what each year's cost.
// What spans several rows is checked in rate-checks.ts.
import { z } from 'zod';
import { confidences } from '../domain/confidence.ts';
import { careKinds, delayCauses } from '../domain/finished.ts';
import type { PaymentRules } from '../domain/payment-rules.ts';
import { date, text } from './parts.ts';

const isCause = (code: string): code is keyof typeof delayCauses => Object.hasOwn(delayCauses, code);
const isCare = (code: string): code is keyof typeof careKinds => Object.hasOwn(careKinds, code);
const cause = z.enum(Object.keys(delayCauses).filter(isCause));
const care = z.enum(Object.keys(careKinds).filter(isCare));
const stated = { recorded: date, source: text, confidence: z.enum(confidences) };
/** Øre for a day. */
const amount = z.number().int().min(0).max(100_000_000);

/** rules/rates.json; amounts in øre */
export const ratesSchema: z.ZodType<PaymentRules> = z.strictObject({
  note: text,
  counting: z
    .array(
      z.strictObject({
        from: date,
        firstDay: z.enum(['finished-day', 'day-after']),
        leavingDay: z.boolean(),
        withdrawnDay: z.boolean(),
        deathDay: z.boolean(),
        again: z.enum(['from-day-1', 'goes-on']),
        presumedCause: cause,
        freeCauses: z.array(cause),
        closesAfterDays: z.number().int().min(0).max(60),
        why: text,
        ...stated,
      }),
    )
    .min(1),
  rates: z.array(
    z.strictObject({
      year: z.number().int().min(2017).max(2100),
      care,
      priceLevel: z.number().int().min(2016).max(2100),
      invented: z.boolean(),
      steps: z
        .array(z.strictObject({ fromDay: z.number().int().min(1).max(365), region: amount, state: amount }))
        .min(1),
      ...stated,
    }),
  ),
});
