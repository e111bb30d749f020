// The shape of the file of agreements (rules/agreements.json): covered task, joined municipalities, rates, payers, dates.
// What spans several fields or files is checked in agreement-checks.ts.
import { z } from 'zod';
import type { Agreement } from '../domain/agreements.ts';
import { rateUnits } from '../domain/agreements.ts';
import { capabilityCodes } from '../domain/capability-codes.ts';
import { confidences } from '../domain/confidence.ts';
import { placeKinds, unitKinds } from '../domain/organisations.ts';
import { code, date, municipality, phone, text, validity } from './parts.ts';

const isRateUnit = (name: string): name is keyof typeof rateUnits => Object.hasOwn(rateUnits, name);
const perUnit = z.enum(Object.keys(rateUnits).filter(isRateUnit));
const payer = z.union([z.strictObject({ organisation: code }), z.literal('own-municipality')]);
const known = { source: text, confidence: z.enum(confidences) };

const rateSheet = z.strictObject({
  year: z.number().int().min(2015).max(2100),
  lines: z.array(z.strictObject({ what: text, amount: z.number().int().min(0).max(100_000_000), per: perUnit })).min(1),
  excluded: z.array(z.strictObject({ what: text, payer })),
  ...known,
});

/** rules/agreements.json; amounts in øre */
export const agreementsSchema: z.ZodType<{ readonly agreements: readonly Agreement[] }> = z.strictObject({
  note: text,
  agreements: z.array(
    z.strictObject({
      id: code,
      task: code,
      name: text,
      covers: z
        .strictObject({ capabilities: z.array(z.enum(capabilityCodes)), kinds: z.array(z.enum(placeKinds)) })
        .refine(({ capabilities, kinds }) => capabilities.length + kinds.length > 0, 'Aftalen dækker ingen opgave'),
      parties: z.array(code).min(1),
      joined: z.array(
        z.strictObject({
          municipality,
          from: date,
          left: z.strictObject({ notice: date, from: date }).exactOptional(),
        }),
      ),
      rates: z.array(rateSheet),
      payers: z.array(z.strictObject({ payer, ...validity })),
      settlement: z.strictObject({ how: text, phone, mail: z.email() }),
      competences: z.array(code),
      validFrom: date,
      reviewBy: date,
      validTo: date.nullable(),
      exitNoticeMonths: z.number().int().min(0).max(60),
      singleCase: z.strictObject({ ring: z.enum(unitKinds), otherwise: code, writeDown: z.array(text).min(1) }),
      note: text,
      ...known,
    }),
  ),
});
