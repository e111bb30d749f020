// The parts of a report of a document that has its own standard, and the row that a case shows of it.
// The same for events of other systems and for what a person reports.
import { z } from 'zod';
import {
  documentKinds,
  documentParties,
  documentStages,
  documentStates,
  ownStandards,
} from '../../domain/own-standard.ts';

const words = documentKinds.map((kind) => `${kind}: ${ownStandards[kind].label} (${ownStandards[kind].standard})`);

export const documentKind = z.enum(documentKinds).meta({ description: words.join('; ') });

export const documentVersion = z
  .int()
  .min(1)
  .max(100_000)
  .meta({ description: 'Afsenderens nummer på udgaven: 1 for den første, højere for en rettet' });

export const documentStage = z.enum(documentStages).meta({
  description:
    'sent: sendt (meldes af afsenderen); failed: nåede ikke frem (negativ kvittering); arrived: kvitteret af modtagerens system; seen: læst af en person hos modtageren',
});

/** Id of the document in the system that sent it; no blanks, so that no words get in. */
export const documentReference = z
  .string()
  .regex(/^[A-Za-z0-9._:/-]{1,100}$/, 'Skal være 1 til 100 tegn uden mellemrum')
  .refine((value) => !/(?<!\d)\d{6}-?\d{4}(?!\d)/.test(value), 'Må ikke indeholde et CPR-nummer')
  .meta({ description: 'Dokumentets id i afsenderens system', pattern: '^[A-Za-z0-9._:/-]{1,100}$' });

const time = z.iso.datetime();
const named = z.object({ code: z.enum(documentParties), label: z.string() });

/** How one document stands on a case. */
export const shownDocument = z.object({
  kind: z.enum(documentKinds),
  label: z.string(),
  standard: z.string(),
  from: z.array(named),
  to: z.array(named),
  version: z.int().nullable().meta({ description: 'Den nyeste udgave, der er meldt noget om' }),
  state: z.enum(documentStates),
  stateLabel: z.string(),
  expected: z.boolean().meta({ description: 'Forløbet er nået til, hvor dokumentet skal være sendt' }),
  sentAt: time.nullable(),
  arrivedAt: time.nullable(),
  failedAt: time.nullable(),
  seenAt: time.nullable(),
  seenBy: z
    .object({ id: z.string().nullable(), name: z.string().nullable() })
    .nullable()
    .meta({ description: 'Hvem der har set det; uden id, når et system har oplyst navnet' }),
  reference: z.string().nullable(),
});
