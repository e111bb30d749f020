// What a test reads of payable days and statements: the members it asks of, each named.
// Used by finished-days.test.ts; the API's own schemas are what it answers by.
import { z } from 'zod';

const kroner = z.object({ region: z.number(), state: z.number(), total: z.number() });
export const day = z.looseObject({
  date: z.string(),
  dayNumber: z.int(),
  ground: z.looseObject({ text: z.string(), rule: z.string() }),
  payer: z.looseObject({ municipality: z.string() }),
  cause: z.looseObject({ code: z.string() }),
  care: z.looseObject({ code: z.string() }),
  rate: z.looseObject({ invented: z.boolean() }),
  kroner,
});
const countingRules = z.array(z.looseObject({ from: z.string(), why: z.string(), confidence: z.string() }));
export const payable = z.looseObject({
  days: z.array(day),
  totals: z.looseObject({ days: z.int(), kroner }),
  countingRules,
  corrections: z.array(z.looseObject({ statement: z.string(), date: z.string(), kroner })),
  notes: z.array(z.string()),
});
export const statement = z.looseObject({
  state: z.string(),
  days: z.array(day.extend({ discharge: z.string() })),
  differences: z.array(
    z.looseObject({ discharge: z.string(), date: z.string(), before: day.nullable(), after: day.nullable(), kroner }),
  ),
  totals: z.looseObject({ days: z.int(), kroner, differences: kroner, due: kroner }),
  countingRules,
  notes: z.array(z.string()),
});
