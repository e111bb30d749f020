// The shape of a capability sheet (kompetenceark), in the files of rules/ and when a unit writes its own over the API.
// What a sheet says must hang together: nothing trained in that no competence is, no hours without a day.
import { z } from 'zod';
import { capabilityCodes } from '../domain/capability-codes.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import { conditions, equipmentNames } from '../domain/capability-sheet.ts';
import { confidences } from '../domain/confidence.ts';
import type { Demands } from '../domain/demands.ts';
import { placeKinds } from '../domain/organisations.ts';
import { code, date, municipality, openingHours, phone, text, time, validity } from './parts.ts';

const names = <T extends string>(table: Readonly<Record<T, unknown>>): readonly T[] => {
  const isName = (name: string): name is T => Object.hasOwn(table, name);
  return Object.keys(table).filter(isName);
};

const capability = z.enum(capabilityCodes);
const times = z.number().int().min(1).max(24);
const terms = z
  .strictObject({
    onCondition: z.enum(names(conditions)).exactOptional(),
    hours: openingHours
      .min(1)
      .exactOptional()
      .meta({ description: 'Hvornår enheden gør det; altid, når det ikke er sagt' }),
    perDay: times.exactOptional().meta({ description: 'Højst så mange gange i døgnet' }),
    atOnce: z
      .number()
      .int()
      .min(1)
      .max(500)
      .exactOptional()
      .meta({ description: 'For højst så mange borgere ad gangen' }),
    delegation: z.strictObject({ kind: z.enum(['concrete', 'framework']), until: date }).exactOptional(),
  })
  .meta({ description: 'Ja, med det der følger med' });
const ability = z.union([z.enum(['yes', 'no']), terms]);

/** What a unit says of itself, without who it is and who confirms it: the body of its own change. */
export const sheetContent = {
  capabilities: z.partialRecord(capability, ability).meta({
    description: 'CAP-01 til CAP-44; en kompetence, der ikke nævnes, er et nej',
  }),
  places: z.number().int().min(0).max(500).meta({ description: 'Pladser i alt, eller borgere ad gangen for et team' }),
  maxDays: z.number().int().min(1).max(365).exactOptional(),
  equipment: z
    .array(z.enum(names(equipmentNames)))
    .max(50)
    .exactOptional(),
  staff: z
    .array(
      z.strictObject({
        competence: code,
        onDuty: openingHours,
        trained: z.array(z.strictObject({ person: text.max(100), until: date })).max(200),
      }),
    )
    .max(50)
    .exactOptional(),
  doctorLine: z
    .strictObject({ phone, hours: openingHours.min(1) })
    .nullable()
    .exactOptional(),
  phone: phone.exactOptional(),
};

/** rules/sheets/<code>-<name>.json */
export const sheetsSchema: z.ZodType<{ readonly sheets: readonly UnitSheet[] }> = z.strictObject({
  note: text,
  sheets: z.array(
    z.strictObject({
      unit: code,
      municipality,
      kind: z.enum(placeKinds),
      ...validity,
      ...sheetContent,
      confirmed: z.strictObject({ by: text, at: z.iso.datetime() }).nullable().exactOptional(),
    }),
  ),
});

const known = { source: text, confidence: z.enum(confidences) };

/** rules/demands.json */
export const demandsSchema: z.ZodType<Demands> = z.strictObject({
  note: text,
  competences: z.array(z.strictObject({ code, holder: text, training: text, ...known })),
  demands: z.array(
    z.strictObject({
      capability,
      competence: code.exactOptional(),
      equipment: z
        .array(z.enum(names(equipmentNames)))
        .min(1)
        .exactOptional(),
    }),
  ),
  minimum: z.array(
    z.strictObject({ kind: z.enum(placeKinds), capabilities: z.array(capability).min(1), ...validity, ...known }),
  ),
  freshness: z.strictObject({
    sheetHours: z.number().int().min(1).max(10_000),
    freePlacesHours: z.number().int().min(1).max(1_000),
    ...known,
  }),
  reporting: z.strictObject({
    nightFrom: time,
    nightTo: time,
    trainingEndsDays: z.number().int().min(0).max(1_000),
    brokenPromisesDays: z.number().int().min(1).max(1_000),
    ...known,
  }),
});
