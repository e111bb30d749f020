// Consents (samtykker), named relatives and the protection of an address, as the API takes and gives them.
// What was said is noted with who said it, how, when, and from when until when it holds.
import { z } from 'zod';
import { authorities, consentAnswers, consentForms, consentPurposes, relations } from '../../domain/consent.ts';
import { protections } from '../../domain/patient-view.ts';
import { id, instant, name, phone } from './common.ts';

const time = z.iso.datetime();
export const codes = <Code extends string>(table: Readonly<Record<Code, string>>) =>
  z.enum(Object.keys(table).filter((code): code is Code => Object.hasOwn(table, code)));
const worded = z.object({ code: z.string(), label: z.string() });
const noter = z.object({ id: z.string(), name: z.string().nullable(), org: z.string(), at: time });

export const consentBody = z.strictObject({
  purpose: z.enum(consentPurposes),
  relative: id.nullish().meta({ description: 'Den pårørende, det gælder; udelades, når formålet ikke nævner nogen' }),
  answer: codes(consentAnswers),
  form: codes(consentForms),
  saidBy: z
    .union([z.literal('patient'), z.strictObject({ relative: id })])
    .default('patient')
    .meta({ description: 'Patienten, eller en pårørende, der kan samtykke for patienten' }),
  saidAt: instant.optional().meta({ description: 'Nu, når det udelades' }),
  from: instant.optional().meta({ description: 'Hvornår et ja gælder fra; når det blev sagt, hvis det udelades' }),
  until: instant.nullish().meta({ description: 'Hvornår et ja ophører; null eller udeladt: når det trækkes tilbage' }),
});

export const shownConsents = z
  .object({
    items: z.array(
      z.object({
        purpose: worded.extend({ law: z.string() }),
        relative: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
        state: worded,
        from: time.nullable(),
        until: time.nullable(),
        entries: z.array(
          z.object({
            answer: worded,
            form: worded,
            saidBy: z.object({ kind: z.enum(['patient', 'relative']), name: z.string().nullable() }),
            saidAt: time,
            from: time,
            until: time.nullable(),
            noted: noter,
          }),
        ),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: 'Consents' });
export type ShownConsents = z.input<typeof shownConsents>;

export const relativeBody = z.strictObject({
  name,
  phone,
  relation: codes(relations),
  authority: codes(authorities).default('none'),
});

export const shownRelatives = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable().meta({ description: 'Null, når den pårørende er taget af forløbet' }),
        phone: z.string().nullable(),
        relation: worded,
        authority: worded,
        namedAt: time,
        removedAt: time.nullable(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: 'Relatives' });
export type ShownRelatives = z.input<typeof shownRelatives>;

export const protectionBody = z.strictObject({ state: codes(protections) });
export const shownProtection = z.object({ state: worded, noted: noter }).nullable();
export type ShownProtection = z.input<typeof shownProtection>;
