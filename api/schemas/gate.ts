// The gate (tjeklisten) over the API: what is said of a criterion, ready with an override, the list, and the report on it.
// Notes are words for people and stay in PostgreSQL; the enums are those of the domain.
import { z } from 'zod';
import { criterionStates } from '../../domain/gate.ts';
import { criterionCodes, statedCriterion } from '../../domain/gate-criteria.ts';
import type { Detail, OverrideReason, Saying, TransportStep } from '../../domain/gate-record.ts';
import { details, overrideReasons, sayings, statedCriteria, transportSteps } from '../../domain/gate-record.ts';
import { instant, text } from './common.ts';

function codes<K extends string>(table: Readonly<Record<K, string>>): K[] {
  const isCode = (code: string): code is K => Object.hasOwn(table, code);
  return Object.keys(table).filter(isCode);
}

const criterion = z.enum(statedCriteria).meta({ description: 'Punktet på tjeklisten, se `GET .../gate`' });

/** What is said of a criterion, as a person's action and a system's event have it alike. */
export const statementFields = {
  criterion,
  said: z.enum(codes<Saying>(sayings)),
  line: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Hvilket hjælpemiddel eller prøvesvar, når der er flere; tallet er afsenderens eget' }),
  lastsUntil: z.iso.date().optional().meta({ description: 'Medicinen rækker til og med denne dag' }),
  owner: z.string().max(100).optional().meta({ description: 'Enheden, der følger prøvesvaret op, se `/api/units`' }),
  step: z.enum(codes<TransportStep>(transportSteps)).optional().meta({ description: 'Transporten' }),
};

export interface SaidBody extends Partial<Readonly<Record<Detail, string | undefined>>> {
  readonly criterion?: (typeof statedCriteria)[number] | undefined;
  readonly said?: Saying | undefined;
  readonly line?: number | undefined;
}

/** What a statement must say beside its code, and must not. */
export function checkSaid(body: SaidBody, wrong: (path: string, message: string) => void): void {
  if (body.criterion === undefined) return;
  const { detail, lines } = statedCriterion(body.criterion);
  for (const name of details) {
    if (name === detail ? body.said !== 'met' && body[name] !== undefined : body[name] !== undefined)
      wrong(name, 'Hører ikke til dette punkt, eller ikke til dette svar');
    if (name === detail && body.said === 'met' && body[name] === undefined) wrong(name, 'Mangler');
  }
  if (body.line !== undefined && lines === undefined) wrong('line', 'Dette punkt har ingen linjer');
}

const note = text.optional();

export const gateBodies = {
  ready: z
    .strictObject({
      leavesToday: z.boolean().optional().meta({
        description: 'Patienten skal hjem i dag, før den planlagte dag: kommunen ringes op, hvis den ikke ved det',
      }),
      override: z
        .strictObject({
          criteria: z.array(z.enum(criterionCodes)).min(1).max(criterionCodes.length),
          reason: z.enum(codes<OverrideReason>(overrideReasons)),
        })
        .optional()
        .meta({ description: 'Det, patienten må gå uden; kun for den, der må tilsidesætte, og det bliver stående' }),
      note,
    })
    .refine(({ override, note: why }) => override?.reason !== 'other' || why !== undefined, {
      path: ['note'],
      error: 'En begrundelse mangler',
    }),
  'state-criterion': z
    .strictObject({ ...statementFields, happenedAt: instant.optional(), note })
    .superRefine((body, context) =>
      checkSaid(body, (path, message) => context.addIssue({ code: 'custom', path: [path], message })),
    ),
};

export const gateExamples = {
  ready: {},
  'state-criterion': { criterion: 'medicine-sent-along', said: 'met', lastsUntil: '2026-12-02' },
} as const;

const time = z.iso.datetime();
const code = z.string();
const person = z.object({ id: code, name: z.string().nullable() });
const reachable = z.object({ id: code, name: z.string(), phone: z.string() });

export const shownOverride = z.object({
  code: z.enum(criterionCodes),
  label: z.string(),
  reason: code,
  reasonLabel: z.string(),
  note: z.string().nullable(),
  by: person,
  org: code,
  at: time,
  holds: z.boolean().meta({ description: 'Den gælder stadig; en ny plan, en pause eller nyt om punktet ender den' }),
});
export type ShownOverride = z.input<typeof shownOverride>;

export const shownGate = z
  .object({
    dischargeId: code,
    readyAt: time.nullable(),
    leftAt: time.nullable(),
    leftReady: z.boolean().nullable().meta({ description: 'Gik patienten klarmeldt; null, før patienten er gået' }),
    missing: z.array(z.object({ code: z.enum(criterionCodes), label: z.string() })),
    rule: code.nullable().meta({ description: 'Reglen, der gjaldt, da forløbet begyndte' }),
    criteria: z.array(
      z.object({
        code: z.enum(criterionCodes),
        name: z.string(),
        state: z.enum(codes<keyof typeof criterionStates>(criterionStates)),
        stateLabel: z.string(),
        label: z.string().nullable().meta({ description: 'Hvad der mangler; null, når intet gør' }),
        todo: z.string().nullable(),
        owner: reachable.meta({ description: 'Den, der får det som opgave, hvis patienten går uden' }),
        evidence: z
          .object({
            event: z.int().meta({ description: 'Nummer i tidslinjen' }),
            text: z.string(),
            by: person,
            org: code,
            happenedAt: time,
            learntAt: time,
            task: code.nullable(),
          })
          .nullable(),
        lines: z.array(z.object({ line: z.int(), said: code, label: z.string(), owner: reachable.nullable() })),
        consents: z
          .array(
            z.object({
              purpose: code,
              label: z.string(),
              answer: code,
              answerLabel: z.string(),
              since: time.nullable(),
            }),
          )
          .meta({ description: 'Genoptræningsplanens modtagere: hvad patienten sidst har sagt, se `.../consents`' }),
        medicine: z
          .object({
            lastsUntil: z.iso.date(),
            days: z.int().nullable().meta({ description: 'Dage efter udskrivningsdagen' }),
            nextPharmacyDay: z.iso.date().nullable().meta({ description: 'Første apoteksdag efter udskrivningen' }),
          })
          .nullable(),
        route: z
          .object({ name: z.string(), phone: z.string(), until: time })
          .nullable()
          .meta({ description: 'Hvem der svarer nu, når medicinkortet mangler' }),
      }),
    ),
    overrides: z.array(shownOverride),
  })
  .meta({ id: 'Gate' });
export type ShownGate = z.input<typeof shownGate>;

export const gateReportQuery = z
  .strictObject({
    from: z.iso.date().meta({ description: 'Første dag, patienter gik', example: '2026-11-01' }),
    to: z.iso.date().meta({ description: 'Sidste dag, med', example: '2026-11-30' }),
  })
  .refine(({ from, to }) => from <= to, { error: 'Skal ikke være før `from`', path: ['to'] });

const count = z.int().min(0);
export const shownGateReport = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    items: z.array(
      z.object({
        unit: z.object({ id: code, name: z.string() }),
        week: code.meta({ example: '2026-W48' }),
        left: count.meta({ description: 'Patienter, der gik' }),
        notReady: count.meta({ description: 'Heraf før der var meldt klar' }),
        withOverride: count.meta({ description: 'Heraf med noget tilsidesat' }),
        overrides: z.array(z.object({ code, label: z.string(), reason: code, reasonLabel: z.string(), count })),
        criteria: z.array(z.object({ code, name: z.string(), met: count, missing: count, overridden: count })).meta({
          description:
            'De samme punkter for alle, uanset hvad der kræves hvor: hvor mange, der gik med punktet i orden',
        }),
      }),
    ),
  })
  .meta({ id: 'GateReport' });
export type ShownGateReport = z.input<typeof shownGateReport>;
