// The smallest parts of the rule files (rules/*.json), one schema for each: texts, dates, codes, numbers, opening hours.
// Every file's schema is built of these, so that a value has the same form and the same complaint everywhere.
import { z } from 'zod';
import { weekdays } from '../domain/calendar.ts';

export const text = z.string().trim().min(1);
export const date = z.iso.date();
export const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Skal være små bogstaver, tal og bindestreger');
export const municipality = z.string().regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre');
export const phone = z.string().regex(/^\d{8}$/, 'Skal være 8 cifre');
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Skal være et klokkeslæt som 08:00');
const closing = z.union([time, z.literal('24:00')]);
export const elapsed = z
  .string()
  .regex(/^-?PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/, 'Skal være timer og minutter som PT30M; et døgn er PT24H');
export const after = elapsed.refine((value) => !value.startsWith('-'), 'Må ikke være negativ');

export const openingHours = z.array(
  z
    .strictObject({ days: z.array(z.enum([...weekdays, 'holiday'])).min(1), opens: time, closes: closing })
    .refine(({ opens, closes }) => opens < closes, 'Åbner skal være før lukker; del en nat i to'),
);

/** From one day to another; null until changed. */
export const validity = { validFrom: date, validTo: date.nullable() };
