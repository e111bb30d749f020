// The patient's view (visning) as the API gives it: to staff, whether it is open and which links there are; to the
// patient or relative, the plan in plain words.
import { z } from 'zod';
import { id } from './common.ts';
import { shownProtection } from './consent.ts';

const time = z.iso.datetime();
const worded = z.object({ code: z.string(), label: z.string() });
const viewer = z.object({
  kind: z.enum(['patient', 'relative']),
  relative: z.string().nullable(),
  name: z.string().nullable(),
});

export const inviteBody = z.strictObject({
  to: z
    .union([z.literal('patient'), z.strictObject({ relative: id })])
    .meta({ description: 'Patienten, eller en pårørende, der er navngivet på forløbet' }),
});

export const shownInvitation = z.object({
  id: z.string(),
  to: viewer,
  path: z.string().meta({
    description: 'Linkets adresse hos denne tjeneste. Vises kun denne ene gang: giv den til modtageren selv',
  }),
  until: time.meta({ description: 'Hvor længe linket kan bruges, som det ser ud nu' }),
});
export type ShownInvitation = z.input<typeof shownInvitation>;

export const shownViewState = z
  .object({
    protection: shownProtection.meta({ description: 'Null: ingen har noteret, om adressen er beskyttet' }),
    viewers: z.array(
      z.object({
        viewer,
        open: z.boolean().meta({ description: 'Om der kan gives et link' }),
        why: worded.nullable().meta({ description: 'Hvorfor ikke' }),
      }),
    ),
    links: z.array(
      z.object({
        id: z.string(),
        to: viewer,
        state: worded,
        until: time.nullable(),
        invited: z.object({ id: z.string(), name: z.string().nullable(), at: time }),
        openedAt: time.nullable().meta({ description: 'Hvornår en rigtig kode sidst blev skrevet' }),
      }),
    ),
  })
  .meta({ id: 'PatientView' });
export type ShownViewState = z.input<typeof shownViewState>;

/** What the patient or relative sees. */
export const shownPatientSheet = z
  .object({
    title: z.string(),
    about: z.array(z.string()),
    parts: z.array(
      z.object({
        heading: z.string(),
        framed: z.boolean().meta({ description: 'Det, der skal findes først' }),
        entries: z.array(z.object({ head: z.string(), details: z.array(z.string()) })),
      }),
    ),
    foot: z.array(z.string()),
    until: time.meta({ description: 'Hvornår visningen lukker af sig selv' }),
  })
  .meta({ id: 'PatientSheet' });
export type ShownPatientSheet = z.input<typeof shownPatientSheet>;
