// What callers see of the GP loop: the mark, which stands first, whose the follow-up is, and how the letter stands.
// Null says that nothing is recommended, asked or covered.
import { z } from 'zod';
import { documentStates } from '../../domain/own-standard.ts';

const code = z.string();
const time = z.iso.datetime();
const reachable = z.object({ id: code, name: z.string(), phone: z.string() });

export const shownMark = z
  .object({
    recommended: z.boolean(),
    what: code.nullable(),
    whatLabel: z.string().nullable(),
    urgency: code.nullable().meta({ description: 'red, yellow eller green' }),
    urgencyLabel: z.string().nullable(),
    note: z.string().nullable().meta({ description: 'Anbefalingen i lægens ord' }),
    doctor: z
      .object({ name: z.string().nullable(), authorisation: z.string().nullable() })
      .meta({ description: 'Lægen bag markeringen; autorisations-id, når et system har meldt den' }),
    by: z.object({ id: code, name: z.string().nullable() }),
    at: time,
  })
  .meta({ id: 'FollowUpMark', description: 'Opfølgning anbefalet i epikrisen' });
export type ShownMark = z.input<typeof shownMark>;

/** The 72 hours while they run. */
export const runningHours = z
  .object({ unit: reachable, until: time })
  .nullable()
  .meta({ description: 'Afdelingens 72 timer, mens de løber; null, når udskrivningen ikke er omfattet' });

export const shownGp = z.object({
  state: code,
  label: z.string(),
  letterSentAt: time.nullable(),
  letter: z
    .object({
      state: z.enum(documentStates),
      label: z.string(),
      sentAt: time.nullable(),
      arrivedAt: time.nullable(),
      failedAt: time.nullable(),
      seenAt: time.nullable(),
      due: time.nullable().meta({ description: 'Skal være sendt senest; null, når den er sendt' }),
      reminders: z.int(),
    })
    .meta({ description: 'Epikrisens egen vej: sendt, modtaget, set eller ikke nået frem' }),
  owner: z.object({ unit: reachable.nullable(), saidYesAt: time.nullable() }).nullable().meta({
    description:
      'Hvem opfølgningen ligger hos. `saidYesAt` null: ingen har sagt ja, og den er afdelingens. `unit` null: en uden for systemet',
  }),
  asked: reachable.nullable().meta({ description: 'Hvem afdelingen har bedt om at tage den' }),
  top: z
    .array(z.object({ label: z.string(), text: z.string() }))
    .meta({ description: 'Det, der hører øverst i epikrisen' }),
});
export type ShownGp = z.input<typeof shownGp>;
