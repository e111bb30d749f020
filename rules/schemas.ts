// The shape of rule sets and the calendar, checked before anything in them counts: no unknown field, no unreadable value.
// What spans several fields or files is checked in checks.ts; the other rule files have schemas of their own beside this.
import { z } from 'zod';
import type { Calendar } from '../domain/calendar.ts';
import { flaggedDays } from '../domain/calendar.ts';
import { askedParties, rungParties } from '../domain/calls.ts';
import type { ClockName } from '../domain/clocks.ts';
import { clockNames, isClockName } from '../domain/clocks.ts';
import { confidences } from '../domain/confidence.ts';
import { requirableCriteria } from '../domain/gate-record.ts';
import { serviceCodes } from '../domain/plan.ts';
import type { LeavingWay } from '../domain/reasons.ts';
import { leavingWays } from '../domain/reasons.ts';
import { responsibleParties } from '../domain/responsibility.ts';
import type { ClockRule, RuleSet } from '../domain/rule-form.ts';
import { inFlightEffects } from '../domain/rule-form.ts';
import type { StatedSilence } from '../domain/silence.ts';
import { isNeverAYes, plainSilenceEffects, whyRefused } from '../domain/silence.ts';
import { after, code, date, elapsed, municipality, openingHours, text, time } from './parts.ts';

const counted = {
  countsFrom: z.enum(['start', 'anchor', 'later']).exactOptional(),
  atLeast: after.exactOptional(),
  readingHours: code.exactOptional(),
  shifts: code.exactOptional(),
};
const due = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('elapsed'), duration: elapsed, ...counted }),
  z.strictObject({ kind: z.literal('open-time'), duration: after, ...counted }),
  z.strictObject({
    kind: z.literal('at-time'),
    time: time.exactOptional(),
    day: z.number().int().min(-30).max(60),
    days: z.enum(['every-day', 'working-days', 'open-days']),
    past: z.enum(['stays', 'next-day']),
    ...counted,
  }),
  z.strictObject({ kind: z.literal('shift-end'), more: z.number().int().min(0).max(9), ...counted }),
]);

const isWay = (code: string): code is LeavingWay => Object.hasOwn(leavingWays, code);
const leavingWay = z.enum(Object.keys(leavingWays).filter(isWay));

const modeEffect = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('off'), why: text }),
  z.strictObject({ effect: z.literal('deadline'), due, why: text }),
]);
const mode = z.strictObject({
  why: text,
  clocks: z.partialRecord(z.enum(clockNames), modeEffect),
});

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
          asks: z.enum(askedParties).exactOptional(),
        }),
      )
      .exactOptional(),
    callWithin: after.exactOptional(),
    atOnce: z.number().int().min(1).max(10).exactOptional(),
    withoutAnchor: due.exactOptional(),
    needs: z.array(text).min(1).exactOptional(),
    notBefore: due.exactOptional(),
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
    covers: z
      .strictObject({
        stayOver: after,
        to: z.array(leavingWay),
        services: z.array(z.enum(serviceCodes)),
        running: z.boolean().exactOptional(),
      })
      .exactOptional(),
    hands: z.strictObject({ first: z.enum(responsibleParties), after: z.enum(responsibleParties) }).exactOptional(),
    onlyWhen: z.strictObject({ anchorIn: openingHours.min(1), leavesBefore: due.exactOptional() }).exactOptional(),
    asks: z.enum(askedParties).exactOptional(),
    ring: z.enum(rungParties).exactOptional(),
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

const gate = z.strictObject({
  requires: z.array(z.enum(requirableCriteria)),
  pharmacy: code,
  dischargingDoctor: code,
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
  shifts: z.record(code, z.array(time).min(1)),
  clocks: everyRule,
  inFlight,
  gate,
  modes: z.strictObject({ quiet: mode.exactOptional(), crisis: mode.exactOptional() }).exactOptional(),
  clusters: z.record(
    code,
    z.strictObject({
      name: text,
      municipalities: z.array(municipality).min(1),
      clocks: overrides,
      inFlight: inFlight.exactOptional(),
      gate: gate.exactOptional(),
    }),
  ),
  municipalities: z.record(
    municipality,
    z.strictObject({ clocks: overrides, inFlight: inFlight.exactOptional(), gate: gate.exactOptional() }),
  ),
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
