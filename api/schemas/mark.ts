// How the follow-up mark of the discharge letter (epikrise) is handed in: by a hospital doctor, or by a system for one.
// A recommendation says what and how urgent; a system says which doctor, by name and authorisation.
import { z } from 'zod';
import type { FollowUpKind, Urgency } from '../../domain/reasons.ts';
import { followUpKinds, urgencies } from '../../domain/reasons.ts';
import { name } from './common.ts';

const isKind = (code: string): code is FollowUpKind => Object.hasOwn(followUpKinds, code);
const isUrgency = (code: string): code is Urgency => Object.hasOwn(urgencies, code);

/** What is recommended, and how urgent: red, yellow or green. */
export const markFields = {
  what: z.enum(Object.keys(followUpKinds).filter(isKind)).optional(),
  urgency: z.enum(Object.keys(urgencies).filter(isUrgency)).optional(),
};

/** The doctor behind a mark that a system reports. Kept in PostgreSQL with the report, and nowhere else. */
export const markingDoctor = z
  .strictObject({
    name,
    authorisation: z.string().regex(/^[0-9A-Za-z]{5,10}$/, 'Skal være et autorisations-id'),
  })
  .meta({ description: 'Lægen, der har markeret: navn og autorisations-id; skal med, når et system melder det' });

interface Marked {
  readonly recommended?: boolean | undefined;
  readonly what?: FollowUpKind | undefined;
  readonly urgency?: Urgency | undefined;
}

/** A recommendation without what or without urgency is asked for both. */
export function wholeMark({ recommended, what, urgency }: Marked, context: z.RefinementCtx): void {
  if (recommended !== true) return;
  if (what === undefined) context.addIssue({ code: 'custom', path: ['what'], message: 'Hvad der anbefales, mangler' });
  if (urgency === undefined) context.addIssue({ code: 'custom', path: ['urgency'], message: 'Hast mangler' });
}
