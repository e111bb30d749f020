// What a discharge looks like to callers: the whole case, and its line in a list.
// Null and an empty list say "not stated" or "none"; where people need words, a label stands beside the code.
import { z } from 'zod';
import { stages } from '../../domain/case-view.ts';
import { actionNames } from '../../domain/moves.ts';
import { placeFactNames } from '../../domain/organisations.ts';
import { stayStates } from '../../domain/stay.ts';
import type { Surroundings } from './common.ts';
import { id, page, unit, yesNo } from './common.ts';
import { shownDocument } from './document.ts';
import { shownOverride } from './gate.ts';
import { shownGp, shownMark } from './gp.ts';
import { shownTask } from './task.ts';
import { shownThread } from './threads.ts';
import { factsAndTerms } from './units.ts';

const code = z.string();
const time = z.iso.datetime();
const named = z.object({ id: code, name: z.string() });
const person = z.object({ id: code, name: z.string().nullable() });
const reachable = named.extend({ phone: z.string() });
const stated = { label: z.string(), text: z.string().nullable(), shown: z.string() };

export const shownPlan = z.object({
  version: z.int(),
  by: person,
  at: time,
  content: z
    .record(z.string(), z.unknown())
    .meta({ description: 'Planen, som den kan sendes tilbage med change-plan' }),
  lines: z.array(z.object({ field: code, ...stated, isNew: z.boolean() })).meta({
    description: 'Hvert felt i ord; `text` er null og `shown` "ikke angivet", når afdelingen intet har skrevet',
  }),
  changes: z.array(
    z.object({ field: code, label: z.string(), old: z.string().nullable(), new: z.string().nullable() }),
  ),
});

const shownMessage = z.object({
  id,
  kind: code,
  label: z.string(),
  to: reachable,
  basis: code,
  basisLabel: z.string(),
  state: code,
  stateLabel: z.string(),
  planVersion: z.int(),
  notice: z
    .string()
    .nullable()
    .meta({ description: 'Af et advis: hvilket, som standarden skriver det', example: 'SLHJ' }),
  sendings: z.int(),
  queuedAt: time,
  sentAt: time.nullable(),
  arrivedAt: time.nullable(),
  failure: z.string().nullable(),
  way: code.nullable(),
  wayLabel: z.string().nullable(),
  seenBy: person.nullable(),
  seenAt: time.nullable(),
  answeredAt: time.nullable(),
  answeredBy: person.nullable(),
  trail: z.array(z.object({ sending: z.int(), bundleId: id, at: time })),
});

const receivedMessage = z.object({
  id,
  event: code.nullable(),
  receivedAt: time,
  topic: z.string().nullable(),
  segments: z.array(z.object({ at: time, text: z.string(), author: z.string().nullable() })),
});

const shownEvent = z.object({
  number: z.int(),
  fact: code,
  label: z.string(),
  text: z.string(),
  happenedAt: time,
  learntAt: time,
  by: person,
  org: code,
  codes: z.record(z.string(), z.unknown()),
  note: z.string().nullable(),
  submission: id.nullable(),
});

export const caseLine = z
  .object({
    id,
    kind: z.enum(['discharge', 'place-request']),
    stage: z.enum(stages),
    stageLabel: z.string(),
    stay: z
      .object({ state: z.enum(stayStates), label: z.string(), since: time.nullable(), endedAt: time.nullable() })
      .nullable()
      .meta({ description: 'Hvor patienten er, efter adviser og afdelingens egne registreringer' }),
    attention: z.boolean(),
    version: z.int(),
    municipality: code,
    hospitalUnit: named,
    patient: z
      .object({ name: z.string().nullable(), cpr: z.string().nullable(), ageBand: z.string().nullable() })
      .nullable(),
    coordinator: code.nullable(),
    expected: z.record(z.string(), z.unknown()).nullable().meta({ description: 'Forventet udskrivning' }),
    admittedAt: time.nullable(),
    openedAt: time,
    leftAt: time.nullable(),
    closedAt: time.nullable(),
    nextDue: time.nullable(),
  })
  .meta({ id: 'DischargeLine' });
export type CaseLine = z.input<typeof caseLine>;

export const shownCase = caseLine
  .extend({
    patient: z
      .object({
        name: z.string().nullable(),
        cpr: z.string().nullable(),
        address: z.string().nullable(),
        phone: z.string().nullable(),
        ageBand: z.string().nullable(),
      })
      .nullable(),
    coordinator: person.nullable(),
    standIn: person.nullable(),
    units: z.object({ ward: reachable, visitation: reachable.nullable(), gp: reachable.nullable() }),
    parties: z.array(named),
    needs: z.array(z.object({ code, label: z.string() })),
    plan: shownPlan.nullable(),
    planVersions: z.array(z.object({ version: z.int(), at: time, by: person, changed: z.array(code) })),
    services: z.array(
      z.object({
        service: code,
        label: z.string(),
        state: code,
        stateLabel: z.string(),
        from: time.nullable(),
        reason: code.nullable(),
        reasonLabel: z.string().nullable(),
        by: person.nullable(),
        at: time.nullable(),
      }),
    ),
    notified: z
      .object({
        state: code,
        label: z.string(),
        branch: code.nullable().meta({ description: 'Null: ikke afgjort endnu' }),
        branchLabel: z.string().nullable(),
        calls: z
          .array(
            z.object({
              why: z.array(z.object({ code, label: z.string() })),
              unit: reachable,
              leaving: time,
              planVersion: z.int(),
              state: z.enum(['needed', 'agreed', 'declined']),
              by: person.nullable().meta({ description: 'Den, der ringede op og skrev det ned' }),
              at: time.nullable(),
              task: id.nullable(),
            }),
          )
          .meta({ description: 'Det, der skal aftales på telefon, før patienten udskrives' }),
      })
      .nullable()
      .meta({ description: 'Er kommunen varslet om det, den skal gøre efter udskrivningen; null uden indlæggelse' }),
    resume: code,
    request: z
      .object({ purpose: code, label: z.string(), orderGiver: reachable, referredAt: time.nullable() })
      .nullable()
      .meta({ description: 'Kun for en anmodning om plads uden indlæggelse; `hospitalUnit` er da den, der spørger' }),
    bed: z.object({
      state: code,
      label: z.string(),
      unit: reachable.nullable().meta({ description: 'Den der holder pladsen, eller den første der er spurgt' }),
      place: code.nullable(),
      asked: z
        .array(z.object({ unit: reachable, place: code }))
        .meta({ description: 'Enheder, der er spurgt lige nu, hver med den plads der er reserveret imens' }),
      open: z
        .array(z.object({ code, label: z.string() }))
        .meta({ description: 'Det pladsen ikke kan, og som endnu ikke er løst på anden måde' }),
      until: time
        .nullable()
        .meta({ description: 'Pladsen holdes til; når den er i brug, hvornår opholdet ventes slut' }),
      by: person.nullable(),
      at: time.nullable(),
      arrival: time.nullable().meta({ description: 'Aftalt ankomst' }),
      arrivedAt: time.nullable(),
      endedAt: time.nullable(),
      facts: z
        .object({
          on: z.iso.date(),
          rule: code,
          why: z.string(),
          ...factsAndTerms,
          missing: z.array(z.enum([...placeFactNames, 'terms'])),
        })
        .nullable()
        .meta({
          description: 'Myndighed, drift, betaler, bekræfter og adresse for opholdet, på den dag reglen siger gælder',
        }),
      next: z
        .object({ unit: reachable, place: code, arrival: time })
        .nullable()
        .meta({ description: 'Pladsen, som patienten skal flyttes til; den nuværende beholdes indtil ankomsten' }),
    }),
    responsibility: z
      .object({
        who: reachable
          .nullable()
          .meta({ description: 'Null: ingen er navngivet; så er det lægevagten eller egen læge' }),
        until: time.nullable().meta({ description: 'Null: ingen anden er navngivet efter' }),
        after: reachable.nullable(),
        rule: code,
      })
      .nullable()
      .meta({ description: 'Behandlingsansvar, mens patienten er på akutpladsen' }),
    extended: z.object({ unit: reachable, from: time, until: time, rule: code }).nullable().meta({
      description:
        'Afdelingens 72 timer efter indlæggelsen (udvidet behandlingsansvar); null, når udskrivningen ikke er omfattet',
    }),
    gp: shownGp,
    mark: shownMark.nullable().meta({ description: 'Opfølgning anbefalet i epikrisen; står først' }),
    followUpProposal: z
      .object({
        ...{ intensity: code, label: z.string(), points: z.int(), text: z.string() },
        changed: z.boolean().meta({ description: 'Noget andet er foreslået, end da indsatsen blev valgt' }),
      })
      .nullable()
      .meta({ description: 'Foreslået indsats efter udskrivning, som forholdene er nu; et menneske afgør' }),
    followUpIntensity: z.object({ chosen: code, proposed: code, otherBecause: z.string().nullable() }).nullable(),
    followUpAgreed: code,
    followUps: z.array(
      z.object({
        id: code,
        what: code,
        label: z.string(),
        from: time,
        until: time,
        owner: named.meta({ description: 'Hvem der udfører' }),
        booker: named.meta({ description: 'Hvem der booker' }),
        bookBy: time,
        place: z.object({ code, label: z.string() }),
        state: code,
        stateLabel: z.string(),
        reason: z.object({ code, label: z.string() }).nullable().meta({ description: 'Hvorfor ikke gennemført' }),
        bookedAt: time.nullable(),
        doneAt: time.nullable(),
      }),
    ),
    objections: z.array(z.object({ basis: code, label: z.string() })),
    finishedAt: time.nullable().meta({ description: 'Færdigbehandlet, så længe det gælder; ikke det samme som klar' }),
    finished: z
      .object({
        ...{ number: z.int(), at: time, doctor: z.string().nullable(), withdrawnAt: time.nullable() },
        ownTasksDone: z
          .boolean()
          .meta({ description: 'Sygehuset har oplyst, at dets egne opgaver ikke længere hindrer kommunen' }),
      })
      .nullable()
      .meta({ description: 'Den nyeste færdigmelding og lægen bag den, også når den er ophævet' }),
    readyAt: time.nullable(),
    missing: z
      .array(z.object({ code, label: z.string() }))
      .meta({ description: 'Hvad der mangler, før patienten er klar' }),
    leftReady: z.boolean().nullable().meta({ description: 'Gik patienten klarmeldt; null, før patienten er gået' }),
    overrides: z.array(shownOverride).meta({ description: 'Det, der blev tilsidesat ved klarmelding; bliver stående' }),
    messages: z.array(shownMessage),
    documents: z
      .array(shownDocument)
      .meta({ description: 'Dokumenter, som parternes egne systemer sender; denne tjeneste sender dem ikke' }),
    received: z.array(receivedMessage).meta({ description: 'Meddelelser fra parterne; en person læser dem' }),
    threads: z.array(shownThread).meta({
      description: 'Korrespondance i tråde, i den rækkefølge de begyndte; tom for den, der ikke ser brevene',
    }),
    tasks: z.array(shownTask),
    clocks: z.array(
      z.object({
        id: code,
        name: code,
        due: time,
        rule: code,
        waitsFor: named.nullable(),
        late: z.boolean(),
        reminders: z.int(),
      }),
    ),
    timeline: z.array(shownEvent),
    allowedActions: z.array(z.object({ name: z.enum(actionNames), label: z.string() })),
    links: z.object({ self: z.string(), previous: z.string().nullable(), next: z.string().nullable() }),
  })
  .meta({ id: 'Discharge' });
export type ShownCase = z.input<typeof shownCase>;

/** Query of the list of discharges. */
export function casesQuery(surroundings: Pick<Surroundings, 'registry'>) {
  return z.strictObject({
    stage: z
      .string()
      .transform((list) => list.split(','))
      .pipe(z.array(z.enum(stages)).min(1))
      .optional()
      .meta({
        description: 'Et stadium, eller flere med komma',
        pattern: `^(${stages.join('|')})(,(${stages.join('|')}))*$`,
      }),
    unit: unit(surroundings).optional(),
    municipality: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
    attention: yesNo.optional(),
    open: yesNo.optional(),
    sort: z.enum(['newest', 'next-due']).default('newest'),
    ...page,
  });
}
