// The dated rules, as the API is asked for them and gives them: what a deadline would be, and what is in force on a day.
// Which values a fact can have is checked where the rules are asked (api/rules.ts), with words of its own.
import { z } from 'zod';
import { askedParties, rungParties } from '../../domain/calls.ts';
import { clockNames } from '../../domain/clocks.ts';
import { confidences } from '../../domain/confidence.ts';
import { modeNames } from '../../domain/modes.ts';
import { factNames } from '../../domain/rule-facts.ts';
import { instant } from './common.ts';

const time = z.iso.datetime();
const date = z.iso.date();
const code = z.string();

export const previewBody = z.strictObject({
  clock: z.enum(clockNames).meta({ description: 'Urets navn; `GET /api/rules` siger, hvad hvert ur er' }),
  from: instant.meta({ description: 'Hvornår uret starter' }),
  municipality: z
    .string()
    .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
    .meta({ example: '0791' }),
  facts: z
    .record(z.string().max(50), z.union([z.string().max(100), z.number(), z.boolean()]))
    .optional()
    .meta({
      description: `Hvad der vides: \`anchor\` er tidspunktet, fristen kan regnes fra (dato, eller dato og tid), \`unit\` er enheden, hvis åbningstid gælder, \`leaving\` er planlagt udskrivning; resten er koder, timer eller ja/nej: ${factNames.join(', ')}`,
      example: { anchor: '2026-11-30T11:00:00+01:00' },
    }),
});

/** As the file has it; the words are those of the files (docs/rules.md). */
const dueRule = z.looseObject({ kind: z.enum(['elapsed', 'open-time', 'at-time', 'shift-end']) }).meta({
  description: 'Fristen, som filen har den: forløben tid, åbningstid, et klokkeslæt eller slutningen af en vagt',
});
const openSpan = z.object({ days: z.array(z.string()), opens: z.string(), closes: z.string() });
const shownValues = z.object({
  due: dueRule,
  cases: z
    .array(z.looseObject({ when: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), due: dueRule }))
    .meta({ description: 'Andre frister, når alt det, der står i `when`, passer; den første, der passer, gælder' }),
  withoutAnchor: dueRule.nullable().meta({ description: 'Fristen, når tidspunktet, den regnes fra, ikke er kendt' }),
  notBefore: dueRule.nullable(),
  remind: z.array(z.string()).meta({ description: 'Så længe før fristen' }),
  ladder: z.array(z.object({ to: z.enum(['team-leader', 'on-call', 'ward']), after: z.string() })),
  more: z.record(z.string(), z.unknown()).meta({
    description:
      'Hvad reglen siger ud over det, som filen har det: `needs`, `resends`, `callWithin`, `atOnce`, `onlyWhen`, `covers`, `hands`, `asks`, `ring`',
  }),
});

const silence = z.object({ effect: z.string(), text: z.string() });
const rung = z.enum(['team-leader', 'on-call', 'ward']);

export const shownPreview = z
  .object({
    clock: z.enum(clockNames),
    label: z.string(),
    municipality: code,
    from: time,
    due: time.meta({ description: 'Kan ligge før `from`: så var tiden gået, da uret startede' }),
    notBefore: time.nullable().meta({ description: 'Hvornår vinduet, som `due` lukker, åbner' }),
    rule: z.string().meta({ example: 'rm-2026.1/horsens/answer-services' }),
    why: z.string(),
    source: z.string(),
    confidence: z.enum(confidences),
    remindAt: z.array(time),
    ladder: z.array(z.object({ to: rung, at: time })),
    silence,
    off: z.boolean().meta({ description: 'Trinnet er slået fra af stille drift eller krise' }),
    applies: z.boolean().nullable().meta({
      description:
        'Om reglen beder om noget her (en hverdag kræver ingen weekendaftale); null, når det, der er oplyst, ikke er nok til at sige det',
    }),
    covered: z.boolean().nullable().meta({
      description:
        'Om en regel, der ikke er for alle, er for denne (de 72 timer); null for alle andre, og når det, der er oplyst, ikke er nok',
    }),
    ring: z
      .enum(rungParties)
      .nullable()
      .meta({ description: 'Hvem i kommunen der ringes til; null, når reglen ikke siger det' }),
    asks: z.enum(askedParties).nullable().meta({ description: 'Hvem der spørges; null, når reglen ikke siger det' }),
    callFirst: z.boolean().meta({ description: 'Der skal ringes først; et svar på siden er ikke nok' }),
  })
  .meta({ id: 'Deadline' });
export type ShownPreview = z.input<typeof shownPreview>;

export const rulesQuery = z.strictObject({
  on: date.optional().meta({ description: 'Dagen, der spørges om; i dag, når den ikke er sagt' }),
});

const version = z.object({
  id: code,
  version: z.int(),
  validFrom: date,
  validTo: date.nullable(),
  author: z.string(),
  note: z.string(),
});

export const shownRules = z
  .object({
    on: date,
    inForce: version.nullable().meta({ description: 'Regelsættet på dagen; null, når intet dækker den' }),
    versions: z.array(version).meta({ description: 'Alle versioner, også dem, der ikke er begyndt; ældste først' }),
    replaced: z.array(version).meta({
      description:
        'Versioner, der har været i brug og ikke står i nogen fil mere; frister, der løber efter dem, forklares stadig',
    }),
    modes: z.object({
      effects: z
        .array(
          z.object({
            mode: z.enum(modeNames),
            clock: z.enum(clockNames),
            effect: z.enum(['off', 'deadline']),
            due: dueRule.nullable(),
            why: z.string(),
          }),
        )
        .meta({ description: 'Hvad stille drift og krise ændrer' }),
      log: z
        .array(
          z.object({
            mode: z.enum([...modeNames, 'normal']),
            from: time,
            until: time.nullable(),
            where: z.array(code).nullable().meta({ description: 'Klynger og kommuner; null er alle' }),
            by: z.string(),
            decidedAt: time,
            why: z.string(),
            onThisDay: z.boolean(),
          }),
        )
        .meta({ description: 'Hvem besluttede hvad, hvornår og hvorfor; ældste først' }),
    }),
    clusters: z.array(z.object({ id: code, name: z.string(), municipalities: z.array(code) })),
    clocks: z.array(
      z.object({
        clock: z.enum(clockNames),
        label: z.string(),
        mayBeOff: z.boolean().meta({ description: 'Kan slås fra; ellers er trinnet lov eller sikkerhed' }),
        ground: z.enum(['law', 'safety', 'agreement']).meta({ description: 'Hvad trinnet hviler på' }),
        anchor: z.string().nullable().meta({ description: 'Hvad fristen kan regnes fra, når det ikke er urets start' }),
        rules: z
          .array(
            z.object({
              rule: z.string(),
              scope: z.string().meta({ description: '`region`, en klynges id eller en kommunes kode' }),
              why: z.string(),
              source: z.string(),
              confidence: z.enum(confidences),
              silence,
              values: shownValues,
            }),
          )
          .meta({ description: 'Fælles for regionen først, så klyngers og kommuners egne' }),
      }),
    ),
    readingHours: z
      .record(z.string(), z.array(openSpan))
      .meta({ description: 'Bruges, når enhedens egen åbningstid ikke er kendt' }),
    shifts: z.record(z.string(), z.array(z.string())).meta({ description: 'Hvornår vagterne begynder' }),
    calendar: z.object({
      version: z.string(),
      source: z.string(),
      years: z.array(z.string()),
      closedOn: z.array(z.string()).meta({ description: 'Dage, der ikke er helligdage, men regnes sådan her' }),
    }),
    refused: z
      .array(
        z.object({
          file: z.string(),
          path: z.string(),
          line: z.int().nullable().meta({ description: 'Linjen i filen; null, når filen mangler' }),
          message: z.string(),
        }),
      )
      .meta({ description: 'Fejl i regelfiler, der ikke er taget i brug; de regler, der gjaldt, gælder stadig' }),
  })
  .meta({ id: 'Rules' });
export type ShownRules = z.input<typeof shownRules>;
