// The shape of rules/responsibility.json: which doctor is rung when, and the numbers that answer when nobody else is known.
// Checked with every other rule file; a day without numbers would be a day without an answer, so gaps are refused.
import { z } from 'zod';
import { addDays, flaggedDays } from '../domain/calendar.ts';
import { confidences } from '../domain/confidence.ts';
import type { Contacts } from '../domain/responsibility-contacts.ts';
import type { Finding } from './checks.ts';
import { checkPeriod, finding } from './checks.ts';
import { openingHours, phone, text, validity } from './parts.ts';

/** An emergency number has three digits. */
const number = z.union([phone, z.string().regex(/^\d{3}$/, 'Skal være 3 eller 8 cifre')]);
const contact = z.strictObject({ name: text, phone: number });

export const contactsSchema: z.ZodType<{ readonly contacts: readonly Contacts[] }> = z.strictObject({
  note: text,
  contacts: z
    .array(
      z.strictObject({
        emergency: contact,
        outOfHours: contact.extend({ hours: openingHours.min(1) }),
        withoutGp: contact,
        closedOn: z.array(z.enum(flaggedDays)),
        source: text,
        confidence: z.enum(confidences),
        ...validity,
      }),
    )
    .min(1),
});

/** In order of time, each begins the day after the one before it has ended, and the last has no end. */
export function checkContacts(contacts: readonly Contacts[]): readonly Finding[] {
  return contacts.flatMap((one, index) => {
    const next = contacts[index + 1];
    const path = `contacts.${index}`;
    const reversed = checkPeriod(one, `${path}.`);
    if (reversed.length > 0) return reversed;
    if (next === undefined)
      return one.validTo === null ? [] : [finding(`${path}.validTo`, 'Den sidste skal gælde videre')];
    return one.validTo !== null && addDays(one.validTo, 1) === next.validFrom
      ? []
      : [finding(`${path}.validTo`, 'Skal slutte dagen før, den næste begynder')];
  });
}
