// The shape of the rules for the time after leaving (rules/after-leaving.json): numbers with their source, dated.
// Versions follow one another: no day has two.
import { z } from 'zod';
import type { AfterLeaving } from '../domain/after-leaving.ts';
import { confidences } from '../domain/confidence.ts';
import type { RiskFact } from '../domain/follow-up-risk.ts';
import { intensities, isIntensity, riskFacts } from '../domain/follow-up-risk.ts';
import type { Finding } from './checks.ts';
import { checkPeriod, finding, periodsMeet } from './checks.ts';
import { text, time, validity } from './parts.ts';

const founded = { why: text, source: text, confidence: z.enum(confidences) };
const number = z.strictObject({ name: text, phone: z.string().regex(/^\d{3,8}$/, 'Skal være 3-8 cifre') });
const days = z.number().int().min(1).max(365);
const minutes = (most: number) => z.number().int().min(0).max(most);

const length = z.number().int().min(5).max(480);

const bundling = z
  .strictObject({
    // More would cost the search its bound (domain/bundle-day.ts tries every order of a day).
    mostInOneDay: z.number().int().min(1).max(5),
    longestDay: minutes(24 * 60),
    leaveHomeFrom: time,
    homeBy: time,
    rest: minutes(240),
    fastingBy: time,
    meal: minutes(240),
    nearKilometres: z.number().min(0).max(500),
    roadFactor: z.number().min(1).max(3),
    kilometresPerHour: z.number().min(10).max(130),
    shortestWay: minutes(120),
    wayStep: z.number().int().min(1).max(60),
    orderedTransport: minutes(240),
    usualLength: length,
    lengths: z.record(z.string(), length),
    ...founded,
  })
  .refine(({ leaveHomeFrom, homeBy }) => leaveHomeFrom < homeBy, 'leaveHomeFrom skal være før homeBy');

const count = (least: number, most: number) => z.number().int().min(least).max(most);

const patientView = z.strictObject({
  longestDays: days,
  daysAfterLeaving: days,
  daysAfterClosing: days,
  codeMinutes: count(2, 60),
  // A code of six digits is no secret against many tries.
  codeTries: count(1, 10),
  codesPerDay: count(1, 50),
  secondsBetweenCodes: count(0, 3600),
  sessionMinutes: count(5, 24 * 60),
  ...founded,
});
const isFact = (code: string): code is RiskFact => Object.hasOwn(riskFacts, code);
const figure = count(0, 200);

const followUpRisk = z
  .strictObject({
    points: z
      .array(z.strictObject({ fact: z.enum(Object.keys(riskFacts).filter(isFact)), atLeast: figure, points: figure }))
      .min(1),
    steps: z
      .array(z.strictObject({ from: figure, intensity: z.enum(Object.keys(intensities).filter(isIntensity)) }))
      .min(1),
    ...founded,
  })
  .refine(
    ({ steps }) => steps.every(({ from }, n) => n === 0 || from > (steps[n - 1]?.from ?? 0)),
    'Trinene skal stige',
  );

/** rules/after-leaving.json */
export const afterLeavingSchema: z.ZodType<{ readonly versions: readonly AfterLeaving[] }> = z.strictObject({
  note: text,
  versions: z
    .array(
      z.strictObject({
        ...validity,
        readmission: z.strictObject({ days, ...founded }),
        numbers: z.strictObject({ emergency: number, outOfHours: number, ...founded }),
        bundling,
        patientView,
        followUpRisk,
      }),
    )
    .min(1),
});

/** Each version ends after it begins, and none meets another. */
export function checkAfterLeaving(versions: readonly AfterLeaving[]): readonly Finding[] {
  return versions.flatMap((version, index) => {
    const path = `versions.${index}`;
    const meets = versions.slice(0, index).some((other) => periodsMeet(other, version));
    return [
      ...checkPeriod(version, `${path}.`),
      ...(meets ? [finding(path, 'Perioden overlapper en tidligere: højst én version ad gangen')] : []),
    ];
  });
}
