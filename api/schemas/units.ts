// Units, their capability sheets (kompetenceark) and the match of a patient's needs to them, as the API takes and gives them.
// What a unit writes of itself has the same form as in the rule files.
import { z } from 'zod';
import { capabilityCodes } from '../../domain/capability-codes.ts';
import { placeKinds } from '../../domain/organisations.ts';
import { sheetContent } from '../../rules/sheet-schema.ts';
import type { Surroundings } from './common.ts';
import { instant, unit, version } from './common.ts';
import { capabilities, times } from './needs.ts';

const time = z.iso.datetime();
const date = z.iso.date();
const municipality = z
  .string()
  .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
  .meta({ example: '0791' });
const kind = z.enum(placeKinds);

/** A unit's own change of its sheet; sending it unchanged confirms it. */
export const sheetBody = z
  .strictObject({
    version: version.meta({ description: 'Den udgave af arket, der ændres; 0 for et nyt' }),
    validFrom: date,
    validTo: date.nullable().default(null),
    ...sheetContent,
  })
  .refine(({ validFrom, validTo }) => validTo === null || validFrom <= validTo, {
    path: ['validTo'],
    error: 'Ligger før validFrom',
  })
  .meta({ id: 'SheetChange' });

const ofKind = kind.optional().meta({ description: 'Slags plads; enhedens sædvanlige, når den ikke er sagt' });

export const kindQuery = z.strictObject({ kind: ofKind });

export const sheetQuery = z.strictObject({
  kind: ofKind,
  on: date.optional().meta({ description: 'Hvad arket sagde om denne dag; i dag, når den ikke er sagt' }),
  knownAt: instant.optional().meta({ description: 'Som arket stod på dette tidspunkt; nu, når det ikke er sagt' }),
});

export const statedBody = z.strictObject({ free: z.int().min(0).max(500) }).meta({ id: 'FreePlaces' });

export const unitsQuery = z.strictObject({
  municipality: municipality.optional(),
  kind: z.string().max(50).optional().meta({ description: 'Enhedens slags, som `acute-unit`' }),
});

/** What a patient needs, and when. */
export const matchBody = (surroundings: Pick<Surroundings, 'registry'>) =>
  z
    .strictObject({
      municipality: municipality.meta({ description: 'Borgerens kommune' }),
      kinds: z.array(kind).min(1).max(placeKinds.length).default(['acute']),
      capabilities,
      times,
      from: instant.nullable().default(null).meta({ description: 'Fra hvornår; nu, når det ikke er kendt' }),
      days: z.int().min(1).max(90).nullable().default(null),
      wishes: unit(surroundings).exactOptional().meta({ description: 'Den enhed, borgeren helst vil til' }),
    })
    .meta({ id: 'MatchQuestion' });

const named = z.object({ id: z.string(), name: z.string() });
const capabilityName = z.object({ code: z.enum(capabilityCodes), label: z.string() });
const hours = z.array(z.object({ days: z.array(z.string()), opens: z.string(), closes: z.string() }));

export const shownFree = z
  .object({
    places: z.int().nullable().meta({ description: 'Pladser ifølge arket' }),
    unheld: z.int().meta({ description: 'Pladser, som ingen har taget her i perioden' }),
    nextFree: time.nullable(),
    stated: z
      .object({ free: z.int(), at: time, ageMinutes: z.int(), stale: z.boolean() })
      .nullable()
      .meta({ description: 'Hvad enheden selv sidst har sagt, og hvor gammelt det er' }),
  })
  .meta({ id: 'Free' });

export const shownSheet = z
  .object({
    unit: named,
    municipality: z.string(),
    kind,
    version: z.int(),
    validFrom: date,
    validTo: date.nullable(),
    capabilities: z.array(
      capabilityName.extend({
        fsiii: z.array(z.string()),
        answer: z.enum(['yes', 'no', 'on-condition']),
        condition: z.string().nullable(),
        hours: hours.nullable(),
        perDay: z.int().nullable(),
        atOnce: z.int().nullable(),
        delegation: z.object({ kind: z.enum(['concrete', 'framework']), until: date, inForce: z.boolean() }).nullable(),
        demands: z.string().nullable().meta({ description: 'Den kompetence, den kræver' }),
      }),
    ),
    places: z.int(),
    maxDays: z.int().nullable(),
    equipment: z.array(z.object({ code: z.string(), label: z.string() })).nullable(),
    staff: z
      .array(
        z.object({
          competence: z.string(),
          holder: z.string(),
          onDuty: hours,
          trained: z.array(z.object({ person: z.string().nullable(), until: date, valid: z.boolean() })),
        }),
      )
      .nullable()
      .meta({ description: 'Hvem der er oplært og til hvornår; personerne ses kun i egen organisation' }),
    doctorLine: z.object({ phone: z.string(), hours }).nullable(),
    phone: z.string().meta({ description: 'Telefonen, der altid bliver taget' }),
    confirmed: z.object({ by: z.string(), at: time }).nullable(),
    stale: z.boolean(),
    belowMinimum: z.array(capabilityName),
    changedAt: time,
  })
  .meta({ id: 'Sheet' });

/** Who decides, runs, pays, confirms and is written to, and what the place is called and costs, by the rules of the day. */
export const factsAndTerms = {
  kindName: z.string().nullable().meta({ description: 'Hvad pladsen hedder efter reglerne på dagen' }),
  authority: named.nullable(),
  operator: named.nullable(),
  payer: named.nullable(),
  confirmer: named.extend({ phone: z.string() }).nullable(),
  address: named.extend({ phone: z.string() }).nullable(),
  selfPayment: z.string().nullable(),
  choice: z.enum(['nearest', 'own']).nullable().meta({ description: 'Nærmeste plads, eller borgerens eget valg' }),
  legalBasis: z.string().nullable(),
};

export const shownValidity = z
  .object({ validFrom: date, validTo: date.nullable(), confirmedAt: time.nullable(), stale: z.boolean() })
  .meta({ id: 'SheetValidity' });

export const shownBroken = z
  .object({
    days: z.int().meta({ description: 'Over så mange dage tilbage' }),
    refusedThoughFree: z.int().meta({ description: 'Sagde nej af pladsmangel, selv om en plads var ledig' }),
    holdWithdrawn: z.int().meta({ description: 'Trak en lovet plads tilbage' }),
  })
  .meta({ id: 'BrokenPromises' });

export const shownMatch = z
  .object({
    at: time,
    units: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        municipality: z.string(),
        kind,
        fits: z.boolean(),
        reasons: z.array(
          z.object({
            code: z.string(),
            capability: z.string().nullable(),
            text: z.string(),
            fitsFrom: time.nullable(),
            note: z.boolean().meta({ description: 'Hindrer ikke, at enheden spørges' }),
          }),
        ),
        conditions: z.int(),
        tiedWith: z.array(z.string()).meta({ description: 'Enheder, som kun deres id ordner i forhold til denne' }),
        ...factsAndTerms,
        free: shownFree.nullable(),
        sheet: shownValidity,
        brokenPromises: shownBroken,
        phone: z.string(),
        doctorLine: z.object({ phone: z.string(), hours }).nullable(),
      }),
    ),
    agreement: z
      .object({
        id: z.string(),
        reason: z.string(),
        text: z.string(),
        ring: named.extend({ phone: z.string() }).nullable(),
        writeDown: z.array(z.string()),
      })
      .nullable()
      .meta({ description: 'En aftale, der ikke gælder her: enkeltaftale på telefon i stedet' }),
  })
  .meta({ id: 'Match' });
