// What the API says of a message and its way: arrived (a machine), seen (a person), answered are three facts of their own.
// One shape for what went out and one for what came in, told apart by `direction`.
import { z } from 'zod';
import { id } from './common.ts';

const time = z.iso.datetime();
const code = z.string();
const unit = z.object({ id: code, name: z.string(), phone: z.string() });
const byPerson = z.object({ at: time, by: z.object({ id: code, name: z.string().nullable() }) }).nullable();
const raw = z.string().meta({ description: 'Hvor meddelelsen kan hentes, som den blev sendt eller modtaget' });

/** What the network said of an envelope; never the receipt of the message in it. */
const network = z
  .array(z.object({ at: time, result: z.enum(['positive-message', 'negative-message', 'negative-vans']) }))
  .meta({ description: 'Netværkets egne kvitteringer for kuverten: at en server har taget den, eller ikke ville' });

const sent = z.object({
  direction: z.literal('out'),
  id: id.meta({ description: 'MessageHeader.id: samme brev ved hver afsendelse' }),
  kind: code,
  label: z.string(),
  from: unit,
  to: unit,
  state: code,
  stateLabel: z.string(),
  queuedAt: time,
  sendings: z.array(z.object({ number: z.int(), envelope: id, at: time, raw, network })),
  receipts: z
    .array(z.object({ id, at: time, code: z.enum(['ok', 'fatal-error', 'transient-error']), problems: z.array(code) }))
    .meta({ description: 'Alle kvitteringer, også sene og gentagne, i den rækkefølge de kom' }),
  arrivedAt: time.nullable().meta({ description: 'Modtagerens system har den; ingen person har set den endnu' }),
  seen: byPerson,
  answered: byPerson,
  failure: code.nullable(),
  way: code.nullable().meta({ description: 'Hvordan den blev givet: fhir, oioxml, edifact eller phone' }),
  wayLabel: z.string().nullable(),
});

const received = z.object({
  direction: z.literal('in'),
  id,
  letter: z.string().nullable().meta({ description: 'MessageHeader.id' }),
  kind: code,
  label: z.string(),
  from: unit.nullable(),
  receivedAt: time,
  times: z.int().meta({ description: 'Hvor mange gange brevet kom; kun det første har virkning' }),
  receipt: z.object({ at: time, code: z.enum(['ok', 'fatal-error', 'transient-error']) }).nullable(),
  seen: byPerson,
  raw,
});

/** One message of a case. */
export const shownTrail = z.discriminatedUnion('direction', [sent, received]).meta({ id: 'Message' });
export type ShownTrail = z.input<typeof shownTrail>;

/** Query of the raw message. */
export const rawQuery = z.strictObject({
  sending: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'Hvilken afsendelse; ellers den seneste' }),
});
