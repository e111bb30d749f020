// The shape of the registry of parties: rules/organisations.json, and one file for each municipality beside it.
// A municipality's file says once whose units and places it is about; read, both are parts of one registry.
import { z } from 'zod';
import { roles } from '../domain/actor.ts';
import { confidences } from '../domain/confidence.ts';
import type { CareKind } from '../domain/finished.ts';
import { careKinds } from '../domain/finished.ts';
import type { Registry } from '../domain/organisations.ts';
import {
  isGln,
  isSor,
  organisationKinds,
  placeAuthorities,
  placeChoices,
  placeFactNames,
  placeKinds,
  receptionFormats,
  receptionTypes,
  unitKinds,
} from '../domain/organisations.ts';
import { code, date, municipality, openingHours, phone, text, validity } from './parts.ts';

const isCare = (kind: string): kind is CareKind => Object.hasOwn(careKinds, kind);
const careKind = z.enum(Object.keys(careKinds).filter(isCare));
/** A ward that was never of another kind says its kind alone; the law of these rates begins with 2017. */
const always = careKind.transform((is) => [{ is, validFrom: '2017-01-01', validTo: null, recorded: '2017-01-01' }]);

const ladderTarget = z.strictObject({ unit: code, role: z.enum(roles), phone });

const organisation = z.strictObject({
  id: code,
  kind: z.enum(organisationKinds),
  name: text,
  municipality: municipality.exactOptional(),
  stayNotices: z
    .array(z.strictObject({ by: z.enum(['hospital', 'this-service']), validFrom: date, validTo: date.nullable() }))
    .exactOptional(),
});

const unit = z.strictObject({
  id: code,
  org: code,
  kind: z.enum(unitKinds),
  care: z.union([always, z.array(z.strictObject({ is: careKind, ...validity, recorded: date }))]).exactOptional(),
  name: text,
  sor: z.string().refine(isSor, 'Skal være mindst 11 cifre'),
  gln: z.string().refine(isGln, 'Skal være 13 cifre med rigtigt kontrolciffer'),
  phone,
  mail: z.email(),
  municipality: municipality.exactOptional(),
  ydernummer: z
    .string()
    .regex(/^\d{6}$/, 'Skal være 6 cifre')
    .exactOptional(),
  receives: z.array(
    z.strictObject({
      type: z.enum(receptionTypes),
      format: z.enum(receptionFormats),
      version: z.string().regex(/^[A-Z0-9][A-Z0-9.]*$/, 'Skal være en version som 5.0 eller XD9134L'),
      ...validity,
    }),
  ),
  answersTo: code.exactOptional(),
  openingHours,
  closed: z.array(z.strictObject({ from: date, to: date })).exactOptional(),
  teamLeader: ladderTarget.exactOptional(),
  onCall: ladderTarget.exactOptional(),
});

const placeFact = z.strictObject({
  municipality,
  kind: z.enum(placeKinds),
  unit: code.exactOptional(),
  fact: z.enum(placeFactNames),
  is: code,
  ...validity,
  recorded: date.exactOptional(),
});

const placeTerms = z.strictObject({
  kind: z.enum(placeKinds),
  authority: z.enum(placeAuthorities),
  name: text,
  selfPayment: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('yes'), what: text }),
  ]),
  choice: z.enum(placeChoices),
  legalBasis: text,
  source: text,
  confidence: z.enum(confidences),
  ...validity,
});

/** rules/organisations.json */
export const registrySchema: z.ZodType<Registry> = z.strictObject({
  note: text,
  organisations: z.array(organisation),
  units: z.array(unit),
  placeFacts: z.array(placeFact),
  placeTerms: z.array(placeTerms),
});

/** rules/municipalities/<code>-<name>.json: its units and facts need not repeat which municipality they belong to */
export const municipalitySchema: z.ZodType<Registry> = z
  .strictObject({
    note: text,
    organisation: z.strictObject({
      id: code,
      name: text,
      municipality,
      centre: z.strictObject({ lat: z.number().min(54).max(58), lon: z.number().min(7).max(16) }).exactOptional(),
    }),
    units: z.array(unit.omit({ org: true, municipality: true })),
    placeFacts: z.array(placeFact.omit({ municipality: true })),
  })
  .transform(({ organisation: own, units, placeFacts }): Registry => {
    const { id: org, municipality: of } = own;
    return {
      organisations: [{ ...own, kind: 'municipality' }],
      units: units.map((one) => ({ ...one, org, municipality: of })),
      placeFacts: placeFacts.map((one) => ({ ...one, municipality: of })),
      placeTerms: [],
    };
  });
