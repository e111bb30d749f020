// What a person sends about follow-up after it was agreed: one more item, another owner, place or time, or its end.
// Notes are words for people: they stay in PostgreSQL with the submission.
import { z } from 'zod';
import type { FollowUpPlace } from '../../domain/follow-up.ts';
import { followUpPlaces, hasRule } from '../../domain/follow-up.ts';
import { followUpFaults } from '../../domain/follow-up-checks.ts';
import type { Intensity, OtherIntensityReason } from '../../domain/follow-up-risk.ts';
import { intensities, otherIntensityReasons } from '../../domain/follow-up-risk.ts';
import { unitById } from '../../domain/organisations.ts';
import type { FollowUpKind } from '../../domain/reasons.ts';
import { followUpKinds } from '../../domain/reasons.ts';
import type { Surroundings } from './common.ts';
import { instant, text, unit } from './common.ts';

function codes<K extends string>(table: Readonly<Record<K, string>>): K[] {
  const isCode = (code: string): code is K => Object.hasOwn(table, code);
  return Object.keys(table).filter(isCode);
}

const endings = { done: 'Gennemført', declined: 'Patienten ønsker det ikke', 'not-needed': 'Ikke længere nødvendig' };
const note = text.optional();
const item = z
  .string()
  .regex(/^f\d+$/)
  .meta({ description: 'Opfølgningens `id` i `followUps`', example: 'f1' });

/** The schemas of the actions on follow-up. */
export function followUpBodies(surroundings: Pick<Surroundings, 'registry'>) {
  const { registry } = surroundings;
  return {
    'plan-follow-up': z
      .strictObject({
        what: z.enum(codes<FollowUpKind>(followUpKinds)),
        from: instant.optional().meta({ description: 'Tidligst; udelades, når reglerne siger vinduet' }),
        until: instant.optional(),
        booker: unit(surroundings),
        bookBy: instant.optional(),
        owner: unit(surroundings).optional(),
        place: z.enum(codes<FollowUpPlace>(followUpPlaces)).optional(),
        start: instant.optional().meta({ description: 'Lægefagligt tidligst (genoptræning)' }),
        contacts: z.int().min(1).max(3).optional(),
        at: instant.optional().meta({ description: 'Tiden, når den allerede er booket' }),
        replaces: item.optional().meta({ description: 'Opfølgningen, som denne træder i stedet for' }),
        note,
      })
      .superRefine((body, context) => {
        const say = (member: string, message: string) => context.addIssue({ code: 'custom', path: [member], message });
        for (const { member, message } of followUpFaults(body, (id) => unitById(registry, id)?.kind))
          say(member, message);
        if (body.from === undefined && body.until === undefined && !hasRule(body.what)) say('from', 'Vinduet mangler');
      }),
    'change-follow-up': z
      .strictObject({
        item,
        from: instant.optional(),
        until: instant.optional(),
        booker: unit(surroundings).optional(),
        bookBy: instant.optional(),
        owner: unit(surroundings).optional(),
        place: z.enum(codes<FollowUpPlace>(followUpPlaces)).optional(),
        at: instant.optional().meta({ description: 'Ny tid' }),
        note,
      })
      .superRefine((body, context) => {
        for (const { member, message } of followUpFaults(body, () => undefined))
          context.addIssue({ code: 'custom', path: [member], message });
      })
      .refine(({ item: _item, note: _note, ...change }) => Object.keys(change).length > 0, 'Intet er ændret'),
    'end-follow-up': z
      .strictObject({
        item,
        how: z.enum(['done', 'declined', 'not-needed']).meta({ 'x-labels': endings }),
        at: instant.optional().meta({ description: 'Hvornår den blev gennemført' }),
        note,
      })
      .refine(({ how, note: reason }) => how !== 'not-needed' || reason !== undefined, {
        path: ['note'],
        error: 'En begrundelse mangler',
      }),
    'change-intensity': z.strictObject({
      intensity: z.enum(codes<Intensity>(intensities)),
      otherBecause: z.enum(codes<OtherIntensityReason>(otherIntensityReasons)),
      livesAlone: z.boolean().optional().meta({ description: 'Bor alene, når det vides; forslaget regnes ud med det' }),
      note,
    }),
  };
}

export const followUpExamples = {
  'plan-follow-up': {
    what: 'wound-check',
    from: '2026-12-04T08:00:00+01:00',
    until: '2026-12-07T15:00:00+01:00',
    booker: 'mun-0791-homecare',
    bookBy: '2026-12-02T12:00:00+01:00',
  },
  'change-follow-up': { item: 'f1', owner: 'gp-041230', place: 'with-owner', note: 'Lægen tager den i konsultationen' },
  'end-follow-up': { item: 'f1', how: 'not-needed', note: 'Såret er helet' },
  'change-intensity': { intensity: 'call', otherBecause: 'relatives-help' },
} as const;
