// The shape of the rule files (rules/*.json), checked before anything in them counts: no unknown field, no unreadable value.
// What spans several fields or files is checked in rule-checks.ts.
import { z } from 'zod';
import { roles } from '../domain/actor.ts';
import type { Calendar } from '../domain/calendar.ts';
import { flaggedDays } from '../domain/calendar.ts';
import type { ClockName } from '../domain/clocks.ts';
import { clockNames, isClockName } from '../domain/clocks.ts';
import { confidences } from '../domain/confidence.ts';
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
import { responsibleParties } from '../domain/responsibility.ts';
import type { ClockRule, RuleSet } from '../domain/rule-set.ts';
import { inFlightEffects } from '../domain/rule-set.ts';
import type { StatedSilence } from '../domain/silence.ts';
import { isNeverAYes, plainSilenceEffects, whyRefused } from '../domain/silence.ts';
import { after, code, date, elapsed, municipality, openingHours, phone, text, time, validity } from './parts.ts';

const counted = {
  countsFrom: z.enum(['start', 'anchor']).exactOptional(),
  atLeast: after.exactOptional(),
  readingHours: code.exactOptional(),
};
const due = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('elapsed'), duration: elapsed, ...counted }),
  z.strictObject({ kind: z.literal('open-time'), duration: after, ...counted }),
  z.strictObject({
    kind: z.literal('at-time'),
    time,
    day: z.number().int().min(-30).max(60),
    days: z.enum(['every-day', 'working-days', 'open-days']),
    past: z.enum(['stays', 'next-day']),
    ...counted,
  }),
]);

/** A rule for one clock; the clock is named, so that a refused silence can say what it would have promised. */
const clockRule = (clock: ClockName): z.ZodType<ClockRule> =>
  z.strictObject({
    due,
    cases: z
      .array(
        z.strictObject({
          when: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
          due,
          callFirst: z.boolean().exactOptional(),
        }),
      )
      .exactOptional(),
    callWithin: after.exactOptional(),
    atOnce: z.number().int().min(1).max(10).exactOptional(),
    withoutAnchor: due.exactOptional(),
    remind: z.array(after).exactOptional(),
    ladder: z.array(z.strictObject({ to: z.enum(['team-leader', 'on-call', 'ward']), after })).exactOptional(),
    silence: z
      .union([z.enum(plainSilenceEffects), z.strictObject({ answer: z.string() })])
      .transform((stated: StatedSilence, context) => {
        if (isNeverAYes(stated)) return stated;
        context.addIssue({ code: 'custom', message: whyRefused(clock, stated.answer), path: ['answer'] });
        return z.NEVER;
      }),
    resends: z.number().int().min(0).max(10).exactOptional(),
    hands: z.strictObject({ first: z.enum(responsibleParties), after: z.enum(responsibleParties) }).exactOptional(),
    why: text,
    source: text,
    confidence: z.enum(confidences),
  });

const rulesByClock = Object.fromEntries(clockNames.map((clock) => [clock, clockRule(clock)]));
const someRules = z.strictObject(Object.fromEntries(clockNames.map((clock) => [clock, clockRule(clock).optional()])));

/** Every clock must have a rule; asked of the parsed object, since its keys are only known as strings. */
const allClocks = (clocks: Readonly<Record<string, ClockRule>>): clocks is Record<ClockName, ClockRule> =>
  clockNames.every((clock) => clocks[clock] !== undefined);

const everyRule = z.strictObject(rulesByClock).transform((clocks, context): Record<ClockName, ClockRule> => {
  if (allClocks(clocks)) return clocks;
  context.addIssue({ code: 'custom', message: 'Hvert ur skal have en regel' });
  return z.NEVER;
});

const overrides = someRules.transform((clocks): Partial<Record<ClockName, ClockRule>> => {
  const given: Partial<Record<ClockName, ClockRule>> = {};
  for (const [clock, rule] of Object.entries(clocks)) {
    if (rule !== undefined && isClockName(clock)) given[clock] = rule;
  }
  return given;
});

const inFlight = z.strictObject({
  requests: z.enum(inFlightEffects),
  stays: z.enum(inFlightEffects),
  why: text,
  source: text,
  confidence: z.enum(confidences),
});

/** One rule set, such as rules/rm-2026.json. */
export const ruleSetSchema: z.ZodType<RuleSet> = z.strictObject({
  id: code,
  version: z.number().int().min(1),
  validFrom: date,
  validTo: date.nullable(),
  author: text,
  note: text,
  closedOn: z.array(z.enum(flaggedDays)),
  readingHours: z.record(code, openingHours.min(1)),
  clocks: everyRule,
  inFlight,
  clusters: z.record(
    code,
    z.strictObject({
      name: text,
      municipalities: z.array(municipality).min(1),
      clocks: overrides,
      inFlight: inFlight.exactOptional(),
    }),
  ),
  municipalities: z.record(municipality, z.strictObject({ clocks: overrides, inFlight: inFlight.exactOptional() })),
});

/** rules/holidays.json */
export const calendarSchema: z.ZodType<Calendar> = z.strictObject({
  version: text,
  source: text,
  years: z.record(
    z.string().regex(/^\d{4}$/),
    z.strictObject({
      holidays: z.record(date, text),
      flagged: z.strictObject({ 'constitution-day': date, 'christmas-eve': date, 'new-years-eve': date }),
    }),
  ),
});

const ladderTarget = z.strictObject({ unit: code, role: z.enum(roles), phone });

/** rules/organisations.json */
export const registrySchema: z.ZodType<Registry> = z.strictObject({
  note: text,
  organisations: z.array(
    z.strictObject({
      id: code,
      kind: z.enum(organisationKinds),
      name: text,
      municipality: municipality.exactOptional(),
      stayNotices: z
        .array(z.strictObject({ by: z.enum(['hospital', 'this-service']), validFrom: date, validTo: date.nullable() }))
        .exactOptional(),
    }),
  ),
  units: z.array(
    z.strictObject({
      id: code,
      org: code,
      kind: z.enum(unitKinds),
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
    }),
  ),
  placeFacts: z.array(
    z.strictObject({
      municipality,
      kind: z.enum(placeKinds),
      unit: code.exactOptional(),
      fact: z.enum(placeFactNames),
      is: code,
      ...validity,
    }),
  ),
  placeTerms: z.array(
    z.strictObject({
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
    }),
  ),
});
